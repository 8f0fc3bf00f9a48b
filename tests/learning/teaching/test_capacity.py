"""One budget of everybody's time, on both databases: whatever asks for it, however it ends."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import LearningError
from learning.half_hours import half_hours
from learning.lunches import rules
from learning.privacy import erasure
from learning.teaching import capacity, offers, requests, understudies, wishes
from learning.teaching.understudies import Able
from learning.workspace import people, settings
from learning.workspace.people import Profile
from storage.engine.database import Database
from storage.models.half_hours import HalfHour
from storage.models.outbox import Outbox
from storage.models.teaching import Request
from tests.learning.lunches.lunching import ANA, BEN, HUGO, KATE, LIAM, NOW, T, propose, town

THURSDAY_NIGHT = datetime(2026, 4, 2, 20, 0, tzinfo=UTC)
"""Before the long weekend of Easter, which is over on Tuesday."""


@pytest.fixture
def session(session: Session) -> Session:
    town(session)
    return session


def called(session: Session, *people: str, at: datetime = NOW) -> int:
    """These people are asked whether they would help with kubernetes; its number."""
    (topic_id,) = topics.ensure(session, T, ["kubernetes"])
    helpers = [Able(who, "Europe/Lisbon", "wishes") for who in people]
    understudies.ask(session, T, topic_id, helpers, at=at)
    return topic_id


def asked(session: Session, kind: str) -> list[tuple[str, str]]:
    rows = session.execute(
        select(Request.member_id, Request.state).where(Request.kind == kind).order_by(Request.id)
    )
    return [(who, state) for who, state in rows]


def test_whoever_still_thinks_about_helping_can_have_their_data_deleted(session: Session) -> None:
    called(session, BEN)
    erasure.ask(session, T, BEN, at=NOW)
    assert erasure.finish(session, at=NOW) == 1
    assert erasure.finish(session, at=NOW) == 0
    ((who, state),) = asked(session, "teach")
    assert (who == BEN, state) == (False, "declined")


def test_whoever_pauses_before_they_are_asked_to_help_is_spared_and_no_half_hour_goes_on(
    session: Session,
) -> None:
    settings.put(session, T, {"holidays": ["2026-04-03", "2026-04-06"]})
    offers.offer(session, T, LIAM, ["kubernetes"], at=NOW)
    topic_id = called(session, BEN, at=THURSDAY_NIGHT)
    meeting = half_hours.ask(
        session, T, HUGO, "kubernetes", LIAM, request_key="h", at=THURSDAY_NIGHT - timedelta(hours=6)
    )
    assert meeting.half_hour_id == topic_id, "the two have the same number, as it happens"
    capacity.pause(session, T, BEN, THURSDAY_NIGHT + timedelta(days=9), at=THURSDAY_NIGHT)
    assert requests.release_paused(session, at=THURSDAY_NIGHT) == 1
    assert requests.release_paused(session, at=THURSDAY_NIGHT) == 0
    assert asked(session, "teach") == [(BEN, "spared")]
    assert asked(session, "half_hour") == [(LIAM, "asked")]
    assert session.get_one(HalfHour, meeting.half_hour_id).state == "asked"
    assert capacity.left(session, T, [BEN], THURSDAY_NIGHT + timedelta(days=10)) == {BEN: 3}


def test_whoever_wants_to_learn_a_topic_is_asked_to_help_only_with_room(session: Session) -> None:
    for who in (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=NOW)
    capacity.pause(session, T, ANA, NOW + timedelta(days=7), at=NOW)
    (topic_id,) = topics.named(session, T, ["kubernetes"])
    able = understudies.able(session, T, topic_id, at=NOW, most=3)
    assert [one.member_id for one in able] == [HUGO, KATE]


async def test_however_many_ask_at_once_nobody_gets_more_than_they_have_room_for(database: Database) -> None:
    learners = [f"U{number}" for number in range(12)]

    def begin(session: Session) -> None:
        people.meet(session, T, [Profile(who, who, "Europe/Lisbon") for who in learners])
        offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
        capacity.limit(session, T, BEN, 2)

    def all_of_it(session: Session) -> list[tuple[str, str]]:
        return asked(session, "half_hour")

    await database.run(town)
    await database.run(begin)
    came = await asyncio.gather(
        *(
            database.run(half_hours.ask, T, who, "kubernetes", BEN, request_key=who, at=NOW)
            for who in learners
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, LearningError) for one in came) == 10
    assert await database.run(all_of_it) == [(BEN, "asked"), (BEN, "asked")]


def test_a_host_is_asked_to_repeat_a_lunch_within_their_hours_and_their_budget(session: Session) -> None:
    facts = {"lunch_id": propose(session), "host": BEN}
    capacity.limit(session, T, BEN, 1)
    night = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert rules.ask_to_repeat(session, T, facts, at=night) == {"asked": [BEN]}
    due = session.scalars(select(Outbox.due_at).where(Outbox.kind == "lunches.again")).one()
    assert due == datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    assert capacity.left(session, T, [BEN], night) == {BEN: 0}
    with pytest.raises(LearningError, match="Ben has no room"):
        rules.ask_to_repeat(session, T, facts, at=night + timedelta(days=1))
    later = night + timedelta(days=8)
    assert rules.ask_to_repeat(session, T, facts, at=later) == {"asked": [BEN]}
    assert capacity.left(session, T, [BEN], later) == {BEN: 0}
