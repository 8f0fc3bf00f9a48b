"""Understudies in words: what somebody hears who might help with a topic."""

from slackblocks import ActionsBlock, Button

from learning.teaching.understudies import Call
from messages.core.text import Message, escape, label, message, section
from messages.teaching import ids

_WHY = {
    "answers": "You have answered questions on {topic}, and many of them rest on few people.",
    "offers": "You offer to teach {topic}, where help is needed.",
    "near": "People want to learn about {topic}, and you know what is next to it.",
    "wishes": "You wanted to learn about {topic}. Teaching it is the best way to.",
}


def call(facts: Call) -> Message:
    """To somebody who might help with a topic."""
    topic = f"#{escape(facts.topic)}"
    if facts.state == "accepted":
        return message(f"You help with {topic} now: new questions on it may find you. Wonderful, thank you!")
    if facts.state != "asked":
        return message(f"No {topic} for you then. Thank you for thinking about it!")
    words = (
        f"{_WHY[facts.why].format(topic=topic)} Would you answer a question on it now and then? "
        "I never ask you more often in a week than you like; `/teach` has the number."
    )
    value = str(facts.request_id)
    buttons = ActionsBlock(
        [
            Button(label("Count me in"), ids.UNDERSTUDY_AGREE, value=value, style="primary"),
            Button(label("Rather not"), ids.UNDERSTUDY_DECLINE, value=value),
        ]
    )
    return message(words, section(words), buttons)


def called(facts: Call) -> Message:
    """To whoever answered that."""
    if facts.state == "accepted":
        return message(
            f"Thank you! You offer to answer questions on #{escape(facts.topic)}; `/teach mine` shows it."
        )
    return message("That's fine, and nobody hears of it.")
