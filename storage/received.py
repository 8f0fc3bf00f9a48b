"""What Slack delivered and was acted on, so that a retry changes nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.engine.compiled import insert_new
from storage.models.received import Delivery

P = ParamSpec("P")
T = TypeVar("T")


def once(
    session: Session,
    workspace_id: str,
    key: str,
    at: datetime,
    verb: Callable[Concatenate[Session, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T | None:
    """Runs `verb` unless this delivery was acted on before; the key is written with what the verb wrote."""
    if not insert_new(session, Delivery, workspace_id=workspace_id, key=key[:128], at=at):
        return None
    return verb(session, *args, **kwargs)


def forget(session: Session, before: datetime) -> None:
    """Drops the keys of deliveries older than `before`; Slack's last retry comes within the hour."""
    session.execute(delete(Delivery).where(Delivery.at < before))
