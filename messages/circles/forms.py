"""A circle's forms: to begin or change one, to pause it, to end it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import (
    Block,
    DatePicker,
    ExternalSelectMenu,
    InputBlock,
    Modal,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    StaticMultiSelectMenu,
    StaticSelectMenu,
    TimePicker,
    UserMultiSelectMenu,
)

from learning.circles import circles, rhythms
from learning.circles.circles import CircleFacts
from learning.circles.own_prompts import NO_PROMPTS, Editable
from learning.circles.plans import BANK, BOTH, LONGEST_NAME, OWN
from learning.circles.rhythms import Rhythm
from messages.circles import ids
from messages.circles.circles import WEEKDAYS, title
from messages.circles.prompts import KINDS
from messages.core.channels import channel_menu
from messages.core.text import HIDDEN, INVITE, Message, count, label, section
from messages.core.topics import TOPIC_SEARCH
from messages.workspace import ids as workspace_ids

NAME, TOPIC, CHANNEL, OPEN, MEMBERS = "name", "topic", "channel", "open", "members"
REPEAT, WEEKDAY, TIME, ZONE, START, UNTIL = "repeat", "weekday", "time", "zone", "start", "until"
FORMAT, SOURCE, BANK_KINDS, PROMPTS = "format", "source", "kinds", "own"
"""The forms' fields: block ids, action ids where no handler is asked, and the fields of errors."""
MOST_SHOWN = 100
"""How many members a form shows: of a larger circle it only adds to them."""
LONGEST_OWN = 3000

_OPEN = (("Everyone who likes to join", "open"), ("Only those chosen below", "chosen"))
_REPEATS = (
    ("Every week", rhythms.WEEKLY),
    ("Every two weeks", rhythms.FORTNIGHTLY),
    *((f"Every month, on the {nth}", nth) for nth in rhythms.NTHS),
)
_FORMATS = (
    ("Open discussion", circles.DISCUSSION),
    ("A round: each is asked in turn", circles.TURNS),
    ("Debate: two sides, and a vote before and after", circles.DEBATE),
    ("Lean coffee: topics gathered and voted for", circles.COFFEE),
)
_SOURCES = (("The bank's", BANK), ("Our own", OWN), ("Both", BOTH))


@dataclass(frozen=True, slots=True)
class Form:
    """What the form starts with; `facts` is None for a circle that does not exist yet.

    `start` is the first day to choose, `own` the prompts of its own that can be changed;
    it `hides_channel` from whoever does not see it in Slack.
    """

    zone: str
    start: date
    channel_id: str | None = None
    facts: CircleFacts | None = None
    members: Sequence[str] = ()
    rhythm: Rhythm | None = None
    own: Editable = NO_PROMPTS
    hides_channel: bool = False


def begin(form: Form) -> dict[str, Any]:
    """The modal behind `/circle`."""
    kept = json.dumps({"zone": form.zone})
    return _modal("Begin a circle", "Begin", ids.CIRCLE_BEGIN, kept, _blocks(form))


def edit(form: Form) -> dict[str, Any]:
    """The modal that changes a circle."""
    assert form.facts is not None
    shown = list(form.members) if len(form.members) <= MOST_SHOWN else []
    kept = {
        "circle": form.facts.circle_id,
        "version": form.facts.version,
        "zone": form.zone,
        "shown": shown,
        "own": form.own.numbers,
        "channel": form.facts.channel_id if form.hides_channel else "",
    }
    return _modal("Change a circle", "Save", ids.CIRCLE_EDIT, json.dumps(kept), _blocks(form))


def pause(facts: CircleFacts) -> dict[str, Any]:
    """The modal that asks until when a circle is paused."""
    blocks: list[Block] = [
        section(f"No rounds of {title(facts)} for a while?"),
        InputBlock(
            label("Until"),
            DatePicker(UNTIL),
            block_id=UNTIL,
            optional=True,
            hint=label("From that day on it meets again. Leave it empty to resume it by hand."),
        ),
    ]
    return _modal("Pause a circle", "Pause", ids.CIRCLE_PAUSE, str(facts.circle_id), blocks)


def end(facts: CircleFacts) -> dict[str, Any]:
    """The modal that asks whether a circle ends."""
    blocks: list[Block] = [
        section(f"End {title(facts)}? What was said in it stays, and there are no more rounds.")
    ]
    return _modal("End a circle", "End it", ids.CIRCLE_END, str(facts.circle_id), blocks, "Keep it")


def done(words: Message) -> dict[str, Any]:
    """The last page of any of these."""
    return Modal("Discussion circle", section(words["text"]), close="Done")._resolve()


def _blocks(form: Form) -> list[Block]:
    return [*_about(form), *_people(form), *_times(form), *_prompts(form)]


def _about(form: Form) -> list[Block]:
    facts = form.facts
    topic = Option(label(f"#{facts.topic}"), facts.topic) if facts and facts.topic else None
    return [
        InputBlock(
            label("Name"),
            PlainTextInput(
                NAME,
                initial_value=facts.name if facts else None,
                max_length=LONGEST_NAME,
                focus_on_load=facts is None,
                placeholder=label("Incident stories"),
            ),
            block_id=NAME,
        ),
        InputBlock(
            label("Topic"),
            ExternalSelectMenu(
                TOPIC_SEARCH,
                initial_option=topic,
                min_query_length=1,
                placeholder=label("Type to search, or to add a new one"),
            ),
            block_id=TOPIC,
            optional=True,
        ),
        InputBlock(
            label("Channel"),
            channel_menu(CHANNEL, None if form.hides_channel else form.channel_id),
            block_id=CHANNEL,
            optional=form.hides_channel,
            hint=label(HIDDEN if form.hides_channel else INVITE),
        ),
    ]


def _people(form: Form) -> list[Block]:
    facts = form.facts
    is_open = facts.is_open if facts else True
    shown = list(form.members) if len(form.members) <= MOST_SHOWN else []
    hint = "You are in it anyway." if facts is None else "Those who are taken out leave the circle."
    if facts and not shown and form.members:
        hint = f"To add to the {len(form.members):,} who are in it."
    return [
        InputBlock(
            label("Who can be in it?"),
            RadioButtonGroup(OPEN, _options(_OPEN), initial_option=_options(_OPEN)[0 if is_open else 1]),
            block_id=OPEN,
        ),
        InputBlock(
            label("Members"),
            UserMultiSelectMenu(MEMBERS, initial_users=shown or None),
            block_id=MEMBERS,
            optional=True,
            hint=label(hint),
        ),
    ]


def _times(form: Form) -> list[Block]:
    facts = form.facts
    rhythm = form.rhythm or (facts.rhythm if facts else Rhythm(rhythms.WEEKLY, form.start.weekday()))
    days = [(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    return [
        _choice("How often?", REPEAT, _REPEATS, rhythm.repeat),
        _choice("Weekday", WEEKDAY, days, str(rhythm.weekday)),
        InputBlock(
            label("Time"),
            TimePicker(TIME, initial_time=f"{facts.local:%H:%M}" if facts else "10:00"),
            block_id=TIME,
        ),
        InputBlock(
            label("Time zone"),
            ExternalSelectMenu(
                workspace_ids.ZONES,
                initial_option=_zone(form.zone),
                min_query_length=1,
                placeholder=label("Type a city"),
            ),
            block_id=ZONE,
            hint=label("Everyone else sees their own time."),
        ),
        InputBlock(
            label("Starting on"),
            DatePicker(START, initial_date=form.start.isoformat()),
            block_id=START,
            hint=label("The first round is on the first such day from then on."),
        ),
        InputBlock(
            label("Last day"),
            DatePicker(UNTIL, initial_date=facts.until.isoformat() if facts and facts.until else None),
            block_id=UNTIL,
            optional=True,
        ),
    ]


def _prompts(form: Form) -> list[Block]:
    facts = form.facts
    source = BANK
    if facts and facts.use_own:
        source = BOTH if facts.use_bank else OWN
    kinds = _options([(name, kind) for kind, name in KINDS.items()])
    chosen = [option for option, kind in zip(kinds, KINDS, strict=True) if facts and kind in facts.kinds]
    hint = "One a line, or CSV. None comes again before all have been used."
    if form.own.text:
        hint += " Take a line out, and it is not asked."
    if form.own.others:
        hint += f" {count(form.own.others, 'more stays as it is', 'more stay as they are')}."
    return [
        _choice("How do you talk?", FORMAT, _FORMATS, facts.format if facts else circles.DISCUSSION),
        _choice("Prompts", SOURCE, _SOURCES, source),
        InputBlock(
            label("Kinds from the bank"),
            StaticMultiSelectMenu(BANK_KINDS, kinds, initial_options=chosen or None),
            block_id=BANK_KINDS,
            optional=True,
            hint=label("Choose none for all of them."),
        ),
        InputBlock(
            label("Your own prompts"),
            PlainTextInput(
                PROMPTS, initial_value=form.own.text or None, multiline=True, max_length=LONGEST_OWN
            ),
            block_id=PROMPTS,
            optional=True,
            hint=label(hint),
        ),
    ]


def _choice(name: str, field: str, choices: Sequence[tuple[str, str]], chosen: str) -> InputBlock:
    options = _options(choices)
    initial = next(option for option, (_, value) in zip(options, choices, strict=True) if value == chosen)
    return InputBlock(label(name), StaticSelectMenu(field, options, initial_option=initial), block_id=field)


def _options(choices: Sequence[tuple[str, str]]) -> list[Option]:
    return [Option(label(text), value) for text, value in choices]


def _zone(name: str) -> Option:
    return Option(label(name.replace("_", " ")), name)


def _modal(
    name: str, submit: str, callback_id: str, kept: str, blocks: list[Block], close: str = "Close"
) -> dict[str, Any]:
    modal = Modal(name, blocks, close=close, submit=submit, callback_id=callback_id, private_metadata=kept)
    return modal._resolve()
