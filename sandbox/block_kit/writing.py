"""What Slack's composer makes of what a person types."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.state.workspace import Workspace

_LINK = re.compile(r"https?://[^\s<>]+")
_PERSON = re.compile(r"(?<![\w@/.])@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<![\w#/&])#([\w-]+)")
_EVERYONE = {"channel": "<!channel>", "here": "<!here>", "everyone": "<!everyone>"}


def escape(text: str) -> str:
    """Turns the three characters that mean something to Slack into entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def compose(workspace: "Workspace", text: str, *, named: bool) -> str:
    """Escapes a text and turns its mentions and links into Slack's; `named` mentions carry the name too."""
    text = escape(text)
    if "://" in text:
        text = _LINK.sub(lambda found: f"<{found[0]}>", text)
    if "@" in text:
        people = {user.name: user.id for user in workspace.users.values()}

        def person(found: re.Match[str]) -> str:
            name = found[1]
            if name in _EVERYONE:
                return _EVERYONE[name]
            if name not in people:
                return found[0]
            return f"<@{people[name]}|{name}>" if named else f"<@{people[name]}>"

        text = _PERSON.sub(person, text)
    if "#" in text:
        channels = {one.name: one.id for one in workspace.channels.values() if one.name}

        def channel(found: re.Match[str]) -> str:
            name = found[1]
            return f"<#{channels[name]}|{name}>" if name in channels else found[0]

        text = _CHANNEL.sub(channel, text)
    return text
