"""What the form of a circle says, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from learning import circles, rhythms, schedules, series, topics, words
from learning.errors import LearningError
from learning.rhythms import Rhythm

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

    Raises `LearningError` at `name`, `channel`, `members`, `time`, `start` or `until`.
    """
    name = words.clean(" ".join(name.split()))
    if not name:
        raise LearningError("What is the circle called? Give it a name first.", field="name")
    if len(name) > LONGEST_NAME:
        raise LearningError(
            f"That is {len(name):,} characters; there is room for {LONGEST_NAME:,}.", field="name"
        )
    if not channel_id:
        raise LearningError("Where does the circle meet? Choose a channel.", field="channel")
    if not is_open and not members:
        raise LearningError(
            "Who is in it? Choose people, or open the circle to everyone who likes to join.", field="members"
        )
    rhythm = Rhythm(repeat, weekday)
    local = rhythms.first(rhythm, _start(start, zone, at), _time(clock))
    coming = next(schedules.after(rhythm.rule, local, zone, at), None)
    if coming is None or coming > at + 2 * series.LONGEST:
        raise LearningError("That is more than two years away. Choose an earlier day.", field="start")
    last = date.fromisoformat(until) if until else None
    if last is not None and last < series.wall(coming, zone).date():
        raise LearningError(
            "It would end before its first round, on {day}. Choose a later last day, or leave it empty.",
            field="until",
            day=series.wall(coming, zone).date(),
        )
    return Plan(
        name=name,
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


def _start(text: str | None, zone: str, at: datetime) -> date:
    """The first day that may be one; today unless said otherwise."""
    today = series.wall(at, zone).date()
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
