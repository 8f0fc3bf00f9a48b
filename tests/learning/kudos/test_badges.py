"""Badges: each earned by what its docstring says, once, and said once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.kudos import badges, kudos
from learning.kudos import names as kudos_names
from learning.kudos.badges import Deeds
from learning.lunches import afterwards
from learning.questions import acceptance
from learning.workspace import people
from learning.workspace.people import Profile
from messages.kudos import badges as render
from sandbox.block_kit.blocks import check_blocks
from storage.models.outbox import Outbox
from tests.learning.digests import digesting
from tests.learning.digests.digesting import AFTER, ANA, BEN, HUGO, KATE, MONDAY, NOOR, T, town
from tests.learning.kudos.thanking import thank

SUNDAY = MONDAY.date() - timedelta(days=MONDAY.weekday())


def names(session: Session, who: str) -> list[str]:
    return [one.name for one in badges.mine(session, T, who)]


def said(session: Session, who: str) -> list[str]:
    """The badges that somebody was told of, message by message."""
    rows = session.scalars(
        select(Outbox.key)
        .where(Outbox.kind == kudos_names.BADGE, Outbox.recipient_id == who)
        .order_by(Outbox.id)
    )
    return [key.rpartition(":")[2] for key in rows]


def answered(
    session: Session, who: str, *, at: datetime = MONDAY, topics: tuple[str, ...] = (), accepted: bool = False
) -> int:
    asked = digesting.ask(session, ANA if who != ANA else BEN, f"Why? {who} {at}", at=at, topics=topics)
    reply = digesting.reply(session, asked, who, at=at + timedelta(minutes=1))
    if accepted:
        acceptance.accept(session, T, ANA if who != ANA else BEN, reply, how="button", at=at)
    return reply


@pytest.mark.parametrize(
    ("deeds", "earned"),
    [
        (Deeds(), []),
        (Deeds(answers=1), ["first_answer"]),
        (Deeds(answers=1, accepted=1), ["first_answer", "first_accepted"]),
        (Deeds(lunches=1), ["first_lunch"]),
        (Deeds(topics=4), []),
        (Deeds(topics=5), ["five_topics"]),
        (Deeds(weeks=frozenset(SUNDAY + timedelta(weeks=n) for n in (0, 1, 2))), []),
        (Deeds(weeks=frozenset(SUNDAY + timedelta(weeks=n) for n in (0, 1, 3, 4))), []),
        (Deeds(weeks=frozenset(SUNDAY + timedelta(weeks=n) for n in (0, 2, 3, 4, 5))), ["four_weeks"]),
        (Deeds(became_teacher=True), ["became_teacher"]),
        (Deeds(thanks=1), ["first_thanks"]),
    ],
)
def test_each_badge_is_earned_by_what_it_says(deeds: Deeds, earned: list[str]) -> None:
    assert [name for name, rule in badges.BADGES.items() if rule(deeds)] == earned
    assert all(rule.__doc__ for rule in badges.BADGES.values())


def test_every_badge_has_a_name_and_is_shown() -> None:
    assert list(render.NAMES) == list(badges.BADGES)
    assert check_blocks(render.earned(list(badges.BADGES))["blocks"], "message") == []
    assert render.mine(()) == []


def test_a_first_answer_is_said_once(session: Session) -> None:
    town(session)
    answered(session, BEN)
    assert badges.award(session, at=MONDAY) == 1
    answered(session, BEN, at=MONDAY + timedelta(hours=1))
    assert badges.award(session, at=MONDAY) == 0
    assert names(session, BEN) == said(session, BEN) == ["first_answer"]


def test_a_reply_to_ones_own_question_earns_nothing(session: Session) -> None:
    town(session)
    asked = digesting.ask(session, BEN, "Why?", at=MONDAY)
    reply = digesting.reply(session, asked, BEN, at=MONDAY)
    acceptance.accept(session, T, BEN, reply, how="button", at=MONDAY)
    badges.award(session, at=MONDAY)
    assert names(session, BEN) == []


def test_several_at_once_are_one_message(session: Session) -> None:
    town(session)
    answered(session, BEN, accepted=True)
    badges.award(session, at=MONDAY)
    assert said(session, BEN) == ["first_answer,first_accepted"]


def test_a_badge_is_kept_when_what_earned_it_is_taken_back(session: Session) -> None:
    town(session)
    given = thank(session, ANA, BEN, at=MONDAY)
    badges.award(session, at=MONDAY)
    kudos.take_back(session, T, ANA, given.thanks.kudos_id, at=MONDAY)
    thank(session, ANA, BEN, at=MONDAY)
    badges.award(session, at=MONDAY)
    assert names(session, ANA) == said(session, ANA) == ["first_thanks"]


def test_thanks_that_were_taken_back_at_once_earn_nothing(session: Session) -> None:
    town(session)
    given = thank(session, ANA, BEN, at=MONDAY)
    kudos.take_back(session, T, ANA, given.thanks.kudos_id, at=MONDAY)
    assert badges.award(session, at=MONDAY) == 0


def test_five_topics_count_accepted_answers_and_lunches(session: Session) -> None:
    town(session)
    for number in range(2):
        about = (f"one{number}", f"two{number}")
        answered(session, BEN, at=MONDAY + timedelta(hours=number), topics=about, accepted=True)
    answered(session, BEN, at=MONDAY + timedelta(hours=5), topics=("unaccepted",))
    badges.award(session, at=MONDAY)
    assert "five_topics" not in names(session, BEN)
    number = digesting.lunch(session, [ANA], at=AFTER)  # about kubernetes
    afterwards.was_there(session, T, ANA, number, there=True, at=AFTER + timedelta(hours=1))
    badges.award(session, at=AFTER)
    assert {"five_topics", "first_lunch"} <= set(names(session, BEN))


def test_a_learner_becomes_a_teacher(session: Session) -> None:
    town(session)
    number = digesting.lunch(session, [ANA, HUGO], at=AFTER)
    afterwards.teach(session, T, ANA, number, teaches=True, at=AFTER + timedelta(days=14))
    afterwards.teach(session, T, HUGO, number, teaches=False, at=AFTER + timedelta(days=14))
    badges.award(session, at=AFTER)
    assert names(session, ANA) == ["became_teacher"]
    assert names(session, HUGO) == []


def test_a_lunch_that_nobody_came_to_is_no_first_one(session: Session) -> None:
    town(session)
    number = digesting.lunch(session, [ANA], at=AFTER)
    afterwards.was_there(session, T, ANA, number, there=True, at=AFTER + timedelta(hours=1))
    afterwards.confirm(session, T, BEN, number, [], at=AFTER + timedelta(hours=2))
    badges.award(session, at=AFTER)
    assert names(session, BEN) == []


@pytest.mark.parametrize(("zone", "in_a_row"), [("Europe/Lisbon", False), ("Asia/Tokyo", True)])
def test_four_weeks_are_those_of_ones_own_calendar(session: Session, zone: str, in_a_row: bool) -> None:
    town(session)
    people.meet(session, T, [Profile(BEN, "Ben", zone)])
    sunday_evening = MONDAY.replace(hour=20) - timedelta(days=1)  # Monday already in Tokyo
    for when in (sunday_evening, *(MONDAY + timedelta(weeks=number) for number in (1, 2, 3))):
        answered(session, BEN, at=when)
    badges.award(session, at=MONDAY)
    assert ("four_weeks" in names(session, BEN)) is in_a_row


def test_the_gone_hear_of_nothing(session: Session) -> None:
    town(session)
    answered(session, KATE)
    people.meet(session, T, [Profile(KATE, "Kate", is_gone=True)])
    assert badges.award(session, at=MONDAY) == 0
    assert badges.earn(session, T, NOOR, at=MONDAY) == ()


def test_a_long_log_is_read_bit_by_bit(session: Session) -> None:
    town(session)
    digesting.does(session, None, "asked", at=MONDAY, about=("question", 1))
    assert badges.award(session, at=MONDAY) == 0
    for _ in range(badges.LINES + 1):
        digesting.does(session, None, "asked", at=MONDAY, about=("question", 1))
    answered(session, BEN)
    assert badges.award(session, at=MONDAY) == 0
    assert badges.award(session, at=MONDAY) == 1
    assert badges.award(session, at=MONDAY) == 0


def test_of_a_log_from_before_there_were_badges_the_newest_lines_are_read(session: Session) -> None:
    town(session)
    answered(session, BEN)
    for _ in range(badges.LINES + badges.AGAIN):
        digesting.does(session, None, "asked", at=MONDAY, about=("question", 1))
    assert badges.award(session, at=MONDAY) == 0
    answered(session, BEN, at=MONDAY + timedelta(hours=1))
    assert sum(badges.award(session, at=MONDAY) for _ in range(3)) == 1
