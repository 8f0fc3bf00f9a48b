"""Who speaks in a round's thread, and looking back on it a day later; the words themselves are not kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from learning.circles import circles, names, rounds
from learning.circles.formats import formats
from learning.circles.rounds import RoundFacts
from learning.core import names as common
from learning.core.sockets.threads import Awaited, Reply
from learning.workspace import people, workspaces
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.circles import Circle, CoffeeTopic, CoffeeVote, Round, RoundReply, RoundVote
from storage.outbox import outbox

SILENT = 2
"""After so many rounds in a row without a voice the facilitator hears of it, and after as many more again."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who joined in: their most liked reply's reactions, and where it is."""

    member_id: str
    name: str
    reactions: int
    link: str


@dataclass(frozen=True, slots=True)
class Recap:
    """A round looked back on: who joined in, most liked first, and how many replies there were."""

    round: RoundFacts
    voices: tuple[Voice, ...]
    replies: int


def heard(session: Session, workspace_id: str, round_id: int, reply: Reply) -> None:
    """Someone replied in a round's thread; the same reply again changes nothing."""
    author_id, at = reply.author_id, reply.spoken_at
    if people.get(session, workspace_id, author_id).is_bot:
        return
    row = session.scalars(select(Round).where(Round.id == round_id).with_for_update()).one()
    spoke = select(RoundReply.ts).where(RoundReply.round_id == row.id, RoundReply.author_id == author_id)
    first = session.scalars(spoke.limit(1)).first() is None
    fresh = insert_new(
        session,
        RoundReply,
        round_id=row.id,
        ts=reply.ts,
        workspace_id=workspace_id,
        channel_id=reply.channel_id,
        author_id=author_id,
        reactions=reply.reactions,
        deleted_at=None,
    )
    if fresh and first:
        topic_id = session.get_one(Circle, row.circle_id).topic_id
        activity_log.record(
            session, workspace_id, author_id, names.Verbs.VOICED, ("round", row.id), topic_id=topic_id, at=at
        )
    if fresh:
        formats.spoke(session, row, author_id, at=at)
        looked_back(session, row, at=at)


def edited(session: Session, workspace_id: str, round_id: int, reply: Reply, *, at: datetime) -> None:
    """A reply was edited, at that instant (UTC): it stays one, and its words are not kept."""
    heard(session, workspace_id, round_id, reply)


def deleted(session: Session, workspace_id: str, channel_id: str, ts: str, *, at: datetime) -> bool:
    """A reply was deleted: it is nobody's voice; whether it was one."""
    reply = by_message(session, workspace_id, channel_id, ts)
    if reply is None or reply.deleted_at is not None:
        return False
    reply.deleted_at = at
    session.flush()
    looked_back(session, session.get_one(Round, reply.round_id), at=at)
    return True


def removed(session: Session, round_id: int, *, at: datetime) -> None:
    """The prompt was deleted in Slack: there is nothing to look back on."""
    row = session.scalars(select(Round).where(Round.id == round_id).with_for_update()).one()
    if row.state == "posted":
        row.state, row.reason = "over", "its prompt was deleted"
        session.flush()
        activity_log.record(session, row.workspace_id, None, common.Verbs.REMOVED, ("round", row.id), at=at)


def is_one(session: Session, workspace_id: str, channel_id: str, ts: str) -> bool:
    """Whether a message is a reply in a round."""
    return by_message(session, workspace_id, channel_id, ts) is not None


def liked(
    session: Session,
    workspace_id: str,
    member_id: str,
    *,
    channel_id: str,
    ts: str,
    more: int,
    at: datetime,
) -> None:
    """Someone reacted to a reply, or took that back (`more` is -1); to one's own it counts nothing."""
    reply = by_message(session, workspace_id, channel_id, ts)
    if reply is None or reply.author_id == member_id:
        return
    session.execute(
        update(RoundReply)
        .where(RoundReply.round_id == reply.round_id, RoundReply.ts == ts)
        # It may be below none for a moment: Slack does not tell them in their order.
        .values(reactions=RoundReply.reactions + more)
        .execution_options(synchronize_session=False)
    )
    session.expire(reply)
    looked_back(session, session.get_one(Round, reply.round_id), at=at)


def by_message(session: Session, workspace_id: str, channel_id: str, ts: str) -> RoundReply | None:
    """The reply that is this message."""
    return session.scalars(
        select(RoundReply).where(
            RoundReply.workspace_id == workspace_id,
            RoundReply.channel_id == channel_id,
            RoundReply.ts == ts,
        )
    ).first()


def is_owed(session: Session, workspace_id: str, channel_id: str) -> bool:
    """Whether a prompt may be posted in a channel and not be on record yet."""
    owed = select(Round.id).where(
        Round.workspace_id == workspace_id,
        Round.channel_id == channel_id,
        Round.state == "due",
    )
    return session.scalars(owed.limit(1)).first() is not None


def awaited(session: Session, workspace_id: str, *, since: datetime | None = None) -> tuple[Awaited, ...]:
    """The threads of the rounds that are not over; none of them waits for ever, whatever `since` says."""
    newest = (
        select(func.max(RoundReply.ts))
        .where(RoundReply.round_id == Round.id)
        .correlate(Round)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Round.channel_id, Round.message_ts, func.coalesce(newest, Round.message_ts)).where(
            Round.workspace_id == workspace_id, Round.state == "posted", Round.message_ts.is_not(None)
        )
    )
    return tuple(Awaited(channel_id, prompt or "", last) for channel_id, prompt, last in rows)


def finish(session: Session, *, at: datetime) -> int:
    """Rounds are looked back on a day after; those that nobody spoke in are counted. Returns how many."""
    due = session.execute(
        select(Round.id, Round.circle_id, Round.workspace_id)
        .where(Round.state == "posted", Round.recap_at <= at)
        .order_by(Round.recap_at, Round.id)
    ).all()
    count = 0
    for number, circle_id, workspace_id in due:
        circle = circles.get(session, workspace_id, circle_id)
        row = session.scalars(
            select(Round)
            .where(Round.id == number)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        if row.state != "posted":
            continue
        row.state = "over"
        formats.over(session, circle, row, at=at)
        session.flush()
        _count_silence(session, circle, row, at=at)
        if _replies(session, row.id):
            key = _recap_key(row)
            outbox.say(session, workspace_id, key, names.RECAP, row.id, row.channel_id, at=at)
        count += 1
    return count


def recap(session: Session, round_id: int) -> Recap:
    """What came of a round."""
    row = session.get_one(Round, round_id)
    replies = _replies(session, row.id)
    best: dict[str, RoundReply] = {}
    for reply in sorted(replies, key=lambda one: (-max(one.reactions, 0), one.ts)):
        best.setdefault(reply.author_id, reply)
    voices = tuple(
        Voice(
            member_id=author_id,
            name=people.get(session, row.workspace_id, author_id).name,
            reactions=max(reply.reactions, 0),
            link=workspaces.link(session, row.workspace_id, reply.channel_id, reply.ts, row.message_ts),
        )
        for author_id, reply in best.items()
    )
    return Recap(rounds.facts(session, row.id), voices, len(replies))


def looked_back(session: Session, row: Round, *, at: datetime) -> None:
    """A recap that stands already says what is true now."""
    if row.state == "over":
        outbox.refresh(session, row.workspace_id, _recap_key(row), at=at)


def _count_silence(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    taken_part = _replies(session, row.id) or any(
        session.scalars(select(table.member_id).where(table.round_id == row.id).limit(1)).first()
        for table in (RoundVote, CoffeeTopic, CoffeeVote)
    )
    circle.silent = 0 if taken_part else circle.silent + 1
    session.flush()
    if circle.silent and circle.silent % SILENT == 0 and circle.state == "running":
        key = outbox.key(names.QUIET, row.id)
        outbox.say(session, circle.workspace_id, key, names.QUIET, circle.id, circle.facilitator_id, at=at)


def _replies(session: Session, round_id: int) -> list[RoundReply]:
    return list(
        session.scalars(
            select(RoundReply).where(RoundReply.round_id == round_id, RoundReply.deleted_at.is_(None))
        )
    )


def _recap_key(row: Round) -> str:
    return outbox.key(names.RECAP, row.id)
