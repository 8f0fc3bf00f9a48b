"""Lists of lunches as one member sees them: what is coming, and what of it is theirs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from learning.lunches import lunches
from storage.models.lunches import Lunch, Seat
from storage.models.workspace import Channel


@dataclass(frozen=True, slots=True)
class ListedLunch:
    """A lunch as one reader sees it: `mine` is hosting, going, waiting, offered or empty.

    `position` counts from the head of the line for whoever waits, 1 first; `later` are how many more sittings
    of its series are theirs, where this one stands for them.
    """

    card: lunches.Card
    mine: str
    position: int = 0
    later: int = 0


def coming(
    session: Session, workspace_id: str, member_id: str, *, here: str, at: datetime, limit: int = 15
) -> tuple[ListedLunch, ...]:
    """What is announced and has not begun, soonest first, among what whoever is `here` may see."""
    found = session.scalars(
        select(Lunch)
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.state == "open",
            Lunch.starts_at > at,
            visible(workspace_id, here),
        )
        .order_by(Lunch.starts_at, Lunch.id)
        .limit(limit)
    ).all()
    return listed(session, member_id, found)


def mine(
    session: Session, workspace_id: str, member_id: str, *, at: datetime, limit: int = 10
) -> tuple[ListedLunch, ...]:
    """What is to come that a member hosts, goes to or waits for, soonest first.

    The next sitting of a series stands for the later ones; where they are offered a seat, which they have to
    decide on, it is listed by itself.
    """
    rows = session.execute(
        select(Lunch.id, Lunch.series_id, Seat.state)
        .outerjoin(Seat, (Seat.lunch_id == Lunch.id) & (Seat.member_id == member_id))
        .where(_theirs(workspace_id, member_id, at))
        .order_by(Lunch.starts_at, Lunch.id)
    )
    later: Counter[int] = Counter()
    next_of: dict[int, int] = {}
    shown = []
    for number, series_id, state in rows:
        if series_id in next_of and state != "offered":
            later[next_of[series_id]] += 1
            continue
        if series_id is not None:
            next_of.setdefault(series_id, number)
        shown.append(number)
    found = session.scalars(
        select(Lunch).where(Lunch.id.in_(shown[:limit])).order_by(Lunch.starts_at, Lunch.id)
    ).all()
    return tuple(replace(one, later=later[one.card.lunch_id]) for one in listed(session, member_id, found))


def occurrences(
    session: Session, workspace_id: str, member_id: str, series_id: int, *, at: datetime, limit: int = 30
) -> tuple[ListedLunch, ...]:
    """The sittings to come of one series that a member hosts, goes to or waits for, soonest first."""
    found = session.scalars(
        select(Lunch)
        .outerjoin(Seat, (Seat.lunch_id == Lunch.id) & (Seat.member_id == member_id))
        .where(_theirs(workspace_id, member_id, at), Lunch.series_id == series_id)
        .order_by(Lunch.starts_at, Lunch.id)
        .limit(limit)
    ).all()
    return listed(session, member_id, found)


def _theirs(workspace_id: str, member_id: str, at: datetime) -> ColumnElement[bool]:
    """Of lunches beside the member's own seats: what is to come and theirs."""
    return and_(
        Lunch.workspace_id == workspace_id,
        Lunch.state.in_(("planned", "open")),
        Lunch.starts_at > at,
        or_(Lunch.host_id == member_id, Seat.state.in_((*lunches.HELD, "waiting"))),
    )


def listed(session: Session, member_id: str, found: Sequence[Lunch]) -> tuple[ListedLunch, ...]:
    """These lunches as one member sees them."""
    states: dict[int, str] = dict(
        session.execute(
            select(Seat.lunch_id, Seat.state).where(
                Seat.member_id == member_id, Seat.lunch_id.in_([lunch.id for lunch in found])
            )
        ).all()
    )
    ahead = aliased(Seat)
    positions: dict[int, int] = dict(
        session.execute(
            select(Seat.lunch_id, func.count())
            .join(ahead, (ahead.lunch_id == Seat.lunch_id) & (ahead.place <= Seat.place))
            .where(
                Seat.member_id == member_id,
                Seat.lunch_id.in_([number for number, state in states.items() if state == "waiting"]),
                ahead.state == "waiting",
            )
            .group_by(Seat.lunch_id)
        ).all()
    )
    return tuple(
        ListedLunch(
            facts,
            "hosting" if facts.host_id == member_id else states.get(facts.lunch_id, ""),
            positions.get(facts.lunch_id, 0),
        )
        for facts in lunches.cards(session, found)
    )


def visible(workspace_id: str, here: str) -> ColumnElement[bool]:
    """Lunches that whoever is `here` may see: in public channels, and in this one."""
    public = select(Channel.id).where(Channel.workspace_id == workspace_id, Channel.is_private.is_(False))
    return or_(Lunch.channel_id == here, Lunch.channel_id.in_(public))
