"""What a person can read and press in blocks, and what in them would call a whole channel."""

import re
from collections.abc import Iterator
from typing import Any

BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam\^)")
_SILENT = frozenset({"block_id", "action_id", "value", "type", "url", "image_url", "style", "confirm"})
_SPOKEN = frozenset({"text", "title", "alt_text", "caption", "label", "name", "subtitle", "body", "subtext"})


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        kind = block.get("type")
        if kind in ("actions", "context_actions"):
            for element in block["elements"]:
                yield block, element
        elif kind == "section" and "accessory" in block:
            yield block, block["accessory"]
        elif kind == "input":
            yield block, block["element"]
        elif kind == "card":
            for element in block.get("actions", ()):
                yield block, element
        elif kind == "carousel":
            yield from elements(block["elements"])
        elif kind == "container":
            yield from elements(block["child_blocks"])


def button_texts(blocks: list[dict[str, Any]]) -> list[str]:
    """The texts of all buttons, in order."""
    return [element["text"]["text"] for _, element in elements(blocks) if element.get("type") == "button"]


def readable_text(blocks: Any) -> str:
    """Everything human-readable in blocks, a line a piece."""
    return "\n".join(_readable(blocks))


def _readable(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _readable(one)
    elif isinstance(value, dict):
        kind = value.get("type")
        if kind == "user":
            yield f"<@{value.get('user_id')}>"
        elif kind == "emoji":
            yield f":{value.get('name')}:"
        elif kind == "raw_number":
            yield str(value.get("text", value.get("value", "")))
        else:
            if kind == "link" and "text" not in value:
                yield str(value.get("url", ""))
            for key, one in value.items():
                if isinstance(one, str):
                    if key in _SPOKEN or (key == "initial_value"):
                        yield one
                elif key not in _SILENT:
                    yield from _readable(one)


def broadcasts(text: str | None, blocks: list[dict[str, Any]] | None) -> bool:
    """Whether this, sent by a bot, would call everyone in the channel."""
    if text and BROADCAST.search(text):
        return True
    return bool(blocks) and _calls(blocks)


def _calls(value: Any) -> bool:
    if isinstance(value, list):
        return any(_calls(one) for one in value)
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "broadcast" or kind == "usergroup":
        return True
    if kind in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
        return BROADCAST.search(value["text"]) is not None
    return kind != "plain_text" and any(_calls(one) for one in value.values())
