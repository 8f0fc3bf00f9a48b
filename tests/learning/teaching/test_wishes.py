"""Wishes on both databases: said, taken back, and who can teach them."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import Gone, LearningError
from learning.teaching import offers, wishes
from learning.teaching.wishes import Wish
from storage.models.activity_log import LogEntry
from tests.learning.lunches.lunching import ANA, BEN, HUGO, NOW, T, town


@pytest.fixture(autouse=True)
def everyone(session: Session) -> None:
    town(session)


def test_a_wish_is_taken_back_once_and_may_come_again(session: Session) -> None:
    for who in (ANA, HUGO):
        wishes.wish(session, T, who, ["rust"], at=NOW)
    (number,) = topics.named(session, T, ["rust"])
    for _ in range(2):
        assert wishes.forget(session, T, ANA, number, at=NOW) == "rust"
    assert wishes.wishers(session, T, number) == (HUGO,)
    wishes.wish(session, T, ANA, ["rust"], at=NOW)
    assert wishes.mine(session, T, ANA) == (Wish(number, "rust"),)
    verbs = session.scalars(select(LogEntry.verb).where(LogEntry.actor_id == ANA).order_by(LogEntry.id))
    assert verbs.all() == ["wished", "unwished", "wished"]


def test_a_wish_that_never_was_or_is_of_another_workspace_is_gone(session: Session) -> None:
    wishes.wish(session, "T2", "U2", ["rust"], at=NOW)
    (number,) = topics.named(session, "T2", ["rust"])
    for topic_id in (number, 12345):
        with pytest.raises(Gone):
            wishes.forget(session, T, ANA, topic_id, at=NOW)
    assert wishes.wishers(session, "T2", number) == ("U2",)


def test_a_wish_in_too_many_words_is_asked_for_in_fewer(session: Session) -> None:
    with pytest.raises(LearningError, match="Which two or three words say best"):
        wishes.wish(session, T, ANA, ["how we deploy to the second data centre in Rome"], at=NOW)
    assert wishes.mine(session, T, ANA) == ()


def test_a_wish_says_how_many_others_can_be_asked_about_it(session: Session) -> None:
    for who in (ANA, BEN, HUGO):
        offers.offer(session, T, who, ["rust"], at=NOW)
    wishes.wish(session, T, ANA, ["rust"], at=NOW)
    wishes.wish(session, T, ANA, ["go"], at=NOW)
    own = wishes.mine(session, T, ANA)
    shown = wishes.taught(session, T, ANA, own, at=NOW)
    assert {one.topic: one.teachers for one in shown} == {"rust": 2, "go": 0}


def test_the_board_knows_what_its_reader_teaches(session: Session) -> None:
    for who in (ANA, BEN, HUGO):
        wishes.wish(session, T, who, ["rust"], at=NOW)
    offers.offer(session, T, BEN, ["rust"], at=NOW)
    assert [row.is_mine for row in wishes.board(session, T, BEN, at=NOW)] == [True]
    assert [row.is_mine for row in wishes.board(session, T, ANA, at=NOW)] == [False]
    (offer,) = offers.mine(session, T, BEN, at=NOW).offers
    offers.withdraw(session, T, BEN, offer.offer_id, at=NOW)
    assert [row.is_mine for row in wishes.board(session, T, BEN, at=NOW)] == [False]
