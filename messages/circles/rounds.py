"""What a circle's round looks like: its prompt in the channel, the preview of it, and the recap."""

from collections.abc import Sequence
from typing import Any

from slackblocks import ActionsBlock, Block, Button, InputBlock, Modal, PlainTextInput, SectionBlock

from learning.circles.previews import LONGEST
from learning.circles.replies import Recap, Voice
from learning.circles.rounds import HOLIDAY, RoundFacts
from learning.core.words import shorten
from messages.circles import ids
from messages.circles.circles import join_button, next_round, title
from messages.core.dates import moment
from messages.core.text import (
    Message,
    bold,
    context,
    count,
    escape,
    fit,
    label,
    link,
    mention,
    message,
    section,
    tags,
)
from messages.kudos.kudos import thank_button
from storage.outbox.recipients import is_nobody

PROMPT = "prompt"
"""The field of the form that changes a prompt: block and action id alike."""
MOST_THANKED = 3
"""How many of those who joined in a recap shows, most liked first, with a press to thank them."""
LONGEST_NAME = 100
MOST_NAMED = 20
"""How many members a prompt calls by name: beyond that, it is the number that tells."""


def prompt(facts: RoundFacts) -> Message:
    """The round in its channel: what it asks, and who opens it."""
    return message(
        f"{fit(facts.circle.name, 100)}: {fit(facts.prompt, 250)}",
        heading(facts, "💬"),
        section(fit(facts.prompt)),
        *invitation(facts),
        *door(facts),
    )


def door(facts: RoundFacts) -> list[Block]:
    """Under a prompt: whoever reads it may come into an open circle with a press, while it goes on."""
    if not facts.circle.is_open or facts.circle.state == "ended":
        return []
    return [ActionsBlock([join_button(facts.circle)])]


def heading(facts: RoundFacts, sign: str) -> SectionBlock:
    """Which circle it is, and what it is about."""
    about = f" {tags([facts.circle.topic])}" if facts.circle.topic else ""
    return section(f"{sign} {bold(facts.circle.name)}{about}")


def invitation(facts: RoundFacts) -> list[Block]:
    """Whose turn it is, and who is in it: mentions of members and nothing else."""
    others = [one for one in facts.members if one != facts.opener_id]
    lines = []
    if facts.opener_id is not None:
        lines.append(f"🎈 {mention(facts.opener_id)}, it's your turn to open: reply in the thread.")
    else:
        lines.append("🎈 Who opens? Reply in the thread.")
    if others:
        lines.append(f"{named(others)}: what do you say?")
    return [section("\n".join(lines))]


def named(member_ids: Sequence[str]) -> str:
    """These people by name; of a long list its beginning, and how many more there are."""
    shown = " ".join(mention(one) for one in member_ids[:MOST_NAMED])
    more = len(member_ids) - MOST_NAMED
    return f"{shown} and {count(more, 'more', 'more')}" if more > 0 else shown


def rest(facts: RoundFacts) -> Message:
    """In the channel, on a holiday."""
    return message(f"🌿 {bold(facts.circle.name)} rests today: it's a holiday.{next_round(facts.circle)}")


def preview(facts: RoundFacts) -> Message:
    """To the facilitator, two days before; and then what became of it."""
    circle = facts.circle
    when = moment(facts.due_at, circle.zone)
    if facts.state == "skipped":
        why = "that day is a holiday" if facts.reason == HOLIDAY else facts.reason
        return message(f"⏭️ {title(circle)} skips {when}: {escape(why)}.{next_round(circle)}")
    if facts.state != "planned":
        words = f"📣 {title(circle)} was asked this, {when}:"
        return message(words, section(words), section(fit(facts.prompt)))
    words = f"👀 Next in {title(circle)}, {when}:"
    carried = f"{facts.round_id}:{facts.version}"
    blocks: list[Block] = [section(words), section(fit(facts.prompt))]
    if circle.state == "paused":
        blocks.append(context("The circle is paused. Unless it goes on before then, this waits."))
    blocks.append(
        ActionsBlock(
            [
                Button(label("Swap"), ids.ROUND_SWAP, value=carried),
                Button(label("Edit"), ids.ROUND_EDIT, value=carried),
                Button(label("Skip"), ids.ROUND_SKIP, value=carried),
            ]
        )
    )
    return message(f"{words} {fit(facts.prompt, 250)}", *blocks)


def edit(facts: RoundFacts) -> dict[str, Any]:
    """The modal that changes what a round asks."""
    words = PlainTextInput(
        PROMPT, initial_value=facts.prompt, multiline=True, max_length=LONGEST, focus_on_load=True
    )
    blocks: list[Block] = [
        section(f"{title(facts.circle)}, {moment(facts.due_at, facts.circle.zone)}"),
        InputBlock(label("What will you ask?"), words, block_id=PROMPT),
    ]
    modal = Modal(
        "Edit the prompt",
        blocks,
        close="Close",
        submit="Save",
        callback_id=ids.ROUND_EDIT,
        private_metadata=str(facts.round_id),
    )
    return modal._resolve()


def reworded(facts: RoundFacts) -> Message:
    return message(
        f"Saved: {title(facts.circle)} will be asked this, {moment(facts.due_at, facts.circle.zone)}."
    )


def skipped(facts: RoundFacts) -> Message:
    """To whoever pressed Skip next."""
    when = moment(facts.due_at, facts.circle.zone)
    return message(f"{title(facts.circle)} skips {when}: {escape(facts.reason)}. It goes on after that.")


def recap(facts: Recap) -> Message:
    """In the thread, the day after: who joined in, and what was liked most."""
    people = count(len(facts.voices), "person", "people")
    names = ", ".join(
        fit(voice.name, LONGEST_NAME) or mention(voice.member_id) for voice in facts.voices[:MOST_NAMED]
    )
    more = len(facts.voices) - MOST_NAMED
    if more > 0:
        names += f" and {count(more, 'more', 'more')}"
    words = f"🧵 {people} joined in, with {count(facts.replies, 'reply', 'replies')}: {names}."
    thanked = [voice for voice in facts.voices if not is_nobody(voice.member_id)][:MOST_THANKED]
    return message(words, section(words), *(_voice(voice, facts.round.round_id) for voice in thanked))


def _voice(voice: Voice, round_id: int) -> SectionBlock:
    """What somebody said, to read and to thank them for."""
    name = voice.name or "them"
    words = f"💬 {link(voice.link, f'What {fit(name, LONGEST_NAME)} said')}"
    if voice.reactions:
        words = f"⭐ {words[2:]}, liked with {count(voice.reactions, 'reaction', 'reactions')}"
    return section(
        words, accessory=thank_button(voice.member_id, "round", round_id, f"Thank {shorten(name, 40)}")
    )
