"""What rounds of each format say: their cards, and the replies in their threads."""

from collections.abc import Callable

from learning.circles import circles
from learning.circles.formats import coffees, debates, formats, turns
from learning.circles.rounds import RoundFacts
from messages.circles import coffees as coffee_render
from messages.circles import debates as debate_render
from messages.circles import rounds as round_render
from messages.circles import turns as turn_render
from messages.core.text import Message
from scheduling.core.kind import InThread, Kind, Skip
from storage.engine.database import Session
from storage.outbox.outbox import Claim

NO_THREAD = Skip("its prompt is not there any more")


def card(session: Session, facts: RoundFacts) -> Message:
    """A round in its channel, as its format shows it."""
    if facts.format == circles.TURNS:
        return turn_render.card(facts)
    if facts.format == circles.DEBATE:
        return debate_render.card(debates.facts(session, facts.round_id))
    if facts.format == circles.COFFEE:
        return coffee_render.card(coffees.facts(session, facts.round_id))
    return round_render.prompt(facts)


def _next(session: Session, claim: Claim) -> InThread | Skip:
    turn = turns.find(session, claim.subject_id, int(claim.key.rpartition(":")[2]))
    if turn is None or turn.round.message_ts is None:
        return NO_THREAD
    if claim.message_ts is None and turn.spoke:
        return Skip("they spoke before they were asked")
    return InThread(turn.round.message_ts, turn_render.following(turn))


def _everybody(session: Session, claim: Claim) -> InThread | Skip:
    ts = formats.thread(session, claim.subject_id)
    return InThread(ts, turn_render.everybody()) if ts else NO_THREAD


def _debate(render: Callable[[debates.Debate], Message]) -> Callable[[Session, Claim], InThread | Skip]:
    def say(session: Session, claim: Claim) -> InThread | Skip:
        facts = debates.facts(session, claim.subject_id)
        ts = facts.round.message_ts
        return InThread(ts, render(facts)) if ts else NO_THREAD

    return say


def _coffee(render: Callable[[coffees.Coffee], Message]) -> Callable[[Session, Claim], InThread | Skip]:
    def say(session: Session, claim: Claim) -> InThread | Skip:
        facts = coffees.facts(session, claim.subject_id)
        ts = facts.round.message_ts
        return InThread(ts, render(facts)) if ts else NO_THREAD

    return say


def _topic(session: Session, claim: Claim) -> InThread | Skip:
    facts = coffees.facts(session, claim.subject_id)
    number = int(claim.key.rpartition(":")[2])
    about = next(topic for topic in facts.topics if topic.topic_id == number)
    ts = facts.round.message_ts
    return InThread(ts, coffee_render.topic(about)) if ts else NO_THREAD


KINDS = {
    "turns.next": Kind(_next),
    "turns.done": Kind(_everybody),
    "debates.sides": Kind(_debate(debate_render.sides)),
    "debates.again": Kind(_debate(debate_render.again)),
    "debates.result": Kind(_debate(debate_render.result)),
    "coffees.vote": Kind(_coffee(coffee_render.vote)),
    "coffees.agenda": Kind(_coffee(coffee_render.agenda)),
    "coffees.topic": Kind(_topic),
}
