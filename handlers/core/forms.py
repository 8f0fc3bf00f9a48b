"""Modals: opening one, the one call that is made before the acknowledgement, and what its fields hold."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from learning.core.errors import LearningError
from learning.core.sockets.settings import Said

SPENT = ("expired_trigger_id", "exchanged_trigger_id", "trigger_expired")


async def open_view(
    client: AsyncWebClient, trigger_id: str, view: dict[str, Any], *, over: dict[str, Any] | None = None
) -> None:
    """Opens a modal; on top when it is asked for from one, which is the view that it comes `over`.

    Raises `LearningError` when the trigger is spent, which a person can mend by trying again.
    """
    try:
        if over is not None and over["type"] == "modal":
            await client.views_push(trigger_id=trigger_id, view=view)
        else:
            await client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        if error.response["error"] in SPENT:
            raise LearningError("Slack waited too long to open the form. Please try again.") from error
        raise


def value(view: dict[str, Any], field: str, action: str = "") -> str | None:
    """What a field holds, whatever kind of field it is; None when the form has none of this name.

    `action` is its action id, where that is not the field's own name.
    """
    return _text(view["state"]["values"].get(field, {}).get(action or field, {}))


def said(view: dict[str, Any]) -> dict[str, Said]:
    """What all fields of a form say, each by its name, whatever its action is called."""
    return {
        field: [option["value"] for option in state["selected_options"] or []]
        if "selected_options" in state
        else _text(state)
        for field, states in view["state"]["values"].items()
        for state in states.values()
    }


def _text(state: dict[str, Any]) -> str | None:
    chosen = state.get("selected_option")
    if chosen:
        return str(chosen["value"])
    for name in ("value", "selected_date", "selected_time", "selected_conversation"):
        if state.get(name):
            return str(state[name])
    return None
