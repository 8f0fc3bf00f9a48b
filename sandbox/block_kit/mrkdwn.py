"""Mrkdwn and blocks as people see them: what they type, read and press, and what calls a whole channel."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

BROADCAST = re.compile(r"<!(?:channel|here|everyone|subteam\^)")
_SILENT = frozenset({"block_id", "action_id", "value", "type", "url", "image_url", "style", "confirm"})
_SPOKEN = frozenset(
    {"text", "title", "alt_text", "caption", "label", "name", "subtitle", "body", "subtext", "initial_value"}
)
_LINK = re.compile(r"https?://[^\s<>]+")
_PERSON = re.compile(r"(?<![\w@/.])@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<![\w#/&])#([\w-]+)")
_EVERYONE = {"channel": "<!channel>", "here": "<!here>", "everyone": "<!everyone>"}


class Named(Protocol):
    """A person or channel that a text can mention by name."""

    id: str
    name: str


def elements(blocks: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        kind = block.get("type")
        if kind == "actions":
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
    """The human-readable text of blocks, a line a piece."""
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
                    if key in _SPOKEN:
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
    if kind in ("broadcast", "usergroup"):
        return True
    if kind in ("mrkdwn", "markdown") and isinstance(value.get("text"), str):
        return BROADCAST.search(value["text"]) is not None
    return kind != "plain_text" and any(_calls(one) for one in value.values())


def escape(text: str) -> str:
    """Turns the three characters that mean something to Slack into entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(text: str, users: Iterable[Named], channels: Iterable[Named], *, named: bool) -> str:
    """Escapes a typed text and turns mentions and links into Slack's; `named` mentions carry the name too."""
    text = escape(text)
    if "://" in text:
        text = _LINK.sub(lambda found: f"<{found[0]}>", text)
    if "@" in text:
        people = {user.name: user.id for user in users}

        def person(found: re.Match[str]) -> str:
            name = found[1]
            if name in _EVERYONE:
                return _EVERYONE[name]
            if name not in people:
                return found[0]
            return f"<@{people[name]}|{name}>" if named else f"<@{people[name]}>"

        text = _PERSON.sub(person, text)
    if "#" in text:
        ids = {one.name: one.id for one in channels if one.name}

        def channel(found: re.Match[str]) -> str:
            name = found[1]
            return f"<#{ids[name]}|{name}>" if name in ids else found[0]

        text = _CHANNEL.sub(channel, text)
    return text
