"""Thanks with one press: what somebody did says by itself what they are thanked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.core import topics, words
from learning.core.errors import Gone, LearningError
from learning.kudos import kudos
from learning.kudos.kudos import Given
from learning.kudos.thanks import PRESS
from learning.lunches import lunches
from storage.models.circles import Circle, Round
from storage.models.questions import Answer, Question
from storage.models.workspace import Topic

GONE = "That isn't there any more. Type /kudos to thank someone in your own words."
TITLE = 120
"""Characters of what a reason quotes."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody can be thanked for: in whose words, where it happened, what it is about."""

    reason: str
    channel_id: str
    topics: tuple[str, ...]


def press(
    session: Session,
    workspace_id: str,
    giver_id: str,
    member_id: str,
    subject_kind: str,
    subject_id: int,
    *,
    at: datetime,
) -> Given:
    """Someone thanks a member for an answer, a lunch or a round of a circle; pressed twice, once.

    Raises `Gone` for what is not there, `NotAllowed` and `LearningError` as `kudos.give` does, and the latter
    for who asked without their name, because thanks have one.
    """
    find = DEEDS.get(subject_kind)
    if find is None:
        raise Gone(GONE)
    deed = find(session, workspace_id, giver_id, member_id, subject_id)
    return kudos.give(
        session,
        workspace_id,
        giver_id,
        [member_id],
        kudos.Reason(deed.reason, deed.topics),
        here=deed.channel_id,
        request_key=f"press:{giver_id}:{subject_kind}:{subject_id}:{member_id}",
        how=PRESS,
        subject=(subject_kind, subject_id),
        at=at,
    )


def _answer(session: Session, workspace_id: str, giver_id: str, member_id: str, number: int) -> Deed:
    answer = session.get(Answer, number)
    if answer is None or answer.workspace_id != workspace_id or answer.author_id != member_id:
        raise Gone(GONE)
    question = session.get_one(Question, answer.question_id)
    if question.state == "removed" or answer.deleted_at is not None:
        raise Gone(GONE)
    if question.anonymous and question.asker_id == giver_id:
        raise LearningError(
            "You asked this without your name, and thanks would show it. If you don't mind, type /kudos."
        )
    names = tuple(name for _, name in topics.of_question(session, question.id))
    return Deed(f"for answering “{words.shorten(question.text, TITLE)}”", question.channel_id, names)


def _lunch(session: Session, workspace_id: str, giver_id: str, member_id: str, number: int) -> Deed:
    lunch = lunches.get(session, workspace_id, number)
    if lunch.host_id != member_id or lunch.state == "cancelled":
        raise Gone(GONE)
    facts = lunches.card(session, number)
    return Deed(f"for hosting “{words.shorten(facts.title, TITLE)}”", facts.channel_id, facts.topics)


def _round(session: Session, workspace_id: str, giver_id: str, member_id: str, number: int) -> Deed:
    row = session.get(Round, number)
    if row is None or row.workspace_id != workspace_id:
        raise Gone(GONE)
    circle = session.get_one(Circle, row.circle_id)
    topic = session.get(Topic, circle.topic_id) if circle.topic_id else None
    reason = f"for their part in “{words.shorten(circle.name, TITLE)}”"
    return Deed(reason, row.channel_id, (topic.name,) if topic else ())


DEEDS: dict[str, Callable[[Session, str, str, str, int], Deed]] = {
    "answer": _answer,
    "lunch": _lunch,
    "round": _round,
}
"""How each kind of subject is found: (session, workspace, giver, member, number)."""
