"""A debate: its card through the votes, who speaks for which side, and how it moved people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slackblocks import ActionsBlock, Block, Button, Element

from learning.circles.formats import debates
from learning.circles.formats.debates import (
    AFTER,
    AGAINST,
    ARGUE,
    BEFORE,
    FOR,
    UNDECIDED,
    Debate,
    Shift,
    Voted,
)
from messages.circles import ids
from messages.circles.circles import title
from messages.circles.rounds import door, heading, named
from messages.core.dates import moment
from messages.core.text import Message, bold, context, count, fit, label, message, section

SECRET = "Nobody sees how you vote, and the counts stay hidden until both votes are over."
_BUTTONS = (
    (FOR, "For", ids.DEBATE_FOR),
    (AGAINST, "Against", ids.DEBATE_AGAINST),
    (UNDECIDED, "Undecided", ids.DEBATE_UNDECIDED),
)


def card(facts: Debate) -> Message:
    """The debate in its channel, as it stands now."""
    facing = facts.round
    blocks: list[Block] = [heading(facing, "⚖️"), section(f"“{bold(facing.prompt)}”")]
    if facing.stage == ARGUE:
        blocks += [section(_sides(facts)), section(f"Argue in the thread. Then vote again{_from(facts)}.")]
    elif facing.stage == AFTER:
        blocks += [section(_sides(facts)), *_vote(facts, "And now that you have heard both sides?", AFTER)]
    elif facing.state == "over":
        blocks += [section(_sides(facts)), section(_result(facts.shift))]
    else:
        members = f"{named(facing.members)}, w" if facing.members else "W"
        blocks += _vote(facts, f"{members}hat do you think, before any argument?", BEFORE)
    return message(
        f"{fit(facing.circle.name, 100)}, a debate: {fit(facing.prompt, 250)}", *blocks, *door(facing)
    )


def sides(facts: Debate) -> Message:
    """In the thread, once the sides are drawn."""
    if not facts.for_ids:
        return message(
            f"🗣️ The first vote is over. Argue for either side, here. Then vote again{_from(facts)}."
        )
    return message(
        "🗣️ The first vote is over, and the sides are drawn by lot: speak for yours, whatever you think "
        f"yourself.\n{_sides(facts)}\nThen vote again{_from(facts)}."
    )


def again(facts: Debate) -> Message:
    """In the thread, when the second vote opens."""
    return message(
        f"🗳️ What do you think now? Vote again on the card above{_until(facts.until, facts)}. {SECRET}"
    )


def result(facts: Debate) -> Message:
    """In the thread, at the end."""
    return message(f"🏁 {_result(facts.shift)}")


def voted(facts: Voted) -> Message:
    """To whoever voted, alone."""
    debate = facts.debate
    came = f" You're in {title(debate.round.circle)} now, too." if facts.joined else ""
    if not facts.choice:
        return message(f"Your vote is taken back. You can vote{_until(debate.until, debate)}.{came}")
    chosen = {FOR: "for the motion", AGAINST: "against the motion", UNDECIDED: "undecided"}[facts.choice]
    words = (
        f"🗳️ You are {chosen}. You can change that{_until(debate.until, debate)}; nobody else sees it.{came}"
    )
    carried = f"{debate.round.round_id}:{facts.phase}"
    back = Button(label("Take it back"), ids.DEBATE_TAKE_BACK, value=carried)
    return message(words, section(words), ActionsBlock([back]))


def _vote(facts: Debate, question: str, phase: str) -> list[Block]:
    carried = f"{facts.round.round_id}:{phase}"
    buttons: list[Element] = [Button(label(text), name, value=carried) for _, text, name in _BUTTONS]
    voters = (
        f"{count(facts.votes, 'person has', 'people have')} voted" if facts.votes else "Nobody has voted yet"
    )
    ends = f"; the vote ends {moment(facts.until, facts.round.circle.zone)}" if facts.until else ""
    return [section(question), ActionsBlock(buttons), context(f"{voters}{ends}. {SECRET}")]


def _sides(facts: Debate) -> str:
    if not facts.for_ids:
        return "Argue for either side."
    return f"👍 For: {_people(facts.for_ids)}\n👎 Against: {_people(facts.against_ids)}"


def _people(member_ids: Sequence[str]) -> str:
    return named(member_ids) if member_ids else "nobody"


def _from(facts: Debate) -> str:
    return f" from {moment(facts.until, facts.round.circle.zone)}" if facts.until else ""


def _until(until: datetime | None, facts: Debate) -> str:
    return f" until {moment(until, facts.round.circle.zone)}" if until else ""


def _result(shift: Shift | None) -> str:
    """How people thought before and after; nothing that tells who voted how."""
    if shift is None:
        return "The debate is over."
    if not shift.tells:
        return (
            f"The debate is over. Fewer than {debates.FEW} people took part in one of the votes, so counts "
            "stay hidden: they'd tell who voted how."
        )
    moved = "Nobody who voted twice changed their mind."
    if shift.changed:
        moved = (
            f"{shift.changed} of {count(shift.both, 'person', 'people')} who voted twice changed their mind."
        )
    if shift.towards:
        way = "towards the motion" if shift.towards > 0 else "away from the motion"
        shifted = f"The shift: {abs(shift.towards)} {way}."
    else:
        shifted = "The shift: none, all in all."
    return f"Before: {_counts(shift.before)}\nAfter: {_counts(shift.after)}\n{bold(shifted)} {moved}"


def _counts(votes: Mapping[str, int]) -> str:
    return ", ".join(f"{votes[choice]} {choice}" for choice in debates.CHOICES)
