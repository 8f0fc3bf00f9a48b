"""What rows about circles say, and what time brings: rounds, recaps, and circles that need somebody."""

from collections.abc import Callable
from datetime import datetime, timedelta

from learning.circles import circles, replies, rounds, upkeep
from learning.circles.circles import CircleFacts
from learning.circles.formats import formats
from learning.core.schedules import Plan
from messages.circles import circles as render
from messages.circles import rounds as round_render
from messages.core.text import Message
from scheduling import formats as format_kinds
from scheduling.core.kind import InThread, Kind, Skip
from storage.engine.database import Session
from storage.outbox.outbox import Claim

PLANS = {circles.ROUND: Plan(rounds.ask, rounds.missed, of_use=timedelta(days=1))}
"""A round is asked on its own local day or not at all, which the verb looks at more closely."""


def tick(session: Session, *, at: datetime) -> int:
    """Everything about circles that time brings; the same again does nothing. Returns how much it was."""
    return (
        upkeep.orphan(session, at=at)
        + upkeep.back(session, at=at)
        + upkeep.strand(session, at=at)
        + upkeep.wake(session, at=at)
        + rounds.prepare(session, at=at)
        + formats.move(session, at=at)
        + replies.finish(session, at=at)
        + upkeep.conclude(session, at=at)
    )


def _prompt(session: Session, claim: Claim) -> Message | Skip:
    facts = rounds.facts(session, claim.subject_id)
    if claim.message_ts is None and facts.state != "due":
        return Skip(f"the round is {facts.state}")
    return format_kinds.card(session, facts)


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


KINDS = {
    "circles.prompt": Kind(_prompt, posted=_prompt_posted, failed=_prompt_failed),
    "circles.rest": Kind(_rest),
    "circles.preview": Kind(_preview),
    "circles.recap": Kind(_recap),
    "circles.added": Kind(_added),
    "circles.quiet": Kind(_about(render.quiet)),
    "circles.stuck": Kind(_stuck),
    "circles.stranded": Kind(_about(render.stranded)),
    "circles.orphan": Kind(_orphan),
    **format_kinds.KINDS,
}
