"""The tables: what Teachback remembers, each row scoped to one workspace."""

from storage.models.activities import Activity, Delivery
from storage.models.base import Base
from storage.models.outbox import Lane, Outbox
from storage.models.people import Channel, Member, Topic, Workspace
from storage.models.questions import Answer, Follow, Question, QuestionTopic

__all__ = [
    "Activity",
    "Answer",
    "Base",
    "Channel",
    "Delivery",
    "Follow",
    "Lane",
    "Member",
    "Outbox",
    "Question",
    "QuestionTopic",
    "Topic",
    "Workspace",
]
