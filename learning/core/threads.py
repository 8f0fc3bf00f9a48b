"""What is said in a thread: an answer to a question, a voice in a circle's round, or nobody's business."""

from datetime import datetime

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from learning.circles import replies
from learning.questions import answers, questions
from storage.models.circles import Round
from storage.models.questions import Question

QUESTION, ROUND = "question", "round"


def heard(
    session: Session,
    workspace_id: str,
    *,
    channel_id: str,
    thread_ts: str,
    ts: str,
    author_id: str,
    text: str,
    parent_id: str | None = None,
    reactions: int = 0,
    at: datetime,
) -> None:
    """Someone replied in a thread: `text` is Slack's markup, `at` the reply's own instant.

    Raises `RetryLater` when the thread may belong to a message that was posted but is not on record yet.
    """
    about = subject(session, workspace_id, channel_id, thread_ts)
    if about is None:
        _maybe_not_yet(session, workspace_id, channel_id, parent_id)
    elif about[0] == QUESTION:
        answers.heard(
            session,
            workspace_id,
            channel_id=channel_id,
            thread_ts=thread_ts,
            ts=ts,
            author_id=author_id,
            text=text,
            at=at,
        )
    else:
        replies.heard(
            session,
            workspace_id,
            about[1],
            channel_id=channel_id,
            ts=ts,
            author_id=author_id,
            reactions=reactions,
            at=at,
        )


def edited(
    session: Session,
    workspace_id: str,
    *,
    channel_id: str,
    thread_ts: str,
    ts: str,
    author_id: str,
    text: str,
    spoken_at: datetime,
    at: datetime,
) -> None:
    """A reply was edited: of an answer the newest words count, a voice stays a voice."""
    about = subject(session, workspace_id, channel_id, thread_ts)
    if about is None:
        return
    kind, number = about
    if kind == ROUND:
        replies.heard(
            session, workspace_id, number, channel_id=channel_id, ts=ts, author_id=author_id, at=spoken_at
        )
        return
    answers.edited(
        session,
        workspace_id,
        channel_id=channel_id,
        thread_ts=thread_ts,
        ts=ts,
        author_id=author_id,
        text=text,
        spoken_at=spoken_at,
        at=at,
    )


def deleted(session: Session, workspace_id: str, *, channel_id: str, ts: str, at: datetime) -> None:
    """A reply was deleted: it answers nothing and is nobody's voice."""
    if not replies.deleted(session, workspace_id, channel_id, ts, at=at):
        answers.deleted(session, workspace_id, channel_id=channel_id, ts=ts, at=at)


def removed(
    session: Session,
    workspace_id: str,
    channel_id: str,
    ts: str,
    *,
    author_id: str | None = None,
    at: datetime,
) -> None:
    """The message that a thread hangs on was deleted: a question loses its words, a round is over.

    Raises `RetryLater` when it was the bot's and may belong to something that is not on record yet.
    """
    about = subject(session, workspace_id, channel_id, ts)
    if about is None:
        _maybe_not_yet(session, workspace_id, channel_id, author_id)
    elif about[0] == ROUND:
        replies.removed(session, about[1], at=at)
    else:
        questions.removed(session, workspace_id, channel_id, ts, at=at)


def subject(session: Session, workspace_id: str, channel_id: str, ts: str) -> tuple[str, int] | None:
    """What the thread under a message is about: the kind of thing, and its number."""
    found = session.execute(
        union_all(
            *(
                select(literal(kind), table.id).where(
                    table.workspace_id == workspace_id,
                    table.channel_id == channel_id,
                    table.message_ts == ts,
                )
                for kind, table in ((QUESTION, Question), (ROUND, Round))
            )
        )
    ).first()
    return (found[0], found[1]) if found else None


def _maybe_not_yet(session: Session, workspace_id: str, channel_id: str, author_id: str | None) -> None:
    answers.maybe_not_yet(session, workspace_id, channel_id, author_id)
    replies.maybe_not_yet(session, workspace_id, channel_id, author_id)
