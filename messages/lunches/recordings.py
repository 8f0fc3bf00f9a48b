"""Looking back on a lunch: the form for its recording and slides, and where people read of them."""

from collections.abc import Sequence
from typing import Any

from slackblocks import Block, InputBlock, PlainTextInput

from learning.lunches import proposals
from learning.lunches.lunches import Card
from messages.core.text import Message, label, mention, message, section
from messages.lunches import ids
from messages.lunches.form import modal
from messages.lunches.lunches import looking_back, title, when

RECORDING, SLIDES = "recording", "slides"
"""The form's fields: block and action ids alike, and the fields of errors."""


def record(facts: Card) -> dict[str, Any]:
    """The modal that takes the links to a recording and to slides."""
    blocks: list[Block] = [
        section(f"Where can people look back on {title(facts)}?"),
        _link("Recording", RECORDING, facts.recording),
        _link("Slides", SLIDES, facts.slides, "Both are posted in the thread, and /learn find finds them."),
    ]
    return modal("Recording and slides", "Save", ids.LUNCH_RECORD, str(facts.lunch_id), blocks)


def kept(facts: Card) -> Message:
    """To whoever sent that form."""
    if not (facts.recording or facts.slides):
        return message(f"{title(facts)} has no link any more.")
    return message(
        f"Thank you! {title(facts)}: {looking_back(facts)}. Its thread shows it, and `/learn find` finds it."
    )


def posted(facts: Card) -> Message:
    """In the thread of a lunch."""
    return message(f"🎬 To look back on {title(facts)}: {looking_back(facts)}")


def found(known: Sequence[Card]) -> list[Block]:
    """Lunches with something to look at, among what was found."""
    return [
        section(
            f"🎓 *{title(facts)}*\n{when(facts)}, with {mention(facts.host_id)}\n🎬 {looking_back(facts)}"
        )
        for facts in known
    ]


def _link(name: str, field: str, value: str, hint: str = "") -> InputBlock:
    return InputBlock(
        label(name),
        PlainTextInput(
            field,
            initial_value=value or None,
            max_length=proposals.LONGEST_PLACE,
            placeholder=label("https://…"),
        ),
        block_id=field,
        optional=True,
        hint=label(hint) if hint else None,
    )
