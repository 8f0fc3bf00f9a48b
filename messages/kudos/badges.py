"""Badges: what each is called, the word about a new one, and one's own in a row."""

from collections.abc import Sequence

from slackblocks import Block

from learning.kudos.badges import Earned
from messages.core.text import Message, context, message, section

NAMES = {
    "first_answer": ("💬", "First answer", "you replied to a colleague's question"),
    "first_accepted": ("✅", "First accepted answer", "your reply answered somebody's question"),
    "first_lunch": ("🎓", "First lunch hosted", "people came to learn from you"),
    "five_topics": ("🖐️", "Five topics", "you have helped with five different ones"),
    "four_weeks": ("📆", "Four weeks in a row", "you helped somebody in each of them"),
    "became_teacher": ("🌱", "Learner become teacher", "you pass on what you learned"),
    "first_thanks": ("💛", "First thanks", "you told somebody that their help mattered"),
}
"""Each badge: its picture, its name, and what it is for."""


def earned(names: Sequence[str]) -> Message:
    """To whoever earned one, or several at once, alone."""
    lines = [f"{picture} *{name}*: {why}." for picture, name, why in (NAMES[one] for one in names)]
    title = "A new badge for you" if len(lines) == 1 else "New badges for you"
    words = f"*{title}*\n" + "\n".join(lines)
    return message(title, section(words), context("Only you see it. `/kudos mine` shows all of yours."))


def mine(badges: Sequence[Earned]) -> list[Block]:
    """One's own badges in a row; nothing when there are none."""
    if not badges:
        return []
    shown = " · ".join(f"{NAMES[one.name][0]} {NAMES[one.name][1]}" for one in badges)
    return [section(f"*Your badges*\n{shown}")]
