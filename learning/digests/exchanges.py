"""Exchanges: who has to do with whom across teams, never shown for fewer than five people."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.features import features
from storage.models.workspace import Member

FEWEST = 5
"""People whom anything said of a team, or of several, has to be about: fewer would be talk about persons."""


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

    Activities plug in what counts as one. Apps, and those who left, count nowhere.
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
    for found in (one for feature in features().values() for one in feature.digest.exchanges):
        for one, other in found(session, workspace_id, since, until):
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
