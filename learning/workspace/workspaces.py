"""The workspace itself: who the bot is there, and how its message links read."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.engine.dialect import insert
from storage.models.workspace import Workspace as Row


@dataclass(frozen=True, slots=True)
class Workspace:
    """One Slack workspace; `url` ends with a slash and begins every message link."""

    id: str
    name: str
    url: str
    bot_user_id: str


def identify(session: Session, workspace: Workspace) -> None:
    """Writes down which workspace this is and who the bot is in it."""
    values = {"name": workspace.name, "url": workspace.url, "bot_user_id": workspace.bot_user_id}
    session.execute(
        insert(session, Row)
        .values(id=workspace.id, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )


def link(session: Session, workspace_id: str, channel_id: str, ts: str, thread_ts: str | None = None) -> str:
    """Where a message can be read, in the form of Slack's own permalinks; empty before the first start."""
    row = session.get(Row, workspace_id)
    if row is None:
        return ""
    place = f"{row.url}archives/{channel_id}/p{ts.replace('.', '')}"
    return f"{place}?thread_ts={thread_ts}&cid={channel_id}" if thread_ts and thread_ts != ts else place
