"""What rows about circles say: their rounds in each format, recaps, and circles that need somebody."""

from collections.abc import Callable
from datetime import datetime

from learning.circles import circles, names, replies, rounds
from learning.circles.circles import CircleFacts
from learning.circles.formats import coffees, debates, formats, turns
from learning.circles.keys import InRound
from learning.circles.rounds import RoundFacts
from messages.circles import circles as render
from messages.circles import coffees as coffee_render
from messages.circles import debates as debate_render
from messages.circles import rounds as round_render
from messages.circles import turns as turn_render
from messages.core.text import Message
from scheduling.core.kind import InThread, Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim

NO_THREAD = Skip("its prompt is not there any more")


def _prompt(session: Session, claim: Claim) -> Message | Skip:
    facts = rounds.facts(session, claim.subject_id)
    if claim.message_ts is None and facts.state != "due":
        return Skip(f"the round is {facts.state}")
    return _round(session, facts)


def _prompt_posted(session: Session, claim: Claim, message_ts: str, at: datetime) -> None:
    formats.posted(session, claim.subject_id, message_ts, at=at)


def _prompt_failed(session: Session, claim: Claim, at: datetime) -> None:
    if claim.message_ts is None:
        rounds.unposted(session, claim.subject_id, at=at)


def _preview(session: Session, claim: Claim) -> Message | Skip:
    facts = rounds.facts(session, claim.subject_id)
    if claim.message_ts is None and facts.circle.facilitator_id != claim.recipient_id:
        return Skip("somebody else facilitates the circle now")
    if claim.message_ts is None and facts.state not in ("planned", "skipped"):
        return Skip("the prompt went out before they could look at it")
    return round_render.preview(facts)


def _rest(session: Session, claim: Claim) -> Message:
    return round_render.rest(rounds.facts(session, claim.subject_id))


def _recap(session: Session, claim: Claim) -> InThread | Skip:
    facts = replies.recap(session, claim.subject_id)
    if facts.round.message_ts is None or not facts.voices:
        return Skip("nobody's reply is left", remove=True)
    return InThread(facts.round.message_ts, round_render.recap(facts))


def _about(render: Callable[[CircleFacts], Message]) -> Callable[[Session, Claim], Message | Skip]:
    """What is said of a circle as it stands, while it goes on."""

    def say(session: Session, claim: Claim) -> Message | Skip:
        facts = circles.facts(session, claim.subject_id)
        if claim.message_ts is None and facts.state == "ended":
            return Skip("the circle has ended")
        return render(facts)

    return say


def _added(session: Session, claim: Claim) -> Message | Skip:
    if claim.message_ts is None and not circles.is_in(session, claim.subject_id, claim.recipient_id):
        return Skip("they are not in it any more")
    return render.added(circles.facts(session, claim.subject_id))


def _stuck(session: Session, claim: Claim) -> Message:
    return render.stuck(rounds.facts(session, claim.subject_id).circle)


def _orphan(session: Session, claim: Claim) -> Message | Skip:
    facts = circles.facts(session, claim.subject_id)
    if claim.message_ts is None and (not facts.is_orphaned or facts.state == "ended"):
        return Skip("somebody facilitates it, or it ended")
    return render.orphan(facts, claim.recipient_id)


def _round(session: Session, facts: RoundFacts) -> Message:
    """A round in its channel, as its format shows it."""
    if facts.format == circles.TURNS:
        return turn_render.card(facts)
    if facts.format == circles.DEBATE:
        return debate_render.card(debates.facts(session, facts.round_id))
    if facts.format == circles.COFFEE:
        return coffee_render.card(coffees.facts(session, facts.round_id))
    return round_render.prompt(facts)


def _turn(session: Session, claim: Claim) -> InThread | Skip:
    turn = turns.find(session, claim.subject_id, InRound.read(claim.key).which)
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
    number = InRound.read(claim.key).which
    about = next(topic for topic in facts.topics if topic.topic_id == number)
    ts = facts.round.message_ts
    return InThread(ts, coffee_render.topic(about)) if ts else NO_THREAD


FEATURE = Feature(
    render={
        names.PROMPT: Kind(_prompt, posted=_prompt_posted, failed=_prompt_failed),
        names.REST: Kind(_rest),
        names.PREVIEW: Kind(_preview),
        names.RECAP: Kind(_recap),
        names.ADDED: Kind(_added),
        names.QUIET: Kind(_about(render.quiet)),
        names.STUCK: Kind(_stuck),
        names.STRANDED: Kind(_about(render.stranded)),
        names.ORPHAN: Kind(_orphan),
        names.TURNS_NEXT: Kind(_turn),
        names.TURNS_DONE: Kind(_everybody),
        names.DEBATE_SIDES: Kind(_debate(debate_render.sides)),
        names.DEBATE_AGAIN: Kind(_debate(debate_render.again)),
        names.DEBATE_RESULT: Kind(_debate(debate_render.result)),
        names.COFFEE_VOTE: Kind(_coffee(coffee_render.vote)),
        names.COFFEE_AGENDA: Kind(_coffee(coffee_render.agenda)),
        names.COFFEE_TOPIC: Kind(_topic),
    }
)
