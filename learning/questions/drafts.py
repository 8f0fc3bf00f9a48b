"""Drafts: questions whose askers look at what is known already before they ask."""

from datetime import datetime

from sqlalchemy.orm import Session

from learning.core.errors import NotAllowed
from learning.questions import knowledge, names, questions, tags
from learning.questions.knowledge import Known
from learning.workspace import people
from storage.models.questions import Answer, Question
from storage.outbox import outbox


def ask_unless_known(
    session: Session,
    workspace_id: str,
    asker_id: str,
    wording: questions.Wording,
    *,
    here: str,
    channel_id: str,
    request_key: str,
    at: datetime,
) -> tuple[questions.Asked, tuple[Known, ...]]:
    """Asks a question, or keeps it as a draft beside the answers that whoever is `here` may read already.

    One verb for both: whoever asks waits once, and on SQLite the writer has the pages at hand, while a
    reader has to fetch them anew after each commit (measured: a quarter more of the processor's time).
    """
    known = knowledge.similar(session, workspace_id, wording.text, here=here)
    asked = questions.ask(
        session,
        workspace_id,
        asker_id,
        wording,
        channel_id=channel_id,
        request_key=request_key,
        matches=[item.question_id for item in known],
        at=at,
    )
    return asked, known


def ask_anyway(
    session: Session, workspace_id: str, asker_id: str, draft_id: int, *, at: datetime
) -> questions.Asked:
    """Asks what was kept as a draft; pressed twice, it is asked once."""
    question = _own(session, workspace_id, asker_id, draft_id)
    if question.state in ("draft", "deflected"):
        question.state, question.asked_at, question.deflected_to = "open", at, None
        questions.publish(session, question, tags.of_question(session, question.id), at)
    return questions.outcome(session, question)


def deflect(
    session: Session, workspace_id: str, asker_id: str, draft_id: int, known_id: int, *, at: datetime
) -> Known:
    """An answer that was there already answers the draft; whoever gave it hears that it helped again."""
    draft = _own(session, workspace_id, asker_id, draft_id)
    known = questions.get(session, workspace_id, known_id)
    if draft.state == "draft":
        draft.state, draft.deflected_to = "deflected", known.id
        questions.log(session, draft, names.Verbs.DEFLECTED, ("question", known.id), at=at)
        answer = session.get(Answer, known.accepted_answer_id) if known.accepted_answer_id else None
        if answer is not None and answer.author_id != asker_id:
            key = outbox.key(names.THANKS, draft.id)
            outbox.say(session, workspace_id, key, names.THANKS, draft.id, answer.author_id, at=at)
    return knowledge.list_known(session, workspace_id, [known.id])[0]


def deflected(session: Session, draft_id: int) -> Known | None:
    """The question whose answer helped a draft's asker; None when they asked anyway."""
    draft = session.get_one(Question, draft_id)
    if draft.state != "deflected" or draft.deflected_to is None:
        return None
    return knowledge.list_known(session, draft.workspace_id, [draft.deflected_to])[0]


def _own(session: Session, workspace_id: str, asker_id: str, draft_id: int) -> Question:
    people.acting(session, workspace_id, asker_id)
    question = questions.get(session, workspace_id, draft_id)
    if question.asker_id != asker_id:
        raise NotAllowed("Only the person who typed this question can decide about it.")
    return question
