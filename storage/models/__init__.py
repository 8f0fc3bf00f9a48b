"""The tables: what Teachback remembers, each row scoped to one workspace."""

from storage.models.activities import Activity, Delivery
from storage.models.base import Base
from storage.models.circles import (
    Circle,
    CircleMember,
    CirclePrompt,
    CoffeeTopic,
    CoffeeVote,
    Round,
    RoundReply,
    RoundSide,
    RoundTurn,
    RoundVote,
    UsedPrompt,
)
from storage.models.digests import Suggestion
from storage.models.kudos import Badge, BadgeMark, Kudos, KudosReaction, KudosRecipient, KudosTopic
from storage.models.lunches import Feedback, Lunch, LunchNote, LunchTopic, Seat, Series
from storage.models.offers import HalfHour, Offer, Referral, Request, Search, Teacher, Wish
from storage.models.outbox import Lane, Outbox
from storage.models.people import Channel, Erasure, Member, Topic, Workspace
from storage.models.questions import Answer, Follow, Question, QuestionTopic
from storage.models.schedules import Schedule
from storage.models.settings import Change, Preference, Setting

__all__ = [
    "Activity",
    "Answer",
    "Badge",
    "BadgeMark",
    "Base",
    "Change",
    "Channel",
    "Circle",
    "CircleMember",
    "CirclePrompt",
    "CoffeeTopic",
    "CoffeeVote",
    "Delivery",
    "Erasure",
    "Feedback",
    "Follow",
    "HalfHour",
    "Kudos",
    "KudosReaction",
    "KudosRecipient",
    "KudosTopic",
    "Lane",
    "Lunch",
    "LunchNote",
    "LunchTopic",
    "Member",
    "Offer",
    "Outbox",
    "Preference",
    "Question",
    "QuestionTopic",
    "Referral",
    "Request",
    "Round",
    "RoundReply",
    "RoundSide",
    "RoundTurn",
    "RoundVote",
    "Schedule",
    "Search",
    "Seat",
    "Series",
    "Setting",
    "Suggestion",
    "Teacher",
    "Topic",
    "UsedPrompt",
    "Wish",
    "Workspace",
]
