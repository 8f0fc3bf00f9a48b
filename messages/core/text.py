"""Words safe for Slack: escaped, mentions and links of our own, and the shape every message has."""

from collections.abc import Sequence
from typing import Any, TypedDict

from slackblocks import Block, ContextBlock, HeaderBlock, SectionBlock, Text
from slackblocks.objects import TextType

from storage.outbox.recipients import is_nobody

IN_MESSAGES_ONLY = ("data_visualization",)
"""What Slack takes in no modal; the same is always said in words beside it."""
INVITE = "One that I'm in. Type /invite @Teachback in a channel to bring me there."
"""The hint of a field for a channel to post in."""
HIDDEN = "Now a private channel that you don't see. Left empty, it stays as it is."
"""The hint of a field whose channel Slack does not show to everyone."""
SECTION = 2900
"""Characters of a section's text, below Slack's 3,000."""


class Message(TypedDict):
    """A message: its blocks, and the same in words for notifications and screen readers."""

    text: str
    blocks: list[dict[str, Any]]


def escape(text: str) -> str:
    """A person's words in mrkdwn: what looks like a mention or a link stays letters."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fit(text: str, most: int = SECTION) -> str:
    """A person's words, escaped and cut to fit; never in the middle of an entity."""
    escaped = escape(text)
    if len(escaped) <= most:
        return escaped
    cut = text[:most]
    while len(escape(cut)) > most - 1:
        cut = cut[: len(cut) - 1 - (len(escape(cut)) - most) // 5]
    return f"{escape(cut.rstrip())}…"


def bold(text: str, most: int = SECTION) -> str:
    """A person's words on one line, bold where Slack's asterisks would hold."""
    line = " ".join(text.split())
    return fit(line, most) if "*" in line or not line else f"*{fit(line, most - 2)}*"


def quote(text: str, most: int = SECTION) -> str:
    """A person's words as a quotation, line by line."""
    *lines, rest = text.split("\n", most // 12)
    text = "\n".join([*lines, " ".join(rest.split())])
    lines = fit(text, most - 2 * (text.count("\n") + 1)).split("\n")
    return "\n".join(f"> {line}" for line in lines)


def mention(member_id: str | None) -> str:
    """Somebody by name, as Slack shows it; nobody's name where their data was deleted."""
    return "someone" if is_nobody(member_id) else f"<@{member_id}>"


def channel(channel_id: str) -> str:
    return f"<#{channel_id}>"


def link(url: str, words: str) -> str:
    """A link of our own; only the words when there is nowhere to go."""
    return f"<{url}|{words}>" if url else words


def titled(url: str, words: str, most: int = 200) -> str:
    """A person's words on one line as a bold link; plain where Slack's asterisks would not hold."""
    line = " ".join(words.split())
    return link(url, fit(line, most)) if "*" in line or not line else f"*{link(url, fit(line, most))}*"


def tags(topics: Sequence[str]) -> str:
    return " ".join(f"#{escape(topic)}" for topic in topics)


def count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def often(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times:,} times")


def section(text: str, **more: Any) -> SectionBlock:
    return SectionBlock(text=Text(text), **more)


def context(text: str) -> ContextBlock:
    return ContextBlock([Text(text)])


def heading(text: str) -> HeaderBlock:
    return HeaderBlock(label(text))


def label(text: str) -> Text:
    return Text(text, type_=TextType.PLAINTEXT, emoji=True)


def message(text: str, *blocks: Block) -> Message:
    """A message of these blocks, or of the text alone."""
    shown = blocks or (section(text),)
    return Message(text=text, blocks=[block._resolve() for block in shown])


def page(said: Message, title: str = "Teachback") -> dict[str, Any]:
    """A message as a page over whatever is open: what it says, with its buttons and without its charts."""
    return {
        "type": "modal",
        "title": label(title)._resolve(),
        "close": label("Close")._resolve(),
        "blocks": [block for block in said["blocks"] if block["type"] not in IN_MESSAGES_ONLY][:100],
    }
