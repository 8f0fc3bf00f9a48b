"""Proposing a lunch: what a form says, checked, and the sittings that come of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics, wallclock, words
from learning.core.errors import FormErrors, LearningError
from learning.lunches import announcements, lunches, names
from learning.workspace import people
from storage.engine.compiled import insert_key
from storage.models.lunches import Lunch, Series

LONGEST_TITLE, LONGEST_TAKEAWAYS, LONGEST_PLACE = 150, 1500, 300
SHORTEST, LENGTHIEST = 5, 8 * 60
"""Minutes that a sitting may take."""
MOST_SEATS = 10_000
AHEAD = timedelta(days=7)
"""How long before it starts a later sitting of a series is announced; the first is announced at once."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a host wants to give, checked; `local` is the naive wall time in `zone`, an IANA name.

    `repeat` None leaves how often it comes as it is.
    """

    title: str
    takeaways: str
    topics: tuple[str, ...]
    local: datetime
    zone: str
    minutes: int
    seats: int | None
    place: str
    channel_id: str
    repeat: str | None = wallclock.ONCE
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """The sittings that came of a plan, the first one first."""

    lunch_ids: tuple[int, ...]
    card: lunches.Card


def plan(
    title: str,
    takeaways: str = "",
    *,
    named: Sequence[str] = (),
    on: str | None,
    clock: str | None,
    zone: str,
    minutes: str | None,
    seats: str | None = None,
    place: str = "",
    channel_id: str,
    repeat: str | None = wallclock.ONCE,
    until: str | None = None,
    at: datetime,
) -> Plan:
    """Checks what a form says: `on` and `until` are ISO dates, `clock` is HH:MM, all in the host's `zone`.

    Raises `Refused` for all that is wrong, at `title`, `takeaways`, `date`, `time`, `minutes`, `seats`,
    `place` or `until`.
    """
    title, takeaways, place = words.clean(" ".join(title.split())), words.clean(takeaways), words.clean(place)
    wrong = FormErrors()
    if not title:
        with wrong:
            raise LearningError("What is it about? Give it a title first.", field="title")
    for text, most, field in (
        (title, LONGEST_TITLE, "title"),
        (takeaways, LONGEST_TAKEAWAYS, "takeaways"),
        (place, LONGEST_PLACE, "place"),
    ):
        wrong.check(_fits, text, most, field)
    checked = Plan(
        title=title,
        takeaways=takeaways,
        topics=topics.merge([[topics.normalise(name) for name in named], topics.in_text(takeaways)]),
        local=wrong.check(_local, on, clock, zone, at),
        zone=zone,
        minutes=wrong.check(_minutes, minutes),
        seats=wrong.check(_seats, seats),
        place=wrong.check(_place, place),
        channel_id=channel_id,
        repeat=repeat,
        until=wrong.check(_last, repeat, until, on),
    )
    wrong.settle()
    return checked


def propose(
    session: Session, workspace_id: str, host_id: str, wanted: Plan, *, request_key: str, at: datetime
) -> Proposed:
    """Plans a lunch, or each sitting of a series; the first is announced now, others a week before.

    `request_key` names the request: the same one again changes nothing and answers the same.
    """
    people.acting(session, workspace_id, host_id)
    same = session.scalars(
        select(Lunch.id)
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.request_key.like(f"{_escaped(request_key)}/%", escape="\\"),
        )
        .order_by(Lunch.starts_at)
    ).all()
    if same:
        return Proposed(tuple(same), lunches.card(session, same[0]))
    repeat = wanted.repeat or wallclock.ONCE
    days = wallclock.dates(wanted.local.date(), repeat, wanted.until or wanted.local.date())
    series_id = None
    if wanted.until is not None and len(days) > 1:
        several = Series(workspace_id=workspace_id, repeat=repeat, until=wanted.until)
        session.add(several)
        session.flush()
        series_id = several.id
    numbers = [
        plan_sitting(
            session,
            workspace_id,
            host_id,
            wanted,
            day,
            f"{request_key}/{place}",
            series_id,
            at=at,
            now=not place,
        )
        for place, day in enumerate(days)
    ]
    announcements.announce(session, at=at)
    return Proposed(tuple(numbers), lunches.card(session, numbers[0]))


def plan_sitting(
    session: Session,
    workspace_id: str,
    host_id: str,
    wanted: Plan,
    day: date,
    request_key: str,
    series_id: int | None,
    *,
    at: datetime,
    now: bool = False,
) -> int:
    """One sitting on a day of its host's calendar, announced `now` or a week before; its number."""
    local = datetime.combine(day, wanted.local.time())
    starts_at = wallclock.instant(local, wanted.zone)
    number = insert_key(
        session,
        Lunch,
        workspace_id=workspace_id,
        series_id=series_id,
        request_key=request_key,
        uid=uuid.uuid4().hex,
        host_id=host_id,
        title=wanted.title,
        takeaways=wanted.takeaways,
        local=local.isoformat("T", "minutes"),
        zone=wanted.zone,
        starts_at=starts_at,
        minutes=wanted.minutes,
        seats=wanted.seats,
        place=wanted.place,
        channel_id=wanted.channel_id,
        state="planned",
        closed=False,
        why="",
        recording="",
        slides="",
        version=0,
        sequence=0,
        orphaned=False,
        proposed_at=at,
        announce_at=at if now else max(at, starts_at - AHEAD),
    )
    if number is None:  # The same form, sent twice at once: the other one is writing it.
        raise LearningError("I have this one already: it's on its way.")
    named = topics.ensure(session, workspace_id, wanted.topics)
    lunches.tag(session, workspace_id, int(number), named)
    lunch = session.get_one(Lunch, number)
    lunches.log(session, lunch, host_id, names.Verbs.PROPOSED, at=at, topic_id=named[0] if named else None)
    announcements.ask_host(session, lunch, at=at)
    return int(number)


def link_of(text: str, field: str) -> str:
    """A web address that somebody typed; raises `LearningError` at `field` for what is none."""
    link = words.clean(text)
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and "." in (parts.hostname or "")
    except ValueError:
        good = False
    if not good or any(letter in link for letter in ' <>|\n\t"') or len(link) > LONGEST_PLACE:
        raise LearningError(
            "That link doesn't work: it should look like https://example.com/room.", field=field
        )
    return link


def _date(text: str | None, field: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        raise LearningError("Choose a day.", field=field) from None


def _local(on: str | None, clock: str | None, zone: str, at: datetime) -> datetime:
    """When it begins on the clocks of the zone: to come, within two years."""
    wrong = FormErrors()
    day, hour = wrong.check(_date, on, "date"), wrong.check(_time, clock)
    wrong.settle()
    local = datetime.combine(day, hour)
    if wallclock.instant(local, zone) <= at:
        raise LearningError(
            f"That is in the past: in your time zone ({zone}) it is {wallclock.wall(at, zone):%H:%M} on "
            "{day}. Choose a time to come.",
            field="date",
            day=wallclock.wall(at, zone).date(),
        )
    if wallclock.instant(local, zone) > at + 2 * wallclock.LONGEST:
        raise LearningError("That is more than two years away. Choose an earlier day.", field="date")
    return local


def _last(repeat: str | None, until: str | None, on: str | None) -> date | None:
    """The last day of what repeats, seen from its first one."""
    if repeat in (None, wallclock.ONCE):
        return None
    if not until:
        raise LearningError("Until when does it repeat? Choose the last day.", field="until")
    first, last = _date(on, "date"), _date(until, "until")
    if last < first:
        raise LearningError("It would end before it starts. Choose a later last day.", field="until")
    if last > first + wallclock.LONGEST:
        raise LearningError("A series may go on for a year. Choose an earlier last day.", field="until")
    return last


def _time(text: str | None) -> time:
    try:
        return time.fromisoformat(text or "").replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise LearningError("Choose a time.", field="time") from None


def _fits(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise LearningError(f"That is {len(text):,} characters; there is room for {most:,}.", field=field)


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 10 else None


def _minutes(text: str | None) -> int:
    number = _whole(text or "")
    if number is not None and number <= 0:
        raise LearningError("It would end before it starts. How many minutes does it take?", field="minutes")
    if number is None or not SHORTEST <= number <= LENGTHIEST:
        raise LearningError(
            f"How many minutes does it take? From {SHORTEST} to {LENGTHIEST}.", field="minutes"
        )
    return number


def _seats(text: str | None) -> int | None:
    if not (text or "").strip():
        return None
    number = _whole(text or "")
    if number is None or not 1 <= number <= MOST_SEATS:
        raise LearningError(
            "A lunch needs at least one seat. Leave this empty for as many as like to come.", field="seats"
        )
    return number


def _place(text: str) -> str:
    """A room in words, or a link that works."""
    looks_like_link = "://" in text or text.casefold().startswith(("www.", "http:", "https:"))
    return link_of(text, "place") if looks_like_link else " ".join(text.split())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
