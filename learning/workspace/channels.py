"""Channels as Slack last described them: where questions go, and who may find them."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.engine.dialect import insert
from storage.models.workspace import Channel as Row


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation: its name without `#`, whether it is private, archived, and has the bot in it."""

    workspace_id: str
    id: str
    name: str
    is_private: bool
    is_archived: bool
    bot_is_in: bool


def remember(session: Session, channel: Channel) -> None:
    """Writes down what Slack says of a channel, new or known."""
    values = {
        "name": channel.name,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "bot_is_in": channel.bot_is_in,
    }
    session.execute(
        insert(session, Row)
        .values(workspace_id=channel.workspace_id, id=channel.id, **values)
        .on_conflict_do_update(index_elements=["workspace_id", "id"], set_=values)
    )


def get(session: Session, workspace_id: str, channel_id: str) -> Channel | None:
    """A channel as it was last described; None when nobody asked about it yet."""
    row = session.get(Row, (workspace_id, channel_id))
    if row is None:
        return None
    return Channel(workspace_id, row.id, row.name, row.is_private, row.is_archived, row.bot_is_in)


def is_public(session: Session, workspace_id: str, channel_id: str) -> bool:
    """Whether everyone may read a channel; not so of one that nobody asked about yet."""
    row = session.get(Row, (workspace_id, channel_id))
    return row is not None and not row.is_private


def forget(session: Session, workspace_id: str, channel_id: str) -> None:
    """Slack shows a channel to the bot no longer: what was asked there is for those in it alone."""
    row = session.get(Row, (workspace_id, channel_id))
    if row is not None:
        row.is_private, row.bot_is_in = True, False


def known(session: Session, workspace_id: str) -> tuple[str, ...]:
    """The ids of the channels met so far that are still in use."""
    rows = session.scalars(select(Row.id).where(Row.workspace_id == workspace_id, Row.is_archived.is_(False)))
    return tuple(rows)


def open_to_all(workspace_id: str) -> Select[str]:
    """The ids of the channels that everyone in the workspace may read."""
    return select(Row.id).where(Row.workspace_id == workspace_id, Row.is_private.is_(False))
