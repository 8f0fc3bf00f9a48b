"""Modals: opening one, the one call that is made before the acknowledgement, and what its fields hold."""

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from learning.core.errors import LearningError

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
    state = view["state"]["values"].get(field, {}).get(action or field, {})
    chosen = state.get("selected_option")
    if chosen:
        return str(chosen["value"])
    for name in ("value", "selected_date", "selected_time", "selected_conversation"):
        if state.get(name):
            return str(state[name])
    return None
