"""What lunches tell other activities: who wants and who knows topics, who helped, what thanks are for."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.sockets.order import Shelf
from learning.core.sockets.people import TITLE, Deed, Doings, Done, Thankable, Way
from learning.core.sockets.topics import Knows, Wants
from learning.lunches import lunches, names
from learning.teaching.wishes import RECENT
from storage.models.lunches import Lunch, LunchTopic, Seat

MOST = 3
"""Lunches hosted beyond these add nothing when teachers are ranked."""


def _pairs(at: datetime) -> Select[str, int, str]:
    return (
        select(Lunch.workspace_id, LunchTopic.topic_id, Seat.member_id)
        .join(LunchTopic, LunchTopic.lunch_id == Lunch.id)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(Seat.state == "waiting", Lunch.starts_at > at - RECENT)
    )


def _waiting(session: Session, workspace_id: str, at: datetime) -> Mapping[int, int]:
    """How many people wait for a seat at a lunch on each topic, or waited for one lately."""
    rows = session.execute(
        select(LunchTopic.topic_id, func.count(Seat.member_id.distinct()))
        .join(Lunch, Lunch.id == LunchTopic.lunch_id)
        .join(Seat, Seat.lunch_id == Lunch.id)
        .where(Lunch.workspace_id == workspace_id, Seat.state == "waiting", Lunch.starts_at > at - RECENT)
        .group_by(LunchTopic.topic_id)
    )
    return dict(rows.all())


def _hosted(
    session: Session, workspace_id: str, topic_ids: Collection[int], at: datetime
) -> Mapping[str, int]:
    """How many lunches somebody hosted on these topics."""
    rows = session.execute(
        select(Lunch.host_id, func.count(Lunch.id.distinct()))
        .join(LunchTopic, LunchTopic.lunch_id == Lunch.id)
        .where(
            Lunch.workspace_id == workspace_id,
            LunchTopic.topic_id.in_(topic_ids),
            Lunch.state != "cancelled",
            Lunch.starts_at <= at,
        )
        .group_by(Lunch.host_id)
    )
    return dict(rows.all())


def _why(times: int) -> str:
    return "hosted a lunch on"


def helped(session: Session, workspace_id: str, since: datetime, until: datetime) -> Mapping[str, int]:
    """Who hosted lunches that began then (UTC), and how many."""
    rows = session.execute(
        select(Lunch.host_id, func.count())
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at >= since,
            Lunch.starts_at < until,
            Lunch.state == "over",
        )
        .group_by(Lunch.host_id)
    )
    return dict(rows.all())


def _deeds(session: Session, workspace_id: str, member_id: str) -> Mapping[Way, Done]:
    """The lunches of theirs that somebody came to, and whether they would teach what they learned at one."""
    came = exists().where(
        Seat.lunch_id == Lunch.id,
        Seat.state == "going",
        func.coalesce(Seat.attended, Seat.says_there, False),
    )
    hosted = session.execute(
        select(Lunch.id, Lunch.starts_at).where(
            Lunch.workspace_id == workspace_id, Lunch.host_id == member_id, Lunch.state != "cancelled", came
        )
    ).all()
    numbers = [number for number, _ in hosted]
    about = session.scalars(select(LunchTopic.topic_id).where(LunchTopic.lunch_id.in_(numbers)))
    teaches = exists().where(
        Seat.workspace_id == workspace_id, Seat.member_id == member_id, Seat.teaches.is_(True)
    )
    return {
        Way.HOSTED: Done(len(hosted), tuple(when for _, when in hosted), frozenset(about)),
        Way.BECAME_TEACHER: Done(int(bool(session.scalar(select(teaches))))),
    }


def _host(session: Session, number: int) -> str | None:
    return session.scalar(select(Lunch.host_id).where(Lunch.id == number))


def _lunch(session: Session, workspace_id: str, giver_id: str, member_id: str, number: int) -> Deed | None:
    """A lunch that they host or hosted; raises `Gone` where there is none of this number."""
    lunch = lunches.get(session, workspace_id, number)
    if lunch.host_id != member_id or lunch.state == "cancelled":
        return None
    facts = lunches.card(session, number)
    return Deed(f"for hosting “{words.shorten(facts.title, TITLE)}”", facts.channel_id, facts.topics)


WANTS = Wants(names.Signals.WAITING, Shelf.GATHER, _pairs, _waiting)
KNOWS = Knows(names.Signals.HOSTED, Shelf.HOST, _hosted, MOST, _why)
DOINGS = Doings(_deeds, {"became_teacher": None, "attended": _host, "was_there": _host})
THANKABLE = Thankable(names.Signals.THANKABLE, _lunch)
