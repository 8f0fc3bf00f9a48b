"""What the database holds about people: every column with a member's id, and what becomes of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from learning.questions import experts
from storage.models.activity_log import LogEntry
from storage.models.base import Base
from storage.models.circles import (
    Circle,
    CircleMember,
    CoffeeTopic,
    CoffeeVote,
    Round,
    RoundReply,
    RoundSide,
    RoundTurn,
    RoundVote,
)
from storage.models.digests import Suggestion
from storage.models.half_hours import HalfHour
from storage.models.kudos import Badge, Kudos, KudosReaction, KudosRecipient
from storage.models.lunches import Feedback, Lunch, LunchNote, Seat
from storage.models.outbox import Lane, Outbox
from storage.models.privacy import Erasure
from storage.models.questions import Answer, Follow, Question
from storage.models.teaching import Offer, Referral, Request, Teacher, Wish
from storage.models.workspace import Change, Member, Preference, Topic

KEEP, DELETE, ANONYMISE = "kept", "gone", "nameless"
"""When someone's data is deleted: rows stay as they are, go, or stay for others under no name."""
TAKEN_BACK = "(deleted by its author)"
"""Stands for words that were deleted, where a row of them is shown to others."""


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """One column of member ids. `title` names it in what people download.

    `words` are emptied with the name, and hold what is written in their place; those in `known` are only
    emptied when their author wants it, because others find them again. A nameless row whose column is part of
    a key gets an id like nobody's, the same `within` one row of that column. `keys` are columns of text that
    may carry the id. `age` is the column by which a row counts as old. Where `besides` has the same
    id, they find the row under another title already.
    """

    title: str
    model: type[Base]
    column: str
    on_erasure: str
    words: Mapping[str, str] = field(default_factory=dict)
    known: bool = False
    within: str | None = None
    keys: tuple[str, ...] = ()
    age: str | None = None
    besides: str | None = None

    @property
    def table(self) -> Table:
        table = self.model.__table__
        assert isinstance(table, Table)
        return table


COLUMNS = (
    PersonalColumn("profile", Member, "id", KEEP),
    PersonalColumn("to_be_deleted", Erasure, "member_id", DELETE),
    PersonalColumn("preferences", Preference, "member_id", DELETE),
    PersonalColumn(
        "questions",
        Question,
        "asker_id",
        ANONYMISE,
        words={"text": TAKEN_BACK, "details": ""},
        known=True,
        keys=("request_key",),
        age="asked_at",
    ),
    PersonalColumn(
        "accepted_for_others",
        Question,
        "accepted_by",
        ANONYMISE,
        age="answered_at",
        besides="asker_id",
    ),
    PersonalColumn(
        "answers", Answer, "author_id", ANONYMISE, words={"text": ""}, known=True, age="answered_at"
    ),
    PersonalColumn("follows", Follow, "member_id", DELETE),
    PersonalColumn("teaching", Teacher, "member_id", DELETE),
    PersonalColumn("offers", Offer, "member_id", DELETE),
    PersonalColumn("wishes", Wish, "member_id", DELETE),
    PersonalColumn("referred_to_me", Referral, "member_id", DELETE, age="at"),
    PersonalColumn("referred_by_me", Referral, "by_id", ANONYMISE, age="at"),
    PersonalColumn(
        "requests", Request, "member_id", ANONYMISE, words={"why": ""}, within="id", age="asked_at"
    ),
    PersonalColumn(
        "requests_by_my_word",
        Request,
        "told_by",
        ANONYMISE,
        words={"why": experts.told_by("")},
        age="asked_at",
    ),
    PersonalColumn(
        "half_hours_asked", HalfHour, "learner_id", ANONYMISE, keys=("request_key",), age="asked_at"
    ),
    PersonalColumn(
        "half_hours_given", HalfHour, "teacher_id", ANONYMISE, keys=("request_key",), age="asked_at"
    ),
    PersonalColumn("lunches_hosted", Lunch, "host_id", ANONYMISE, words={"why": ""}, age="starts_at"),
    PersonalColumn("seats", Seat, "member_id", ANONYMISE, within="lunch_id", age="at"),
    PersonalColumn("notes_to_guests", LunchNote, "author_id", ANONYMISE, words={"text": ""}, age="at"),
    PersonalColumn(
        "feedback",
        Feedback,
        "member_id",
        ANONYMISE,
        words={"use": "", "missing": ""},
        within="lunch_id",
        age="at",
    ),
    PersonalColumn("circles_facilitated", Circle, "facilitator_id", ANONYMISE),
    PersonalColumn("circles", CircleMember, "member_id", DELETE),
    PersonalColumn("rounds_opened", Round, "opener_id", ANONYMISE, age="due_at"),
    PersonalColumn("replies_in_circles", RoundReply, "author_id", ANONYMISE),
    PersonalColumn("turns_in_circles", RoundTurn, "member_id", ANONYMISE, within="round_id"),
    PersonalColumn("sides_in_debates", RoundSide, "member_id", ANONYMISE, within="round_id"),
    PersonalColumn("votes_in_debates", RoundVote, "member_id", ANONYMISE, within="round_id"),
    PersonalColumn(
        "topics_for_coffee",
        CoffeeTopic,
        "member_id",
        ANONYMISE,
        words={"text": TAKEN_BACK},
        keys=("request_key",),
    ),
    PersonalColumn("votes_for_coffee", CoffeeVote, "member_id", ANONYMISE, within="topic_id"),
    PersonalColumn(
        "thanks_given",
        Kudos,
        "giver_id",
        ANONYMISE,
        words={"reason": ""},
        keys=("request_key",),
        age="given_at",
    ),
    PersonalColumn("thanks_received", KudosRecipient, "member_id", ANONYMISE, within="kudos_id"),
    PersonalColumn("reactions_that_thank", KudosReaction, "giver_id", DELETE, age="event_at"),
    PersonalColumn("badges", Badge, "member_id", DELETE),
    PersonalColumn("changes_made", Change, "actor_id", ANONYMISE, age="at"),
    PersonalColumn("changes_about_me", Change, "member_id", ANONYMISE, age="at"),
    PersonalColumn("suggestions_decided", Suggestion, "decided_by", ANONYMISE, age="decided_at"),
    PersonalColumn("messages_owed", Outbox, "recipient_id", ANONYMISE, keys=("key",), age="ended_at"),
    PersonalColumn("lanes", Lane, "recipient_id", DELETE),
    PersonalColumn("activities", LogEntry, "actor_id", ANONYMISE, age="at"),
)
"""Every column with a member's id, in the order in which people read them."""

NOBODYS = frozenset(
    {
        ("workspaces", "id"),
        ("workspaces", "bot_user_id"),
        ("channels", "id"),
    }
)
"""Columns with Slack's ids that are no person's, beside every `workspace_id` and `channel_id`."""
_NAMED = {
    "topic_id": (Topic, "topic", "name"),
    "lunch_id": (Lunch, "lunch", "title"),
    "circle_id": (Circle, "circle", "name"),
}


def collect(session: Session, workspace_id: str, member_id: str) -> dict[str, list[dict[str, object]]]:
    """Everything that is held about one person, by title; also what they asked without their name.

    Topics, lunches and circles are named; instants are ISO 8601, in UTC. What others wrote is theirs, and
    not in it.
    """
    found: dict[str, list[dict[str, object]]] = {}
    for holding in COLUMNS:
        table = holding.table
        theirs = [table.c.workspace_id == workspace_id, table.c[holding.column] == member_id]
        if holding.besides is not None:
            theirs.append(table.c[holding.besides] != member_id)
        rows = session.execute(select(table).where(*theirs).order_by(*table.primary_key.columns)).mappings()
        found[holding.title] = [
            {name: _plain(value) for name, value in row.items() if name != "workspace_id"} for row in rows
        ]
    for number, (model, title, column) in _NAMED.items():
        _name(session, found, number, model, title, column)
    return found


def _name(
    session: Session,
    found: dict[str, list[dict[str, object]]],
    number: str,
    model: Any,
    title: str,
    column: str,
) -> None:
    """Puts names beside the numbers of what rows are about."""
    about = {row[number]: "" for rows in found.values() for row in rows if isinstance(row.get(number), int)}
    ids = sorted(about, key=str)
    for start in range(0, len(ids), 500):
        part = select(model.id, getattr(model, column)).where(model.id.in_(ids[start : start + 500]))
        about.update(dict(session.execute(part).all()))
    for rows in found.values():
        for row in rows:
            if row.get(number) in about:
                row[title] = about[row[number]]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | float | str | bool) or value is None else str(value)
