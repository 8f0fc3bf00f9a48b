"""What rows about thanks and badges say."""

from learning.kudos import names, reactions, roundups, thanks
from learning.kudos.keys import Earned
from learning.kudos.settings import KUDOS_ALLOWANCE
from learning.workspace import settings
from messages.core.text import Message
from messages.kudos import badges as badge_render
from messages.kudos import kudos as render
from messages.kudos import roundups as roundup_render
from scheduling.core.kind import Kind, Skip
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim

TAKEN_BACK = Skip("the thanks were taken back", remove=True)


def _card(session: Session, claim: Claim) -> Message | Skip:
    facts = thanks.facts(session, claim.subject_id)
    return render.card(facts) if facts.stands else TAKEN_BACK


def _note(session: Session, claim: Claim) -> Message | Skip:
    facts = thanks.facts(session, claim.subject_id)
    return render.note(facts) if facts.stands else TAKEN_BACK


def _applause(session: Session, claim: Claim) -> Message | Skip:
    facts = reactions.on(session, claim.subject_id)
    return render.applause(facts) if facts.giver_ids else TAKEN_BACK


def _applause_card(session: Session, claim: Claim) -> Message | Skip:
    facts = reactions.on(session, claim.subject_id)
    return render.applause_card(facts) if facts.giver_ids else TAKEN_BACK


def _used_up(session: Session, claim: Claim) -> Message:
    return render.used_up(settings.get(session, claim.workspace_id)[KUDOS_ALLOWANCE])


def _roundup(session: Session, claim: Claim) -> Message | Skip:
    facts = roundups.roundup(session, claim.workspace_id, claim.subject_id)
    if not facts.times and not facts.quiet:
        return Skip("what there was to say was taken back meanwhile", remove=True)
    return roundup_render.weekly(facts)


def _badge(session: Session, claim: Claim) -> Message:
    return badge_render.earned(Earned.read(claim.key).names.split(","))


FEATURE = Feature(
    render={
        names.CARD: Kind(_card),
        names.NOTE: Kind(_note),
        names.APPLAUSE: Kind(_applause),
        names.APPLAUSE_CARD: Kind(_applause_card),
        names.USED_UP: Kind(_used_up),
        names.ROUNDUP: Kind(_roundup),
        names.BADGE: Kind(_badge),
    }
)
