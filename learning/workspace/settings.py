"""What admins decide for the workspace: read by every activity, with a default for all of it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.core.hours import Hours
from learning.workspace import people
from storage.engine.dialect import insert
from storage.models.workspace import Member, Setting, Workspace

SLACK, ENVIRONMENT = "slack", "environment"
"""Where a decision comes from: what an admin chose in Slack wins over what the environment says."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The workspace's decisions. Channels are ids; None where none was chosen.

    Days count from Monday, 0; times are wall times, HH:MM, in `zone` (IANA; None means the zone that most
    people are in); holidays are ISO dates; `retention_days` None keeps everything. Which team someone is in
    comes from the profile field called `team_field`, from the user groups with the handles `team_groups`
    (all of them when none is named), or from a CSV: `team_source` is profile, groups or csv.
    """

    questions_channel: str | None = None
    lunches_channel: str | None = None
    circles_channel: str | None = None
    kudos_channel: str | None = None
    facilitators_channel: str | None = None
    admin_channel: str | None = None
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    work_begin: str = "09:00"
    work_end: str = "17:00"
    zone: str | None = None
    holidays: tuple[str, ...] = ()
    digest_day: int = 0
    digest_time: str = "09:00"
    roundup_day: int = 4
    roundup_time: str = "15:00"
    kudos_allowance: int = 5
    kudos_emoji: str = "tada"
    ranking: bool = False
    retention_days: int | None = None
    team_source: str = "csv"
    team_field: str | None = None
    team_groups: tuple[str, ...] = ()

    @property
    def hours(self) -> Hours:
        """The working hours, by which people are asked for their time."""
        return Hours(
            days=frozenset(self.working_days),
            begin=time.fromisoformat(self.work_begin),
            end=time.fromisoformat(self.work_end),
            holidays=frozenset(date.fromisoformat(day) for day in self.holidays),
        )


DEFAULTS = Settings()
_NAMES = frozenset(field.name for field in fields(Settings))


def get(session: Session, workspace_id: str) -> Settings:
    """The workspace's settings as they are now."""
    rows = session.execute(
        select(Setting.name, Setting.source, Setting.value).where(Setting.workspace_id == workspace_id)
    ).all()
    found: dict[str, Any] = {}
    # The environment's first, so that an admin's own decision is the last word.
    for name, _, value in sorted(rows, key=lambda row: row.source != ENVIRONMENT):
        if name in _NAMES:
            loaded = json.loads(value)
            found[name] = tuple(loaded) if isinstance(loaded, list) else loaded
    return Settings(**found)


def chosen_in_slack(session: Session, workspace_id: str, name: str) -> bool:
    """Whether an admin decided this, rather than the environment or nobody."""
    return session.get(Setting, (workspace_id, name, SLACK)) is not None


def lock(session: Session, workspace_id: str) -> None:
    """Whoever decides something for the workspace decides it alone, until they are done."""
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())


def put(session: Session, workspace_id: str, values: Mapping[str, object], *, source: str = SLACK) -> None:
    """Writes decisions down, by their names in `Settings`.

    None from the environment says nothing; None from an admin is a decision for none.
    """
    for name, value in values.items():
        if name not in _NAMES:
            raise KeyError(name)
        if value is None and source == ENVIRONMENT:
            session.execute(
                delete(Setting).where(
                    Setting.workspace_id == workspace_id, Setting.name == name, Setting.source == source
                )
            )
            continue
        written = json.dumps(value)
        session.execute(
            insert(session, Setting)
            .values(workspace_id=workspace_id, name=name, source=source, value=written)
            .on_conflict_do_update(index_elements=["workspace_id", "name", "source"], set_={"value": written})
        )


def zone(session: Session, workspace_id: str) -> str:
    """The workspace's zone: an admin's choice, else the one that most people are in."""
    return get(session, workspace_id).zone or usual_zone(session, workspace_id)


def usual_zone(session: Session, workspace_id: str) -> str:
    """The zone that most people are in; UTC before anyone is known.

    Of several with as many people, the one that most of the admins are in; then the first by its name.
    """
    rows = session.execute(
        select(Member.id, Member.zone).where(
            Member.workspace_id == workspace_id,
            Member.is_gone.is_(False),
            Member.is_bot.is_(False),
            Member.name != "",
        )
    ).all()
    zones = Counter(zone for _, zone in rows)
    in_charge = set(people.admins(session, workspace_id))
    theirs = Counter(zone for member_id, zone in rows if member_id in in_charge)
    return min(zones, key=lambda name: (-zones[name], -theirs[name], name)) if zones else "UTC"
