"""A lean coffee: its card, its forms, and what is talked about now."""

from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    Element,
    InputBlock,
    Modal,
    Option,
    PlainTextInput,
    StaticSelectMenu,
)

from learning.circles.formats import coffee_votes
from learning.circles.formats.coffee_votes import VOTES, Ballot
from learning.circles.formats.coffees import DISCUSS, GATHER, VOTE, Coffee, Topic
from learning.core.words import shorten
from messages.circles import ids
from messages.circles.circles import title
from messages.circles.rounds import door, heading, named
from messages.core.dates import moment
from messages.core.text import Message, bold, context, count, fit, label, mention, message, section

NAME = "Lean coffee"
"""What the last page of a form is called."""
TOPIC, VOTES_FIELD = "topic", "votes"
"""The forms' fields. Each topic's votes are a field of their own, named by `vote_field`."""


def card(facts: Coffee) -> Message:
    """The lean coffee in its channel, as it stands now."""
    facing = facts.round
    blocks: list[Block] = [heading(facing, "☕"), section(fit(facing.prompt, 1500))]
    if facing.stage == VOTE:
        blocks += [section(_listing(facts)), *_voting(facts)]
    elif facing.stage == DISCUSS:
        blocks += [section(_listing(facts)), *_discussing(facts)]
    elif facing.state == "over" or facing.stage not in ("", GATHER):
        blocks.append(section(_listing(facts) if facts.topics else "Nobody brought a topic this time."))
        blocks.append(context("The agenda is through. The thread stays open." if facts.topics else _OPEN))
    else:
        blocks += _gathering(facts)
    return message(
        f"{fit(facing.circle.name, 100)}, a lean coffee: {fit(facing.prompt, 250)}", *blocks, *door(facing)
    )


_OPEN = "The thread is open for whatever is on your mind."


def vote(facts: Coffee) -> Message:
    """In the thread, when the vote begins."""
    return message(
        f"🗳️ You have {VOTES} votes for {count(len(facts.topics), 'topic', 'topics')}, to spread as you like: "
        "press Vote on the card above."
    )


def agenda(facts: Coffee) -> Message:
    """In the thread, when the vote is over, or not needed."""
    if not facts.topics:
        return message(f"🌱 Nobody brought a topic this time, and that's fine. {_OPEN}")
    if len(facts.topics) == 1:
        return message("🌱 There is one topic this time, so no vote is needed: here it is.")
    return message(f"📋 {bold('The agenda')}\n{_listing(facts)}")


def topic(facts: Topic) -> Message:
    """In the thread, when a topic's turn has come."""
    return message(f"☕ {bold(facts.text)}\nBrought by {mention(facts.member_id)}. What do you think?")


def brought(facts: Coffee, reader_id: str) -> Message:
    """To whoever brought a topic, with all of theirs to take back."""
    ends = ""
    if facts.until:
        alone = " If it stays the only one, we begin with it then." if len(facts.topics) == 1 else ""
        ends = f" I open the vote {moment(facts.until, facts.round.circle.zone)}.{alone}"
    words = f"It's on the list of {title(facts.round.circle)}.{ends}"
    return message(words, section(words), *_own(facts, reader_id))


def withdrawn(facts: Coffee, reader_id: str) -> Message:
    """To whoever took a topic back, with what else they brought."""
    words = f"It's off the list of {title(facts.round.circle)}."
    return message(words, section(words), *_own(facts, reader_id))


def moved(facts: Coffee) -> Message:
    """To whoever moved on."""
    now = facts.now
    if now is not None:
        return message(f"Now: {bold(now.text)}")
    if facts.round.stage == VOTE:
        return message("The vote is open.")
    return message("That was the last one. The thread stays open.")


def voted(facts: Ballot) -> Message:
    """To whoever spread their votes."""
    given = sum(facts.spread.values())
    left = f" You have {count(VOTES - given, 'vote', 'votes')} left." if given < VOTES else ""
    words = f"Your {count(given, 'vote is', 'votes are')} in." if given else "You have given no votes."
    return message(f"{words}{left} You can change them until the vote ends, and nobody else sees them.")


def add_form(facts: Coffee, reader_id: str) -> dict[str, Any]:
    """The modal that takes a topic, and gives back those that one brought."""
    blocks: list[Block] = [
        section(f"For {title(facts.round.circle)}:"),
        InputBlock(
            label("What would you like to talk about?"),
            PlainTextInput(TOPIC, max_length=coffee_votes.LONGEST, focus_on_load=True),
            block_id=TOPIC,
            hint=label("In a few words. Everybody sees who brought it."),
        ),
        *_own(facts, reader_id),
    ]
    return _modal("Add a topic", "Add", ids.COFFEE_ADD, facts.round.round_id, blocks)


def vote_form(facts: Ballot) -> dict[str, Any]:
    """The modal in which somebody spreads their votes, as they are now."""
    options = [Option(label(count(number, "vote", "votes")), str(number)) for number in range(VOTES + 1)]
    blocks: list[Block] = [section(f"You have {VOTES} votes. Spread them as you like; nobody else sees it.")]
    for one in facts.coffee.topics:
        chosen = options[facts.spread.get(one.topic_id, 0)]
        blocks.append(
            InputBlock(
                label(shorten(one.text, 150)),
                StaticSelectMenu(VOTES_FIELD, options, initial_option=chosen),
                block_id=vote_field(one.topic_id),
            )
        )
    return _modal("Vote", "Save", ids.COFFEE_VOTE, facts.coffee.round.round_id, blocks)


def vote_field(topic_id: int) -> str:
    return f"{VOTES_FIELD}.{topic_id}"


def done(words: Message) -> dict[str, Any]:
    """The last page of the vote's form."""
    return Modal(NAME, section(words["text"]), close="Done")._resolve()


def _gathering(facts: Coffee) -> list[Block]:
    facing, number = facts.round, str(facts.round.round_id)
    blocks: list[Block] = [section(_listing(facts))] if facts.topics else []
    if facing.members and not facts.topics:
        blocks.append(section(f"🎈 {named(facing.members)}: what is yours?"))
    for one in facts.left_over:
        back = Button(label("Bring it back"), ids.COFFEE_BACK, value=f"{number}:{one.topic_id}")
        blocks.append(section(f"Left from last time: {fit(one.text, 600)}", accessory=back))
    buttons: list[Element] = [Button(label("Add a topic"), ids.COFFEE_ADD, value=number, style="primary")]
    alone = len(facts.topics) == 1
    if facts.topics:
        start = "Begin with it" if alone else "Start the vote"
        buttons.append(Button(label(start), ids.COFFEE_NEXT, value=f"{number}:{GATHER}"))
    blocks.append(ActionsBlock(buttons))
    if facts.until:
        what = "With one topic no vote is needed: we begin" if alone else "The vote opens"
        blocks.append(
            context(f"{what} {moment(facts.until, facing.circle.zone)}, or when {_leader(facts)} likes.")
        )
    return blocks


def _own(facts: Coffee, reader_id: str) -> list[Block]:
    """What somebody brought, each to take back while topics are gathered."""
    if facts.round.stage != GATHER:
        return []
    return [
        section(
            f"Yours: {fit(one.text, 600)}",
            accessory=Button(label("Take it back"), ids.COFFEE_WITHDRAW, value=str(one.topic_id)),
        )
        for one in facts.topics
        if one.member_id == reader_id
    ]


def _voting(facts: Coffee) -> list[Block]:
    number = str(facts.round.round_id)
    voters = (
        f"{count(facts.voters, 'person has', 'people have')} voted"
        if facts.voters
        else "Nobody has voted yet"
    )
    ends = f"; the vote ends {moment(facts.until, facts.round.circle.zone)}" if facts.until else ""
    return [
        ActionsBlock(
            [
                Button(label("Vote"), ids.COFFEE_VOTE, value=number, style="primary"),
                Button(label("Post the agenda"), ids.COFFEE_NEXT, value=f"{number}:{VOTE}"),
            ]
        ),
        context(f"{voters}{ends}, or when {_leader(facts)} posts the agenda. Votes are secret."),
    ]


def _discussing(facts: Coffee) -> list[Block]:
    carried = f"{facts.round.round_id}:{facts.now_id}"
    return [
        ActionsBlock([Button(label("Next topic"), ids.COFFEE_NEXT, value=carried)]),
        context(f"Reply in the thread. {_leader(facts)} moves on to the next topic."),
    ]


def _leader(facts: Coffee) -> str:
    opener, facilitator = facts.round.opener_id, facts.round.circle.facilitator_id
    return " or ".join(mention(one) for one in dict.fromkeys((facilitator, opener)) if one)


def _listing(facts: Coffee) -> str:
    """The topics, in the agenda's order with their votes once there is one."""
    lines = []
    for one in facts.topics:
        text = fit(shorten(one.text, 100), 110)
        if not one.place:
            lines.append(f"• {text}")
            continue
        sign = "✅" if one.is_done else "👉" if one.topic_id == facts.now_id else "▫️"
        votes = f" ({count(one.votes, 'vote', 'votes')})" if len(facts.topics) > 1 else ""
        lines.append(f"{sign} {one.place}. {text}{votes}")
    return "\n".join(lines)


def _modal(name: str, submit: str, callback_id: str, round_id: int, blocks: list[Block]) -> dict[str, Any]:
    modal = Modal(
        name, blocks, close="Close", submit=submit, callback_id=callback_id, private_metadata=str(round_id)
    )
    return modal._resolve()
