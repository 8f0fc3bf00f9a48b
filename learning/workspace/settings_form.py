"""Deciding for the workspace: what the settings' form says, checked, written down, and audited."""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from learning.core.errors import FormErrors, LearningError
from learning.workspace import audit, people, settings, weekly
from learning.workspace.audit import Change
from learning.workspace.settings import Settings

CHANNELS = (
    "questions_channel",
    "lunches_channel",
    "circles_channel",
    "kudos_channel",
    "facilitators_channel",
    "admin_channel",
)
CSV, PROFILE, GROUPS = "csv", "profile", "groups"
"""Where it is known from which team someone is in."""
MOST_HOLIDAYS = 200
MOST_KUDOS = 50
KEPT_DAYS = (30, 3650)
"""The fewest and the most days that can be chosen for keeping things."""
TAKEN = frozenset({"white_check_mark", "heavy_check_mark", "ballot_box_with_check"})
"""Emoji that accept an answer."""
_LONGEST_NAME = 100


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
    for name, now in marks(wanted).items():
        old, new = getattr(before, name), getattr(wanted, name)
        if new == old or now == seen.get(name, now):
            continue
        settings.put(session, workspace_id, {name: new})
        audit.record(session, workspace_id, member_id, "changed_setting", name, old, new, at=at)
        names.append(name)
    if names:
        weekly.arrange(session, workspace_id, at=at)
    return tuple(names)


def marks(chosen: Settings) -> dict[str, str]:
    """A short mark of each setting, by which a change is seen."""
    return {field.name: mark(getattr(chosen, field.name)) for field in fields(chosen)}


def mark(value: object) -> str:
    """A short mark of a value: the same for the same, in every process."""
    return f"{zlib.crc32(json.dumps(value).encode()):08x}"


def check(
    *,
    channels: Mapping[str, str | None],
    working_days: Sequence[str],
    work_begin: str | None,
    work_end: str | None,
    zone: str | None,
    holidays: str | None,
    digest_day: str | None,
    digest_time: str | None,
    roundup_day: str | None,
    roundup_time: str | None,
    kudos_allowance: str | None,
    kudos_emoji: str | None,
    ranking: bool,
    retention_days: str | None,
    team_source: str | None,
    team_field: str | None,
    team_groups: str | None,
) -> Settings:
    """Checks what the form says, all of it in the words that Slack sends.

    Raises `LearningError` for what cannot be, at the own name of each field.
    """
    wrong = FormErrors()
    begin = wrong.check(_clock, work_begin, "work_begin")
    end = wrong.check(_clock, work_end, "work_end")
    with wrong:
        if begin and end and end <= begin:
            raise LearningError("The day would end before it begins. Choose a later hour.", field="work_end")
    with wrong:
        if zone is not None and zone not in available_timezones():
            raise LearningError("I don't know that time zone. Choose one from the list.", field="zone")
    source, label = team_source or CSV, " ".join((team_field or "").split()) or None
    wrong.check(_team_source, source, label)
    wanted = Settings(
        **{name: channels.get(name) or None for name in CHANNELS},
        working_days=wrong.check(_working_days, working_days),
        work_begin=begin,
        work_end=end,
        zone=zone,
        holidays=wrong.check(_holidays, holidays or ""),
        digest_day=wrong.check(_day, digest_day, "digest_day"),
        digest_time=wrong.check(_clock, digest_time, "digest_time"),
        roundup_day=wrong.check(_day, roundup_day, "roundup_day"),
        roundup_time=wrong.check(_clock, roundup_time, "roundup_time"),
        kudos_allowance=wrong.check(_whole, kudos_allowance, "kudos_allowance", 1, MOST_KUDOS),
        kudos_emoji=wrong.check(_emoji, kudos_emoji or ""),
        ranking=ranking,
        retention_days=wrong.check(_whole, retention_days, "retention_days", *KEPT_DAYS)
        if retention_days
        else None,
        team_source=source,
        team_field=label,
        team_groups=wrong.check(_groups, team_groups or ""),
    )
    wrong.settle()
    return wanted


def zones(typed: str, most: int = 50) -> tuple[str, ...]:
    """The IANA zones whose names hold what was typed; those where a part begins so come first."""
    wanted = "_".join(typed.split()).casefold()
    found = [name for name in available_timezones() if wanted in name.casefold()]
    found.sort(key=lambda name: (f"/{wanted}" not in f"/{name.casefold()}", "/" not in name, name))
    return tuple(found[:most])


def _working_days(chosen: Sequence[str]) -> tuple[int, ...]:
    days = tuple(sorted({_day(day, "working_days") for day in chosen}))
    if not days:
        raise LearningError(
            "Choose at least one day: people are asked on working days.", field="working_days"
        )
    return days


def _team_source(source: str, field: str | None) -> None:
    if source not in (CSV, PROFILE, GROUPS):
        raise LearningError("Choose one from the list.", field="team_source")
    if field and len(field) > _LONGEST_NAME:
        raise LearningError("That is longer than a profile field's name can be.", field="team_field")
    if source == PROFILE and field is None:
        raise LearningError("What is the profile field called? Write its name.", field="team_field")


def _day(day: str | None, field: str) -> int:
    if day is None or day not in "0123456" or len(day) != 1:
        raise LearningError("Choose a day.", field=field)
    return int(day)


def _clock(clock: str | None, field: str) -> str:
    try:
        return f"{time.fromisoformat(clock or ''):%H:%M}"
    except ValueError:
        raise LearningError("Choose a time.", field=field) from None


def _holidays(lines: str) -> tuple[str, ...]:
    days = set()
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", line.strip(), re.ASCII):
            raise LearningError(_not_a_date(number, line), field="holidays")
        try:
            days.add(date.fromisoformat(line.strip()).isoformat())
        except ValueError:
            raise LearningError(_not_a_date(number, line), field="holidays") from None
    if len(days) > MOST_HOLIDAYS:
        raise LearningError(
            f"That is {len(days)} days; there is room for {MOST_HOLIDAYS}. Leave out those gone by.",
            field="holidays",
        )
    return tuple(sorted(days))


def _not_a_date(number: int, line: str) -> str:
    return f"Line {number}, “{line.strip()[:40]}”, is no date. Write one a line, like 2026-12-25."


def _whole(typed: str | None, field: str, fewest: int, most: int) -> int:
    number = int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 8 else None
    if number is None or not fewest <= number <= most:
        raise LearningError(f"Write a whole number from {fewest} to {most}.", field=field)
    return number


def _emoji(typed: str) -> str:
    name = typed.strip().strip(":").split("::")[0].casefold()
    if not re.fullmatch(r"[a-z0-9_+'-]{1,100}", name):
        raise LearningError("Write one emoji's name, like :tada:.", field="kudos_emoji")
    if name in TAKEN:
        raise LearningError("That one accepts answers already. Choose another.", field="kudos_emoji")
    return name


def _groups(lines: str) -> tuple[str, ...]:
    handles: dict[str, None] = {}
    for word in re.split(r"[\s,;]+", lines.strip()):
        handle = word.removeprefix("@").casefold()
        if not handle:
            continue
        if not re.fullmatch(r"[\w.-]{1,80}", handle):
            raise LearningError(
                f"“{word[:40]}” is no user group's handle, like @platform.", field="team_groups"
            )
        handles[handle] = None
    return tuple(handles)
