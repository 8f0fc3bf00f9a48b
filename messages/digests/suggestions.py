"""What to do next, as admins read it: the evidence in words, a button that does it, and what came of it."""

from collections.abc import Mapping, Sequence
from functools import cache

from slackblocks import ActionsBlock, Block, Button

from learning.digests.suggestions import DISMISSED, DONE, Pressed, Suggestion
from messages.core.features import features
from messages.core.sockets.digest import RuleWords
from messages.core.text import (
    Message,
    context,
    label,
    mention,
    message,
    section,
)
from messages.digests import ids
from storage import discovery


@cache
def known() -> Mapping[str, RuleWords]:
    """The words of the rules that activities plug in, by the kind of their suggestions."""
    return discovery.unique(
        "words of rules of the digest",
        (
            (activity, words.rule.kind, words)
            for activity, feature in features().items()
            for words in feature.digest.rules
        ),
    )


def blocks(suggestions: Sequence[Suggestion]) -> list[Block]:
    """The suggestions of a digest, the weightiest first; none are no blocks."""
    if not suggestions:
        return []
    shown: list[Block] = [section("*What to do next*")]
    for one in suggestions:
        words = known()[one.kind]
        shown.append(section(words.evidence(one.facts)))
        if one.state == "open":
            shown.append(_buttons(one, words.button))
        else:
            shown.append(context(_decided(one)))
    return shown


def pressed(facts: Pressed) -> Message:
    """To whoever pressed."""
    start = "" if facts.fresh else "That was decided already. "
    return message(f"{start}{_decided(facts.suggestion)}")


def _buttons(one: Suggestion, press: str) -> ActionsBlock:
    return ActionsBlock(
        [
            Button(label(press), ids.SUGGESTION_ACT, value=str(one.id), style="primary"),
            Button(label("Not now"), ids.SUGGESTION_DISMISS, value=str(one.id)),
        ]
    )


def _decided(one: Suggestion) -> str:
    who = mention(one.decided_by)
    if one.state == DISMISSED:
        return f"{who} put this off; next week's digest leaves it out."
    assert one.state == DONE
    words, came = known()[one.kind], one.facts["outcome"]
    if came.get("facilitators"):
        assert words.nobody is not None
        return f"🔎 {who} tried this, and {words.nobody(one.facts)}"
    return f"✅ {who} did this: {_outcome(one, words)}"


def _outcome(one: Suggestion, words: RuleWords) -> str:
    came = one.facts["outcome"]
    if words.came is not None:
        return words.came(one.facts)
    if came.get("settled"):
        return "by then it had come right by itself."
    return f"I'm asking {' and '.join(mention(number) for number in came['asked'])}."
