"""Wishes: what somebody would like to learn, taken back with a press, and the board of what is wanted."""

from collections.abc import Sequence

from slackblocks import ActionsBlock, Block, Button, Element

from learning.teaching.wishes import Wanted, Wish
from messages.core.text import Message, context, count, escape, label, message, section, tags
from messages.teaching import ids, signals

SHOWN = 30
HELP_TOPIC = "`/learn from rust` shows who can teach it, `/learn topic rust` says that you'd like to."
HELP_WANTED = "`/teach wanted` shows what people would like to learn."


def wished(one: Wish) -> Message:
    """To whoever wished: what becomes of it, and who could teach it already."""
    words = f"Noted: you'd like to learn about {tags([one.topic])}."
    then = f"{_teachers(one)}." if one.teachers else "When enough people do, I'll find a host."
    return message(f"{words} {then}", section(f"{words} {then}"), _buttons(one))


def which_topic(verb: str) -> Message:
    """To whoever typed `/learn from` or `/learn topic` and no topic."""
    does = "shows who can teach it" if verb == "from" else "says that you'd like to learn about it"
    return message("Which topic?", section(f"Which topic? `/learn {verb} postgres` {does}."))


def forgotten(topic: str) -> Message:
    """To whoever took a wish back."""
    return message(
        f"Taken back: you no longer wish for {tags([topic])}. `/learn topic {escape(topic)}` brings it back."
    )


def mine(wishes: Sequence[Wish]) -> Message:
    """All that somebody wishes for, each with who could teach it and a way to take it back."""
    if not wishes:
        return message(
            "You wish for nothing now. Type `/learn topic` and a topic to say you'd like to learn it."
        )
    blocks: list[Block] = []
    for one in wishes[:SHOWN]:
        line = _teachers(one) if one.teachers else "Nobody teaches it yet"
        blocks += [section(f"*{tags([one.topic])}*\n{line}"), _buttons(one)]
    more = len(wishes) - SHOWN
    if more > 0:
        blocks.append(context(f"And {more} older ones."))
    return message("What you'd like to learn", *blocks)


def board(rows: Sequence[Wanted]) -> Message:
    """What is wanted most, and a button to teach it; to host it, for whoever teaches it."""
    if not rows:
        return message(
            "Nothing is wanted that nobody teaches. Type `/learn topic` and a topic to wish for one."
        )
    blocks: list[Block] = [section("*What people want to learn*")]
    for row in rows:
        teach = Button(label("I can teach this"), ids.TEACH_THIS, value=row.topic)
        host = Button(label("Host a lunch"), ids.HOST_ON, value=row.topic)
        blocks.append(section(_wanted(row), accessory=host if row.is_mine else teach))
    return message("What people want to learn", *blocks, context("`/learn topic …` adds your own wish."))


def _teachers(one: Wish) -> str:
    return f"{count(one.teachers, 'person', 'people')} can teach this"


def _buttons(one: Wish) -> ActionsBlock:
    see = Button(label("See who"), ids.WISH_TEACHERS, value=one.topic, style="primary")
    back = Button(label("Take it back"), ids.WISH_FORGET, value=str(one.topic_id))
    shown: list[Element] = [see, back] if one.teachers else [back]
    return ActionsBlock(shown)


def _wanted(row: Wanted) -> str:
    parts = ["✅ You teach this"] if row.is_mine else []
    if row.wishes:
        parts.append(count(row.wishes, "wish", "wishes"))
    parts += signals.wanted(row.otherwise)
    parts.append(
        count(row.teachers, "teacher with room", "teachers with room") if row.teachers else "no teacher"
    )
    return f"*#{escape(row.topic)}*\n{' · '.join(parts)}"
