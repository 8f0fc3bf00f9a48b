"""What each person decides for themselves: quiet hours, a pause from everything, reminders, roundups."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import wallclock
from learning.core.errors import FormErrors, LearningError, NotAllowed
from learning.workspace import people
from storage.engine.dialect import insert
from storage.models.workspace import Preference

QUIET = ("20:00", "08:00")
"""What is suggested to whoever wants quiet and has not said when, or for how long."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's decisions; quiet hours are local wall times, HH:MM, across midnight when they have to."""

    quiet_from: str | None = None
    quiet_until: str | None = None
    paused_until: datetime | None = None
    reminders: bool = True
    roundups: bool = True
    digest: bool = False


_NAMES = frozenset(field.name for field in fields(Preferences))


def get(session: Session, workspace_id: str, member_id: str) -> Preferences:
    """Someone's preferences as they are now; the usual ones for who never chose."""
    row = session.get(Preference, (workspace_id, member_id))
    if row is None:
        return Preferences()
    return Preferences(
        row.quiet_from, row.quiet_until, row.paused_until, row.reminders, row.roundups, row.digest
    )


def put(session: Session, workspace_id: str, member_id: str, **values: object) -> None:
    """Writes down what someone chose, by its name in `Preferences`."""
    if unknown := values.keys() - _NAMES:
        raise KeyError(*unknown)
    session.execute(
        insert(session, Preference)
        .values(workspace_id=workspace_id, member_id=member_id, **values)
        .on_conflict_do_update(index_elements=["workspace_id", "member_id"], set_=values)
    )


def choose(
    session: Session,
    workspace_id: str,
    member_id: str,
    *,
    quiet: tuple[str | None, str | None] | None,
    pause: date | None,
    reminders: bool,
    roundups: bool,
    digest: bool,
    at: datetime,
) -> None:
    """Someone decides all of it. `quiet` is from and until, as wall times HH:MM; `pause` is the day, on their
    own calendar, on whose morning everything may come again.

    It is nobody else's business, so that the activity log has no line of it. Raises `LearningError` at
    `quiet_until` and `pause`, and `NotAllowed` when someone who is no admin wants the digest.
    """
    member = people.acting(session, workspace_id, member_id)
    if digest and not member.administers:
        raise NotAllowed("The weekly digest goes to admins only. Ask one of them to make you an admin.")
    begins, ends = quiet or (None, None)
    wrong = FormErrors()
    with wrong:
        if quiet is not None and (begins is None or ends is None or begins == ends):
            raise LearningError(
                "Choose when the quiet begins and another time when it ends.", field="quiet_until"
            )
    with wrong:
        if pause is not None and pause <= wallclock.wall(at, member.zone).date():
            raise LearningError("Choose a day that is still to come.", field="pause")
    wrong.settle()
    until = wallclock.instant(datetime.combine(pause, time.min), member.zone) if pause else None
    put(
        session,
        workspace_id,
        member_id,
        quiet_from=begins,
        quiet_until=ends,
        paused_until=until,
        reminders=reminders,
        roundups=roundups,
        digest=digest,
    )


def resume(session: Session, workspace_id: str, member_id: str) -> None:
    """Someone ends their pause; without one, nothing changes."""
    people.acting(session, workspace_id, member_id)
    put(session, workspace_id, member_id, paused_until=None)


def paused(session: Session, workspace_id: str, members: Collection[str], at: datetime) -> frozenset[str]:
    """Which of these want nothing at all now."""
    return frozenset(
        session.scalars(
            select(Preference.member_id).where(
                Preference.workspace_id == workspace_id,
                Preference.member_id.in_(members),
                Preference.paused_until > at,
            )
        )
    )


def opens_at(chosen: Preferences, zone: str, at: datetime) -> datetime:
    """From when (UTC) the bot may write to someone in this zone: `at` itself, unless they want quiet."""
    opens = max(at, chosen.paused_until or at)
    if chosen.quiet_from is None or chosen.quiet_until is None or chosen.quiet_from == chosen.quiet_until:
        return opens
    begins, ends = time.fromisoformat(chosen.quiet_from), time.fromisoformat(chosen.quiet_until)
    local = wallclock.wall(opens, zone)
    now, day = local.time(), local.date()
    across = begins > ends
    if (begins <= now or now < ends) if across else (begins <= now < ends):
        day += timedelta(days=1) if across and now >= begins else timedelta()
        # In the hour that comes twice the wall time may seem to lie behind: never go back.
        return max(opens, wallclock.instant(datetime.combine(day, ends), zone))
    return opens
