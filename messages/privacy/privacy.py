"""A person's own data: as a file, and what is said before and after it is deleted."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slackblocks import Block, CheckboxGroup, InputBlock, Modal, Option

from messages.core.text import Message, context, label, message, section
from messages.privacy import ids

SURE = "sure"
"""The field in which somebody says that they mean it: block and action id alike."""
GOES = (
    "*This goes, for good:*\n"
    "• the words of your questions, replies, feedback, notes, thanks and topics for coffee; a question that "
    "nobody else replied to is closed, and its card removed\n"
    "• what you offer, wish for and follow, your badges, and your preferences\n"
    "• your seats, places in line and places in circles; facilitators are asked to take over what you host "
    "and facilitate\n"
    "• messages that I still owe you, and your name in those that others have from me: cards, threads and "
    "private messages are changed or taken back, the newest first"
)
STAYS = (
    "*This stays:*\n"
    "• what others wrote; titles of what you hosted, names and prompts of your circles\n"
    "• what you did, in counts of what was done, under no name; in counts of people you are no more\n"
    "• your name, time zone and role, which Slack tells me of everyone in the workspace\n"
    "• what you wrote in Slack, which you can delete there; what I wrote to you alone; and calendar files "
    "that your guests have, with you as their host"
)


def on_its_way() -> Message:
    return message(
        "I'm putting together everything that I hold about you. The file comes as a private message."
    )


def comment() -> str:
    """What goes along with the file."""
    return (
        "📦 Everything that I hold about you, in a form that people and programs can read. "
        "What you asked without your name is in it: keep the file to yourself."
    )


def content(held: Mapping[str, Any], name: str, at: datetime) -> bytes:
    """The file: JSON, indented, in every script as it is written. `at` is when it was put together (UTC)."""
    about = {"about": name, "made_at": at.isoformat(), "by": "Teachback", "times": "UTC"}
    return json.dumps({**about, **held}, indent=2, ensure_ascii=False).encode()


def ask() -> dict[str, Any]:
    """The modal that says what deleting does, and asks whether somebody means it."""
    yes = Option(label("Yes, delete my data. It can't be brought back."), SURE)
    blocks: list[Block] = [
        section(GOES),
        section(STAYS),
        context(
            "You can go on using me afterwards, as if you were new. *Download my data* first, if you like."
        ),
        InputBlock(label("Are you sure?"), CheckboxGroup(SURE, [yes]), block_id=SURE),
    ]
    modal = Modal("Delete my data", blocks, close="Keep it", submit="Delete", callback_id=ids.DATA_DELETED)
    return modal._resolve()


def deleting() -> Message:
    """While it is done."""
    return message("I'm deleting it now. A few seconds do, for very much a minute: you can close this.")


def deleted() -> Message:
    return message(
        "Done: I hold nothing of yours any more, except your name, time zone and role as Slack tells them. "
        "What showed you to others is changed over the next minutes; if it is a lot, over some hours."
    )
