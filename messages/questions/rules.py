"""What the digest proposes about questions, in words."""

from learning.questions import rules
from messages.core.sockets.digest import Facts, RuleWords
from messages.core.text import count, escape, fit, link, mention, tags


def _waiting(facts: Facts) -> str:
    days = count(facts["days"], "day", "days")
    question = link(facts["link"], f"“{fit(facts['text'], 200)}”")
    return f"*A question has waited {days} for a reply*: {question}"


def _nobody(facts: Facts) -> str:
    named = facts["outcome"].get("topics")
    why = (
        f"nobody else who knows {tags(named)} has room this week"
        if named
        else "I don't know whom to ask, for the question has no topic"
    )
    thread = link(facts["link"], "its thread")
    return f"{why}. The facilitators know. Whom do you think of? Reply “ask @someone” in {thread}, and I do."


def _leaning(facts: Facts) -> str:
    helper = f" {mention(facts['next'])} could take some of it." if facts["next"] else ""
    return (
        f"*#{escape(facts['topic'])} rests on {mention(facts['member'])}*: {facts['given']} of "
        f"{facts['of']} accepted answers in twelve weeks.{helper}"
    )


WAITING = RuleWords(rule=rules.WAITING, evidence=_waiting, button="Ask two more people", nobody=_nobody)
LEANING = RuleWords(rule=rules.LEANING, evidence=_leaning, button="Ask them")
