"""What a facilitator does with a round before it is asked: another prompt, other words, or no round."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, names, rounds
from learning.circles.rounds import RoundFacts
from learning.core import schedules, words
from learning.core.errors import Gone, LearningError
from storage.models.circles import Circle, Round

LONGEST = 1000
"""Characters of a prompt."""


def swap(
    session: Session, workspace_id: str, member_id: str, round_id: int, version: int, *, at: datetime
) -> RoundFacts:
    """Another prompt instead of the one that was chosen; pressed on what is no longer shown, it does nothing.

    Raises `LearningError` when there is no other.
    """
    circle, row = planned(session, workspace_id, member_id, round_id)
    if row.version != version:
        return rounds.facts(session, row.id)
    before = row.prompt_key
    rounds.choose(session, circle, row, at=at)
    if row.prompt_key == before:
        raise LearningError("There is no other prompt to choose from. You can write one with Edit.")
    _changed(session, circle, row, at=at)
    return rounds.facts(session, row.id)


def form(session: Session, workspace_id: str, member_id: str, round_id: int) -> RoundFacts:
    """A round as its facilitator wants to change it; raises `Gone` when it was asked, or is skipped."""
    _, row = planned(session, workspace_id, member_id, round_id)
    return rounds.facts(session, row.id)


def reword(
    session: Session, workspace_id: str, member_id: str, round_id: int, text: str, *, at: datetime
) -> RoundFacts:
    """The facilitator's own words for this round. Raises `LearningError` at `prompt` for none or too many."""
    circle, row = planned(session, workspace_id, member_id, round_id)
    text = words.clean(text)
    if not text:
        raise LearningError("What would you like to ask? Write a prompt first.", field="prompt")
    if len(text) > LONGEST:
        raise LearningError(
            f"That is {len(text):,} characters; there is room for {LONGEST:,}.", field="prompt"
        )
    row.prompt = text
    _changed(session, circle, row, at=at)
    return rounds.facts(session, row.id)


def skip(session: Session, workspace_id: str, member_id: str, round_id: int, *, at: datetime) -> RoundFacts:
    """This round does not take place; its prompt is there for another one. Again, it changes nothing."""
    found = session.get(Round, round_id)
    if found is not None and found.workspace_id == workspace_id and found.reason == rounds.BY_HAND:
        return rounds.facts(session, round_id)
    circle, row = planned(session, workspace_id, member_id, round_id)
    rounds.pass_over(session, circle, row, rounds.BY_HAND, at=at, by=member_id)
    return rounds.facts(session, row.id)


def skip_next(
    session: Session, workspace_id: str, member_id: str, circle_id: int, *, at: datetime
) -> RoundFacts:
    """The circle's next round does not take place. Raises `LearningError` when none is to come."""
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    circles.standing(circle)
    due_at = schedules.upcoming(session, workspace_id, names.Schedules.ROUND, circle.id)
    if due_at is None or due_at <= at:
        raise LearningError(f"“{circle.name}” has no round to come.")
    row = rounds.found(session, circle, due_at) or rounds.plan(session, circle, due_at, at=at, empty=True)
    if row.state == "planned":
        rounds.pass_over(session, circle, row, rounds.BY_HAND, at=at, by=member_id)
    return rounds.facts(session, row.id)


def planned(session: Session, workspace_id: str, member_id: str, round_id: int) -> tuple[Circle, Round]:
    """A round that has not been asked yet and its circle, both locked, for whoever may decide about them.

    Raises `Gone`, in words that say what became of it.
    """
    found = session.get(Round, round_id)
    if found is None or found.workspace_id != workspace_id:
        raise Gone("That round isn't there any more. Type /circle list to see what there is.")
    circle = circles.get(session, workspace_id, found.circle_id)
    circles.may_decide(session, circle, member_id)
    row = session.scalars(
        select(Round).where(Round.id == round_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if row.state == "skipped":
        raise Gone(f"This round is skipped already: {row.reason}.")
    if row.state != "planned":
        raise Gone(f"This prompt has gone out already, in “{circle.name}”.")
    return circle, row


def follow(session: Session, circle: Circle, *, anew: bool = False, at: datetime) -> None:
    """What is planned follows its circle: moved or ended with it, asked `anew` when its prompts changed."""
    due_at = schedules.upcoming(session, circle.workspace_id, names.Schedules.ROUND, circle.id)
    rows = session.scalars(
        select(Round).where(Round.circle_id == circle.id, Round.state == "planned").with_for_update()
    ).all()
    for row in rows:
        if circle.state == "ended":
            rounds.pass_over(session, circle, row, rounds.ENDED, at=at)
        elif row.due_at != due_at and row.due_at > at:
            rounds.pass_over(session, circle, row, rounds.MOVED, at=at)
        elif anew:
            row.format = circle.format
            rounds.choose(session, circle, row, at=at)
            _changed(session, circle, row, at=at)
        else:
            row.version += 1
            session.flush()
            rounds.preview(session, circle, row, at=at)


def _changed(session: Session, circle: Circle, row: Round, *, at: datetime) -> None:
    row.version += 1
    session.flush()
    rounds.preview(session, circle, row, at=at)
