"""The modal that asks a question, what it says next, and the help."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slackblocks import (
    Block,
    CheckboxGroup,
    ExternalMultiSelectMenu,
    InputBlock,
    Modal,
    Option,
    PlainTextInput,
)

from learning.core.topics import MOST
from learning.questions.knowledge import Known
from learning.questions.questions import LONGEST, LONGEST_DETAILS
from messages.core.channels import channel_menu
from messages.core.text import Message, channel, context, label, message, section
from messages.core.topics import TOPIC_SEARCH
from messages.questions import ids
from messages.questions.questions import matches_blocks

QUESTION, DETAILS, TOPICS, ANONYMOUS, CHANNEL = "question", "details", "topics", "anonymous", "channel"
"""The modal's fields: block and action ids alike."""
WORDS = "words"
"""The field of the form that finds."""
HELP_FIND = "`/learn find rebase` searches what was asked and answered before."


@dataclass(frozen=True, slots=True)
class Form:
    """What the modal starts with. `channel_id` is where it goes; None asks where, beginning with `likely`."""

    channel_id: str | None
    here: str
    text: str = ""
    details: str = ""
    source_link: str | None = None
    why_channel: str = ""
    likely: str | None = None


def ask(form: Form) -> dict[str, Any]:
    """The modal behind `/learn`: question, details, topics, ask anonymously."""
    blocks: list[Block] = []
    if form.why_channel:
        blocks.append(section(form.why_channel))
    blocks += [
        InputBlock(
            label("Your question"),
            PlainTextInput(
                ids.ASK,
                initial_value=form.text or None,
                max_length=LONGEST,
                focus_on_load=True,
                placeholder=label("How do I …?"),
            ),
            block_id=QUESTION,
        ),
        InputBlock(
            label("Details"),
            PlainTextInput(
                DETAILS, initial_value=form.details or None, multiline=True, max_length=LONGEST_DETAILS
            ),
            block_id=DETAILS,
            optional=True,
            hint=label("What have you tried? What would a good answer help you do?"),
        ),
        InputBlock(
            label("Topics"),
            ExternalMultiSelectMenu(
                TOPIC_SEARCH,
                min_query_length=1,
                max_selected_items=MOST,
                placeholder=label("Type to search, or to add a new one"),
            ),
            block_id=TOPICS,
            optional=True,
            hint=label("They help the right people see it."),
        ),
    ]
    if form.channel_id is None:
        blocks.append(
            InputBlock(
                label("Channel"),
                channel_menu(CHANNEL, form.likely),
                block_id=CHANNEL,
                hint=label("One that I'm in. Type /invite @Teachback in a channel to bring me there."),
            )
        )
    blocks.append(
        InputBlock(
            label("Your name"),
            CheckboxGroup(
                ANONYMOUS,
                [Option(label("Ask without my name"), "yes", description=label("The card says “Someone”."))],
            ),
            block_id=ANONYMOUS,
            optional=True,
        )
    )
    kept = {"channel": form.channel_id, "here": form.here, "source": form.source_link}
    modal = Modal(
        "Ask a question",
        blocks,
        close="Cancel",
        submit="Ask",
        callback_id=ids.ASK,
        private_metadata=json.dumps(kept),
    )
    return modal._resolve()


def find() -> dict[str, Any]:
    """The form that looks for what was asked and answered."""
    words = InputBlock(
        label("What are you looking for?"),
        PlainTextInput(WORDS, placeholder=label("rebase"), max_length=200, focus_on_load=True),
        block_id=WORDS,
    )
    modal = Modal("Find an answer", words, close="Cancel", submit="Find", callback_id=ids.HOME_FIND)
    return modal._resolve()


def matches(draft_id: int, known: Sequence[Known]) -> dict[str, Any]:
    """The modal's next page: what was answered already and may mean the same."""
    modal = Modal(
        "Already answered?",
        matches_blocks(draft_id, known),
        close="Close",
        submit="Ask anyway",
        callback_id=ids.ASK_ANYWAY,
        private_metadata=str(draft_id),
    )
    return modal._resolve()


def mine() -> Message:
    """Where somebody finds what is theirs."""
    return message(
        "Your questions, seats and wishes are on my Home: press my name, then *Home*. "
        "What you offer to teach is in `/teach mine`."
    )


def help_text(questions_channel_id: str | None, lines: Sequence[str]) -> Message:
    """What `/learn` can do, with examples; the lines say what words behind it do."""
    where = channel(questions_channel_id) if questions_channel_id else "the channel you are in"
    return message(
        "How /learn works",
        section("*Ask, and the right people see it.*"),
        section(
            f"`/learn How do I rebase without losing work?` asks in {where}; `#topics` find "
            "the people who know.\n"
            "`/learn` alone opens a form, where you can add details or ask without your name.\n"
            + "\n".join(lines)
        ),
        context(
            "Reply in a question's thread to answer it. The asker accepts a reply with ✅ or with "
            "*Accept as answer* in its ⋮ menu. *Ask this as a question* turns any message into one."
        ),
    )
