"""Recordings and slides: what one can look back on, kept with its lunch and found by its words."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.errors import Gone, LearningError
from learning.lunches import announcements, listings, lunches, names
from learning.lunches.lunches import Card
from learning.lunches.proposals import link_of
from storage.models.lunches import Lunch
from storage.outbox import outbox


def record(
    session: Session,
    workspace_id: str,
    member_id: str,
    lunch_id: int,
    recording: str = "",
    slides: str = "",
    *,
    at: datetime,
) -> Card:
    """Keeps the links to a recording and to slides: the thread shows them, and they are found by their words.

    What is left empty is taken back. Raises `LearningError` at `recording` or `slides` for a link that is
    none, and at `recording` when there is none at all.
    """
    lunch = lunches.get(session, workspace_id, lunch_id)
    lunches.may_host(session, lunch, member_id)
    if lunch.state == "cancelled":
        raise Gone(f"“{lunch.title}” was cancelled, so there is nothing to look back on.")
    if not (recording.strip() or slides.strip() or lunch.recording or lunch.slides):
        raise LearningError("Paste a link to the recording or to the slides.", field="recording")
    kept = (
        link_of(recording, "recording") if recording.strip() else "",
        link_of(slides, "slides") if slides.strip() else "",
    )
    if kept != (lunch.recording, lunch.slides):
        lunch.recording, lunch.slides = kept
        session.flush()
        lunches.log(session, lunch, member_id, names.Verbs.RECORDED, at=at)
        announcements.changed(session, lunch, at=at)
        key = outbox.key(names.RECORDING, lunch.id)
        outbox.say(session, workspace_id, key, names.RECORDING, lunch.id, lunch.channel_id, at=at)
    return lunches.card(session, lunch.id)


def find(session: Session, workspace_id: str, text: str, *, here: str, limit: int = 4) -> tuple[Card, ...]:
    """Past lunches with a recording or slides whose words are asked for, best first."""
    wanted = set(words.terms(text))
    if not wanted:
        return ()
    found = session.scalars(
        select(Lunch)
        .where(
            Lunch.workspace_id == workspace_id,
            or_(Lunch.recording != "", Lunch.slides != ""),
            listings.visible(workspace_id, here),
        )
        .order_by(Lunch.starts_at.desc())
        .limit(1000)
    ).all()
    ranked = []
    for facts in lunches.cards(session, found):
        own = set(words.terms(" ".join((facts.title, facts.takeaways, *facts.topics))))
        share = len(wanted & own) / len(wanted)
        if share >= 0.5:
            ranked.append((share, facts))
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(facts for _, facts in ranked[:limit])
