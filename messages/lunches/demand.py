"""Demand: asking somebody to host what people want, and the news of it."""

from collections.abc import Sequence

from slackblocks import ActionsBlock, Block, Button

from learning.core.words import shorten
from learning.lunches.demand import Unmet
from learning.lunches.host_requests import Suggestion
from learning.lunches.lunches import Card
from messages.core.text import Message, count, escape, fit, label, message, section, tags
from messages.lunches import ids
from messages.lunches.lunches import title, when


def suggest(facts: Suggestion) -> Message:
    """To the one who could host: so many want it, and this is what they ask."""
    topic = f"#{escape(facts.topic)}"
    if facts.state == "accepted":
        if facts.is_coming:
            return message(f"You're hosting something on {topic}. Wonderful!")
        words = f"You'd host something on {topic}: thank you! Send the form, and I announce it."
        again = Button(label("Open the form again"), ids.HOST_IT, value=str(facts.request_id))
        return message(words, section(words), ActionsBlock([again]))
    if facts.state != "asked":
        return message(f"No lunch on {topic} then. Thank you for thinking about it!")
    if facts.is_coming:
        return message(
            f"A lunch-and-learn on {topic} is coming, so no need to do anything any more. Thank you!"
        )
    start = f"{facts.people} people want to learn about {topic}. Would you host a lunch-and-learn?"
    questions = "\n".join(f"• {fit(question, 200)}" for question in facts.questions)
    words = f"{start}\nThey ask:\n{questions}" if questions else start
    return message(start, section(words), _answers(facts))


def mine(found: Sequence[Suggestion]) -> list[Block]:
    """On somebody's Home: what they are asked to host, or said they would."""
    blocks: list[Block] = []
    for one in found:
        topic = f"#{escape(one.topic)}"
        if one.state == "accepted":
            again = Button(label("Plan it"), ids.HOST_IT, value=str(one.request_id))
            blocks.append(section(f"🙋 You said you'd host something on {topic}.", accessory=again))
            continue
        words = f"🙋 {count(one.people, 'person wants', 'people want')} to learn about {topic}."
        blocks += [section(f"{words} Would you host a lunch-and-learn?"), _answers(one)]
    return blocks


def _answers(facts: Suggestion) -> ActionsBlock:
    value = str(facts.request_id)
    return ActionsBlock(
        [
            Button(label("Host it"), ids.HOST_IT, value=value, style="primary"),
            Button(label("Not this time"), ids.NOT_HOST, value=value),
        ]
    )


def plan(facts: Suggestion) -> tuple[str, str]:
    """A title and what people take away, for the form to begin with."""
    title = f"{facts.topic.replace('-', ' ').capitalize()}, by request"
    questions = "\n".join(f"• {shorten(question, 200)}" for question in facts.questions)
    return title, f"Answers to what you asked:\n{questions}" if questions else ""


def unmet(facts: Unmet) -> Message:
    """To the facilitators: nobody with room can teach it."""
    return message(
        f"{facts.people} people want to learn about #{escape(facts.topic)}, and I found nobody with room "
        "to teach it. Who could you ask?"
    )


def announced(facts: Card) -> Message:
    """To those who wanted it, before the channel hears of it."""
    about = tags(facts.topics)
    words = f"You wanted to learn about {about}: {title(facts)}, {when(facts)}. You hear of it first."
    buttons = ActionsBlock(
        [Button(label("Sign up"), ids.LUNCH_JOIN, value=str(facts.lunch_id), style="primary")]
    )
    return message(words, section(words), buttons)


def declined(topic: str) -> Message:
    return message(f"That's fine. I'll ask somebody else about #{escape(topic)}.")
