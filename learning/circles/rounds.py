"""A circle's rounds: planned two days ahead, asked at their hour, or skipped for a reason that is kept."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from learning.circles import circles, names, openers, prompts
from learning.circles.circles import CircleFacts
from learning.core import schedules, wallclock
from learning.core.errors import Gone
from learning.core.schedules import Occurrence
from learning.workspace import settings, workspaces
from storage import activity_log
from storage.models.circles import Circle, Round
from storage.models.schedules import Schedule
from storage.outbox import outbox

AHEAD = timedelta(days=2)
"""How long before its time a round is planned, and its facilitator sees the prompt."""
HOLIDAY, PAUSED, ENDED, LATE, BY_HAND = (
    "it is a holiday",
    "the circle is paused",
    "the circle has ended",
    "I was not running at its time",
    "its facilitator skipped it",
)
"""Why a round was skipped."""
MOVED, UNPOSTABLE, EMPTY = "it was moved", "it could not be posted in its channel", "no prompts are left"


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round as people see it: its circle, its prompt, who opens it, and where it stands.

    `members` are those in the circle now; `link` is where it can be read, empty until it is posted.
    """

    round_id: int
    circle: CircleFacts
    due_at: datetime
    day: date
    format: str
    prompt: str
    kind: str
    opener_id: str | None
    members: tuple[str, ...]
    state: str
    reason: str
    stage: str
    message_ts: str | None
    link: str
    version: int


def facts(session: Session, round_id: int) -> RoundFacts:
    """A round as it stands now."""
    row = session.get_one(Round, round_id)
    link = ""
    if row.message_ts is not None:
        link = workspaces.link(session, row.workspace_id, row.channel_id, row.message_ts)
    return RoundFacts(
        round_id=row.id,
        circle=circles.facts(session, row.circle_id),
        due_at=row.due_at,
        day=row.day,
        format=row.format,
        prompt=row.prompt,
        kind=row.kind,
        opener_id=row.opener_id,
        members=circles.members(session, row.circle_id),
        state=row.state,
        reason=row.reason,
        stage=row.stage,
        message_ts=row.message_ts,
        link=link,
        version=row.version,
    )


def prepare(session: Session, *, at: datetime) -> int:
    """Plans each round that comes within two days, and shows it to its facilitator; returns how many."""
    coming = session.execute(
        select(Schedule.workspace_id, Schedule.subject_id)
        .join(Circle, Circle.id == Schedule.subject_id)
        .where(
            Schedule.kind == names.Schedules.ROUND,
            Schedule.next_at <= at + AHEAD,
            Schedule.next_at > at,
            Circle.state == "running",
            ~exists().where(
                Round.circle_id == Schedule.subject_id,
                Round.due_at == Schedule.next_at,
                Round.reason.not_in((MOVED, HOLIDAY)),
            ),
        )
        .order_by(Schedule.next_at)
    ).all()
    count = 0
    for workspace_id, number in coming:
        circle = circles.get(session, workspace_id, number)
        due_at = schedules.upcoming(session, workspace_id, names.Schedules.ROUND, number)
        if circle.state != "running" or due_at is None or found(session, circle, due_at) is not None:
            continue
        plan(session, circle, due_at, at=at)
        count += 1
    return count


def ask(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """A round's time has come: its prompt is owed to the channel, or why there is none is written down."""
    circle = _of(session, occurrence)
    if circle is None:
        return
    if wallclock.wall(at, circle.zone).date() != occurrence.day:
        missed(session, occurrence, at=at)
        return
    row = found(session, circle, occurrence.at) or plan(session, circle, occurrence.at, at=at)
    if row.state == "planned" and (reason := why_not(session, circle, occurrence.day)):
        pass_over(session, circle, row, reason, at=at)
    row.channel_id = circle.channel_id
    if row.state == "skipped" and row.reason == HOLIDAY:
        _say(session, row, names.REST, at=at)
    if row.state != "planned":
        return
    row.state = "due"
    row.opener_id = openers.whose(session, circle, at=at)
    row.version += 1
    session.flush()
    _say(session, row, names.PROMPT, at=at)
    show(session, circle, row, at=at)


def missed(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """A round's time went by while nobody was there to ask: it is written down as skipped."""
    circle = _of(session, occurrence)
    if circle is None:
        return
    row = found(session, circle, occurrence.at) or plan(session, circle, occurrence.at, at=at, empty=True)
    if row.state == "planned":
        pass_over(session, circle, row, why_not(session, circle, occurrence.day) or LATE, at=at)


def posted(session: Session, round_id: int, message_ts: str, *, at: datetime) -> None:
    """The prompt stands in its channel: it is looked back on a day later, on a working day."""
    row = session.scalars(select(Round).where(Round.id == round_id).with_for_update()).one()
    if row.message_ts is not None:
        return
    circle = session.get_one(Circle, row.circle_id)
    row.state, row.message_ts = "posted", message_ts
    row.recap_at = next_working_day(session, circle, at)
    session.flush()
    if row.opener_id is not None:
        openers.opened(session, row.circle_id, row.opener_id, at=row.due_at)
    activity_log.record(
        session,
        row.workspace_id,
        None,
        names.Verbs.PROMPTED,
        ("round", row.id),
        topic_id=circle.topic_id,
        at=at,
    )
    show(session, circle, row, at=at)


def unposted(session: Session, round_id: int, *, at: datetime) -> None:
    """The prompt could not be posted for good: it is given back, and its facilitator hears of it."""
    row = session.scalars(select(Round).where(Round.id == round_id).with_for_update()).one()
    if row.state != "due":
        return
    circle = session.get_one(Circle, row.circle_id)
    pass_over(session, circle, row, UNPOSTABLE, at=at)
    key = outbox.key(names.STUCK, row.id)
    outbox.say(session, row.workspace_id, key, names.STUCK, row.id, circle.facilitator_id, at=at)


def next_working_day(session: Session, circle: Circle, at: datetime) -> datetime:
    """The same wall time on the circle's next working day, in UTC."""
    hours, local = settings.get(session, circle.workspace_id).hours, wallclock.wall(at, circle.zone)
    days = (local.date() + timedelta(days=number) for number in range(1, 61))
    working = (day for day in days if day.weekday() in hours.days and day not in hours.holidays)
    day = next(working, local.date() + timedelta(days=1))
    return wallclock.instant(datetime.combine(day, local.time()), circle.zone)


def found(session: Session, circle: Circle, due_at: datetime) -> Round | None:
    """The circle's round of that instant; not one moved away, or skipped for a holiday that is none now."""
    row = session.scalars(
        select(Round).where(Round.circle_id == circle.id, Round.due_at == due_at, Round.reason != MOVED)
    ).first()
    off = settings.get(session, circle.workspace_id).hours.holidays
    return None if row is not None and row.reason == HOLIDAY and row.day not in off else row


def plan(session: Session, circle: Circle, due_at: datetime, *, at: datetime, empty: bool = False) -> Round:
    """A round for that instant, with a prompt unless `empty`, shown to its facilitator beforehand.

    On a day on which there is none it is written down as skipped. The circle is locked.
    """
    moved = select(Round).where(Round.circle_id == circle.id, Round.due_at == due_at)
    row = session.scalars(moved).first()
    if row is None:
        row = Round(circle_id=circle.id, workspace_id=circle.workspace_id, due_at=due_at)
        row.seed, row.version = secrets.randbits(31), 0
        session.add(row)
    row.day, row.format, row.channel_id = (
        wallclock.wall(due_at, circle.zone).date(),
        circle.format,
        circle.channel_id,
    )
    row.state, row.reason, row.prompt_key, row.prompt, row.kind = "planned", "", "", "", ""
    session.flush()
    if reason := why_not(session, circle, row.day):
        pass_over(session, circle, row, reason, at=at)
    elif not empty:
        choose(session, circle, row, at=at)
    if not empty:
        preview(session, circle, row, at=at)
    return row


def choose(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """The round asks something else than it did; it is skipped when there is nothing to ask at all."""
    chosen = prompts.choose(session, circle, row, at=at)
    if chosen is None:
        pass_over(session, circle, row, EMPTY, at=at)
        return
    row.prompt_key, row.prompt, row.kind = chosen.key, chosen.text, chosen.kind
    session.flush()


def why_not(session: Session, circle: Circle, day: date) -> str:
    """Why there is no round on a day of the circle's calendar; empty when there is."""
    if circle.state == "ended":
        return ENDED
    if circle.state == "paused" and (circle.paused_until is None or day < circle.paused_until):
        return PAUSED
    return HOLIDAY if day in settings.get(session, circle.workspace_id).hours.holidays else ""


def pass_over(
    session: Session, circle: Circle, row: Round, reason: str, *, at: datetime, by: str | None = None
) -> None:
    """A round does not take place, for this reason; its prompt is there for another one."""
    prompts.give_back(session, row)
    row.state, row.reason, row.version = "skipped", reason, row.version + 1
    session.flush()
    activity_log.record(
        session, row.workspace_id, by, names.Verbs.SKIPPED, ("round", row.id), topic_id=circle.topic_id, at=at
    )
    show(session, circle, row, at=at)


def preview(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """Shows the facilitator what will be asked, or shows it anew."""
    if row.due_at > at:
        outbox.say(
            session,
            row.workspace_id,
            _preview_key(circle, row),
            names.PREVIEW,
            row.id,
            circle.facilitator_id,
            at=at,
            of_use=row.due_at - at,
        )


def show(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    """What the facilitator was shown says what became of it."""
    outbox.refresh(session, row.workspace_id, _preview_key(circle, row), at=at)


def _of(session: Session, occurrence: Occurrence) -> Circle | None:
    """The circle that an occurrence belongs to, locked; None when it is no more."""
    try:
        circle = circles.get(session, occurrence.workspace_id, occurrence.subject_id)
    except Gone:
        return None
    return None if circle.state == "ended" else circle


def _say(session: Session, row: Round, kind: str, *, at: datetime) -> None:
    """Owes something to the round's channel, of use until the day there is over."""
    zone = session.get_one(Circle, row.circle_id).zone
    midnight = wallclock.instant(datetime.combine(row.day + timedelta(days=1), datetime.min.time()), zone)
    outbox.say(
        session,
        row.workspace_id,
        outbox.key(kind, row.id),
        kind,
        row.id,
        row.channel_id,
        at=at,
        of_use=midnight - at,
    )


def _preview_key(circle: Circle, row: Round) -> str:
    return outbox.key(names.PREVIEW, row.id, circle.facilitator_id)
