"""What a host does with a lunch: change it, cancel it, close its sign-ups, write, and hand it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning import announcements, lunches, people, seats, series, topics, words
from learning.errors import Gone, LearningError
from learning.lunches import Card
from learning.proposals import AHEAD, Plan, link_of
from storage import outbox
from storage.dialect import insert_key
from storage.models import Lunch, LunchNote, LunchTopic, Member, Series

THIS, ALL = "this", "all"
"""What a change of a sitting in a series is about: this one, or this one and all to come."""
LONGEST_NOTE, LONGEST_WHY = 2000, 500
_INVOLVED = ("going", "offered", "waiting")


@dataclass(frozen=True, slots=True)
class Edited:
    """The sittings that were changed, and the one it began with as it is now."""

    card: Card
    sittings: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a host wrote to those with a seat."""

    card: Card
    author_id: str
    text: str


def form(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Card:
    """A lunch as its host wants to change it; raises `NotAllowed` for others, `Gone` when it has begun."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    return lunches.card(session, lunch.id)


def owned(session: Session, workspace_id: str, member_id: str, lunch_id: int) -> Card:
    """A lunch for whoever may decide about it, whatever became of it."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    return lunches.card(session, lunch.id)


def edit(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    wanted: Plan,
    *,
    version: int,
    scope: str = THIS,
    at: datetime,
) -> Edited:
    """Changes a sitting, or it and all to come; a day's shift and a new time of day apply to each.

    Raises `LearningError` at `title` when somebody else changed it since `version`, at `seats` when more
    people than that have one, at `date` when a sitting would be in the past.
    """
    _lock_series(session, workspace_id, lunch_id, scope)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    if lunch.version != version:
        raise LearningError(
            "Someone changed this lunch while you were writing. Open the form again to see how it is now.",
            field="title",
        )
    shift = wanted.local.date() - datetime.fromisoformat(lunch.local).date()
    sittings = _sittings(session, lunch, scope, at=at)
    for sitting in sittings:
        day = datetime.fromisoformat(sitting.local).date() + shift
        _change(session, sitting, wanted, day, by=member_id, at=at)
    return Edited(lunches.card(session, lunch.id), len(sittings))


def cancel(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    why: str,
    *,
    scope: str = THIS,
    at: datetime,
) -> Edited:
    """Cancels a sitting, or it and all to come, and says why; raises `LearningError` at `why` without it."""
    why = words.clean(why)
    if not why:
        raise LearningError("Why is it cancelled? A few words help those who wanted to come.", field="why")
    if len(why) > LONGEST_WHY:
        raise LearningError(
            f"That is {len(why):,} characters; there is room for {LONGEST_WHY:,}.", field="why"
        )
    _lock_series(session, workspace_id, lunch_id, scope)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    sittings = _sittings(session, lunch, scope, at=at)
    for sitting in sittings:
        seats.settle(session, sitting, at=at)
        sitting.state, sitting.why, sitting.version = "cancelled", why, sitting.version + 1
        sitting.sequence += 1
        session.flush()
        lunches.log(session, sitting, member_id, "cancelled", at=at)
        announcements.changed(session, sitting, at=at)
        seats.call_off(session, sitting, at=at)
        _tell(session, sitting, "lunches.cancelled", by=member_id, at=at)
    return Edited(lunches.card(session, lunch.id), len(sittings))


def close(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, *, closed: bool, at: datetime
) -> Card:
    """Closes sign-ups, or opens them again; those in line keep their places and still get freed seats."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    if lunch.closed != closed:
        lunch.closed = closed
        session.flush()
        lunches.log(session, lunch, member_id, "closed" if closed else "opened", at=at)
        announcements.changed(session, lunch, at=at)
    return lunches.card(session, lunch.id)


def write(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    text: str,
    *,
    request_key: str,
    at: datetime,
) -> int:
    """Writes to everyone with a seat, each privately; returns how many they are. The same request is one."""
    text = words.clean(text)
    if not text:
        raise LearningError("What would you like to tell them? Write something first.", field="note")
    if len(text) > LONGEST_NOTE:
        raise LearningError(
            f"That is {len(text):,} characters; there is room for {LONGEST_NOTE:,}.", field="note"
        )
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    readers = [reader for reader in seats.members(session, lunch.id, "going") if reader != member_id]
    if not readers:
        raise LearningError("Nobody has signed up yet, so there is nobody to write to.", field="note")
    number = insert_key(
        session,
        LunchNote,
        workspace_id=workspace_id,
        lunch_id=lunch.id,
        author_id=member_id,
        request_key=request_key,
        text=text,
        at=at,
    )
    if number is not None:
        lunches.log(session, lunch, member_id, "wrote", at=at)
        for reader in readers:
            key = f"lunches.note:{number}:{reader}"
            outbox.say(session, workspace_id, key, "lunches.note", int(number), reader, at=at)
    return len(readers)


def note(session: Session, note_id: int) -> Note:
    """What a host wrote, and about which lunch."""
    row = session.get_one(LunchNote, note_id)
    return Note(lunches.card(session, row.lunch_id), row.author_id, row.text)


def record(
    session: Session, workspace_id: str, member_id: str, lunch_id: int, link: str, *, at: datetime
) -> Card:
    """Keeps the link to a recording or to slides: the thread shows it, and it is found by its words."""
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    if lunch.state == "cancelled":
        raise Gone(f"“{lunch.title}” was cancelled, so there is nothing to look back on.")
    link = link_of(link, "recording")
    if link != lunch.recording:
        lunch.recording = link
        session.flush()
        lunches.log(session, lunch, member_id, "recorded", at=at)
        announcements.changed(session, lunch, at=at)
        key = f"lunches.recording:{lunch.id}"
        outbox.say(session, workspace_id, key, "lunches.recording", lunch.id, lunch.channel_id, at=at)
    return lunches.card(session, lunch.id)


def orphan(session: Session, *, at: datetime) -> int:
    """Asks facilitators to take over what is hosted by someone who left the company; returns how many."""
    left = session.scalars(
        select(Lunch)
        .join(Member, (Member.workspace_id == Lunch.workspace_id) & (Member.id == Lunch.host_id))
        .where(
            Lunch.state.in_(("planned", "open")),
            Lunch.starts_at > at,
            Lunch.orphaned.is_(False),
            Member.is_gone,
        )
        .order_by(Lunch.id)
        .with_for_update(of=Lunch)
    ).all()
    asked: set[int] = set()
    for lunch in left:
        helpers = people.facilitators(session, lunch.workspace_id)
        if not helpers:
            continue
        lunch.orphaned = True
        # One question for a whole series: whoever takes one of its sittings takes all to come.
        if lunch.series_id is None or lunch.series_id not in asked:
            asked |= {lunch.series_id} if lunch.series_id else set()
            lunches.log(session, lunch, None, "orphaned", at=at)
            for helper in helpers:
                outbox.say(
                    session,
                    lunch.workspace_id,
                    _orphan_key(lunch, helper),
                    "lunches.orphan",
                    lunch.id,
                    helper,
                    at=at,
                    of_use=lunch.starts_at - at,
                )
    session.flush()
    return len(left)


def take_over(session: Session, workspace_id: str, member_id: str, lunch_id: int, *, at: datetime) -> Edited:
    """A facilitator hosts what nobody hosts any more, with all of its series to come.

    Raises `LearningError` when somebody else was quicker.
    """
    _lock_series(session, workspace_id, lunch_id, ALL)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    old = lunch.host_id
    if old == member_id:
        return Edited(lunches.card(session, lunch.id), 1)
    if not people.get(session, workspace_id, old).is_gone:
        name = people.get(session, workspace_id, old).name or "Someone"
        raise LearningError(f"{name} hosts “{lunch.title}” already.")
    sittings = [one for one in _sittings(session, lunch, ALL, at=at) if one.host_id == old]
    for sitting in sittings:
        sitting.host_id, sitting.orphaned, sitting.version = member_id, False, sitting.version + 1
        sitting.sequence += 1
        session.flush()
        seats.give_up(session, sitting, member_id, at=at)
        lunches.log(session, sitting, member_id, "took_over", at=at)
        announcements.changed(session, sitting, at=at)
        announcements.ask_host(session, sitting, at=at)
        _tell(session, sitting, "lunches.changed", by=member_id, at=at)
    for helper in people.facilitators(session, workspace_id):
        outbox.refresh(session, workspace_id, f"lunches.orphan:{lunch.id}:{old}:{helper}", at=at)
    return Edited(lunches.card(session, lunch.id), len(sittings))


def _change(session: Session, lunch: Lunch, wanted: Plan, day: date, *, by: str, at: datetime) -> None:
    """One sitting becomes as wanted, on this day; those concerned hear of it."""
    local = datetime.combine(day, wanted.local.time())
    starts_at = series.instant(local, lunch.zone)
    if starts_at <= at:
        raise LearningError(
            f"The sitting of {day:%-d %B} would be in the past. Choose a later day.", field="date"
        )
    seats.settle(session, lunch, at=at)
    before = _shown(lunch), lunch.seats, lunches.topic_ids(session, lunch.id)
    moved = starts_at != lunch.starts_at
    lunch.title, lunch.takeaways, lunch.place = wanted.title, wanted.takeaways, wanted.place
    lunch.local, lunch.starts_at, lunch.minutes = local.isoformat("T", "minutes"), starts_at, wanted.minutes
    elsewhere = lunch.message_ts is None and lunch.channel_id != wanted.channel_id
    if elsewhere:
        lunch.channel_id = wanted.channel_id
    named = topics.ensure(session, lunch.workspace_id, wanted.topics)
    session.execute(delete(LunchTopic).where(LunchTopic.lunch_id == lunch.id))
    lunches.tag(session, lunch.workspace_id, lunch.id, named)
    if lunch.state == "planned":
        lunch.announce_at = max(at, starts_at - AHEAD)
    after = _shown(lunch), wanted.seats, lunches.topic_ids(session, lunch.id)
    if before != after:
        lunch.version += 1
        lunch.sequence += before[0] != after[0]
        session.flush()
        lunches.log(session, lunch, by, "edited", at=at)
    if moved:
        seats.moved(session, lunch, at=at)
        announcements.ask_host(session, lunch, at=at)
    seats.make_room(session, lunch, wanted.seats, at=at)
    if before[0] != after[0]:
        _tell(session, lunch, "lunches.changed", by=by, at=at)
    if elsewhere and lunch.state == "open":
        announcements.owe_card(session, lunch, at=at)
    announcements.changed(session, lunch, at=at)


def _tell(session: Session, lunch: Lunch, kind: str, *, by: str, at: datetime) -> None:
    """Owes the news to those who go or wait, and to a host who did not do it; calendars get their file."""
    involved = {*seats.members(session, lunch.id, *_INVOLVED), lunch.host_id} - {by}
    for member_id in sorted(involved):
        outbox.say(
            session,
            lunch.workspace_id,
            f"{kind}:{lunch.id}:{lunch.sequence}:{member_id}",
            kind,
            lunch.id,
            member_id,
            at=at,
            of_use=lunch.starts_at - at,
        )
    for member_id in seats.members(session, lunch.id, "going"):
        seats.send_calendar(session, lunch, member_id, at=at)


def _sittings(session: Session, lunch: Lunch, scope: str, *, at: datetime) -> Sequence[Lunch]:
    """The sitting alone, or with all to come of its series, soonest first, locked."""
    if scope != ALL or lunch.series_id is None:
        return [lunch]
    return session.scalars(
        select(Lunch)
        .where(
            Lunch.series_id == lunch.series_id,
            Lunch.starts_at >= lunch.starts_at,
            Lunch.starts_at > at,
            Lunch.state.in_(("planned", "open")),
        )
        .order_by(Lunch.starts_at, Lunch.id)
        .with_for_update()
    ).all()


def _lock_series(session: Session, workspace_id: str, lunch_id: int, scope: str) -> None:
    """Those who change a whole series do it one after the other."""
    if scope == ALL:
        of_it = select(Lunch.series_id).where(Lunch.id == lunch_id, Lunch.workspace_id == workspace_id)
        session.execute(select(Series.id).where(Series.id.in_(of_it)).with_for_update())


def _shown(lunch: Lunch) -> tuple[object, ...]:
    """What those who come should hear of when it changes."""
    return lunch.title, lunch.takeaways, lunch.place, lunch.starts_at, lunch.minutes


def _orphan_key(lunch: Lunch, helper: str) -> str:
    return f"lunches.orphan:{lunch.id}:{lunch.host_id}:{helper}"
