"""The settings' form to the letter: its fields in their order, what was saved, and what changed."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from learning.workspace import audit, people, settings, settings_form, workspaces
from learning.workspace.people import Profile
from learning.workspace.workspaces import Workspace
from messages.workspace import settings as render
from sandbox.block_kit.modals import check_view

T, GRACE = "T1", "UGRACE"
NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("settings.json").read_text("utf-8"))
CHOSEN: dict[str, Any] = {
    "questions_channel": "C1",
    "lunches_channel": "C2",
    "circles_channel": "C3",
    "kudos_channel": "C4",
    "facilitators_channel": "C5",
    "admin_channel": "C6",
    "working_days": [0, 2, 6],
    "work_begin": "08:30",
    "work_end": "16:00",
    "zone": "America/New_York",
    "holidays": ["2026-12-25", "2026-12-26"],
    "digest_day": 2,
    "digest_time": "08:00",
    "roundup_day": 3,
    "roundup_time": "16:30",
    "kudos_allowance": 7,
    "kudos_emoji": "+1",
    "ranking": True,
    "retention_days": 365,
    "team_source": "groups",
    "team_field": "R&D <House>",
    "team_groups": ["platform", "data"],
}
TYPED: dict[str, Any] = {
    **{name: str(value) for name, value in CHOSEN.items() if isinstance(value, int | str)},
    "working_days": ["0", "2", "6"],
    "ranking": ["on"],
    "holidays": "2026-12-26\n2026-12-25",
    "team_groups": "@platform, data",
}


@pytest.fixture
def town(session: Session) -> Session:
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    people.meet(session, T, [Profile(GRACE, "Grace", "Europe/Lisbon", slack_admin=True)])
    return session


def form(session: Session, hidden: list[str]) -> dict[str, Any]:
    view = render.form(settings_form.form(session, T, GRACE), hidden)
    assert check_view(view, "modal") == []
    return without_ids(view)


def without_ids(view: dict[str, Any]) -> dict[str, Any]:
    """A view without the ids that nobody gave: they are made up anew each time."""
    blocks = [
        {key: value for key, value in block.items() if key != "block_id" or value in CHOSEN}
        for block in view["blocks"]
    ]
    return {**view, "blocks": blocks}


def test_the_form_of_a_new_workspace(town: Session) -> None:
    assert form(town, []) == GOLDEN["new"]


def test_the_form_where_everything_is_chosen(town: Session) -> None:
    settings.put(town, T, CHOSEN)
    assert form(town, []) == GOLDEN["chosen"]


def test_the_form_for_somebody_who_does_not_see_two_of_the_channels(town: Session) -> None:
    settings.put(town, T, CHOSEN)
    assert form(town, ["kudos_channel", "admin_channel"]) == GOLDEN["hidden"]


def test_what_was_changed_is_said_in_lines_and_in_the_order_of_the_settings(town: Session) -> None:
    for name, value in CHOSEN.items():
        audit.record(town, T, GRACE, "changed_setting", name, None, value, at=NOW)
    for name in ("zone", "team_groups", "holidays", "ranking"):
        nothing = {"ranking": False, "zone": None}.get(name, [])
        audit.record(town, T, GRACE, "changed_setting", name, CHOSEN[name], nothing, at=NOW)
    audit.record(town, T, GRACE, "appointed", audit.ROLE, "member", "admin", member_id="UBEN", at=NOW)
    audit.record(town, T, None, "brought_in", audit.TEAM, None, 3, at=NOW)
    audit.record(town, T, GRACE, "changed_setting", "gone_by", None, "a&b", at=NOW)
    assert [render.changed_line(one) for one in audit.latest(town, T, 50)] == GOLDEN["lines"]


def test_everything_is_saved_in_one_order(town: Session) -> None:
    wanted = settings_form.check(TYPED)
    marks = settings_form.marks(settings.get(town, T))
    names = settings_form.save(town, T, GRACE, wanted, marks, at=NOW)
    assert without_ids(render.saved(names)) == GOLDEN["saved"]
    assert [one.name for one in reversed(audit.latest(town, T, 50))] == list(names)
    assert without_ids(render.saved(())) == GOLDEN["unchanged"]
    assert form(town, []) == GOLDEN["after"]
