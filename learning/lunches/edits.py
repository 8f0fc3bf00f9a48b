"""Changing a lunch: this sitting or all to come, and how often it comes; those concerned hear of it, once."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from learning.core import names as common
from learning.core import topics, wallclock
from learning.core.errors import LearningError
from learning.lunches import announcements, invitations, lunches, names, occurrences, proposals, waitlist
from learning.lunches.occurrences import Edited
from learning.lunches.proposals import AHEAD, Plan
from storage.models.lunches import Lunch, LunchTopic, Series
from storage.outbox import outbox

RHYTHM = "This series has a new rhythm. /learn lunches shows what is coming."
"""Why a sitting is cancelled that the new rhythm leaves out."""


def edit(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    wanted: Plan,
    *,
    version: int,
    scope: str = occurrences.THIS,
    at: datetime,
) -> Edited:
    """Changes a sitting, or it and all to come; a day's shift and a new time of day apply to each.

    With another rhythm (`wanted.repeat`), sittings that it leaves out are cancelled, and those that it adds
    are planned. Raises `LearningError` at `title` when somebody else changed it since `version`, at `seats`
    when more people than that have one, at `date` when a sitting would be in the past, at `repeat` when the
    rhythm would change for one sitting alone.
    """
    occurrences.lock(session, workspace_id, lunch_id, scope)
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    lunches.standing(lunch, at)
    if lunch.version != version:
        raise LearningError(
            "Someone changed this lunch while you were writing. Open the form again to see how it is now.",
            field="title",
        )
    if wanted.repeat is not None and lunch.series_id is not None and scope != occurrences.ALL:
        raise LearningError(
            "That changes the whole series: choose “This one and all to come”, too.", field="repeat"
        )
    shift = wanted.local.date() - _day(lunch)
    found = {
        occurrence: _day(occurrence) + shift
        for occurrence in occurrences.in_scope(session, lunch, scope, at=at)
    }
    kept = set(found.values())
    fresh: tuple[date, ...] = ()
    if wanted.repeat is not None:
        kept, fresh = _new_rhythm(session, lunch, wanted, list(found.values()), shift)
    for occurrence, day in found.items():
        if day in kept:
            _change(session, occurrence, wanted, day, by=member_id, at=at)
            if wanted.repeat is not None:
                occurrence.series_id = lunch.series_id
                announcements.changed(session, occurrence, at=at)
        else:
            occurrences.call_off(session, occurrence, RHYTHM, by=member_id, at=at)
    for day in fresh:
        key = f"edit:{lunch.id}:{version}/{day}"
        proposals.plan_sitting(
            session, lunch.workspace_id, lunch.host_id, wanted, day, key, lunch.series_id, at=at
        )
    return Edited(lunches.card(session, lunch.id), sum(day in kept for day in found.values()) + len(fresh))


def _new_rhythm(
    session: Session, lunch: Lunch, wanted: Plan, days: list[date], shift: timedelta
) -> tuple[set[date], tuple[date, ...]]:
    """A sitting and all to come are a series of their own from now on: the days it keeps, and those it adds.

    What was before keeps the rhythm that it had.
    """
    row = session.get(Series, lunch.series_id) if lunch.series_id is not None else None
    old = (row.repeat, row.until + shift) if row else (wallclock.ONCE, days[0])
    repeat, until = wanted.repeat or wallclock.ONCE, wanted.until or days[0]
    lunch.series_id = None
    if repeat != wallclock.ONCE:
        several = Series(workspace_id=lunch.workspace_id, repeat=repeat, until=until)
        session.add(several)
        session.flush()
        lunch.series_id = several.id
    return wallclock.rearrange(days, old, (repeat, until))


def _day(lunch: Lunch) -> date:
    """The day of a sitting on its host's calendar."""
    return datetime.fromisoformat(lunch.local).date()


def _change(session: Session, lunch: Lunch, wanted: Plan, day: date, *, by: str, at: datetime) -> None:
    """One sitting becomes as wanted, on this day; those concerned hear of it."""
    local = datetime.combine(day, wanted.local.time())
    starts_at = wallclock.instant(local, lunch.zone)
    if starts_at <= at:
        raise LearningError(
            "The sitting of {day} would be in the past. Choose a later day.", field="date", day=day
        )
    waitlist.settle(session, lunch, at=at)
    before = _shown(lunch), lunch.seats, lunches.topic_ids(session, lunch.id)
    moved = starts_at != lunch.starts_at
    lunch.title, lunch.takeaways, lunch.place = wanted.title, wanted.takeaways, wanted.place
    lunch.local, lunch.starts_at, lunch.minutes = local.isoformat("T", "minutes"), starts_at, wanted.minutes
    old_channel = lunch.channel_id
    elsewhere = old_channel != wanted.channel_id and not announcements.is_posted(session, lunch)
    if elsewhere:
        lunch.channel_id, lunch.message_ts = wanted.channel_id, None
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
        lunches.log(session, lunch, by, common.Verbs.EDITED, at=at)
    if moved:
        waitlist.moved(session, lunch, at=at)
        announcements.ask_host(session, lunch, at=at)
    waitlist.make_room(session, lunch, wanted.seats, at=at)
    if before[0] != after[0]:
        invitations.tell(session, lunch, names.CHANGED, by=by, at=at)
    if elsewhere and lunch.state == "open":
        announcements.owe_card(session, lunch, at=at)
        outbox.refresh(session, lunch.workspace_id, announcements.stuck_key(lunch, old_channel), at=at)
    announcements.changed(session, lunch, at=at)


def _shown(lunch: Lunch) -> tuple[object, ...]:
    """What those who come should hear of when it changes."""
    return lunch.title, lunch.takeaways, lunch.place, lunch.starts_at, lunch.minutes
