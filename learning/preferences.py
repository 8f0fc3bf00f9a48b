"""What each person decides for themselves: quiet hours, a pause from everything, reminders, roundups."""

from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from learning import series
from storage.dialect import insert
from storage.models import Preference


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


def of(session: Session, workspace_id: str, member_id: str) -> Preferences:
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


def opens_at(wishes: Preferences, zone: str, at: datetime) -> datetime:
    """From when (UTC) the bot may write to someone in this zone: `at` itself, unless they want quiet."""
    opens = max(at, wishes.paused_until or at)
    if wishes.quiet_from is None or wishes.quiet_until is None or wishes.quiet_from == wishes.quiet_until:
        return opens
    begins, ends = time.fromisoformat(wishes.quiet_from), time.fromisoformat(wishes.quiet_until)
    local = series.wall(opens, zone)
    now, day = local.time(), local.date()
    across = begins > ends
    if (begins <= now or now < ends) if across else (begins <= now < ends):
        day += timedelta(days=1) if across and now >= begins else timedelta()
        # In the hour that comes twice the wall time may seem to lie behind: never go back.
        return max(opens, series.instant(datetime.combine(day, ends), zone))
    return opens
