"""What the form of a circle says, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from learning.circles import circles, rhythms
from learning.circles.rhythms import Rhythm
from learning.core import schedules, topics, wallclock, words
from learning.core.errors import FormErrors, LearningError

LONGEST_NAME = 80
BANK, OWN, BOTH = "bank", "own", "both"
"""Where a circle's prompts come from."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a facilitator wants, checked; `local` is its first naive wall time in `zone`, an IANA name.

    `own` are the circle's own prompts as they were written.
    """

    name: str
    topic: str
    channel_id: str
    is_open: bool
    members: tuple[str, ...]
    format: str
    rhythm: Rhythm
    local: datetime
    zone: str
    until: date | None
    use_bank: bool
    use_own: bool
    kinds: tuple[str, ...]
    own: str


def plan(
    name: str,
    *,
    topic: str = "",
    channel_id: str,
    is_open: bool = True,
    members: Sequence[str] = (),
    format: str = circles.DISCUSSION,
    repeat: str = rhythms.WEEKLY,
    weekday: int,
    clock: str | None,
    zone: str,
    start: str | None,
    until: str | None = None,
    source: str = BANK,
    kinds: Sequence[str] = (),
    own: str = "",
    at: datetime,
) -> Plan:
    """Checks what a form says: ISO dates and an HH:MM `clock`, all in `zone`; Monday is 0.

    Raises `Refused` for all that is wrong, at `name`, `channel`, `members`, `time`, `start` or `until`.
    """
    wrong, rhythm = FormErrors(), Rhythm(repeat, weekday)
    called = wrong.check(_name, name)
    with wrong:
        if not channel_id:
            raise LearningError("Where does the circle meet? Choose a channel.", field="channel")
    with wrong:
        if not is_open and not members:
            raise LearningError(
                "Who is in it? Choose people, or open the circle to everyone who likes to join.",
                field="members",
            )
    with wrong:
        local = _local(rhythm, start, clock, zone, at)
        last = _last(rhythm, local, until, zone, at)
    wrong.settle()
    return Plan(
        name=called,
        topic=topics.normalise(topic),
        channel_id=channel_id,
        is_open=is_open,
        members=tuple(dict.fromkeys(members)),
        format=format,
        rhythm=rhythm,
        local=local,
        zone=zone,
        until=last,
        use_bank=source != OWN,
        use_own=source != BANK,
        kinds=tuple(kinds),
        own=own,
    )


def _name(text: str) -> str:
    name = words.clean(" ".join(text.split()))
    if not name:
        raise LearningError("What is the circle called? Give it a name first.", field="name")
    if len(name) > LONGEST_NAME:
        raise LearningError(
            f"That is {len(name):,} characters; there is room for {LONGEST_NAME:,}.", field="name"
        )
    return name


def _local(rhythm: Rhythm, start: str | None, clock: str | None, zone: str, at: datetime) -> datetime:
    """The first time that may be one: to come, within two years."""
    wrong = FormErrors()
    day, hour = wrong.check(_start, start, zone, at), wrong.check(_time, clock)
    wrong.settle()
    local = rhythms.first(rhythm, day, hour)
    coming = next(schedules.after(rhythm.rule, local, zone, at), None)
    if coming is None or coming > at + 2 * wallclock.LONGEST:
        raise LearningError("That is more than two years away. Choose an earlier day.", field="start")
    return local


def _last(rhythm: Rhythm, local: datetime, until: str | None, zone: str, at: datetime) -> date | None:
    """The last day, on which it may still meet."""
    last = date.fromisoformat(until) if until else None
    first = wallclock.wall(next(schedules.after(rhythm.rule, local, zone, at)), zone).date()
    if last is not None and last < first:
        raise LearningError(
            "It would end before its first round, on {day}. Choose a later last day, or leave it empty.",
            field="until",
            day=first,
        )
    return last


def _start(text: str | None, zone: str, at: datetime) -> date:
    """The first day that may be one; today unless said otherwise."""
    today = wallclock.wall(at, zone).date()
    day = date.fromisoformat(text) if text else today
    if day < today:
        raise LearningError(
            "That is in the past: today is {day} there. Choose a day to come.",
            field="start",
            day=today,
        )
    return day


def _time(text: str | None) -> time:
    try:
        return time.fromisoformat(text or "").replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise LearningError("Choose a time.", field="time") from None
