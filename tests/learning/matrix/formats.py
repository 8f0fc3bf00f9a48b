"""Formats of circles: taking part in a round that goes on, and leading it."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import membership, names, rounds
from learning.circles.circles import COFFEE, DEBATE, TURNS
from learning.circles.formats import coffee_votes, coffees, debates, formats, turns
from learning.core import schedules
from storage.models.circles import Circle, CoffeeTopic, Round
from tests.learning.matrix.circles import begun
from tests.learning.matrix.town import EVERYONE, FACILITATORS, ME, NOW, OTHER, C, Row, T


def going_on(session: Session, format: str, at_stage: Callable[[Session, int], None]) -> int:
    """A round of somebody else's open circle, posted just now."""
    number = begun(session)
    circle = session.get_one(Circle, number)
    circle.format = format
    membership.join(session, T, OTHER, number, at=NOW)
    due_at = schedules.upcoming(session, T, names.Schedules.ROUND, number)
    row = session.scalars(select(Round).where(Round.circle_id == number)).one()
    assert row.due_at == due_at
    row.format, row.state, row.channel_id, row.opener_id = format, "due", C, OTHER
    rounds.posted(session, row.id, "1773136800.0001", at=NOW)
    formats.begin(session, row.id, at=NOW)
    at_stage(session, row.id)
    return row.id


def gathering(session: Session) -> int:
    return going_on(session, COFFEE, _two_topics)


def voting(session: Session) -> int:
    return going_on(session, COFFEE, _vote)


def debating(session: Session) -> int:
    return going_on(session, DEBATE, lambda s, n: None)


def my_turn(session: Session) -> int:
    return going_on(session, TURNS, _mine)


def _two_topics(session: Session, round_id: int) -> None:
    for text in ("One", "Two"):
        coffee_votes.propose(session, T, OTHER, round_id, text, request_key=text, at=NOW)


def _vote(session: Session, round_id: int) -> None:
    _two_topics(session, round_id)
    coffee_votes.go_on(session, T, OTHER, round_id, coffees.GATHER, at=NOW)


def _mine(session: Session, round_id: int) -> None:
    row = session.get_one(Round, round_id)
    membership.join(session, T, ME, row.circle_id, at=NOW)
    row.next_at = NOW
    formats.move(session, at=NOW)


def _carried(session: Session, round_id: int) -> None:
    """A topic was left over the time before."""
    _two_topics(session, round_id)
    row = session.get_one(Round, round_id)
    row.state = "over"


def left_over(session: Session) -> int:
    first = going_on(session, COFFEE, _carried)
    before = session.get_one(Round, first)
    after = Round(
        workspace_id=T,
        circle_id=before.circle_id,
        due_at=before.due_at.replace(year=2027),
        day=before.day,
        format=COFFEE,
        state="posted",
        seed=1,
        channel_id=C,
        message_ts="1773136801.0001",
    )
    session.add(after)
    session.flush()
    formats.begin(session, after.id, at=NOW)
    return after.id


def mine(session: Session) -> int:
    """A topic that I brought, before I became whoever I am now."""
    number = gathering(session)
    topic = CoffeeTopic(workspace_id=T, round_id=number, member_id=ME, text="Mine", request_key="mine")
    session.add(topic)
    session.flush()
    return topic.id


def _bring_back(session: Session, round_id: int) -> object:
    topic = coffees.facts(session, round_id).left_over[0]
    return coffee_votes.bring_back(session, T, ME, round_id, topic.topic_id, at=NOW)


ROWS = {
    "circles.formats.coffee_votes.welcome": Row(
        EVERYONE, lambda s, n: coffee_votes.welcome(s, T, ME, n, at=NOW), gathering
    ),
    "circles.formats.coffee_votes.propose": Row(
        EVERYONE, lambda s, n: coffee_votes.propose(s, T, ME, n, "Three", request_key="3", at=NOW), gathering
    ),
    "circles.formats.coffee_votes.bring_back": Row(EVERYONE, _bring_back, left_over),
    "circles.formats.coffee_votes.withdraw": Row(
        EVERYONE, lambda s, n: coffee_votes.withdraw(s, T, ME, n, at=NOW), mine
    ),
    "circles.formats.coffee_votes.ballot": Row(
        EVERYONE, lambda s, n: coffee_votes.ballot(s, T, ME, n, at=NOW), voting
    ),
    "circles.formats.coffee_votes.spread": Row(
        EVERYONE, lambda s, n: coffee_votes.spread(s, T, ME, n, {}, at=NOW), voting
    ),
    "circles.formats.coffee_votes.go_on": Row(
        FACILITATORS, lambda s, n: coffee_votes.go_on(s, T, ME, n, coffees.VOTE, at=NOW), voting
    ),
    "circles.formats.debates.vote": Row(
        EVERYONE, lambda s, n: debates.vote(s, T, ME, n, debates.BEFORE, debates.FOR, at=NOW), debating
    ),
    "circles.formats.turns.let_pass": Row(
        EVERYONE, lambda s, n: turns.let_pass(s, T, ME, n, ME, at=NOW), my_turn
    ),
}
