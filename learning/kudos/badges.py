"""Badges: firsts, and what people keep doing. Derived from what happened, earned once, said once, kept."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.core import weeks
from learning.core.features import features
from learning.core.sockets.people import Doings, Way
from learning.kudos import names
from learning.kudos.keys import Earned as EarnedKey
from learning.workspace import people
from storage import discovery
from storage.engine.compiled import insert_new
from storage.engine.dialect import is_postgres
from storage.models.activity_log import LogEntry
from storage.models.kudos import Badge, BadgeMark, Kudos
from storage.models.workspace import Workspace
from storage.outbox import outbox

TOPICS, WEEKS = 5, 4
LINES = 200
"""How many lines of the log one tick reads at most; more wait for the next one.

Of a log from before there were badges only so many of the newest are read: whoever did more earns what is
due to them with their next deed.
"""
AGAIN = 50
"""On Postgres a line may come to light after one with a higher number: so many are read again."""


@dataclass(frozen=True, slots=True)
class Earned:
    """A badge, by its name in `BADGES`, and since when (UTC)."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deeds:
    """What somebody has done so far that badges are for.

    `weeks` are the Mondays of the weeks in which they helped: replied to somebody else's question, or hosted
    a lunch that somebody came to.
    """

    answers: int = 0
    accepted: int = 0
    lunches: int = 0
    topics: int = 0
    weeks: frozenset[date] = frozenset()
    became_teacher: bool = False
    thanks: int = 0


def first_answer(deeds: Deeds) -> bool:
    """First answer: they replied to a question of somebody else's."""
    return deeds.answers > 0


def first_accepted(deeds: Deeds) -> bool:
    """First accepted answer: a reply of theirs was accepted for a question of somebody else's."""
    return deeds.accepted > 0


def first_lunch(deeds: Deeds) -> bool:
    """First lunch hosted: somebody came to a lunch of theirs."""
    return deeds.lunches > 0


def five_topics(deeds: Deeds) -> bool:
    """Five topics: their accepted answers and the lunches they hosted are about five topics in all."""
    return deeds.topics >= TOPICS


def four_weeks(deeds: Deeds) -> bool:
    """Four weeks in a row: they helped in each of four weeks, from Monday on their own calendar, in a row."""
    return any(
        all(monday + timedelta(weeks=number) in deeds.weeks for number in range(WEEKS))
        for monday in deeds.weeks
    )


def became_teacher(deeds: Deeds) -> bool:
    """Learner become teacher: they learned something at a lunch, and said they would help others with it."""
    return deeds.became_teacher


def first_thanks(deeds: Deeds) -> bool:
    """First thanks given: they thanked somebody, and did not take it back."""
    return deeds.thanks > 0


BADGES: dict[str, Callable[[Deeds], bool]] = {
    rule.__name__: rule
    for rule in (
        first_answer,
        first_accepted,
        first_lunch,
        five_topics,
        four_weeks,
        became_teacher,
        first_thanks,
    )
}
"""In the order in which they are shown."""


def mine(session: Session, workspace_id: str, member_id: str) -> tuple[Earned, ...]:
    """One member's badges, in the order of `BADGES`."""
    rows = session.execute(
        select(Badge.name, Badge.earned_at).where(
            Badge.workspace_id == workspace_id, Badge.member_id == member_id
        )
    )
    since: dict[str, datetime] = dict(rows.all())
    return tuple(Earned(name, since[name]) for name in BADGES if name in since)


def award(session: Session, *, at: datetime) -> int:
    """Reads on in the log, and gives their badges to those it is about; returns how many were earned."""
    newest = session.scalar(select(func.max(LogEntry.id))) or 0
    behind = session.execute(
        select(Workspace.id, BadgeMark.activity_id)
        .outerjoin(BadgeMark, BadgeMark.workspace_id == Workspace.id)
        .where(or_(BadgeMark.activity_id.is_(None), BadgeMark.activity_id < newest))
        .order_by(Workspace.id)
    ).all()
    return sum(_read_on(session, workspace_id, newest, at) for workspace_id, _ in behind) if newest else 0


def earn(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> tuple[str, ...]:
    """Gives somebody the badges they have earned and do not have; the names of the new ones, told once."""
    member = people.get(session, workspace_id, member_id)
    if member.is_bot or member.is_gone:
        return ()
    have = {one.name for one in mine(session, workspace_id, member_id)}
    if len(have) == len(BADGES):
        return ()
    deeds = done(session, workspace_id, member_id)
    new = tuple(
        name
        for name, rule in BADGES.items()
        if name not in have
        and rule(deeds)
        and insert_new(
            session, Badge, workspace_id=workspace_id, member_id=member_id, name=name, earned_at=at
        )
    )
    if new:
        key = str(EarnedKey(names.BADGE, member_id, ",".join(new)))
        outbox.say(session, workspace_id, key, names.BADGE, 0, member_id, at=at)
    return new


def done(session: Session, workspace_id: str, member_id: str) -> Deeds:
    """What somebody has done so far that badges are for."""
    did = [done for one in _doings() for done in one.find(session, workspace_id, member_id).items()]
    times = Counter[Way]()
    for way, done_so in did:
        times[way] += done_so.times
    zone = people.get(session, workspace_id, member_id).zone
    return Deeds(
        answers=times[Way.REPLIED],
        accepted=times[Way.ACCEPTED],
        lunches=times[Way.HOSTED],
        topics=len(frozenset[int]().union(*(done_so.topics for _, done_so in did))),
        weeks=frozenset(weeks.week_of(when, zone).monday for _, done_so in did for when in done_so.helped_at),
        became_teacher=times[Way.BECAME_TEACHER] > 0,
        thanks=_any(
            session,
            Kudos.workspace_id == workspace_id,
            Kudos.giver_id == member_id,
            Kudos.retracted_at.is_(None),
        ),
    )


def _read_on(session: Session, workspace_id: str, newest: int, at: datetime) -> int:
    insert_new(session, BadgeMark, workspace_id=workspace_id, activity_id=max(0, newest - LINES))
    mark = session.scalars(
        select(BadgeMark)
        .where(BadgeMark.workspace_id == workspace_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).first()
    if mark is None:
        return 0  # Another bot reads it.
    since = mark.activity_id - (AGAIN if is_postgres(session) else 0)
    upto = max(min(newest, mark.activity_id + LINES), mark.activity_id)
    # By their numbers alone: asked for a workspace's, SQLite would sort all it ever logged.
    lines = session.execute(
        select(LogEntry.workspace_id, LogEntry.verb, LogEntry.actor_id, LogEntry.subject_id)
        .where(LogEntry.id > since, LogEntry.id <= upto)
        .order_by(LogEntry.id)
    ).all()
    about: dict[str, None] = {}
    for place, verb, actor_id, subject_id in lines:
        member_id = _whose(session, verb, actor_id, subject_id) if place == workspace_id else None
        if member_id:
            about[member_id] = None
    mark.activity_id = upto
    session.flush()
    return sum(len(earn(session, workspace_id, member_id, at=at)) for member_id in about)


def _whose(session: Session, verb: str, actor_id: str | None, subject_id: int) -> str | None:
    """Whose deed a line of the log is about, if badges are for it."""
    if verb in deed_verbs():
        find = deed_verbs()[verb]
        return find(session, subject_id) if find else actor_id
    return None


@cache
def _doings() -> tuple[Doings, ...]:
    return tuple(one for feature in features().values() for one in feature.people.doings)


@cache
def deed_verbs() -> Mapping[str, Callable[[Session, int], str | None] | None]:
    """The verbs of the log after which somebody may have earned a badge, and whose deed a line is about."""
    own = [("kudos", "thanked", None)]
    others = [
        (activity, verb, find)
        for activity, feature in features().items()
        for one in feature.people.doings
        for verb, find in one.verbs.items()
    ]
    return discovery.unique("verbs that badges are for", [*own, *others])


def _any(session: Session, *where: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(*where))))
