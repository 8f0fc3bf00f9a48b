"""A round in which each is asked in turn: its card, and who is next."""

from slackblocks import ActionsBlock, Button, SectionBlock

from learning.circles.formats.turns import Turn
from learning.circles.rounds import RoundFacts
from messages.circles import ids
from messages.circles.rounds import door, heading, named
from messages.core.text import Message, fit, label, mention, message, section
from storage.outbox.recipients import is_nobody

EVERYBODY = "🌟 Everybody had their turn. Thank you! Is there anything to add? The thread stays open."


def card(facts: RoundFacts) -> Message:
    """The round in its channel: who begins, and that the others are asked one after the other."""
    return message(
        f"{fit(facts.circle.name, 100)}: {fit(facts.prompt, 250)}",
        heading(facts, "🔄"),
        section(fit(facts.prompt)),
        _invitation(facts),
        *door(facts),
    )


def following(turn: Turn) -> Message:
    """In the thread: who is asked now, and who comes after them; a button to pass while it is their turn."""
    words = f"🎈 {mention(turn.member_id)}, what do you say?"
    if not turn.is_now or turn.spoke or is_nobody(turn.member_id):
        return message(words)
    if turn.then_id is not None:
        words += f" After you it's {mention(turn.then_id)}'s turn."
    carried = f"{turn.round.round_id}:{turn.member_id}"
    return message(words, section(words), ActionsBlock([Button(label("Pass"), ids.TURN_PASS, value=carried)]))


def everybody() -> Message:
    """In the thread, when all had their turn."""
    return message(EVERYBODY)


def passed() -> Message:
    """To whoever pressed Pass."""
    return message("That's fine: I'm asking the next one. You can still reply whenever you like.")


def _invitation(facts: RoundFacts) -> SectionBlock:
    first = f"🎈 {mention(facts.opener_id)}, you begin" if facts.opener_id else "🎈 Who likes to begin"
    others = [one for one in facts.members if one != facts.opener_id]
    asked = f" With {named(others)}." if others else ""
    return section(f"{first}: reply in the thread. I'll ask the others one by one.{asked}")
