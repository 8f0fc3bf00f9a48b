"""What Slack delivered."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Instant, SlackId


class Delivery(Base):
    """Something Slack delivered and that was acted on; the same key again changes nothing."""

    __tablename__ = "deliveries"
    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
