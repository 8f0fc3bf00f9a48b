"""Applause: a reaction with the set emoji thanks whoever wrote a message, for as long as it stands there."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import wallclock
from learning.kudos import kudos, names, thanks
from learning.kudos.settings import KUDOS_EMOJI
from learning.workspace import people, settings
from learning.workspace.people import Member
from storage.models.kudos import Kudos, KudosReaction
from storage.outbox import outbox

TONE = "::"
"""What stands between an emoji's name and its skin tone."""


@dataclass(frozen=True, slots=True)
class Applause:
    """Who thanks the author of one message by reaction, the first first, and where it can be read."""

    member_id: str
    giver_ids: tuple[str, ...]
    channel_id: str
    link: str


def is_thanks(name: str, emoji: str) -> bool:
    """Whether a reaction is the emoji that thanks, in whatever skin tone."""
    return name.partition(TONE)[0] == emoji


def is_known(
    session: Session, workspace_id: str, giver_id: str, channel_id: str, message_ts: str, name: str
) -> bool:
    """Whether this reaction was heard of before, whatever emoji thanked then."""
    return session.get(KudosReaction, (workspace_id, giver_id, channel_id, message_ts, name)) is not None


def heard(
    session: Session,
    workspace_id: str,
    giver_id: str,
    *,
    author_id: str,
    channel_id: str,
    message_ts: str,
    name: str,
    stands: bool,
    at: datetime,
) -> bool:
    """Someone put a reaction on a message, or took it away; whether that thanked, or took thanks back.

    `at` is when (UTC), and the last counts, in whatever order they are heard of. One person thanks for one
    message once, with however many skin tones. What cannot be thanked for, or is too much for today, counts
    for nothing, quietly; once a day its giver is told that nothing is left. Raises `NotAllowed` as others do.
    """
    people.acting(session, workspace_id, giver_id)
    giver = kudos.lock(session, workspace_id, giver_id)
    last = session.get(
        KudosReaction, (workspace_id, giver_id, channel_id, message_ts, name), populate_existing=True
    )
    if last is None:
        thanked = is_thanks(name, settings.get(session, workspace_id)[KUDOS_EMOJI])
        if not thanked or kudos.why_not(session, giver, author_id):
            return False
        last = KudosReaction(
            workspace_id=workspace_id,
            giver_id=giver_id,
            channel_id=channel_id,
            message_ts=message_ts,
            name=name,
        )
        session.add(last)
    elif last.event_at >= at:
        return False
    last.stands, last.event_at = stands, at
    session.flush()
    if stands:
        return _give(session, giver, author_id, channel_id, message_ts, name, at)
    return _take_back(session, giver, channel_id, message_ts, at)


def on(session: Session, kudos_id: int) -> Applause:
    """The applause that these thanks are part of, as it stands now."""
    one = session.get_one(Kudos, kudos_id)
    facts = thanks.facts(session, kudos_id)
    givers = session.scalars(
        select(Kudos.giver_id)
        .where(
            Kudos.workspace_id == one.workspace_id,
            Kudos.channel_id == one.channel_id,
            Kudos.message_ts == one.message_ts,
            Kudos.retracted_at.is_(None),
        )
        .order_by(Kudos.given_at, Kudos.id)
    )
    return Applause(facts.member_ids[0], tuple(givers), one.channel_id or "", facts.link)


def _give(
    session: Session,
    giver: Member,
    author_id: str,
    channel_id: str,
    message_ts: str,
    name: str,
    at: datetime,
) -> bool:
    row = thanks.by_request(session, giver.workspace_id, _request(giver.id, channel_id, message_ts))
    if row is not None and row.retracted_at is None:
        return False
    chosen = settings.get(session, giver.workspace_id)
    if not is_thanks(name, chosen[KUDOS_EMOJI]) or kudos.why_not(session, giver, author_id):
        return False
    if kudos.allowance_left(session, giver, at=at) == 0:
        _used_up(session, giver, at)
        return False
    if row is None:
        row = thanks.write(
            session,
            Kudos(
                workspace_id=giver.workspace_id,
                giver_id=giver.id,
                how=thanks.REACTION,
                channel_id=channel_id,
                message_ts=message_ts,
                reason="",
                request_key=_request(giver.id, channel_id, message_ts),
                given_at=at,
            ),
            [author_id],
            (),
        )
    kudos.stand(session, row, at=at)
    _owe(session, row, author_id, at)
    return True


def _take_back(session: Session, giver: Member, channel_id: str, message_ts: str, at: datetime) -> bool:
    other_tone = session.scalars(
        select(KudosReaction.name).where(
            KudosReaction.workspace_id == giver.workspace_id,
            KudosReaction.giver_id == giver.id,
            KudosReaction.channel_id == channel_id,
            KudosReaction.message_ts == message_ts,
            KudosReaction.stands,
        )
    ).first()
    row = thanks.by_request(session, giver.workspace_id, _request(giver.id, channel_id, message_ts))
    if other_tone is not None or row is None or row.retracted_at is not None:
        return False
    kudos.fall(session, row, at=at)
    (author_id,) = thanks.members(session, row.id)
    _owe(session, row, author_id, at)
    return True


def _owe(session: Session, row: Kudos, author_id: str, at: datetime) -> None:
    """One message to the author and one card, whoever joins in."""
    place = f"{row.channel_id}:{row.message_ts}"
    outbox.say(
        session, row.workspace_id, outbox.key(names.APPLAUSE, place), names.APPLAUSE, row.id, author_id, at=at
    )
    channel_id = thanks.card_in(session, row)
    if channel_id and channel_id != row.channel_id:
        key = outbox.key(names.APPLAUSE_CARD, place)
        outbox.say(session, row.workspace_id, key, names.APPLAUSE_CARD, row.id, channel_id, at=at)


def _used_up(session: Session, giver: Member, at: datetime) -> None:
    day = wallclock.wall(at, giver.zone).date()
    midnight = wallclock.instant(datetime.combine(day + timedelta(days=1), time()), giver.zone)
    key = outbox.key(names.USED_UP, giver.id, day)
    if not outbox.is_known(session, giver.workspace_id, key):
        outbox.say(session, giver.workspace_id, key, names.USED_UP, 0, giver.id, at=at, of_use=midnight - at)


def _request(giver_id: str, channel_id: str, message_ts: str) -> str:
    return f"reaction:{giver_id}:{channel_id}:{message_ts}"
