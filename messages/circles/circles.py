"""What circles look like: the list, answers to those who press, and news for those who look after them."""

from collections.abc import Sequence
from datetime import datetime

from slackblocks import ActionsBlock, Block, Button, DividerBlock, Element, Option, OverflowMenu

from learning.circles import circles, rhythms
from learning.circles.circles import CircleFacts, ListedCircle
from learning.circles.membership import Membership
from learning.circles.rounds import AHEAD
from learning.core.words import shorten
from messages.circles import ids
from messages.core.dates import moment, on
from messages.core.text import (
    Message,
    bold,
    channel,
    context,
    count,
    escape,
    label,
    mention,
    message,
    section,
    tags,
)
from storage.outbox.recipients import is_nobody

HELP_LIST = "`/circle list` shows the circles there are: join or leave with a press."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORMATS = {
    circles.DISCUSSION: "open discussion",
    circles.TURNS: "a round, each in turn",
    circles.DEBATE: "debate",
    circles.COFFEE: "lean coffee",
}


def rhythm(facts: CircleFacts) -> str:
    """How often it meets: every Tuesday at 10:00 (Europe/Lisbon)."""
    day = WEEKDAYS[facts.rhythm.weekday]
    often = {rhythms.WEEKLY: f"every {day}", rhythms.FORTNIGHTLY: f"every second {day}"}.get(
        facts.rhythm.repeat, f"on the {facts.rhythm.repeat} {day} of the month"
    )
    until = f", until {on(facts.until, facts.zone)}" if facts.until else ""
    return f"{often} at {facts.local:%H:%M} ({facts.zone.replace('_', ' ')}){until}"


def title(facts: CircleFacts) -> str:
    """A circle's name, in quotation marks."""
    return f"“{escape(shorten(facts.name, 80))}”"


def next_round(facts: CircleFacts) -> str:
    """A sentence on when it meets next, led in by a space; empty when it does not."""
    return f" Next: {moment(facts.next_at, facts.zone)}." if facts.next_at else ""


def listing(listed: Sequence[ListedCircle], *, may_begin: bool, page: int = 1) -> Message:
    """To whoever asked, alone: the circles there are, and how to see those that have no room here."""
    if not listed:
        first = "Type `/circle` to begin the first one." if may_begin else "Ask a facilitator to begin one."
        return message("There are no more circles." if page > 1 else f"There is no circle yet. {first}")
    shown = listed[: circles.SHOWN]
    text, more = count(len(shown), "circle", "circles"), len(listed) > len(shown)
    if more or page > 1:
        before = (page - 1) * circles.SHOWN
        text = f"Circles {before + 1} to {before + len(shown)}"
    rest = [context(f"There are more: type `/circle list {page + 1}`.")] if more else []
    return message(text, section(f"*{text}*"), *list_blocks(shown), *rest)


def mine(listed: Sequence[ListedCircle]) -> list[Block]:
    """The circles that somebody is in or facilitates, for their Home."""
    return [block for block in list_blocks(listed) if not isinstance(block, DividerBlock)]


def list_blocks(listed: Sequence[ListedCircle]) -> list[Block]:
    """Each circle with what can be pressed: at most four blocks."""
    blocks: list[Block] = []
    for item in listed:
        facts = item.facts
        about = f" {tags([facts.topic])}" if facts.topic else ""
        size = count(facts.members, "member", "members")
        lines = [
            f"{bold(shorten(facts.name, 80))}{about}",
            f"🔁 {rhythm(facts)} in {channel(facts.channel_id)}",
            f"{size} · {FORMATS[facts.format]} · {_facilitator(facts)}",
        ]
        blocks += [DividerBlock(), section("\n".join(lines)), context(standing(item))]
        if pressed := _buttons(item):
            blocks.append(ActionsBlock(pressed))
    return blocks


def _facilitator(facts: CircleFacts) -> str:
    if facts.is_orphaned:
        return "⚪ nobody facilitates it any more"
    return f"with {mention(facts.facilitator_id)}"


def standing(item: ListedCircle) -> str:
    """Where a circle stands, in one line."""
    facts = item.facts
    if facts.state == "paused":
        until = f" until {on(facts.paused_until, facts.zone)}" if facts.paused_until else ""
        state = f"⏸️ Paused{until}{f': {facts.why}' if facts.why else ''}"
    elif facts.next_at is not None:
        state = f"🗓️ Next: {moment(facts.next_at, facts.zone)}"
    else:
        state = "Its last round has been"
    return f"{state} · ✅ You are in it" if item.is_in else state


def joined(outcome: Membership) -> Message:
    """To whoever pressed Join, in the list or under a prompt."""
    facts = outcome.facts
    start = "You are already in" if outcome.before else "Welcome to"
    return message(
        f"{start} {title(facts)}: {rhythm(facts)} in {channel(facts.channel_id)}.{next_round(facts)}"
    )


def left(outcome: Membership) -> Message:
    """To whoever pressed Leave."""
    if outcome.before:
        return message(f"You weren't in {title(outcome.facts)}.")
    return message(f"You left {title(outcome.facts)}. Come back whenever you like with `/circle list`.")


def begun(facts: CircleFacts, *, at: datetime) -> Message:
    """To whoever began a circle; `at` is now, in UTC."""
    preview = "Two days before each round I'll show you its prompt."
    if facts.next_at is not None and facts.next_at - at <= AHEAD:
        preview = (
            "It begins so soon that I'm showing you its first prompt now; the others come two days before."
        )
    return message(
        f"{title(facts)} meets {rhythm(facts)} in {channel(facts.channel_id)}.{next_round(facts)} {preview}"
    )


def edited(facts: CircleFacts) -> Message:
    return message(
        f"Saved: {title(facts)} meets {rhythm(facts)} in {channel(facts.channel_id)}.{next_round(facts)}"
    )


def paused(facts: CircleFacts) -> Message:
    until = (
        f"until {on(facts.paused_until, facts.zone)}" if facts.paused_until else "until somebody resumes it"
    )
    return message(f"{title(facts)} is paused {until}.")


def resumed(facts: CircleFacts) -> Message:
    return message(f"{title(facts)} goes on.{next_round(facts)}")


def ended(facts: CircleFacts) -> Message:
    return message(f"{title(facts)} has ended. Thank you for keeping it going!")


def added(facts: CircleFacts) -> Message:
    """To someone whom a facilitator brought into a circle."""
    words = (
        f"👋 {mention(facts.facilitator_id)} added you to {title(facts)}: {rhythm(facts)} "
        f"in {channel(facts.channel_id)}.{next_round(facts)}"
    )
    leave = Button(label("Leave"), ids.CIRCLE_LEAVE, value=str(facts.circle_id))
    return message(words, section(words), ActionsBlock([leave]))


def quiet(facts: CircleFacts) -> Message:
    """To the facilitator, after silent rounds in a row."""
    words = (
        f"🤫 It has been quiet in {title(facts)}: nobody joined in the last {facts.silent} rounds. "
        "That happens. Would a slower rhythm suit it better?"
    )
    number = str(facts.circle_id)
    buttons: list[Element] = []
    if facts.rhythm.slower != facts.rhythm:
        buttons.append(Button(label("Slow it down"), ids.CIRCLE_SLOWER, value=number, style="primary"))
    buttons += [
        Button(label("Change it"), ids.CIRCLE_EDIT, value=number),
        Button(label("Pause it"), ids.CIRCLE_PAUSE, value=number),
    ]
    return message(words, section(words), ActionsBlock(buttons))


def stuck(facts: CircleFacts) -> Message:
    """To the facilitator, whose circle's prompt could not be posted."""
    words = (
        f"I couldn't post today's prompt of {title(facts)} in {channel(facts.channel_id)}. "
        "Invite me there, or choose another channel, and the next round finds its way."
    )
    return message(words, section(words), ActionsBlock([_change(facts)]))


def stranded(facts: CircleFacts) -> Message:
    """To the facilitator, whose circle stopped because of its channel."""
    if facts.state != "paused" or not facts.why:
        return message(f"✅ {title(facts)} goes on in {channel(facts.channel_id)}.{next_round(facts)}")
    words = (
        f"⏸️ I paused {title(facts)}: {facts.why}, {channel(facts.channel_id)}. "
        "Choose another channel, and it goes on."
    )
    resume = Button(label("Resume"), ids.CIRCLE_RESUME, value=str(facts.circle_id))
    return message(words, section(words), ActionsBlock([_change(facts), resume]))


def orphan(facts: CircleFacts, reader_id: str) -> Message:
    """To facilitators: somebody left the company, or had their data deleted, and with it their circle."""
    if facts.state == "ended":
        return message(f"{title(facts)} has ended.")
    if not facts.is_orphaned:
        who = (
            "You facilitate"
            if facts.facilitator_id == reader_id
            else f"{mention(facts.facilitator_id)} facilitates"
        )
        return message(f"✅ {who} {title(facts)} now.")
    why = f"{mention(facts.facilitator_id)} has left the company and facilitated"
    if is_nobody(facts.facilitator_id):
        why = "Nobody looks after"
    words = f"{why} {title(facts)}: {rhythm(facts)} in {channel(facts.channel_id)}. Would you take it over?"
    end = Button(label("End it"), ids.CIRCLE_END, value=str(facts.circle_id))
    return message(words, section(words), ActionsBlock([_take_over(facts), end]))


def orphans(found: Sequence[CircleFacts]) -> list[Block]:
    """On facilitators' Home: what nobody looks after."""
    return [
        section(
            f"🧵 Nobody facilitates {title(facts)} any more.\n🔁 {rhythm(facts)}", accessory=_take_over(facts)
        )
        for facts in found
    ]


def taken_over(facts: CircleFacts) -> Message:
    return message(f"Thank you! You facilitate {title(facts)} now.{next_round(facts)}")


def help_text(lines: Sequence[str]) -> Message:
    """What `/circle` can do; the lines say what words behind it do."""
    return message(
        "How /circle works",
        section("*Think aloud together, again and again.*"),
        section(
            "".join(f"{line}\n" for line in lines)
            + "`/circle` begins one, if you facilitate: who, how often, how, and what to talk about."
        ),
        context(
            "A circle gets a prompt at its time, and a thread; somebody else opens it each time. "
            "Facilitators see each prompt two days before, and can swap, edit or skip it."
        ),
    )


def _take_over(facts: CircleFacts) -> Button:
    return Button(
        label("I'll facilitate it"), ids.CIRCLE_TAKE_OVER, value=str(facts.circle_id), style="primary"
    )


def _change(facts: CircleFacts) -> Button:
    return Button(label("Change it"), ids.CIRCLE_EDIT, value=str(facts.circle_id))


def join_button(facts: CircleFacts, *, stands_out: bool = False) -> Button:
    """Joins an open circle with a press."""
    return Button(
        label("Join"),
        ids.CIRCLE_JOIN,
        value=str(facts.circle_id),
        style="primary" if stands_out else None,
    )


def _buttons(item: ListedCircle) -> list[Element]:
    facts, number = item.facts, str(item.facts.circle_id)
    pressed: list[Element] = []
    if item.is_in:
        pressed.append(Button(label("Leave"), ids.CIRCLE_LEAVE, value=number))
    elif facts.is_open:
        pressed.append(join_button(facts, stands_out=True))
    if item.may_decide and facts.is_orphaned:
        pressed.append(_take_over(facts))
    if item.may_decide:
        choices = [
            ("Edit", ids.CIRCLE_EDIT),
            ("Resume", ids.CIRCLE_RESUME) if facts.state == "paused" else ("Pause", ids.CIRCLE_PAUSE),
            ("Skip the next round", ids.CIRCLE_SKIP),
            ("End", ids.CIRCLE_END),
        ]
        pressed.append(
            OverflowMenu(
                ids.CIRCLE_MORE, [Option(label(text), f"{chosen}:{number}") for text, chosen in choices]
            )
        )
    return pressed
