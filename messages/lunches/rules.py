"""What the digest proposes about lunch-and-learns, in words, and what a host hears of it."""

from slackblocks import ActionsBlock, Button

from learning.lunches import rules
from learning.lunches.lunches import Card
from messages.core.sockets.digest import Facts, RuleWords
from messages.core.text import Message, count, escape, fit, label, message, section
from messages.lunches import ids
from messages.lunches.lunches import title


def again(facts: Card) -> Message:
    """To the host of a lunch that people would come to again."""
    words = f"People still ask for {title(facts)}. Would you give it once more?"
    button = Button(label("Plan it again"), ids.LUNCH_AGAIN, value=str(facts.lunch_id), style="primary")
    return message(words, section(words), ActionsBlock([button]))


def _wanted(facts: Facts) -> str:
    return (
        f"*{facts['people']:,} people want to learn about #{escape(facts['topic'])}*, and nobody offers to "
        "teach it. I could ask those who know what is nearest to it."
    )


def _nobody(facts: Facts) -> str:
    topic = escape(facts["topic"])
    return (
        f"nobody who knows what is near #{topic} has room this week. The facilitators know. Whom do you "
        f"think of? They offer it with `/teach {topic}`."
    )


def _repeat(facts: Facts) -> str:
    line = f"{count(facts['line'], 'person was', 'people were')} still in line" if facts["line"] else ""
    wanting = (
        f"{count(facts['wanting'], 'person wants', 'people want')} its topic" if facts["wanting"] else ""
    )
    return (
        f"*“{fit(facts['title'], 150)}” is worth repeating*: {facts['rating']} of 5 from "
        f"{facts['ratings']} people, and {' and '.join(part for part in (line, wanting) if part)}."
    )


WANTED = RuleWords(rule=rules.WANTED, evidence=_wanted, button="Ask around", nobody=_nobody)
REPEAT = RuleWords(rule=rules.REPEAT, evidence=_repeat, button="Ask the host to repeat it")
