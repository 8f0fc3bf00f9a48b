"""Exchanges: who has to do with whom across teams, never shown for fewer than five people."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, true
from sqlalchemy.orm import Session, aliased

from learning import digests
from storage.models import Activity, Answer, Kudos, KudosRecipient, Lunch, Member, Question, Seat

FEWEST = 5
"""People a team needs before anything is said of it: fewer would be talk about persons."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team: its people, and how many exchanges it had with its own and with other teams."""

    name: str
    size: int
    inside: int
    across: int


@dataclass(frozen=True, slots=True)
class Seen:
    """How teams have to do with each other: `share` is the percentage of all exchanges that cross teams, None
    without any; `teams` only those of `FEWEST` people and more, by name."""

    share: int | None
    teams: tuple[Team, ...]

    @property
    def isolates(self) -> tuple[Team, ...]:
        """The teams that had to do with no other, when there is another and anybody has."""
        return tuple(team for team in self.teams if team.across == 0) if self.share else ()


def look(session: Session, workspace_id: str, *, since: datetime, until: datetime) -> Seen:
    """The exchanges from `since` to before `until` (UTC) between people of whom a team is known.

    An exchange is a reply to somebody else's question that was asked with a name, a guest's seat at a lunch,
    or thanks. Apps, and those who left, count nowhere.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for statement in (_replies, _seats, _thanks):
        for one, other, count in session.execute(statement(workspace_id, since, until)):
            pairs[one, other] += count
    inside: dict[str, int] = defaultdict(int)
    across: dict[str, int] = defaultdict(int)
    for (one, other), count in pairs.items():
        if one == other:
            inside[one] += count
        else:
            across[one] += count
            across[other] += count
    sizes = session.execute(
        select(Member.team, func.count())
        .where(Member.workspace_id == workspace_id, *_there(Member))
        .group_by(Member.team)
        .having(func.count() >= FEWEST)
        .order_by(Member.team)
    )
    crossing = sum(across.values()) // 2
    total = crossing + sum(inside.values())
    return Seen(
        share=round(100 * crossing / total) if total else None,
        teams=tuple(Team(name, size, inside[name], across[name]) for name, size in sizes),
    )


def _replies(workspace_id: str, since: datetime, until: datetime) -> Select[str, str, int]:
    author, asker = aliased(Member), aliased(Member)
    return (
        select(author.team, asker.team, func.count())
        .select_from(Activity)
        .join(Answer, Answer.id == Activity.subject_id)
        .join(Question, Question.id == Answer.question_id)
        .join(author, and_(author.workspace_id == workspace_id, author.id == Answer.author_id))
        .join(asker, and_(asker.workspace_id == workspace_id, asker.id == Question.asker_id))
        .where(
            digests.within(workspace_id, since, until),
            Activity.verb == "answered",
            Answer.author_id != Question.asker_id,
            Question.anonymous.is_(False),
            *_there(author),
            *_there(asker),
        )
        .group_by(author.team, asker.team)
    )


def _seats(workspace_id: str, since: datetime, until: datetime) -> Select[str, str, int]:
    host, guest = aliased(Member), aliased(Member)
    return (
        select(host.team, guest.team, func.count())
        .select_from(Lunch)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .join(host, and_(host.workspace_id == workspace_id, host.id == Lunch.host_id))
        .join(guest, and_(guest.workspace_id == workspace_id, guest.id == Seat.member_id))
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at >= since,
            Lunch.starts_at < until,
            Lunch.state.in_(("open", "over")),
            Seat.state == "going",
            func.coalesce(Seat.attended, Seat.says_there, true()),
            *_there(host),
            *_there(guest),
        )
        .group_by(host.team, guest.team)
    )


def _thanks(workspace_id: str, since: datetime, until: datetime) -> Select[str, str, int]:
    giver, recipient = aliased(Member), aliased(Member)
    return (
        select(giver.team, recipient.team, func.count())
        .select_from(Kudos)
        .join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id)
        .join(giver, and_(giver.workspace_id == workspace_id, giver.id == Kudos.giver_id))
        .join(
            recipient, and_(recipient.workspace_id == workspace_id, recipient.id == KudosRecipient.member_id)
        )
        .where(
            Kudos.workspace_id == workspace_id,
            Kudos.given_at >= since,
            Kudos.given_at < until,
            Kudos.retracted_at.is_(None),
            *_there(giver),
            *_there(recipient),
        )
        .group_by(giver.team, recipient.team)
    )


def _there(member: Any) -> tuple[Any, ...]:
    return (member.team != "", member.is_gone.is_(False), member.is_bot.is_(False))
