"""The law of seats and lines, tried with whatever people do, in whatever order."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError
from learning.lunches import edits, hosting, lunches, seats, waitlist
from storage.models.lunches import Seat
from storage.models.outbox import Outbox
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    LIAM,
    START,
    T,
    memory,
    plan,
    propose,
    states,
    town,
)

HOUR = timedelta(hours=1)


@dataclass
class Line:
    """The rules, told once more as plainly as can be: who goes, who is offered a seat, who waits."""

    seats: int | None
    start: datetime
    going: set[str] = field(default_factory=set)
    offered: dict[str, datetime] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def join(self, who: str, at: datetime) -> None:
        if who in self.offered:
            del self.offered[who]
            self.going.add(who)
        elif who not in self.going and who not in self.waiting:
            self.waiting.append(who)
            if self.free():
                self.waiting.remove(who)
                self.going.add(who)

    def leave(self, who: str, at: datetime) -> None:
        self.going.discard(who)
        self.offered.pop(who, None)
        if who in self.waiting:
            self.waiting.remove(who)
        self.fill(at)

    def resize(self, number: int | None, at: datetime) -> None:
        self.seats = number
        back = []
        while number is not None and len(self.going) + len(self.offered) > number:
            last = list(self.offered)[-1]
            del self.offered[last]
            back.insert(0, last)
        self.waiting = back + self.waiting
        self.fill(at)

    def lapse(self, at: datetime) -> None:
        for who in [who for who, until in self.offered.items() if until <= at]:
            del self.offered[who]
        self.fill(at)

    def free(self) -> bool:
        return self.seats is None or len(self.going) + len(self.offered) < self.seats

    def fill(self, at: datetime) -> None:
        while self.waiting and self.free():
            who = self.waiting.pop(0)
            if self.start - at <= 2 * HOUR:
                self.going.add(who)
            else:
                self.offered[who] = at + min(timedelta(days=1), (self.start - at) / 4)


PEOPLE = [ANA, HUGO, KATE, LIAM, FAY]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("leave"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("take"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("resize"), st.sampled_from([None, 1, 2, 3])),
        st.tuples(st.just("wait"), st.sampled_from([0.2, 1, 7, 26, 60])),
        st.tuples(st.just("tick"), st.none()),
    ),
    max_size=24,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from([1, 2, 3]), st.sampled_from([1.0, 5.0, 240.0]))
def test_seats_and_order_hold_whatever_happens(
    steps: list[tuple[str, object]], number: int, hours: float
) -> None:
    session = memory()
    town(session)
    lunch = propose(session, seats=str(number))
    at = START - timedelta(hours=hours)
    line = Line(number, START)
    for step, what in steps:
        if step == "wait":
            at = min(at + timedelta(hours=float(str(what))), START - timedelta(minutes=1))
        elif step == "resize":
            wanted = plan(seats="" if what is None else str(what))
            version = lunches.card(session, lunch).version
            line.lapse(at)
            if isinstance(what, int) and what < len(line.going):
                with pytest.raises(LearningError), session.begin_nested():
                    edits.edit(session, T, BEN, lunch, wanted, version=version, at=at)
                waitlist.lapse(session, at=at)
            else:
                edits.edit(session, T, BEN, lunch, wanted, version=version, at=at)
                line.resize(what if isinstance(what, int) else None, at)
        elif step == "tick":
            waitlist.lapse(session, at=at)
            line.lapse(at)
        else:
            who = str(what)
            line.lapse(at)
            if step == "take" and who not in line.offered and who not in line.going:
                with pytest.raises(Gone):
                    seats.take(session, T, who, lunch, at=at)
            elif step == "leave":
                seats.leave(session, T, who, lunch, at=at)
                line.leave(who, at)
            else:
                verb = seats.take if step == "take" else seats.join
                verb(session, T, who, lunch, at=at)
                line.join(who, at)
        if step != "wait":
            _agree(session, lunch, line)
    hosting.cancel(session, T, BEN, lunch, "Ill.", at=at)
    told = session.scalars(select(Outbox.recipient_id).where(Outbox.kind == "lunches.cancelled")).all()
    seats_now = states(session, lunch)
    assert sorted(told) == sorted(seats_now)
    session.close()


def _agree(session: Session, lunch: int, line: Line) -> None:
    rows = session.execute(
        select(Seat.member_id, Seat.state, Seat.offered_until)
        .where(Seat.lunch_id == lunch)
        .order_by(Seat.place)
    ).all()
    going = {who for who, state, _ in rows if state == "going"}
    assert going == line.going
    assert {who: until for who, state, until in rows if state == "offered"} == line.offered
    assert [who for who, state, _ in rows if state == "waiting"] == line.waiting
    facts = lunches.card(session, lunch)
    assert facts.seats is None or facts.held <= facts.seats
    assert not (facts.waiting and not facts.full)
