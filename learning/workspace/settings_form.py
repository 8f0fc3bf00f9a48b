"""Deciding for the workspace: what the settings' form says, checked, written down, and audited."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from learning.core.errors import FormErrors
from learning.core.sockets.settings import Said, Setting
from learning.workspace import audit, people, settings, weekly
from learning.workspace.audit import Change
from learning.workspace.names import Verbs
from learning.workspace.settings import Settings


@dataclass(frozen=True, slots=True)
class Form:
    """What the form begins with: the settings now, the zone without a choice, who changed what lately."""

    settings: Settings
    usual_zone: str
    latest: tuple[Change, ...]


def form(session: Session, workspace_id: str, member_id: str) -> Form:
    """The settings, for an admin to look at; raises `NotAllowed` for anyone else."""
    people.administering(session, workspace_id, member_id)
    return Form(
        settings.get(session, workspace_id),
        settings.usual_zone(session, workspace_id),
        audit.latest(session, workspace_id),
    )


def save(
    session: Session,
    workspace_id: str,
    member_id: str,
    wanted: Settings,
    seen: Mapping[str, str],
    *,
    at: datetime,
) -> tuple[str, ...]:
    """An admin decides anew; returns the names of what changed.

    `seen` are the marks of the settings that they had before them: what they left as it was stays as it is
    now, even if another admin changed it meanwhile. Raises `NotAllowed` for anyone else.
    """
    settings.lock(session, workspace_id)
    people.administering(session, workspace_id, member_id)
    before, names = settings.get(session, workspace_id), []
    for name, setting in settings.known().items():
        old, new, now = before[setting], wanted[setting], mark(wanted[setting])
        if new == old or now == seen.get(name, now):
            continue
        settings.put(session, workspace_id, {name: new})
        audit.record(session, workspace_id, member_id, Verbs.CHANGED_SETTING, name, old, new, at=at)
        names.append(name)
    if names:
        weekly.arrange(session, workspace_id, at=at)
    return tuple(names)


def marks(chosen: Settings) -> dict[str, str]:
    """A short mark of each setting, by which a change is seen."""
    return {name: mark(chosen[setting]) for name, setting in settings.known().items()}


def mark(value: object) -> str:
    """A short mark of a value: the same for the same, in every process."""
    return f"{zlib.crc32(json.dumps(value).encode()):08x}"


def check(said: Mapping[str, Said]) -> Settings:
    """Checks what the fields of the form say, each by the name of its setting.

    Raises `LearningError` for what cannot be, at the own name of each field.
    """
    wrong, passed = FormErrors(), dict[Setting[Any], Any]()
    for name, setting in settings.known().items():
        if name in said:
            with wrong:
                passed[setting] = setting.check(said[name], name)
    wanted = Settings(passed)
    for setting in passed:
        if setting.agrees is not None:
            wrong.check(setting.agrees, wanted)
    wrong.settle()
    return wanted


def zones(typed: str, most: int = 50) -> tuple[str, ...]:
    """The IANA zones whose names hold what was typed; those where a part begins so come first."""
    wanted = "_".join(typed.split()).casefold()
    found = [name for name in available_timezones() if wanted in name.casefold()]
    found.sort(key=lambda name: (f"/{wanted}" not in f"/{name.casefold()}", "/" not in name, name))
    return tuple(found[:most])
