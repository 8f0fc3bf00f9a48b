"""Exchanges: who has to do with whom across teams, never shown for fewer than five people."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, false, func, select, true
from sqlalchemy.orm import Session

from learning.core import log
from learning.kudos import thanks
from learning.questions import names as question_names
from storage.models.activity_log import LogEntry
from storage.models.lunches import Lunch, Seat
from storage.models.questions import Answer, Question
from storage.models.workspace import Member

FEWEST = 5
"""People whom anything said of a team, or of several, has to be about: fewer would be talk about persons."""

Exchange = tuple[str, str]
"""Two people who had to do with each other."""


@dataclass(frozen=True, slots=True)
class Team:
    """A team: its people, and how many exchanges it had with its own and with other teams.

    These numbers are for rules alone: shown week by week, they would tell what one did who came or left.
    """

    name: str
    size: int
    inside: int
    across: int


@dataclass(frozen=True, slots=True)
class Exchanges:
    """How teams have to do with each other: all exchanges, those that cross teams, by how many people these
    were, and the teams of `FEWEST` people and more, by name."""

    total: int
    crossing: int
    people: int
    teams: tuple[Team, ...]

    @property
    def isolates(self) -> tuple[Team, ...]:
        """The teams that had to do with no other, when `FEWEST` people elsewhere had."""
        return tuple(team for team in self.teams if team.across == 0) if self.people >= FEWEST else ()

    def elsewhere(self, team: Team) -> int:
        """Which percentage of exchanges crosses teams among all but an isolate, to the nearest ten: what one
        person did is not told by two weeks' figures."""
        return 10 * round(10 * self.crossing / (self.total - team.inside))


def count(session: Session, workspace_id: str, *, since: datetime, until: datetime) -> Exchanges:
    """The exchanges from `since` to before `until` (UTC) between people of whom a team is known.

    An exchange is a reply to somebody else's question that was asked with a name, a guest's seat at a lunch,
    or thanks. Apps, and those who left, count nowhere.
    """
    team_of: dict[str, str] = dict(
        session.execute(
            select(Member.id, Member.team).where(
                Member.workspace_id == workspace_id,
                Member.team != "",
                Member.is_gone.is_(False),
                Member.is_bot.is_(False),
            )
        ).all()
    )
    met: set[str] = set()
    inside: Counter[str] = Counter()
    across: Counter[str] = Counter()
    for kind in (_replies, _seats, _thanks):
        for one, other in kind(session, workspace_id, since, until):
            mine, theirs = team_of.get(one), team_of.get(other)
            if mine is None or theirs is None:
                continue
            if mine == theirs:
                inside[mine] += 1
            else:
                met |= {one, other}
                across[mine] += 1
                across[theirs] += 1
    sizes = sorted((name, size) for name, size in Counter(team_of.values()).items() if size >= FEWEST)
    crossing = sum(across.values()) // 2
    return Exchanges(
        total=crossing + sum(inside.values()),
        crossing=crossing,
        people=len(met),
        teams=tuple(Team(name, size, inside[name], across[name]) for name, size in sizes),
    )


def _replies(session: Session, workspace_id: str, since: datetime, until: datetime) -> Iterable[Exchange]:
    answers = log.numbers(session, workspace_id, question_names.Verbs.ANSWERED, since, until)
    return session.execute(
        select(Answer.author_id, Question.asker_id)
        .select_from(LogEntry)
        .join(Answer, Answer.id == LogEntry.subject_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            log.within(workspace_id, since, until),
            LogEntry.verb == question_names.Verbs.ANSWERED,
            Answer.id.between(*answers),
            Question.id.between(*log.questions(session, answers)),
            Answer.author_id != Question.asker_id,
            Question.anonymous.is_(False),
        )
    )


def _seats(session: Session, workspace_id: str, since: datetime, until: datetime) -> Iterable[Exchange]:
    held = session.scalars(
        select(Lunch.id).where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at >= since,
            Lunch.starts_at < until,
            Lunch.state.in_(("open", "over")),
        )
    ).all()
    there = func.coalesce(Seat.attended, Seat.says_there, true())
    return session.execute(
        select(Lunch.host_id, Seat.member_id)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(
            Lunch.id.in_(held),
            Seat.lunch_id.in_(held),
            # In one: SQLite would else go through the seats of all who ever were going.
            case((Seat.state == "going", there), else_=false()),
        )
    )


def _thanks(session: Session, workspace_id: str, since: datetime, until: datetime) -> Iterable[Exchange]:
    return [(giver, member) for _, giver, member in thanks.standing(session, workspace_id, since, until)]
