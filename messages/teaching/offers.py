"""Offers and wishes: what someone teaches, who can teach a topic, and what is wanted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    CheckboxGroup,
    DatePicker,
    ExternalMultiSelectMenu,
    InputBlock,
    Modal,
    NumberInput,
    Option,
    PlainTextInput,
)

from learning.core.topics import MOST as MOST_TOPICS
from learning.teaching.candidates import Candidate
from learning.teaching.capacity import MOST
from learning.teaching.offers import LONGEST_NOTE, MyOffers, Standing, Ways
from messages.core.dates import day
from messages.core.text import Message, count, escape, label, mention, message, section, tags
from messages.teaching import ids, signals

TOPICS, WAYS, WEEKLY, NOTE, UNTIL = "topics", "ways", "weekly", "note", "until"
"""The modal's fields: block and action ids alike."""
_WAYS = {
    "answers": Option(label("Answer questions"), "answers"),
    "half_hours": Option(label("Half an hour, one to one"), "half_hours"),
    "lunches": Option(label("Host a lunch-and-learn"), "lunches"),
}
SHOWN = 8
HELP_MINE = "`/teach mine` shows what you offer, to withdraw or to pause."


def form(mine: MyOffers, names: Sequence[str] = (), standing: Standing | None = None) -> dict[str, Any]:
    """The modal behind `/teach`: what, in which ways, how much a week; with what is `standing`, to change."""
    if standing is not None:
        names = [standing.topic]
    ways = standing.ways if standing else Ways()
    chosen = [option for way, option in _WAYS.items() if getattr(ways, way)]
    blocks: list[Block] = [
        InputBlock(
            label("What could you teach?"),
            ExternalMultiSelectMenu(
                ids.OFFER_TOPICS,
                min_query_length=1,
                max_selected_items=MOST_TOPICS,
                initial_options=[Option(label(f"#{name}"[:75]), name) for name in names] or None,
                placeholder=label("Type to search, or to add a new one"),
            ),
            block_id=TOPICS,
        ),
        InputBlock(
            label("How?"),
            CheckboxGroup(WAYS, list(_WAYS.values()), initial_options=chosen),
            block_id=WAYS,
        ),
        InputBlock(
            label("How many times a week may I ask you?"),
            NumberInput(
                is_decimal_allowed=False,
                action_id=WEEKLY,
                initial_value=str(mine.weekly),
                min_value="1",
                max_value=str(MOST),
            ),
            block_id=WEEKLY,
            hint=label("All in all, across your topics. I never ask outside your working hours."),
        ),
        InputBlock(
            label("Anything people should know?"),
            PlainTextInput(
                NOTE,
                initial_value=(standing.note or None) if standing else None,
                max_length=LONGEST_NOTE,
                placeholder=label("Five years of it in payments"),
            ),
            block_id=NOTE,
            optional=True,
        ),
    ]
    modal = Modal(
        "Teach", blocks, close="Cancel", submit="Offer", callback_id=ids.OFFER, private_metadata="{}"
    )
    return modal._resolve()


def done(title: str, words: Message) -> dict[str, Any]:
    """A form's last page."""
    return Modal(title, section(words["text"]), close="Done")._resolve()


def ways(chosen: Sequence[str]) -> Ways:
    """The ways that were ticked."""
    return Ways(*(way in chosen for way in _WAYS))


def offered(names: Sequence[str]) -> Message:
    return message(
        f"Thank you! When someone needs {tags(names)}, I may ask you. Type `/teach mine` to change it."
    )


def mine(facts: MyOffers) -> Message:
    """To a teacher, alone: what they offer, and how much of it is left this week."""
    pause = _pause_block(facts)
    if not facts.offers:
        nothing = "You don't offer anything yet. Type `/teach` and a topic you know, like `/teach postgres`."
        return message(nothing, section(nothing), *([pause] if facts.paused_until else []))
    title = f"*What you offer* · {facts.left} of {count(facts.weekly, 'request', 'requests')} left this week"
    if facts.paused_until:
        title = f"*What you offer* · paused until {day(facts.paused_until)}"
    return message(
        "What you offer",
        section(title),
        *(block for one in facts.offers[:20] for block in _standing(one)),
        pause,
    )


def _standing(one: Standing) -> list[Block]:
    number = str(one.offer_id)
    return [
        section(_offer(one.topic, one.ways, one.note)),
        ActionsBlock(
            [
                Button(label("Change"), ids.CHANGE_OFFER, value=number),
                Button(label("Withdraw"), ids.WITHDRAW, value=number),
            ]
        ),
    ]


def _pause_block(facts: MyOffers) -> ActionsBlock:
    if facts.paused_until:
        return ActionsBlock([Button(label("End the pause"), ids.RESUME, value="resume")])
    return ActionsBlock([Button(label("Pause for a while"), ids.PAUSE, value="pause")])


def pause_form(first: date) -> dict[str, Any]:
    """The modal that asks until when nobody should be asked."""
    modal = Modal(
        "Pause",
        [
            InputBlock(
                label("Until when shall I ask you nothing?"),
                DatePicker(UNTIL, initial_date=first.isoformat()),
                block_id=UNTIL,
                hint=label("You can end the pause any time with /teach mine."),
            )
        ],
        close="Cancel",
        submit="Pause",
        callback_id=ids.PAUSE,
    )
    return modal._resolve()


def paused(until: datetime | None) -> Message:
    if until is None:
        return message("Welcome back! I may ask you again.")
    return message(f"I won't ask you anything until {day(until)}. Enjoy the quiet!")


def withdrawn(topic: str) -> Message:
    return message(f"You no longer offer #{escape(topic)}. Thank you for what you taught!")


def teachers(topic: str, found: Sequence[Candidate]) -> Message:
    """To whoever looks for a teacher, alone: who can, best first, and why."""
    if not found:
        nothing = (
            f"Nobody offers #{escape(topic)} yet. Type `/learn topic {escape(topic)}` to say you'd like it, "
            "or ask your question: someone may know."
        )
        return message(nothing)
    blocks: list[Block] = [section(f"*Who can teach #{escape(topic)}*")]
    for one in found[:SHOWN]:
        button = Button(label("Ask for half an hour"), ids.HALF_HOUR, value=f"{one.member_id}:{topic}")
        blocks.append(section(_teacher(one), accessory=button) if one.left else section(_teacher(one)))
    return message(f"Who can teach #{topic}", *blocks)


def teach_help(lines: Sequence[str]) -> Message:
    """What `/teach` can do, with examples; the lines say what words behind it do."""
    return message(
        "How /teach works",
        section("*Everyone knows something. Say what, and people find you.*"),
        section(
            "`/teach postgres` offers a topic; a note may follow: `/teach postgres five years of it`.\n"
            "`/teach` alone opens a form: in which ways, and how many times a week.\n" + "\n".join(lines)
        ),
    )


def _offer(topic: str, given: Ways, note: str) -> str:
    named = [str(_WAYS[way].text.text) for way in _WAYS if getattr(given, way)]
    return f"*#{escape(topic)}*\n{' · '.join(named)}" + (f"\n_{escape(note)}_" if note else "")


def _teacher(one: Candidate) -> str:
    reasons = []
    if one.offers:
        reasons.append("offers it")
    reasons += signals.shown(one.shown)
    if one.referred:
        reasons.append("a colleague says so")
    room = (
        count(one.left, "request", "requests") + " left this week" if one.left else "no room left this week"
    )
    return f"{mention(one.member_id)} · {', '.join(reasons)} · {room}" + (
        f"\n_{escape(one.note)}_" if one.note else ""
    )
