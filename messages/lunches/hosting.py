"""What a host does with a lunch: the forms for it, and what those who come hear of it."""

from typing import Any

from slackblocks import ActionsBlock, Block, Button, InputBlock, Modal, PlainTextInput

from learning.lunches import hosting
from learning.lunches.lunches import Card
from messages.core.text import Message, channel, count, label, mention, message, quote, section
from messages.lunches import ids
from messages.lunches.form import modal, scope
from messages.lunches.lunches import details, title, when
from storage.outbox.recipients import is_nobody

WHY, NOTE = "why", "note"
"""The forms' fields: block and action ids alike, and the fields of errors."""


def cancel(facts: Card) -> dict[str, Any]:
    """The modal that asks why a lunch is cancelled."""
    blocks: list[Block] = [
        section(f"Cancel {title(facts)}, {when(facts)}?"),
        InputBlock(
            label("Why?"),
            PlainTextInput(WHY, multiline=True, max_length=hosting.LONGEST_WHY),
            block_id=WHY,
            hint=label("Those who signed up or wait will read it."),
        ),
    ]
    if facts.series_id is not None:
        blocks.append(scope("Cancel"))
    return modal(
        "Cancel a lunch", "Cancel the lunch", ids.LUNCH_CANCEL, str(facts.lunch_id), blocks, "Keep it"
    )


def write(facts: Card) -> dict[str, Any]:
    """The modal that writes to those with a seat."""
    note = PlainTextInput(NOTE, multiline=True, max_length=hosting.LONGEST_NOTE, focus_on_load=True)
    blocks: list[Block] = [
        section(f"To everyone with a seat at {title(facts)}:"),
        InputBlock(label("Your message"), note, block_id=NOTE, hint=label("Each gets it privately.")),
    ]
    return modal("Write to them", "Send", ids.LUNCH_WRITE, str(facts.lunch_id), blocks)


def done(words: Message) -> dict[str, Any]:
    """The last page of any of these."""
    return Modal("Lunch-and-learn", section(words["text"]), close="Done")._resolve()


def edited(facts: Card, occurrences: int) -> Message:
    also = f" {count(occurrences, 'sitting', 'sittings')} in all." if occurrences > 1 else ""
    return message(f"Saved: {title(facts)}, {when(facts)}.{also} I'm telling those who signed up.")


def called_off(facts: Card, occurrences: int) -> Message:
    also = f", with {occurrences - 1} more to come" if occurrences > 1 else ""
    return message(f"{title(facts)} is cancelled{also}. I'm telling those who signed up.")


def written(readers: int) -> Message:
    return message(f"Sent to {count(readers, 'person', 'people')}.")


def closed(facts: Card) -> Message:
    if facts.closed:
        return message(
            f"Sign-ups for {title(facts)} are closed. Those in line still get seats that become free."
        )
    return message(f"Sign-ups for {title(facts)} are open.")


def changed(facts: Card) -> Message:
    """To those who come or wait, when something about a lunch has changed."""
    words = f"✏️ {title(facts)} has changed. This is how it is now, with {mention(facts.host_id)}:"
    return message(words, section(f"{words}\n{details(facts)}"))


def cancelled(facts: Card) -> Message:
    """To those who wanted to come."""
    words = f"🚫 {title(facts)} ({when(facts)}) is cancelled."
    return message(words, section(words), *([section(quote(facts.why))] if facts.why else []))


def note(facts: hosting.Note) -> Message:
    """To someone with a seat, from the host."""
    words = f"✉️ {mention(facts.author_id)} writes about {title(facts.card)}:"
    return message(words, section(words), section(quote(facts.text)))


def stuck(facts: Card) -> Message:
    """To the host: the card could not be posted, or its channel was archived since."""
    if facts.link:
        words = (
            f"{channel(facts.channel_id)} was archived, or I'm no longer in it: people can't see "
            f"{title(facts)} there. Those who signed up keep their seats. Would you choose another channel?"
        )
    else:
        words = (
            f"I couldn't announce {title(facts)} in {channel(facts.channel_id)}. Nothing is lost: choose "
            "another channel, or invite me there with `/invite @Teachback` and try again."
        )
    number = str(facts.lunch_id)
    return message(
        words,
        section(words),
        ActionsBlock(
            [
                Button(label("Choose another"), ids.LUNCH_EDIT, value=number),
                Button(label("Post it again"), ids.LUNCH_POST_AGAIN, value=number),
            ]
        ),
    )


def orphan(facts: Card, reader_id: str, *, needs_host: bool) -> Message:
    """To facilitators: the host left, or had their data deleted. Once somebody took over, it says who."""
    if facts.state == "cancelled":
        return message(f"{title(facts)} is cancelled, so nobody needs to take over.")
    if not needs_host:
        who = "You host" if facts.host_id == reader_id else f"{mention(facts.host_id)} hosts"
        return message(f"{who} {title(facts)} now. Thank you!")
    left = (
        f"{title(facts)} has no host any more."
        if is_nobody(facts.host_id)
        else f"{mention(facts.host_id)}, who was to host {title(facts)}, has left the company."
    )
    words = f"{left} Could you take over, or cancel it?"
    number = str(facts.lunch_id)
    return message(
        words,
        section(f"{words}\n{details(facts)}"),
        ActionsBlock(
            [
                Button(label("I'll host it"), ids.LUNCH_TAKE_OVER, value=number, style="primary"),
                Button(label("Cancel it"), ids.LUNCH_CANCEL, value=number),
            ]
        ),
    )


def taken_over(facts: Card, occurrences: int) -> Message:
    also = f", with {occurrences - 1} more sittings" if occurrences > 1 else ""
    return message(f"You host {title(facts)} now{also}: {when(facts)}. Thank you!")
