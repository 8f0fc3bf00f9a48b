"""What becomes of a lunch in its channel: announced when its time comes, kept true, over when it ended."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.lunches import demand, host_requests, invitations, lunches, names
from learning.lunches.keys import Stuck, ToMember
from learning.teaching import wishes
from storage.models.lunches import Lunch, LunchTopic, Seat
from storage.outbox import outbox

ROLL_AFTER = timedelta(minutes=1)
HEAD_START = timedelta(minutes=2)
"""How much earlier those who asked for a lunch hear of it."""


def announce(session: Session, *, at: datetime) -> int:
    """Owes the card of each sitting whose time to be announced has come; returns how many."""
    due = session.scalars(
        select(Lunch)
        .where(Lunch.state == "planned", Lunch.announce_at <= at)
        .order_by(Lunch.id)
        .with_for_update()
    ).all()
    for lunch in due:
        lunch.state = "open"
        session.flush()
        topic_ids = lunches.topic_ids(session, lunch.id)
        invitations.remind(session, lunch, at=at)
        invitations.send_calendar(session, lunch, lunch.host_id, at=at)
        host_requests.planned(session, lunch, topic_ids, at=at)
        first = demand.announce(session, lunch, topic_ids, at=at)
        owe_card(session, lunch, at=at, due_at=at + HEAD_START if first else at)
    return len(due)


def owe_card(session: Session, lunch: Lunch, *, at: datetime, due_at: datetime | None = None) -> None:
    """Owes a lunch's card to its channel, or its next state, until it is over."""
    outbox.say(
        session,
        lunch.workspace_id,
        lunches.card_key(lunch),
        names.CARD,
        lunch.id,
        lunch.channel_id,
        at=at,
        due_at=due_at,
        of_use=max(outbox.OF_USE, lunch.starts_at - at),
    )


def changed(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """The card shows what is true now, once it is there."""
    if lunch.state != "planned":
        outbox.refresh(session, lunch.workspace_id, lunches.card_key(lunch), at=at)


def finish(session: Session, *, at: datetime) -> int:
    """Lunches that have ended are over, and their cards say so; returns how many."""
    begun = session.scalars(
        select(Lunch)
        .where(Lunch.state.in_(("open", "planned")), Lunch.starts_at <= at)
        .order_by(Lunch.id)
        .with_for_update()
    ).all()
    ended = [lunch for lunch in begun if lunches.ends_at(lunch) <= at]
    for lunch in ended:
        lunch.state = "over"
        session.flush()
        about = select(LunchTopic.topic_id).where(LunchTopic.lunch_id == lunch.id)
        there = select(Seat.member_id).where(Seat.lunch_id == lunch.id, Seat.state == "going")
        wishes.fulfil(session, lunch.workspace_id, about, there)
        changed(session, lunch, at=at)
    return len(ended)


def posted(session: Session, lunch_id: int, channel_id: str, message_ts: str, *, at: datetime) -> None:
    """The card stands in its channel."""
    lunch = session.get_one(Lunch, lunch_id)
    if lunch.channel_id != channel_id:
        return  # Its host chose another channel meanwhile; the card there is the one that counts.
    lunch.message_ts = message_ts
    session.flush()
    outbox.refresh(session, lunch.workspace_id, stuck_key(lunch, channel_id), at=at)


def unposted(session: Session, lunch_id: int, *, at: datetime) -> None:
    """The card could not be posted for good, or is shown no more: its host hears of it and can mend it."""
    lunch = session.get_one(Lunch, lunch_id)
    key = stuck_key(lunch, lunch.channel_id)
    outbox.say(session, lunch.workspace_id, key, names.STUCK, lunch.id, lunch.host_id, at=at)


def stuck_key(lunch: Lunch, channel_id: str) -> str:
    """The outbox key of the word to a host that a channel does not show the card."""
    return str(Stuck(names.STUCK, lunch.id, channel_id))


def is_posted(session: Session, lunch: Lunch) -> bool:
    """Whether people see the card: it was posted, and its channel is still in use."""
    return lunches.cards(session, [lunch])[0].is_posted


def look_at_channel(session: Session, workspace_id: str, channel_id: str, *, at: datetime) -> int:
    """What was announced in a channel that was archived, or that the bot has to leave, has lost its card:
    each host hears of it. In one that is back, the word is taken back. Returns how many were told."""
    told = 0
    for lunch in session.scalars(
        select(Lunch)
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.channel_id == channel_id,
            Lunch.state == "open",
            Lunch.starts_at > at,
            Lunch.message_ts.is_not(None),
        )
        .order_by(Lunch.id)
    ).all():
        if is_posted(session, lunch):
            outbox.refresh(session, workspace_id, stuck_key(lunch, channel_id), at=at)
        else:
            unposted(session, lunch.id, at=at)
            told += 1
    return told


def post_again(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime
) -> lunches.Card:
    """Owes the card again, after whatever kept it from its channel was mended."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    if not is_posted(session, lunch):
        owe_card(session, lunch, at=at)
    return lunches.card(session, lunch.id)


def ask_host(session: Session, lunch: Lunch, *, at: datetime) -> None:
    """After it ended, its host is asked who was there."""
    outbox.say(
        session,
        lunch.workspace_id,
        str(ToMember(names.ROLL, lunch.id, lunches.stamp(lunch), lunch.host_id)),
        names.ROLL,
        lunch.id,
        lunch.host_id,
        at=at,
        due_at=lunches.ends_at(lunch) + ROLL_AFTER,
        of_use=timedelta(days=7),
    )
