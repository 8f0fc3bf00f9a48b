"""The form that proposes a lunch, and the one that changes it."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from slackblocks import (
    Block,
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

from learning.core.topics import MOST
from learning.lunches import proposals
from learning.lunches.lunches import Card
from learning.lunches.occurrences import ALL, THIS
from messages.core.channels import channel_menu
from messages.core.text import HIDDEN, INVITE, label
from messages.core.topics import TOPIC_SEARCH
from messages.lunches import ids

TITLE, TAKEAWAYS, TOPICS, DATE, TIME, MINUTES = "title", "takeaways", "topics", "date", "time", "minutes"
SEATS, PLACE, CHANNEL, REPEAT, UNTIL, SCOPE = "seats", "place", "channel", "repeat", "until", "scope"
"""The forms' fields: block and action ids alike, and the fields of errors."""
_REPEATS = {
    "once": "Does not repeat",
    "weekly": "Weekly",
    "fortnightly": "Every two weeks",
    "monthly": "Monthly, on the same day",
}


def propose(
    *,
    zone: str,
    here: str,
    channel_id: str | None,
    first_day: date,
    named: Sequence[str] = (),
    plan: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """The modal behind `/teach lunch`: the host's zone, the first day to choose, the topics to start with."""
    kept = json.dumps({"zone": zone, "here": here})
    blocks = [
        *_about(None, named, plan),
        *_times(None, zone, first_day),
        *_room(None),
        _channel(channel_id),
        *_rhythm("once", None),
    ]
    return modal("Lunch-and-learn", "Announce", ids.LUNCH_PROPOSE, kept, blocks)


def edit(facts: Card, *, hides_channel: bool = False) -> dict[str, Any]:
    """The modal that changes a lunch; it `hides_channel` from whoever does not see it in Slack."""
    until = facts.until.isoformat() if facts.until else None
    kept = json.dumps(
        {
            "lunch": facts.lunch_id,
            "version": facts.version,
            "zone": facts.zone,
            "repeat": facts.repeat,
            "until": until,
        }
    )
    blocks = [*_about(facts), *_times(facts, facts.zone, facts.local.date()), *_room(facts)]
    if not facts.is_posted:
        blocks.append(_channel(facts.channel_id, is_hidden=hides_channel))
    blocks += _rhythm(facts.repeat, facts.until)
    if facts.series_id is not None:
        blocks.append(scope("Change"))
    return modal("Change a lunch", "Save", ids.LUNCH_EDIT, kept, blocks)


def scope(verb: str) -> InputBlock:
    """This sitting of a series alone, or with all to come?"""
    options = [Option(label("This one"), THIS), Option(label("This one and all to come"), ALL)]
    return InputBlock(
        label(f"{verb} which?"), RadioButtonGroup(SCOPE, options, initial_option=options[0]), block_id=SCOPE
    )


def modal(
    name: str, submit: str, callback_id: str, kept: str, blocks: list[Block], close: str = "Close"
) -> dict[str, Any]:
    """A form, with what it has to remember until it is sent."""
    form = Modal(name, blocks, close=close, submit=submit, callback_id=callback_id, private_metadata=kept)
    return form._resolve()


def _about(facts: Card | None, named: Sequence[str] = (), plan: tuple[str, str] = ("", "")) -> list[Block]:
    begun, takeaways = (facts.title, facts.takeaways) if facts else plan
    chosen = [Option(label(f"#{name}"), name) for name in (facts.topics if facts else named)]
    return [
        InputBlock(
            label("Title"),
            PlainTextInput(
                TITLE,
                initial_value=begun or None,
                max_length=proposals.LONGEST_TITLE,
                focus_on_load=True,
            ),
            block_id=TITLE,
        ),
        InputBlock(
            label("What will people take away?"),
            PlainTextInput(
                TAKEAWAYS,
                initial_value=takeaways or None,
                multiline=True,
                max_length=proposals.LONGEST_TAKEAWAYS,
            ),
            block_id=TAKEAWAYS,
            optional=True,
        ),
        InputBlock(
            label("Topics"),
            ExternalMultiSelectMenu(
                TOPIC_SEARCH,
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


def _rhythm(repeat: str, until: date | None) -> list[Block]:
    options = {value: Option(label(text), value) for value, text in _REPEATS.items()}
    return [
        InputBlock(
            label("Repeat"),
            StaticSelectMenu(REPEAT, list(options.values()), initial_option=options[repeat]),
            block_id=REPEAT,
        ),
        InputBlock(
            label("Until"),
            DatePicker(UNTIL, initial_date=until.isoformat() if until else None),
            block_id=UNTIL,
            optional=True,
            hint=label(
                "The last day, if it repeats; at most a year. The 31st is the last day in shorter months."
            ),
        ),
    ]


def _channel(channel_id: str | None, *, is_hidden: bool = False) -> InputBlock:
    return InputBlock(
        label("Channel"),
        channel_menu(CHANNEL, None if is_hidden else channel_id),
        block_id=CHANNEL,
        optional=is_hidden,
        hint=label(HIDDEN if is_hidden else INVITE),
    )
