"""Modals that any activity shows."""

from typing import Any

from slackblocks import Modal

from messages.core.text import Message, section


def done(words: Message) -> dict[str, Any]:
    """The last page of a modal: what came of it, or why nothing did."""
    return Modal("Ask a question", section(words["text"]), close="Done")._resolve()
