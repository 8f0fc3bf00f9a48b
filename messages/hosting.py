"""A host's forms, and what those who come hear of what the host does."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConversationFilter,
    ConversationSelectMenu,
    DatePicker,
    ExternalMultiSelectMenu,
    InputBlock,
    Modal,
    NumberInput,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    StaticSelectMenu,
    TimePicker,
)

from learning import hosting, proposals
from learning.hosting import ALL, THIS
from learning.lunches import Card
from learning.topics import MOST
from messages import ids
from messages.lunches import address, details, title, when
from messages.text import Said, channel, count, label, mention, quote, say, section

TITLE, TAKEAWAYS, TOPICS, DATE, TIME, MINUTES = "title", "takeaways", "topics", "date", "time", "minutes"
SEATS, PLACE, CHANNEL, REPEAT, UNTIL, SCOPE = "seats", "place", "channel", "repeat", "until", "scope"
WHY, NOTE, RECORDING = "why", "note", "recording"
"""The forms' fields: block and action ids alike, and the fields of errors."""

_REPEATS = (
    ("Does not repeat", "once"),
    ("Weekly", "weekly"),
    ("Every two weeks", "fortnightly"),
    ("Monthly, on the same day", "monthly"),
)


def propose(
    *, zone: str, here: str, channel_id: str | None, first_day: date, named: Sequence[str] = ()
) -> dict[str, Any]:
    """The modal behind `/teach lunch`: the host's zone, the first day to choose, the topics to start with."""
    kept = json.dumps({"zone": zone, "here": here})
    options = [Option(label(text), value) for text, value in _REPEATS]
    blocks = [
        *_about(None, named),
        *_times(None, zone, first_day),
        *_room(None),
        _channel(channel_id),
        InputBlock(
            label("Repeat"), StaticSelectMenu(REPEAT, options, initial_option=options[0]), block_id=REPEAT
        ),
        InputBlock(
            label("Until"),
            DatePicker(UNTIL),
            block_id=UNTIL,
            optional=True,
            hint=label(
                "The last day, if it repeats; at most a year. The 31st is the last day in shorter months."
            ),
        ),
    ]
    return _modal("Lunch-and-learn", "Announce", ids.LUNCH_PROPOSE, kept, blocks)


def edit(facts: Card) -> dict[str, Any]:
    """The modal that changes a lunch."""
    kept = json.dumps({"lunch": facts.lunch_id, "version": facts.version, "zone": facts.zone})
    blocks = [*_about(facts), *_times(facts, facts.zone, facts.local.date()), *_room(facts)]
    if not facts.is_posted:
        blocks.append(_channel(facts.channel_id))
    if facts.series_id is not None:
        blocks.append(_scope("Change"))
    return _modal("Change a lunch", "Save", ids.LUNCH_EDIT, kept, blocks)


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
        blocks.append(_scope("Cancel"))
    return _modal(
        "Cancel a lunch", "Cancel the lunch", ids.LUNCH_CANCEL, str(facts.lunch_id), blocks, "Keep it"
    )


def write(facts: Card) -> dict[str, Any]:
    """The modal that writes to those with a seat."""
    note = PlainTextInput(NOTE, multiline=True, max_length=hosting.LONGEST_NOTE, focus_on_load=True)
    blocks: list[Block] = [
        section(f"To everyone with a seat at {title(facts)}:"),
        InputBlock(label("Your message"), note, block_id=NOTE, hint=label("Each gets it privately.")),
    ]
    return _modal("Write to them", "Send", ids.LUNCH_WRITE, str(facts.lunch_id), blocks)


def record(facts: Card) -> dict[str, Any]:
    """The modal that takes the link to a recording or to slides."""
    blocks: list[Block] = [
        section(f"Where can people look back on {title(facts)}?"),
        InputBlock(
            label("Link"),
            PlainTextInput(
                RECORDING,
                initial_value=facts.recording or None,
                max_length=proposals.LONGEST_PLACE,
                placeholder=label("https://…"),
            ),
            block_id=RECORDING,
            hint=label("It is posted in the thread, and /learn find finds it."),
        ),
    ]
    return _modal("Recording or slides", "Save", ids.LUNCH_RECORD, str(facts.lunch_id), blocks)


def done(words: Said) -> dict[str, Any]:
    """The last page of any of these."""
    return Modal("Lunch-and-learn", section(words["text"]), close="Done")._resolve()


def edited(facts: Card, sittings: int) -> Said:
    also = f" {count(sittings, 'sitting', 'sittings')} in all." if sittings > 1 else ""
    return say(f"Saved: {title(facts)}, {when(facts)}.{also} I'm telling those who signed up.")


def called_off(facts: Card, sittings: int) -> Said:
    also = f", with {sittings - 1} more to come" if sittings > 1 else ""
    return say(f"{title(facts)} is cancelled{also}. I'm telling those who signed up.")


def written(readers: int) -> Said:
    return say(f"Sent to {count(readers, 'person', 'people')}.")


def kept_link(facts: Card) -> Said:
    return say(
        f"Thank you! The link is kept with {title(facts)}: its thread shows it, and `/learn find` finds it."
    )


def closed(facts: Card) -> Said:
    if facts.closed:
        return say(f"Sign-ups for {title(facts)} are closed. Those in line still get seats that become free.")
    return say(f"Sign-ups for {title(facts)} are open.")


def changed(facts: Card) -> Said:
    """To those who come or wait, when something about a lunch has changed."""
    words = f"✏️ {title(facts)} has changed. This is how it is now, with {mention(facts.host_id)}:"
    return say(words, section(f"{words}\n{details(facts)}"))


def cancelled(facts: Card) -> Said:
    """To those who wanted to come."""
    words = f"🚫 {title(facts)} ({when(facts)}) is cancelled."
    return say(words, section(words), section(quote(facts.why)))


def note(facts: hosting.Note) -> Said:
    """To someone with a seat, from the host."""
    words = f"✉️ {mention(facts.author_id)} writes about {title(facts.card)}:"
    return say(words, section(words), section(quote(facts.text)))


def recording(facts: Card) -> Said:
    """In the thread of a lunch."""
    return say(f"🎬 {address(facts.recording, 'Here is the recording, or the slides')} of {title(facts)}.")


def stuck(facts: Card) -> Said:
    """To the host: the card could not be posted."""
    words = (
        f"I couldn't announce {title(facts)} in {channel(facts.channel_id)}. Nothing is lost: choose another "
        "channel, or invite me there with `/invite @Teachback` and try again."
    )
    number = str(facts.lunch_id)
    return say(
        words,
        section(words),
        ActionsBlock(
            [
                Button(label("Choose another"), ids.LUNCH_EDIT, value=number),
                Button(label("Post it again"), ids.LUNCH_POST_AGAIN, value=number),
            ]
        ),
    )


def orphan(facts: Card, old_host_id: str, reader_id: str) -> Said:
    """To facilitators: the host left the company. Once somebody took over, it says who."""
    if facts.state == "cancelled":
        return say(f"{title(facts)} is cancelled, so nobody needs to take over.")
    if facts.host_id != old_host_id:
        who = "You host" if facts.host_id == reader_id else f"{mention(facts.host_id)} hosts"
        return say(f"{who} {title(facts)} now. Thank you!")
    words = (
        f"{mention(old_host_id)}, who was to host {title(facts)}, has left the company. "
        "Could you take over, or cancel it?"
    )
    number = str(facts.lunch_id)
    return say(
        words,
        section(f"{words}\n{details(facts)}"),
        ActionsBlock(
            [
                Button(label("I'll host it"), ids.LUNCH_TAKE_OVER, value=number, style="primary"),
                Button(label("Cancel it"), ids.LUNCH_CANCEL, value=number),
            ]
        ),
    )


def taken_over(facts: Card, sittings: int) -> Said:
    also = f", with {sittings - 1} more sittings" if sittings > 1 else ""
    return say(f"You host {title(facts)} now{also}: {when(facts)}. Thank you!")


def _about(facts: Card | None, named: Sequence[str] = ()) -> list[Block]:
    chosen = [Option(label(f"#{name}"), name) for name in (facts.topics if facts else named)]
    return [
        InputBlock(
            label("Title"),
            PlainTextInput(
                TITLE,
                initial_value=facts.title if facts else None,
                max_length=proposals.LONGEST_TITLE,
                focus_on_load=True,
            ),
            block_id=TITLE,
        ),
        InputBlock(
            label("What will people take away?"),
            PlainTextInput(
                TAKEAWAYS,
                initial_value=(facts.takeaways or None) if facts else None,
                multiline=True,
                max_length=proposals.LONGEST_TAKEAWAYS,
            ),
            block_id=TAKEAWAYS,
            optional=True,
        ),
        InputBlock(
            label("Topics"),
            ExternalMultiSelectMenu(
                ids.TOPICS,
                initial_options=chosen or None,
                min_query_length=1,
                max_selected_items=MOST,
                placeholder=label("Type to search, or to add a new one"),
            ),
            block_id=TOPICS,
            optional=True,
        ),
    ]


def _times(facts: Card | None, zone: str, day: date) -> list[Block]:
    return [
        InputBlock(label("Date"), DatePicker(DATE, initial_date=day.isoformat()), block_id=DATE),
        InputBlock(
            label("Time"),
            TimePicker(TIME, initial_time=f"{facts.local:%H:%M}" if facts else "12:00"),
            block_id=TIME,
            hint=label(f"On the clocks of {zone.replace('_', ' ')}. Everyone else sees their own time."),
        ),
        InputBlock(
            label("Minutes"),
            NumberInput(False, MINUTES, initial_value=str(facts.minutes if facts else 45)),
            block_id=MINUTES,
        ),
    ]


def _room(facts: Card | None) -> list[Block]:
    return [
        InputBlock(
            label("Seats"),
            NumberInput(False, SEATS, initial_value=str(facts.seats) if facts and facts.seats else None),
            block_id=SEATS,
            optional=True,
            hint=label("Leave it empty for as many as like to come."),
        ),
        InputBlock(
            label("Place or link"),
            PlainTextInput(
                PLACE,
                initial_value=(facts.place or None) if facts else None,
                max_length=proposals.LONGEST_PLACE,
            ),
            block_id=PLACE,
            optional=True,
        ),
    ]


def _channel(channel_id: str | None) -> InputBlock:
    return InputBlock(
        label("Channel"),
        ConversationSelectMenu(
            CHANNEL,
            initial_conversation=channel_id,
            filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
        ),
        block_id=CHANNEL,
        hint=label("One that I'm in. Type /invite @Teachback in a channel to bring me there."),
    )


def _scope(verb: str) -> InputBlock:
    options = [Option(label("This one"), THIS), Option(label("This one and all to come"), ALL)]
    return InputBlock(
        label(f"{verb} which?"), RadioButtonGroup(SCOPE, options, initial_option=options[0]), block_id=SCOPE
    )


def _modal(
    name: str, submit: str, callback_id: str, kept: str, blocks: list[Block], close: str = "Close"
) -> dict[str, Any]:
    modal = Modal(name, blocks, close=close, submit=submit, callback_id=callback_id, private_metadata=kept)
    return modal._resolve()
