"""What is said in a thread: the business of the activity whose message it hangs on, or nobody's."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from learning.core.errors import RetryLater
from learning.core.features import features
from learning.core.sockets.order import SHELVES
from learning.core.sockets.threads import Awaited, Reply, Thread
from storage import discovery
from storage.models.workspace import Workspace


def heard(session: Session, workspace_id: str, reply: Reply) -> None:
    """Someone replied in a thread.

    Raises `RetryLater` when the thread may belong to a message that was posted but is not on record yet.
    """
    about = subject(session, workspace_id, reply.channel_id, reply.thread_ts)
    if about is None:
        _check_owed(session, workspace_id, reply.channel_id, reply.parent_id)
    else:
        kind, number = about
        kinds()[kind].heard(session, workspace_id, number, reply)


def edited(session: Session, workspace_id: str, reply: Reply, *, at: datetime) -> None:
    """A reply was edited, at that instant (UTC)."""
    about = subject(session, workspace_id, reply.channel_id, reply.thread_ts)
    if about is not None:
        kind, number = about
        kinds()[kind].edited(session, workspace_id, number, reply, at=at)


def deleted(session: Session, workspace_id: str, *, channel_id: str, ts: str, at: datetime) -> None:
    """A reply was deleted: nothing says which thread it was in."""
    for thread in kinds().values():
        if thread.deleted(session, workspace_id, channel_id, ts, at=at):
            return


def removed(
    session: Session,
    workspace_id: str,
    channel_id: str,
    ts: str,
    *,
    author_id: str | None = None,
    at: datetime,
) -> None:
    """The message that a thread hangs on was deleted.

    Raises `RetryLater` when it was the bot's and may belong to something that is not on record yet.
    """
    about = subject(session, workspace_id, channel_id, ts)
    if about is None:
        _check_owed(session, workspace_id, channel_id, author_id)
    else:
        kind, number = about
        kinds()[kind].removed(session, number, at=at)


def awaited(session: Session, workspace_id: str, *, since: datetime) -> list[Awaited]:
    """The threads that are read again after a gap."""
    return [one for thread in kinds().values() for one in thread.awaited(session, workspace_id, since=since)]


def subject(session: Session, workspace_id: str, channel_id: str, ts: str) -> tuple[str, int] | None:
    """What the thread under a message is about: the kind of thing, and its number."""
    found = session.execute(
        union_all(
            *(
                select(literal(kind), thread.model.id).where(
                    thread.model.workspace_id == workspace_id,
                    thread.model.channel_id == channel_id,
                    thread.model.message_ts == ts,
                )
                for kind, thread in kinds().items()
            )
        )
    ).first()
    return (found[0], found[1]) if found else None


def _check_owed(session: Session, workspace_id: str, channel_id: str, author_id: str | None) -> None:
    """Raises `RetryLater` when a message of the bot's may be posted in a channel and not on record yet."""
    workspace = session.get(Workspace, workspace_id)
    if workspace is None or author_id != workspace.bot_user_id:
        return
    if any(thread.is_owed(session, workspace_id, channel_id) for thread in kinds().values()):
        raise RetryLater("a message in this channel is not on record yet")


@cache
def kinds() -> Mapping[str, Thread]:
    """The threads of all activities, by their kind."""
    there = [
        (activity, thread.kind, thread)
        for activity, feature in features().items()
        for thread in feature.threads
    ]
    return discovery.unique("threads", sorted(there, key=lambda one: SHELVES.index(one[2].shelf)))
