"""What rows about lunches say."""

from collections.abc import Callable
from datetime import datetime

from learning.core.words import shorten
from learning.lunches import (
    afterwards,
    announcements,
    calendar_files,
    demand,
    handovers,
    host_requests,
    hosting,
    lunches,
    names,
    seats,
)
from learning.lunches.keys import Stuck, ToMember
from learning.lunches.lunches import Card
from learning.lunches.seats import Standing
from learning.workspace import people
from messages.core.text import Message
from messages.lunches import afterwards as after_render
from messages.lunches import demand as demand_render
from messages.lunches import hosting as host_render
from messages.lunches import lunches as render
from messages.lunches import recordings as recording_render
from messages.lunches import rules as again_render
from messages.lunches import seats as seat_render
from scheduling.core.kind import InThread, Kind, Skip, WithFile
from scheduling.core.sockets.feature import Feature
from storage.engine.database import Session
from storage.outbox.outbox import Claim

LEFT = Skip("they have no seat there any more")


def _card(session: Session, claim: Claim) -> Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    if claim.message_ts is None and facts.state in ("cancelled", "over"):
        return Skip("it was cancelled, or over, before it was announced")
    if claim.recipient_id != facts.channel_id:
        return Skip("its host chose another channel", remove=True)
    return render.card(facts)


def _card_posted(session: Session, claim: Claim, message_ts: str, at: datetime) -> None:
    announcements.posted(session, claim.subject_id, claim.recipient_id, message_ts, at=at)


def _card_failed(session: Session, claim: Claim, at: datetime) -> None:
    there = lunches.card(session, claim.subject_id).channel_id
    if claim.message_ts is None and claim.recipient_id == there:
        announcements.unposted(session, claim.subject_id, at=at)


def _stuck(session: Session, claim: Claim) -> Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    if not facts.is_posted and facts.channel_id == Stuck.read(claim.key).channel_id:
        return host_render.stuck(facts)
    return render.proposed(facts, 1) if claim.message_ts else Skip("it was posted meanwhile")


def _reminder(*, soon: bool) -> Callable[[Session, Claim], Message | Skip]:
    """What the host and those with a seat are told, and only of the time that its key was made for."""

    def say(session: Session, claim: Claim) -> Message | Skip:
        standing = seats.stands(session, claim.subject_id, claim.recipient_id)
        facts = standing.card
        if claim.message_ts is None:
            if not _is_about(facts, claim):
                return Skip("it was moved to another time")
            if facts.state not in ("open", "planned"):
                return Skip(f"it is {facts.state}")
            if not _comes(standing, claim):
                return LEFT
        return seat_render.reminder(facts, claim.recipient_id, soon=soon)

    return say


def _comes(standing: Standing, claim: Claim) -> bool:
    """Whether whoever it is for will be there: with a seat, or as the host."""
    return standing.state == "going" or standing.card.host_id == claim.recipient_id


def _is_about(facts: Card, claim: Claim) -> bool:
    return ToMember.read(claim.key).which == int(facts.starts_at.timestamp())


def _offer(session: Session, claim: Claim) -> Message | Skip:
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    if claim.message_ts is None and standing.state != "offered":
        return Skip("it was decided before they heard of it")
    return seat_render.offer(standing)


def _seat(session: Session, claim: Claim) -> Message | Skip:
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    return seat_render.seat(standing.card) if standing.state == "going" else LEFT


def _changed(session: Session, claim: Claim) -> Message | Skip:
    return _news(session, claim, host_render.changed, ("open", "planned"))


def _cancelled(session: Session, claim: Claim) -> Message | Skip:
    return _news(session, claim, host_render.cancelled, ("cancelled",))


def _news(
    session: Session, claim: Claim, render: Callable[[Card], Message], states: tuple[str, ...]
) -> Message | Skip:
    """What changed, to those who still care; of several changes in a row, the last is told."""
    facts = lunches.card(session, claim.subject_id)
    if claim.message_ts is not None:
        return render(facts)
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    if standing.state not in ("going", "offered", "waiting") and facts.host_id != claim.recipient_id:
        return LEFT
    if facts.state not in states or (
        states != ("cancelled",) and ToMember.read(claim.key).which != facts.sequence
    ):
        return Skip("it changed again, and they hear of that")
    return render(facts)


def _calendar(session: Session, claim: Claim) -> WithFile | Skip:
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    if not _comes(standing, claim):
        return LEFT
    if ToMember.read(claim.key).which != standing.sequence:
        return Skip("it changed again, and they get that file")
    return _file(session, claim, standing.card, gone=standing.card.state == "cancelled")


def _withdrawn(session: Session, claim: Claim) -> WithFile | Skip:
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    if _comes(standing, claim):
        return Skip("they came back, and have a newer file")
    return _file(session, claim, standing.card, gone=True)


def _file(session: Session, claim: Claim, facts: Card, *, gone: bool) -> WithFile:
    host = people.get(session, claim.workspace_id, facts.host_id).name or "the host"
    sequence = ToMember.read(claim.key).which
    # Made the same each time: its row says since when it is owed.
    content = calendar_files.file(
        facts, sequence, host=host, url=facts.link, stamp=claim.tried_at, cancelled=gone
    )
    comment = seat_render.calendar(facts, sequence, gone=gone)["text"]
    return WithFile(calendar_files.filename(facts, sequence), shorten(facts.title, 60), content, comment)


def _note(session: Session, claim: Claim) -> Message | Skip:
    facts = hosting.note(session, claim.subject_id)
    if not facts.text:
        return Skip("whoever wrote it had their data deleted", remove=True)
    return host_render.note(facts)


def _orphan(session: Session, claim: Claim) -> Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    needs_host = handovers.needs_host(session, claim.workspace_id, facts.host_id)
    if claim.message_ts is None and (not needs_host or facts.state == "cancelled"):
        return Skip("somebody took over already, or it was cancelled")
    return host_render.orphan(facts, claim.recipient_id, needs_host=needs_host)


def _recording(session: Session, claim: Claim) -> InThread | Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    if not (facts.recording or facts.slides):
        return Skip("the link was taken back", remove=True)
    ts = lunches.thread(session, claim.subject_id)
    said = recording_render.posted(facts)
    return InThread(ts, said) if ts else said


def _roll(session: Session, claim: Claim) -> Message | Skip:
    facts = afterwards.called(session, claim.subject_id)
    card = facts.card
    if not _is_about(card, claim) or card.host_id != claim.recipient_id or card.state == "cancelled":
        return Skip("it was moved, cancelled, or is hosted by somebody else")
    if not facts.guests:
        return Skip("nobody signed up")
    return after_render.roll(facts)


def _there(session: Session, claim: Claim) -> Message | Skip:
    facts = afterwards.visit(session, claim.subject_id, claim.recipient_id)
    if facts is None:
        return LEFT
    if not _is_about(facts.card, claim) or facts.card.state == "cancelled":
        return Skip("it was moved or cancelled")
    return after_render.there(facts)


def _used(session: Session, claim: Claim) -> Message | Skip:
    facts = afterwards.visit(session, claim.subject_id, claim.recipient_id)
    if facts is None or not facts.there or facts.card.state == "cancelled":
        return Skip("they were not there")
    return after_render.used(facts) if _is_about(facts.card, claim) else Skip("it was moved")


def _feedback(session: Session, claim: Claim) -> Message | Skip:
    facts = afterwards.summary(session, claim.subject_id)
    hosts = claim.message_ts is not None or facts.card.host_id == claim.recipient_id
    if len(facts.opinions) < afterwards.ENOUGH or not hosts:
        return Skip("too few answers to keep them anonymous")
    return after_render.feedback(facts)


def _again(session: Session, claim: Claim) -> Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    return again_render.again(facts) if facts.state != "cancelled" else Skip("it was cancelled")


def _suggest(session: Session, claim: Claim) -> Message | Skip:
    facts = host_requests.suggestion(session, claim.subject_id, at=claim.due_at)
    if claim.message_ts is None and facts.state != "asked":
        return Skip("it was answered meanwhile")
    return demand_render.suggest(facts)


def _unmet(session: Session, claim: Claim) -> Message:
    return demand_render.unmet(demand.unmet(session, claim.subject_id, at=claim.due_at))


def _announced(session: Session, claim: Claim) -> Message | Skip:
    facts = lunches.card(session, claim.subject_id)
    return demand_render.announced(facts) if facts.state == "open" else Skip("the lunch is off")


FEATURE = Feature(
    render={
        names.CARD: Kind(_card, posted=_card_posted, failed=_card_failed),
        names.STUCK: Kind(_stuck),
        names.OFFER: Kind(_offer),
        names.SEAT: Kind(_seat),
        names.DAY: Kind(_reminder(soon=False), reminder=True),
        names.SOON: Kind(_reminder(soon=True), reminder=True),
        names.CHANGED: Kind(_changed),
        names.CANCELLED: Kind(_cancelled),
        names.NOTE: Kind(_note),
        names.ORPHAN: Kind(_orphan),
        names.RECORDING: Kind(_recording),
        names.ROLL: Kind(_roll),
        names.THERE: Kind(_there),
        names.USED: Kind(_used),
        names.FEEDBACK: Kind(_feedback),
        names.CALENDAR: Kind(_calendar),
        names.WITHDRAWN: Kind(_withdrawn),
        names.AGAIN: Kind(_again),
        names.HOST_WANTED: Kind(_suggest),
        names.UNMET: Kind(_unmet),
        names.ANNOUNCED: Kind(_announced),
    }
)
