"""What admins decide for the workspace: read by every activity, with a default for all of it."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from learning.core import checks, features
from learning.core.errors import LearningError
from learning.core.hours import Hours
from learning.core.sockets.order import SHELVES
from learning.core.sockets.settings import PARTS, Part, Setting, Values
from learning.workspace import checks as own_checks
from learning.workspace import people
from storage import discovery
from storage.engine.dialect import insert
from storage.models.workspace import Member, Workspace
from storage.models.workspace import Setting as Row

SLACK, ENVIRONMENT = "slack", "environment"
"""Where a decision comes from: what an admin chose in Slack wins over what the environment says."""
CSV, PROFILE, GROUPS = "csv", "profile", "groups"
"""Where it is known from which team someone is in: a CSV, a field of profiles, or Slack's user groups."""


def _ends_later(chosen: Values) -> None:
    if WORK_BEGIN in chosen and chosen[WORK_END] <= chosen[WORK_BEGIN]:
        raise LearningError("The day would end before it begins. Choose a later hour.", field=WORK_END.name)


def _has_its_name(chosen: Values) -> None:
    if chosen[TEAM_SOURCE] == PROFILE and chosen[TEAM_FIELD] is None:
        raise LearningError("What is the profile field called? Write its name.", field=TEAM_FIELD.name)


FACILITATORS_CHANNEL: Setting[str | None] = Setting(
    "facilitators_channel", None, checks.channel, Part.FACILITATORS, channel=True, environment=True
)
WORKING_DAYS: Setting[tuple[int, ...]] = Setting(
    "working_days", (0, 1, 2, 3, 4), own_checks.working_days, Part.HOURS
)
"""Counted from Monday, 0."""
WORK_BEGIN = Setting("work_begin", "09:00", checks.clock, Part.HOURS)
WORK_END = Setting("work_end", "17:00", checks.clock, Part.HOURS, agrees=_ends_later)
"""Wall times, HH:MM, in each person's own zone."""
ZONE: Setting[str | None] = Setting("zone", None, own_checks.zone, Part.HOURS)
"""The workspace's IANA zone; None means the zone that most people are in."""
HOLIDAYS: Setting[tuple[str, ...]] = Setting("holidays", (), own_checks.holidays, Part.HOURS)
"""ISO dates."""
TEAM_SOURCE = Setting("team_source", CSV, checks.one_of(CSV, PROFILE, GROUPS), Part.TEAMS)
TEAM_FIELD: Setting[str | None] = Setting(
    "team_field", None, own_checks.profile_field, Part.TEAMS, agrees=_has_its_name
)
"""What the field of profiles is called that says which team someone is in."""
TEAM_GROUPS: Setting[tuple[str, ...]] = Setting("team_groups", (), own_checks.groups, Part.TEAMS)
"""The handles of the user groups that are teams; all of them when none is named."""
TEAMS: tuple[Setting[Any], ...] = (TEAM_SOURCE, TEAM_FIELD, TEAM_GROUPS)
SETTINGS = (FACILITATORS_CHANNEL, WORKING_DAYS, WORK_BEGIN, WORK_END, ZONE, HOLIDAYS, *TEAMS)


class Settings(Values):
    """The workspace's decisions, each read by its setting."""

    __slots__ = ()

    @property
    def hours(self) -> Hours:
        """The working hours, by which people are asked for their time."""
        return Hours(
            days=frozenset(self[WORKING_DAYS]),
            begin=time.fromisoformat(self[WORK_BEGIN]),
            end=time.fromisoformat(self[WORK_END]),
            holidays=frozenset(date.fromisoformat(day) for day in self[HOLIDAYS]),
        )


DEFAULTS = Settings()


@cache
def known() -> Mapping[str, Setting[Any]]:
    """The settings of all activities by their names, in their order."""
    plugged = discovery.unique(
        "settings",
        (
            (activity, setting.name, setting)
            for activity, feature in features.features().items()
            for setting in feature.settings
        ),
    )
    return dict(sorted(plugged.items(), key=lambda one: _place(one[1])))


def channels() -> tuple[Setting[str | None], ...]:
    """The settings that are channels, in their order."""
    return tuple(setting for setting in known().values() if setting.channel)


def get(session: Session, workspace_id: str) -> Settings:
    """The workspace's settings as they are now."""
    rows = session.execute(
        select(Row.name, Row.source, Row.value).where(Row.workspace_id == workspace_id)
    ).all()
    there, found = known(), dict[Setting[Any], Any]()
    # The environment's first, so that an admin's own decision is the last word.
    for name, _, value in sorted(rows, key=lambda row: row.source != ENVIRONMENT):
        if name in there:
            loaded = json.loads(value)
            found[there[name]] = tuple(loaded) if isinstance(loaded, list) else loaded
    return Settings(found)


def chosen_in_slack(session: Session, workspace_id: str, name: str) -> bool:
    """Whether an admin decided this, rather than the environment or nobody."""
    return session.get(Row, (workspace_id, name, SLACK)) is not None


def lock(session: Session, workspace_id: str) -> None:
    """Whoever decides something for the workspace decides it alone, until they are done."""
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update())


def put(session: Session, workspace_id: str, values: Mapping[str, object], *, source: str = SLACK) -> None:
    """Writes decisions down, by their names.

    None from the environment says nothing; None from an admin is a decision for none.
    """
    for name, value in values.items():
        if name not in known():
            raise KeyError(name)
        if value is None and source == ENVIRONMENT:
            session.execute(
                delete(Row).where(Row.workspace_id == workspace_id, Row.name == name, Row.source == source)
            )
            continue
        written = json.dumps(value)
        session.execute(
            insert(session, Row)
            .values(workspace_id=workspace_id, name=name, source=source, value=written)
            .on_conflict_do_update(index_elements=["workspace_id", "name", "source"], set_={"value": written})
        )


def zone(session: Session, workspace_id: str) -> str:
    """The workspace's zone: an admin's choice, else the one that most people are in."""
    return get(session, workspace_id)[ZONE] or usual_zone(session, workspace_id)


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


def _place(setting: Setting[Any]) -> tuple[int, int]:
    return PARTS.index(setting.part), SHELVES.index(setting.shelf)
