"""What each kind of outbox row says: facts from the heart, words from the voice."""

from dataclasses import replace
from datetime import datetime

from learning.half_hours import half_hours, teacher_requests
from learning.lunches import demand, host_requests
from learning.lunches import lunches as lunch_facts
from learning.questions import acceptance, answers, drafts, experts, questions
from learning.workspace import channels, people, preferences, roles
from messages.core import dates
from messages.core.text import Message, is_nobody
from messages.half_hours import half_hours as half_hour_render
from messages.lunches import demand as demand_render
from messages.questions import experts as expert_render
from messages.questions import questions as render
from messages.workspace import roles as role_render
from scheduling import circles, digests, kudos, lunches, privacy
from scheduling.core.kind import InThread, Kind, Later, Skip, WithFile
from storage.engine.database import Session
from storage.outbox.outbox import Claim

__all__ = ["KINDS", "InThread", "Kind", "Later", "Skip", "WithFile", "row"]


def row(session: Session, claim: Claim, *, at: datetime) -> Message | InThread | WithFile | Skip | Later:
    """What a row says now (UTC), or that it waits or is left out because its reader wants it so.

    Who is written to alone has dates in their own words.
    Who keeps quiet hours gets a message that would be of no use afterwards all the same; a pause is a pause.
    """
    kind = KINDS[claim.kind]
    if claim.message_ts is None and claim.recipient_id[0] in "UW" and not kind.at_once:
        chosen = preferences.get(session, claim.workspace_id, claim.recipient_id)
        if kind.reminder and not chosen.reminders:
            return Skip("they want no reminders")
        paused = max(at, chosen.paused_until or at)
        if at < paused and claim.expires_at <= paused:
            return Skip("they paused everything until it would be of no use")
        opens = preferences.opens_at(
            chosen, people.get(session, claim.workspace_id, claim.recipient_id).zone, at
        )
        # Quiet hours that would make it useless do not hold it up; they are looked at again after a pause.
        until = opens if opens < claim.expires_at else paused
        if at < until:
            return Later(until, "they want quiet until then")
    said = kind.render(session, claim)
    if claim.recipient_id[0] not in "UW" or isinstance(said, Skip | InThread):
        return said
    reader = people.get(session, claim.workspace_id, claim.recipient_id)
    if isinstance(said, WithFile):
        return replace(said, comment=dates.localised(said.comment, reader))
    return dates.localised(said, reader)


def _card(session: Session, claim: Claim) -> Message | Skip:
    facts = questions.card(session, claim.subject_id)
    return Skip("the question was removed", remove=True) if facts.state == "removed" else render.card(facts)


def _card_posted(session: Session, claim: Claim, message_ts: str, at: datetime) -> None:
    questions.posted(session, claim.subject_id, message_ts, at=at)


def _card_failed(session: Session, claim: Claim, at: datetime) -> None:
    if claim.message_ts is None:
        questions.unposted(session, claim.subject_id, at=at)


def _check(session: Session, claim: Claim) -> Message | Skip:
    facts = answers.check(session, claim.subject_id, int(claim.key.rpartition(":")[2]))
    if claim.message_ts is None and (facts.state != "open" or facts.stale):
        return Skip("the asker decided before being asked")
    return render.check(facts) or Skip("the replies were deleted", remove=True)


def _accepted(session: Session, claim: Claim) -> Message | Skip:
    facts = acceptance.accepted(session, claim.subject_id)
    if facts is None:
        return Skip("the acceptance was taken back", remove=True)
    return render.accepted(facts, claim.recipient_id)


def _thanks(session: Session, claim: Claim) -> Message | Skip:
    known = drafts.deflected(session, claim.subject_id)
    return render.thanks(known) if known else Skip("it was asked anyway", remove=True)


def _stuck(session: Session, claim: Claim) -> Message | Skip:
    facts, outcome = questions.stuck(session, claim.subject_id)
    if outcome.link is None:
        return render.stuck(facts, outcome.channel_id)
    return render.asked(outcome) if claim.message_ts else Skip("it was posted meanwhile")


def _expert(session: Session, claim: Claim) -> InThread | Skip:
    facts = experts.asked(session, claim.subject_id)
    if not facts.needed or facts.thread_ts is None:
        return Skip("somebody replied, or they passed", remove=facts.passed or is_nobody(facts.member_id))
    return InThread(facts.thread_ts, expert_render.ask(facts))


def _waiting(session: Session, claim: Claim) -> Message | Skip:
    facts, outcome = questions.stuck(session, claim.subject_id)
    if facts.state == "removed":
        return Skip("the question was removed", remove=True)
    if claim.message_ts is None and (facts.state != "open" or facts.answers):
        return Skip("somebody replied meanwhile")
    room = channels.get(session, claim.workspace_id, outcome.channel_id)
    return expert_render.waiting(facts, outcome.link or "", private=room is None or room.is_private)


def _request(session: Session, claim: Claim) -> Message | Skip:
    facts = half_hours.meeting(session, claim.subject_id)
    waiting = teacher_requests.is_waiting(session, facts.half_hour_id, claim.recipient_id)
    if claim.message_ts is None and not waiting:
        return Skip("it was answered meanwhile")
    return half_hour_render.request(facts, claim.recipient_id, waiting)


def _together(session: Session, claim: Claim) -> Message | Skip:
    return half_hour_render.together(half_hours.meeting(session, claim.subject_id))


def _none_left(session: Session, claim: Claim) -> Message | Skip:
    return half_hour_render.none_left(half_hours.meeting(session, claim.subject_id))


def _met(session: Session, claim: Claim) -> Message | Skip:
    return half_hour_render.met(half_hours.meeting(session, claim.subject_id), claim.recipient_id)


def _suggest(session: Session, claim: Claim) -> Message | Skip:
    facts = host_requests.suggestion(session, claim.subject_id, at=claim.due_at)
    if claim.message_ts is None and facts.state != "asked":
        return Skip("it was answered meanwhile")
    return demand_render.suggest(facts)


def _unmet(session: Session, claim: Claim) -> Message:
    return demand_render.unmet(demand.unmet(session, claim.subject_id, at=claim.due_at))


def _announced(session: Session, claim: Claim) -> Message | Skip:
    facts = lunch_facts.card(session, claim.subject_id)
    return demand_render.announced(facts) if facts.state == "open" else Skip("the lunch is off")


def _role(session: Session, claim: Claim) -> Message | Skip:
    facts = roles.news(session, claim.subject_id, claim.workspace_id)
    if claim.message_ts is None and not facts.stands:
        return Skip("their role has changed again")
    return role_render.news(facts)


KINDS = {
    "questions.card": Kind(_card, posted=_card_posted, failed=_card_failed),
    "questions.check": Kind(_check),
    "questions.accepted": Kind(_accepted),
    "questions.thanks": Kind(_thanks),
    "questions.stuck": Kind(_stuck),
    "experts.ask": Kind(_expert),
    "experts.waiting": Kind(_waiting),
    "half_hours.request": Kind(_request),
    "half_hours.together": Kind(_together),
    "half_hours.none_left": Kind(_none_left),
    "half_hours.met": Kind(_met),
    "demand.suggest": Kind(_suggest),
    "demand.unmet": Kind(_unmet),
    "demand.announced": Kind(_announced),
    "roles.appointed": Kind(_role),
    **circles.KINDS,
    **digests.KINDS,
    **kudos.KINDS,
    **lunches.KINDS,
    **privacy.KINDS,
}
