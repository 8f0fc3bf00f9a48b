"""People of another workspace meet the bot in shared channels; it does nothing for them and keeps nothing."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.app import _actor
from handlers.core.context import Actor
from learning.core.errors import NotAllowed

DESK: Any = SimpleNamespace(workspace=SimpleNamespace(id="T1"))


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/learn", "team_id": "T1", "user_id": "U1"},
        {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}},
        {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "user": "U1"}},
        {"type": "event_callback", "team_id": "T1", "event": {"user": "U1", "user_team": "T1"}},
        {},
    ],
)
def test_our_own_people_are_served(body: dict[str, Any]) -> None:
    assert _actor(DESK, body, {"user_id": "U1"}) == Actor("T1", "U1")


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/learn", "team_id": "T2", "user_id": "U1"},
        {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}},
        {"type": "event_callback", "team_id": "T1", "event": {"user": "U1", "user_team": "T2"}},
    ],
)
def test_people_of_another_workspace_stay_out(body: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed, match="I only know the people of this workspace"):
        _actor(DESK, body, {"user_id": "U1"})
