"""Modals and Home tabs as apps describe them: their shape, limits, and what Slack makes of them."""

import json
from typing import Any

from sandbox.block_kit.blocks import check_blocks, name_blocks
from sandbox.block_kit.elements import KIND
from sandbox.block_kit.schema import Complaints, anything, boolean, complain, plain, record, string, tagged
from sandbox.limits import LIMITS

_L = LIMITS["view"]
_BOTH = {
    "private_metadata": string(_L["private_metadata"], 0),
    "callback_id": string(_L["callback_id"], 0),
    "external_id": string(_L["external_id"], 0),
}
_VIEW = tagged(
    {
        "modal": record(
            {"type": KIND, "title": plain(_L["title"]), "blocks": anything},
            {
                **_BOTH,
                "submit": plain(_L["submit"]),
                "close": plain(_L["close"]),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": record({"type": KIND, "blocks": anything}, _BOTH),
    }
)


def check_view(view: Any, kind: str) -> Complaints:
    """All complaints about a view given where one of this kind is wanted."""
    out: Complaints = []
    _VIEW(view, "/view", out)
    if out:
        return out
    if view["type"] != kind:
        complain(out, f"must be one of {kind}", "/view/type")
        return out
    out = check_blocks(view["blocks"], kind, "/view/blocks", least=1 if kind == "modal" else 0)
    needs_submit = kind == "modal" and "submit" not in view
    if not out and needs_submit and any(block["type"] == "input" for block in view["blocks"]):
        complain(out, "missing required field: submit", "/view")
    return out


def too_large(view: Any) -> bool:
    """Whether a view is over Slack's size limit."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > int(_L["bytes"])


def complete(view: dict[str, Any]) -> dict[str, Any]:
    """Every field that an app may give a view, as Slack hands it back: blocks named, defaults in place."""
    name_blocks(view["blocks"])
    return {
        "type": view["type"],
        "title": view.get("title"),
        "blocks": view["blocks"],
        "close": view.get("close"),
        "submit": view.get("submit"),
        "private_metadata": view.get("private_metadata", ""),
        "callback_id": view.get("callback_id", ""),
        "external_id": view.get("external_id", ""),
        "clear_on_close": view.get("clear_on_close", False),
        "notify_on_close": view.get("notify_on_close", False),
    }
