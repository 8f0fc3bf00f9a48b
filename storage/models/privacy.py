"""Who wants their data deleted."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, SlackId


class Erasure(Base):
    """A member wants their data deleted; the row goes with the data."""

    __tablename__ = "erasures"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
