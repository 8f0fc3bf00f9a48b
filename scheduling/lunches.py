"""What rows about lunches say, and the tick that acts when nobody presses anything."""

from collections.abc import Callable
from datetime import datetime

from learning.core.words import shorten
from learning.lunches import (
    afterwards,
    announcements,
    calendar_files,
    handovers,
    hosting,
    lunches,
    seats,
    waitlist,
)
from learning.lunches.lunches import Card
from learning.lunches.seats import Standing
from learning.workspace import people
from messages.core.text import Message
from messages.lunches import afterwards as after_render
from messages.lunches import hosting as host_render
from messages.lunches import lunches as render
from messages.lunches import recordings as recording_render
from messages.lunches import seats as seat_render
from scheduling.core.kind import InThread, Kind, Skip, WithFile
from storage.engine.database import Session
from storage.outbox.outbox import Claim

LEFT = Skip("they have no seat there any more")


def tick(session: Session, *, at: datetime) -> int:
    """Everything about lunches that time brings; the same again does nothing. Returns how much it was."""
    return (
        waitlist.lapse(session, at=at)
        + announcements.announce(session, at=at)
        + announcements.finish(session, at=at)
        + waitlist.depart(session, at=at)
        + handovers.orphan(session, at=at)
    )


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
    if not facts.is_posted and facts.channel_id == claim.key.split(":")[2]:
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
    return claim.key.split(":")[2] == str(int(facts.starts_at.timestamp()))


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
        states != ("cancelled",) and claim.key.split(":")[2] != str(facts.sequence)
    ):
        return Skip("it changed again, and they hear of that")
    return render(facts)


def _calendar(session: Session, claim: Claim) -> WithFile | Skip:
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    if not _comes(standing, claim):
        return LEFT
    if claim.key.split(":")[2] != str(standing.sequence):
        return Skip("it changed again, and they get that file")
    return _file(session, claim, standing.card, gone=standing.card.state == "cancelled")


def _withdrawn(session: Session, claim: Claim) -> WithFile | Skip:
    standing = seats.stands(session, claim.subject_id, claim.recipient_id)
    if _comes(standing, claim):
        return Skip("they came back, and have a newer file")
    return _file(session, claim, standing.card, gone=True)


def _file(session: Session, claim: Claim, facts: Card, *, gone: bool) -> WithFile:
    host = people.get(session, claim.workspace_id, facts.host_id).name or "the host"
    sequence = int(claim.key.split(":")[2])
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


KINDS = {
    "lunches.card": Kind(_card, posted=_card_posted, failed=_card_failed),
    "lunches.stuck": Kind(_stuck),
    "lunches.offer": Kind(_offer),
    "lunches.seat": Kind(_seat),
    "lunches.day": Kind(_reminder(soon=False), reminder=True),
    "lunches.soon": Kind(_reminder(soon=True), reminder=True),
    "lunches.changed": Kind(_changed),
    "lunches.cancelled": Kind(_cancelled),
    "lunches.note": Kind(_note),
    "lunches.orphan": Kind(_orphan),
    "lunches.recording": Kind(_recording),
    "lunches.roll": Kind(_roll),
    "lunches.there": Kind(_there),
    "lunches.used": Kind(_used),
    "lunches.feedback": Kind(_feedback),
    "lunches.calendar": Kind(_calendar),
    "lunches.withdrawn": Kind(_withdrawn),
}
