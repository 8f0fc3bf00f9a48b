"""Experts: the line in a thread that asks somebody, and the word to facilitators when nobody replied."""

import re

from slackblocks import ActionsBlock, Button

from learning.core.words import shorten
from learning.questions.escalation import ASKED_ON, WITH_FACILITATORS, Progress
from learning.questions.experts import Asked
from learning.questions.questions import Card
from messages.core.text import Message, escape, label, link, mention, message, section
from messages.questions import ids

_TO_YOU = (
    (r"^offers ", "you offer "),
    (r"^hosted ", "you hosted "),
    (r"^(?=\d+ accepted answers? on )", "you have "),
    (r"^a colleague says they know ", "a colleague says you know "),
)
"""The reasons that `learning.experts.why` gives, which cards say of people, as they are said to them."""


def to_you(why: str) -> str:
    """Why somebody is asked, said to them."""
    for pattern, words in _TO_YOU:
        why = re.sub(pattern, words, why)
    return why


def ask(facts: Asked) -> Message:
    """In the thread: could you help? And why you."""
    words = (
        f"{mention(facts.member_id)}, could you help here? You came to mind: {escape(to_you(facts.why))}. "
        "A short reply is plenty, or say “ask @someone”."
    )
    button = Button(label("Not me"), ids.NOT_ME, value=str(facts.request_id))
    return message(words, section(words), ActionsBlock([button]))


def waiting(facts: Card, card_link: str, *, private: bool) -> Message:
    """To the facilitators: a question has waited for a working day; of a `private` channel, not which."""
    words = "A question in a private channel" if private else escape(shorten(facts.text, 150))
    title = link(card_link, words)
    return message(
        f"⏳ {title} has had no reply for a working day. Who could know? Reply “ask @someone” in its thread, "
        "and I'll ask them."
    )


def steps(progress: Progress) -> str:
    """What a card says of the search; empty before anybody was asked."""
    asked = ", ".join(f"{mention(member)} ({escape(why)})" for member, why in progress.asked)
    said = [f"Asked {asked}"] if asked else []
    if progress.step == ASKED_ON and asked:
        said.append("No reply for a while, so I looked further")
    elif progress.step == ASKED_ON:
        said.append("No reply for a while, and I know nobody to ask: reply “ask @someone” if you do")
    elif progress.step == WITH_FACILITATORS:
        said.append("No reply for a working day: the facilitators know")
    return ". ".join(said)
