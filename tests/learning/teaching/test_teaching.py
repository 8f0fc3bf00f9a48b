"""Teaching on both databases: what stands stays, everybody's time is one budget, and a pause is a pause."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.half_hours import half_hours, teacher_requests
from learning.lunches import announcements, host_requests, seats
from learning.questions import escalation, experts, questions
from learning.teaching import candidates, capacity, offers, requests, wishes
from learning.teaching.offers import Ways
from learning.workspace import channels
from learning.workspace.channels import Channel
from storage.models.questions import Question
from storage.models.teaching import Request
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, KATE, LIAM, NOW, START, C, T, propose, town

NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
"""A Monday, after work in Lisbon."""


@pytest.fixture(autouse=True)
def everyone(session: Session) -> None:
    town(session)


def teach(session: Session, *people: str, topic: str = "kubernetes", at: datetime = NOW) -> None:
    for who in people:
        offers.offer(session, T, who, [topic], at=at)


def ask(session: Session, at: datetime) -> Question:
    """Ana asks about kubernetes, and people are looked for."""
    number = questions.ask(
        session, T, ANA, questions.word("Why does my pod not start? #kubernetes"), channel_id=C,
        request_key=f"command:{at}", at=at,
    ).question_id  # fmt: skip
    questions.posted(session, number, f"{at.timestamp():.4f}", at=at)
    escalation.escalate(session, at=at)
    return session.get_one(Question, number)


def asked(session: Session, kind: str = "question") -> list[tuple[str, str]]:
    rows = session.execute(
        select(Request.member_id, Request.state).where(Request.kind == kind).order_by(Request.id)
    )
    return [(who, state) for who, state in rows]


def able(session: Session, way: str = "answers", at: datetime = NOW) -> list[str]:
    numbers = topics.named(session, T, ["kubernetes"])
    return [one.member_id for one in candidates.find(session, T, numbers, way=way, at=at)]


def test_offering_again_keeps_what_is_not_said_anew(session: Session) -> None:
    only_answers = Ways(half_hours=False, lunches=False)
    offers.offer(session, T, BEN, ["kubernetes"], ways=only_answers, note="I run ours", at=NOW)
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    (standing,) = offers.mine(session, T, BEN, at=NOW).offers
    assert (standing.ways, standing.note) == (only_answers, "I run ours")
    offers.offer(session, T, BEN, ["kubernetes"], ways=Ways(), note="", at=NOW)
    (standing,) = offers.mine(session, T, BEN, at=NOW).offers
    assert (standing.ways, standing.note) == (Ways(), "")
    offers.withdraw(session, T, BEN, standing.offer_id, at=NOW)
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    assert offers.mine(session, T, BEN, at=NOW).offers[0].ways == Ways()


def test_a_lunch_that_was_held_counts_for_its_host(session: Session) -> None:
    propose(session)
    assert able(session) == []
    (found,) = candidates.find(
        session, T, topics.named(session, T, ["kubernetes"]), way="answers", at=START + timedelta(hours=1)
    )
    assert (found.member_id, found.shown, found.offers) == (BEN, {"lunches": 1}, False)
    assert experts.why(found, ["kubernetes"]) == "hosted a lunch on #kubernetes"


def test_whoever_leaves_a_way_of_teaching_out_is_not_asked_for_it(session: Session) -> None:
    later = START + timedelta(hours=1)
    propose(session)
    offers.offer(session, T, BEN, ["kubernetes"], ways=Ways(half_hours=False), at=NOW)
    assert able(session, "answers", later) == [BEN]
    assert able(session, "half_hours", later) == []
    offers.withdraw(session, T, BEN, offers.mine(session, T, BEN, at=NOW).offers[0].offer_id, at=NOW)
    assert able(session, "answers", later) == []


def test_a_waitlist_is_demand(session: Session) -> None:
    number = propose(session, seats="1")
    for who in (ANA, HUGO, KATE):
        seats.join(session, T, who, number, at=NOW)
    (row,) = wishes.board(session, T, LIAM, at=NOW)
    assert (row.topic, row.wishes, row.otherwise, row.demand) == ("kubernetes", 0, {"waiting": 2}, 2)


def test_a_lunch_fulfils_the_wishes_of_those_who_had_a_seat(session: Session) -> None:
    for who in (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=NOW)
    number = propose(session)
    for who in (ANA, HUGO):
        seats.join(session, T, who, number, at=NOW)
    announcements.finish(session, at=START + timedelta(hours=1))
    (topic_id,) = topics.named(session, T, ["kubernetes"])
    assert wishes.wishers(session, T, topic_id) == (KATE,)


def test_whoever_is_named_by_a_colleague_is_left_in_peace_without_room(session: Session) -> None:
    question = ask(session, NOW)
    capacity.pause(session, T, HUGO, NOW + timedelta(days=7), at=NOW)
    assert experts.refers(session, question, LIAM, f"ask <@{HUGO}>", at=NOW)
    assert asked(session) == []
    assert experts.refers(session, question, LIAM, f"ask <@{KATE}>", at=NOW)
    assert asked(session) == [(KATE, "asked")]
    # What was said is remembered of both.
    assert able(session) == [HUGO, KATE]


def test_all_that_asks_for_somebodys_time_is_one_budget(session: Session) -> None:
    teach(session, BEN, topic="kubernetes")
    capacity.limit(session, T, BEN, 2)
    ask(session, NOW)
    half_hours.ask(session, T, HUGO, "kubernetes", BEN, request_key="h", at=NOW)
    for who in (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=NOW)
    assert host_requests.suggest(session, at=NOW) == 1
    assert asked(session, "lunch") == []
    later = NOW + timedelta(days=7, hours=1)
    assert host_requests.suggest(session, at=later) == 1
    assert asked(session, "lunch") == [(BEN, "asked")]


def test_whoever_pauses_before_they_were_told_is_spared_and_the_next_is_asked(session: Session) -> None:
    teach(session, BEN, FAY, HUGO)
    ask(session, NIGHT)
    first = [who for who, _ in asked(session)]
    assert len(first) == 2
    assert requests.release_paused(session, at=NIGHT) == 0
    capacity.pause(session, T, first[0], NIGHT + timedelta(days=3), at=NIGHT)
    assert requests.release_paused(session, at=NIGHT) == 1
    assert requests.release_paused(session, at=NIGHT) == 0
    states = dict(asked(session))
    assert states[first[0]] == "spared"
    assert sorted(states.values()) == ["asked", "asked", "spared"]


def test_a_half_hour_and_a_suggestion_go_on_when_their_teacher_pauses_in_time(session: Session) -> None:
    teach(session, BEN, FAY)
    half_hours.ask(session, T, HUGO, "kubernetes", BEN, request_key="h", at=NIGHT)
    for who in (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=NIGHT)
    host_requests.suggest(session, at=NIGHT)
    ((host, _),) = asked(session, "lunch")
    for who in {BEN, host}:
        capacity.pause(session, T, who, NIGHT + timedelta(days=3), at=NIGHT)
    assert requests.release_paused(session, at=NIGHT) == 2
    assert asked(session, "half_hour")[0] == (BEN, "spared")
    assert asked(session, "lunch") == [(host, "spared")]


def test_a_half_hour_that_was_told_already_waits_for_its_answer(session: Session) -> None:
    teach(session, BEN, FAY)
    meeting = half_hours.ask(session, T, HUGO, "kubernetes", BEN, request_key="h", at=NOW)
    capacity.pause(session, T, BEN, NOW + timedelta(days=9), at=NOW)
    assert requests.release_paused(session, at=NOW + timedelta(hours=1)) == 0
    later = NOW + timedelta(days=3)
    assert teacher_requests.lapse(session, at=later) == 1
    assert teacher_requests.lapse(session, at=later) == 0
    assert asked(session, "half_hour") == [(BEN, "lapsed"), (FAY, "asked")]
    assert half_hours.meeting(session, meeting.half_hour_id).state == "asked"


def test_a_suggestion_in_hand_offers_its_form_until_the_lunch_is_there(session: Session) -> None:
    channels.remember(session, Channel(T, C, "learning", False, False, True))
    teach(session, BEN)
    for who in (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=NOW)
    host_requests.suggest(session, at=NOW)
    number = session.scalars(select(Request.id).where(Request.kind == "lunch")).one()
    host_requests.accept(session, T, BEN, number, at=NOW)
    assert not host_requests.suggestion(session, number, at=NOW).is_coming
    propose(session)
    assert host_requests.suggestion(session, number, at=NOW).is_coming
