"""Kudos: one member thanks others for a reason, so many times a day, and may take it back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from learning.core import topics, wallclock, words
from learning.core.errors import Gone, LearningError
from learning.kudos import names, thanks
from learning.kudos.settings import KUDOS_ALLOWANCE
from learning.kudos.thanks import COMMAND, Thanks
from learning.workspace import people, settings
from learning.workspace.people import Member
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.kudos import Kudos, KudosRecipient, KudosTopic
from storage.models.workspace import Member as MemberRow
from storage.outbox import outbox

LONGEST = 1000
"""Characters of a reason."""
_NOT_WORDS = re.compile(r":[\w+'-]+:|#[^\W_][\w.+#-]*|[^\w]|_")


@dataclass(frozen=True, slots=True)
class Given:
    """What came of giving: `fresh` is False when it was given before, `left` what is left for today.

    `card_in` is the channel that shows it; None when only those thanked hear of it.
    """

    thanks: Thanks
    left: int
    fresh: bool
    card_in: str | None


@dataclass(frozen=True, slots=True)
class MyKudos:
    """One member's thanks, newest first, how often in all, and what is left of today's allowance."""

    received: tuple[Thanks, ...]
    given: tuple[Thanks, ...]
    times_received: int
    times_given: int
    left: int
    allowance: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is thanked, checked and cleaned; `topics` are normalised names."""

    text: str
    topics: tuple[str, ...] = ()


def word(text: str, named: Sequence[str] = ()) -> Reason:
    """Checks a reason; its tags become topics. Raises `LearningError` at `reason` for what says nothing."""
    text = words.clean(text)
    if not _NOT_WORDS.sub("", text):
        raise LearningError(
            "What is it for? A few words make all the difference, like `for explaining joins #postgres`.",
            field="reason",
        )
    if len(text) > LONGEST:
        raise LearningError(
            f"That is {len(text):,} characters; thanks have room for {LONGEST:,}. Could you say it shorter?",
            field="reason",
        )
    names = topics.merge([[topics.normalise(name) for name in named], topics.in_text(text)])
    return Reason(topics.without_trailing(text), names)


def give(
    session: Session,
    workspace_id: str,
    giver_id: str,
    member_ids: Sequence[str],
    reason: Reason,
    *,
    here: str | None,
    request_key: str,
    how: str = COMMAND,
    subject: tuple[str, int] | None = None,
    at: datetime,
) -> Given:
    """Someone thanks these people; the same request again, or a name twice, counts once.

    `here` is where it was said: thanks from a private place are shown nowhere else. Raises `NotAllowed` for
    who may not thank, and `LearningError` at `people` for who cannot be thanked, or for too many today.
    """
    giver = lock(session, workspace_id, giver_id)
    row = thanks.by_request(session, workspace_id, request_key)
    if row is not None and (row.retracted_at is None or how == COMMAND):
        return given(session, row, giver, fresh=False, at=at)
    people.acting(session, workspace_id, giver_id)
    named = tuple(dict.fromkeys(member_ids))
    if not named:
        raise LearningError("Whom would you like to thank?", field="people")
    for member_id in named:
        if why := why_not(session, giver, member_id):
            raise LearningError(why, field="people")
    left = allowance_left(session, giver, at=at)
    if len(named) > left:
        raise LearningError(_too_many(session, workspace_id, len(named), left), field="people")
    if row is None:
        row = thanks.write(
            session,
            Kudos(
                workspace_id=workspace_id,
                giver_id=giver_id,
                how=how,
                reason=reason.text,
                channel_id=here or None,
                subject_kind=subject[0] if subject else None,
                subject_id=subject[1] if subject else None,
                request_key=request_key,
                given_at=at,
            ),
            named,
            reason.topics,
        )
    stand(session, row, at=at)
    owe(session, row, at=at)
    return given(session, row, giver, fresh=True, at=at)


def take_back(session: Session, workspace_id: str, giver_id: str, kudos_id: int, *, at: datetime) -> Thanks:
    """Someone takes back thanks of theirs, and may give them anew. Raises `Gone` for what is not theirs."""
    people.acting(session, workspace_id, giver_id)
    lock(session, workspace_id, giver_id)
    people.acting(session, workspace_id, giver_id)
    row = session.get(Kudos, kudos_id)
    if row is None or row.workspace_id != workspace_id or row.giver_id != giver_id:
        raise Gone("Those thanks aren't there any more. Type /kudos mine to see yours.")
    if row.retracted_at is None:
        fall(session, row, at=at)
        owe(session, row, at=at)
    return thanks.facts(session, row.id)


def mine(session: Session, workspace_id: str, member_id: str, *, at: datetime, limit: int = 5) -> MyKudos:
    """What one member was thanked for, and thanked others for, for their eyes only."""
    member = people.get(session, workspace_id, member_id)
    standing = select(Kudos).where(Kudos.workspace_id == workspace_id, Kudos.retracted_at.is_(None))
    received = standing.join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id).where(
        KudosRecipient.workspace_id == workspace_id, KudosRecipient.member_id == member_id
    )
    gave = standing.where(Kudos.giver_id == member_id)
    newest = (Kudos.given_at.desc(), Kudos.id.desc())
    times_given = gave.join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id)
    return MyKudos(
        received=thanks.looks(session, session.scalars(received.order_by(*newest).limit(limit)).all()),
        given=thanks.looks(session, session.scalars(gave.order_by(*newest).limit(limit)).all()),
        times_received=_count(session, received),
        times_given=_count(session, times_given),
        left=allowance_left(session, member, at=at),
        allowance=settings.get(session, workspace_id)[KUDOS_ALLOWANCE],
    )


def lock(session: Session, workspace_id: str, giver_id: str) -> Member:
    """Who gives: nobody else counts what is left for them today until this transaction ends."""
    row = select(MemberRow.id).where(MemberRow.workspace_id == workspace_id, MemberRow.id == giver_id)
    if session.execute(row.with_for_update()).first() is None:
        insert_new(session, MemberRow, workspace_id=workspace_id, id=giver_id, name="", zone="UTC")
        session.execute(row.with_for_update())
    return people.get(session, workspace_id, giver_id)


def why_not(session: Session, giver: Member, member_id: str) -> str | None:
    """Why somebody cannot be thanked by this person, as a sentence; None when they can."""
    if member_id == giver.id:
        return "That's you! Whom else would you like to thank?"
    member = people.get(session, giver.workspace_id, member_id)
    if member.is_bot or member_id == "USLACKBOT":
        return f"{member.name or 'That'} is an app, and only people can be thanked."
    if member.is_gone:
        return f"{member.name or 'They'} left the workspace, so I can't tell them any more."
    if not member.name:
        return "I don't know everyone you named. Choose them from Slack's list as you type @."
    return None


def allowance_left(session: Session, giver: Member, *, at: datetime) -> int:
    """How many more people someone may thank on this day (UTC `at`) of their own calendar."""
    day = wallclock.wall(at, giver.zone).date()
    since, until = (
        wallclock.instant(datetime.combine(one, time()), giver.zone) for one in (day, day + timedelta(days=1))
    )
    used = session.scalar(
        select(func.count())
        .select_from(KudosRecipient)
        .join(Kudos, Kudos.id == KudosRecipient.kudos_id)
        .where(
            Kudos.workspace_id == giver.workspace_id,
            Kudos.giver_id == giver.id,
            Kudos.given_at >= since,
            Kudos.given_at < until,
            Kudos.retracted_at.is_(None),
        )
    )
    return max(0, settings.get(session, giver.workspace_id)[KUDOS_ALLOWANCE] - (used or 0))


def stand(session: Session, row: Kudos, *, at: datetime) -> None:
    """From now on these thanks count, on this day."""
    row.given_at, row.retracted_at = at, None
    session.flush()
    _log(session, row, names.Verbs.THANKED, at)


def fall(session: Session, row: Kudos, *, at: datetime) -> None:
    """They count no more, and what was used of the day they were given on is free again."""
    row.retracted_at = at
    session.flush()
    _log(session, row, names.Verbs.UNTHANKED, at)


def owe(session: Session, row: Kudos, *, at: datetime) -> None:
    """Those thanked hear of it, and its card shows it, as it stands."""
    for member_id in thanks.members(session, row.id):
        key = outbox.key(names.NOTE, row.id, member_id)
        outbox.say(session, row.workspace_id, key, names.NOTE, row.id, member_id, at=at)
    if channel_id := thanks.card_in(session, row):
        # A card that is there stays where it is, whatever channel was chosen since.
        key = outbox.key(names.CARD, row.id)
        outbox.say(session, row.workspace_id, key, names.CARD, row.id, channel_id, at=at)


def given(session: Session, row: Kudos, giver: Member, *, fresh: bool, at: datetime) -> Given:
    """What came of giving."""
    left = allowance_left(session, giver, at=at)
    return Given(thanks.facts(session, row.id), left, fresh, thanks.card_in(session, row))


def _count(session: Session, rows: Select[Kudos]) -> int:
    return session.scalar(rows.with_only_columns(func.count())) or 0


def _log(session: Session, row: Kudos, verb: str, at: datetime) -> None:
    topic_id = session.scalars(
        select(KudosTopic.topic_id).where(KudosTopic.kudos_id == row.id).order_by(KudosTopic.position)
    ).first()
    for _ in thanks.members(session, row.id):
        activity_log.record(
            session, row.workspace_id, row.giver_id, verb, ("kudos", row.id), topic_id=topic_id, at=at
        )


def _too_many(session: Session, workspace_id: str, wanted: int, left: int) -> str:
    allowance = settings.get(session, workspace_id)[KUDOS_ALLOWANCE]
    if left == 0:
        return f"You have given all {allowance} thanks of today. Tomorrow there are {allowance} more."
    return f"That thanks {wanted} people, and you have {left} of {allowance} left today. Whom first?"
