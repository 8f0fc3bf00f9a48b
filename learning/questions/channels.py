"""Channels in which people ask."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.workspace.channels import open_to_all
from storage.models.questions import Question


def usual(session: Session, workspace_id: str) -> str | None:
    """The channel for all that was asked in last: a good guess for whoever asks from none, as on Home."""
    return session.scalar(
        select(Question.channel_id)
        .where(
            Question.workspace_id == workspace_id,
            Question.message_ts.is_not(None),
            Question.channel_id.in_(open_to_all(workspace_id)),
        )
        .order_by(Question.id.desc())
        .limit(1)
    )
