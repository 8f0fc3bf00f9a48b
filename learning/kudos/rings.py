"""Closed rings of mutual thanks: a few people who thank each other over and over, and hardly anyone else.

The idea is that of collusion sets in markets, traders who deal much among themselves and little with others
(Palshikar and Apte, "Collusion set detection using graph clustering", Data Mining and Knowledge Discovery 16,
2008). Friends who help each other look the same, so that this is a note to admins, and never a verdict.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.core.errors import NotAllowed
from learning.kudos import thanks
from learning.workspace import people

LOOK_BACK = timedelta(weeks=8)
MOST = 4
"""How many people a ring has at most."""
OFTEN = 2
"""How many times each step of a ring was thanked at least."""
SHARE = 0.8
"""How much of what each member of a ring gives stays in it, at least."""

Given = Mapping[tuple[str, str], int]
"""How many times somebody thanked somebody."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Who is in a ring, how many thanks they gave each other, and how many all in all."""

    member_ids: tuple[str, ...]
    inside: int
    given: int


def seen(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> tuple[Ring, ...]:
    """The rings of the last eight weeks, for an admin's eyes. Raises `NotAllowed` for anyone else."""
    if not people.acting(session, workspace_id, member_id).administers:
        raise NotAllowed("Only admins can see this.")
    return recent(session, workspace_id, at=at)


def recent(session: Session, workspace_id: str, *, at: datetime) -> tuple[Ring, ...]:
    """The rings of the eight weeks before `at` (UTC), which only admins read."""
    return among(thanks.standing(session, workspace_id, at - LOOK_BACK, at), at=at)


def among(given: Iterable[thanks.Given], *, at: datetime) -> tuple[Ring, ...]:
    """The rings of the eight weeks before `at` (UTC) in thanks that may be older and newer, too."""
    since = at - LOOK_BACK
    return closed(Counter((giver, member) for when, giver, member in given if since <= when < at))


def closed(given: Given) -> tuple[Ring, ...]:
    """The closed rings in who thanked whom.

    A ring is a circle of two to `MOST` different people in which each thanked the next, and the last the
    first, at least `OFTEN` times, and each gave at least `SHARE` of all their thanks to others in it. Of
    rings within a ring, only the largest is told.
    """
    total: Counter[str] = Counter()
    follows: dict[str, list[str]] = {}
    for (giver, member), times in given.items():
        total[giver] += times
        if times >= OFTEN:
            follows.setdefault(giver, []).append(member)
    narrow = {giver for giver in follows if _widest(given, giver, follows[giver]) >= SHARE * total[giver]}
    sets = {
        frozenset(path)
        for start in narrow
        for path in _circles(follows, narrow, start)
        if all(_within(given, one, path) >= SHARE * total[one] for one in path)
    }
    largest = [one for one in sets if not any(one < other for other in sets)]
    rings = [
        Ring(
            tuple(sorted(ring)),
            sum(times for (giver, member), times in given.items() if {giver, member} <= ring),
            sum(total[one] for one in ring),
        )
        for ring in largest
    ]
    return tuple(sorted(rings, key=lambda ring: (-ring.inside, ring.member_ids)))


def _widest(given: Given, giver: str, members: list[str]) -> int:
    """The most that a ring could hold of what somebody gave: their thanks to those they thank most."""
    return sum(sorted((given[giver, member] for member in members), reverse=True)[: MOST - 1])


def _circles(follows: Mapping[str, list[str]], narrow: set[str], start: str) -> Iterator[tuple[str, ...]]:
    """The circles that begin with `start`, the first of their members by name, so that each is found once."""
    paths: list[tuple[str, ...]] = [(start,)]
    while paths:
        path = paths.pop()
        for member in follows[path[-1]]:
            if member == start and len(path) > 1:
                yield path
            elif member in narrow and member > start and member not in path and len(path) < MOST:
                paths.append((*path, member))


def _within(given: Given, giver: str, path: tuple[str, ...]) -> int:
    return sum(given.get((giver, member), 0) for member in path)
