"""What rows about thanks say."""

from learning import applause, settings, thanks
from messages import kudos as voice
from messages.text import Said
from scheduling.kind import Kind, Skip
from storage.engine import Session
from storage.outbox import Claim

TAKEN_BACK = Skip("the thanks were taken back", remove=True)


def _card(session: Session, claim: Claim) -> Said | Skip:
    facts = thanks.look(session, claim.subject_id)
    return voice.card(facts) if facts.stands else TAKEN_BACK


def _note(session: Session, claim: Claim) -> Said | Skip:
    facts = thanks.look(session, claim.subject_id)
    return voice.note(facts) if facts.stands else TAKEN_BACK


def _applause(session: Session, claim: Claim) -> Said | Skip:
    facts = applause.on(session, claim.subject_id)
    return voice.applause(facts) if facts.giver_ids else TAKEN_BACK


def _applause_card(session: Session, claim: Claim) -> Said | Skip:
    facts = applause.on(session, claim.subject_id)
    return voice.applause_card(facts) if facts.giver_ids else TAKEN_BACK


def _used_up(session: Session, claim: Claim) -> Said:
    return voice.used_up(settings.of(session, claim.workspace_id).kudos_allowance)


KINDS = {
    "kudos.card": Kind(_card),
    "kudos.note": Kind(_note),
    "kudos.applause": Kind(_applause),
    "kudos.applause_card": Kind(_applause_card),
    "kudos.used_up": Kind(_used_up),
}
