"""Introductions in words: what the digest proposes, and what two people hear who are brought together."""

from learning.teaching import rules
from learning.teaching.introductions import Pair
from messages.core.sockets.digest import Facts, RuleWords
from messages.core.text import Message, escape, fit, mention, message


def hello(facts: Pair) -> Message:
    """To two people of teams that seldom meet, in one conversation."""
    one, other = mention(facts.one), mention(facts.other)
    why = "Your teams seldom have to do with each other, which is a pity."
    if facts.topic:
        why = f"{one} teaches #{escape(facts.topic)}, which {other} would like to learn."
    return message(f"{one}, meet {other}. {why} Say hello, and find a quarter of an hour for a coffee?")


def _teams(facts: Facts) -> str:
    inside = (
        "all their answers, lunches and thanks in four weeks stayed within the team"
        if facts["inside"]
        else "no answer, lunch or thanks in four weeks was theirs"
    )
    share = f"about {facts['share']} %" if facts["share"] else "under 5 %"
    return (
        f"*{fit(facts['team'], 100)} meets no other team*: {facts['size']} people, and {inside}. "
        f"Elsewhere {share} of them cross teams."
    )


def _came(facts: Facts) -> str:
    came = facts["outcome"]
    return f"{mention(came['one'])} and {mention(came['other'])} hear from me together."


TEAMS = RuleWords(rule=rules.TEAMS, evidence=_teams, button="Introduce two people", came=_came)
