"""What to do next, as admins read it: the evidence in words, a button that does it, and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slackblocks import ActionsBlock, Block, Button

from learning.digests import rules
from learning.digests.introductions import Pair
from learning.digests.suggestions import DISMISSED, DONE, Pressed, Suggestion
from learning.lunches.lunches import Card
from learning.teaching.understudies import Call
from messages.core.text import (
    Message,
    context,
    count,
    escape,
    fit,
    label,
    link,
    mention,
    message,
    section,
    tags,
)
from messages.digests import ids
from messages.lunches import ids as lunch_ids
from messages.lunches.lunches import title
from messages.teaching import ids as teaching_ids

Facts = Mapping[str, Any]


def blocks(suggestions: Sequence[Suggestion]) -> list[Block]:
    """The suggestions of a digest, the weightiest first; none are no blocks."""
    if not suggestions:
        return []
    shown: list[Block] = [section("*What to do next*")]
    for one in suggestions:
        shown.append(section(_EVIDENCE[one.kind](one.facts)))
        if one.state == "open":
            shown.append(_buttons(one))
        else:
            shown.append(context(_decided(one)))
    return shown


def pressed(facts: Pressed) -> Message:
    """To whoever pressed."""
    start = "" if facts.fresh else "That was decided already. "
    return message(f"{start}{_decided(facts.suggestion)}")


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
            Button(label("Count me in"), teaching_ids.UNDERSTUDY_AGREE, value=value, style="primary"),
            Button(label("Rather not"), teaching_ids.UNDERSTUDY_DECLINE, value=value),
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


def hello(facts: Pair) -> Message:
    """To two people of teams that seldom meet, in one conversation."""
    one, other = mention(facts.one), mention(facts.other)
    why = "Your teams seldom have to do with each other, which is a pity."
    if facts.topic:
        why = f"{one} teaches #{escape(facts.topic)}, which {other} would like to learn."
    return message(f"{one}, meet {other}. {why} Say hello, and find a quarter of an hour for a coffee?")


def again(facts: Card) -> Message:
    """To the host of a lunch that people would come to again."""
    words = f"People still ask for {title(facts)}. Would you give it once more?"
    button = Button(label("Plan it again"), lunch_ids.LUNCH_AGAIN, value=str(facts.lunch_id), style="primary")
    return message(words, section(words), ActionsBlock([button]))


def _buttons(one: Suggestion) -> ActionsBlock:
    return ActionsBlock(
        [
            Button(label(_press(one)), ids.SUGGESTION_ACT, value=str(one.id), style="primary"),
            Button(label("Not now"), ids.SUGGESTION_DISMISS, value=str(one.id)),
        ]
    )


def _press(one: Suggestion) -> str:
    return {
        rules.WANTED: "Ask around",
        rules.WAITING: "Ask two more people",
        rules.LEANING: "Ask them",
        rules.QUIET: "Change its rhythm",
        rules.TEAMS: "Introduce two people",
        rules.REPEAT: "Ask the host to repeat it",
    }[one.kind]


def _decided(one: Suggestion) -> str:
    who = mention(one.decided_by)
    if one.state == DISMISSED:
        return f"{who} put this off; next week's digest leaves it out."
    assert one.state == DONE
    came = one.facts["outcome"]
    if came.get("facilitators"):
        return f"🔎 {who} tried this, and {_nobody(one)}"
    return f"✅ {who} did this: {_outcome(came)}"


def _nobody(one: Suggestion) -> str:
    """That nobody was found to ask, why, and what one can do about it."""
    if one.kind == rules.WANTED:
        topic = escape(one.facts["topic"])
        return (
            f"nobody who knows what is near #{topic} has room this week. The facilitators know. Whom do you "
            f"think of? They offer it with `/teach {topic}`."
        )
    named = one.facts["outcome"].get("topics")
    why = (
        f"nobody else who knows {tags(named)} has room this week"
        if named
        else "I don't know whom to ask, for the question has no topic"
    )
    thread = link(one.facts["link"], "its thread")
    return f"{why}. The facilitators know. Whom do you think of? Reply “ask @someone” in {thread}, and I do."


def _outcome(came: Facts) -> str:
    if came.get("asked"):
        return f"I'm asking {' and '.join(mention(number) for number in came['asked'])}."
    if came.get("settled"):
        return "by then it had come right by itself."
    return f"{mention(came['one'])} and {mention(came['other'])} hear from me together."


def _wanted(facts: Facts) -> str:
    return (
        f"*{facts['people']:,} people want to learn about #{escape(facts['topic'])}*, and nobody offers to "
        "teach it. I could ask those who know what is nearest to it."
    )


def _waiting(facts: Facts) -> str:
    days = count(facts["days"], "day", "days")
    question = link(facts["link"], f"“{fit(facts['text'], 200)}”")
    return f"*A question has waited {days} for a reply*: {question}"


def _leaning(facts: Facts) -> str:
    helper = f" {mention(facts['next'])} could take some of it." if facts["next"] else ""
    return (
        f"*#{escape(facts['topic'])} rests on {mention(facts['member'])}*: {facts['given']} of "
        f"{facts['of']} accepted answers in twelve weeks.{helper}"
    )


def _quiet(facts: Facts) -> str:
    return (
        f"*{fit(facts['name'], 100)} has gone quiet*: nobody joined in its last {facts['silent']} rounds. "
        f"{mention(facts['by'])} could slow it down."
    )


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


def _repeat(facts: Facts) -> str:
    line = f"{count(facts['line'], 'person was', 'people were')} still in line" if facts["line"] else ""
    wanting = (
        f"{count(facts['wanting'], 'person wants', 'people want')} its topic" if facts["wanting"] else ""
    )
    return (
        f"*“{fit(facts['title'], 150)}” is worth repeating*: {facts['rating']} of 5 from "
        f"{facts['ratings']} people, and {' and '.join(part for part in (line, wanting) if part)}."
    )


_EVIDENCE: dict[str, Callable[[Facts], str]] = {
    rules.WANTED: _wanted,
    rules.WAITING: _waiting,
    rules.LEANING: _leaning,
    rules.QUIET: _quiet,
    rules.TEAMS: _teams,
    rules.REPEAT: _repeat,
}
_WHY = {
    "answers": "You have answered questions on {topic}, and many of them rest on few people.",
    "offers": "You offer to teach {topic}, where help is needed.",
    "near": "People want to learn about {topic}, and you know what is next to it.",
    "wishes": "You wanted to learn about {topic}. Teaching it is the best way to.",
}
