"""A round in which each is asked in turn, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import membership, replies, rounds, stages
from learning.circles.formats import formats, turns
from learning.core.errors import Gone, NotAllowed
from learning.workspace import people, preferences
from learning.workspace.people import Profile
from storage.models.circles import Round, RoundTurn
from storage.models.outbox import Outbox
from tests.learning.circles.circling import (
    ANA,
    BEN,
    FAY,
    HUGO,
    LIAM,
    TUESDAY,
    T,
    ask,
    begin,
    newest,
    speak,
    tick,
    town,
    verbs,
)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def number(session: Session) -> int:
    """Fay's circle, in which each is asked in turn; Ana and Ben are in it too."""
    town(session)
    return begin(session, members=[ANA, BEN], format="round")


@pytest.fixture
def row(session: Session, number: int) -> Round:
    """Its round on Tuesday at ten, posted."""
    return go(session, number)


def go(session: Session, number: int) -> Round:
    row = ask(session, number, TUESDAY)
    formats.begin(session, row.id, at=TUESDAY)
    return row


def asked(session: Session) -> list[str]:
    """Who was asked in the thread, in order."""
    rows = session.execute(
        select(Outbox.subject_id, Outbox.key).where(Outbox.kind == "turns.next").order_by(Outbox.id)
    )
    return [turns.order(session, number)[int(key.rpartition(":")[2])] for number, key in rows]


def said(session: Session, kind: str) -> int:
    return len(session.scalars(select(Outbox.id).where(Outbox.kind == kind)).all())


def rest(session: Session, row: Round) -> tuple[str, ...]:
    """Those whose turn comes after the opener's."""
    return turns.order(session, row.id)[1:]


def test_the_opener_begins_and_the_next_is_asked_when_the_one_before_replied(
    session: Session, row: Round
) -> None:
    order = turns.order(session, row.id)
    assert order[0] == row.opener_id
    assert set(order) == {FAY, ANA, BEN}
    assert asked(session) == []
    at = TUESDAY
    for place, member_id in enumerate(order):
        at += MINUTE
        speak(session, row, member_id, at)
        tick(session, at)
        assert asked(session) == list(order[1 : place + 2])
    assert said(session, "turns.done") == 1
    assert row.stage == stages.DONE
    assert row.recap_at == at + DAY


def test_after_a_working_day_without_a_reply_the_next_is_asked(session: Session, row: Round) -> None:
    first, second = rest(session, row)
    tick(session, TUESDAY + DAY - MINUTE)
    assert asked(session) == []
    tick(session, TUESDAY + DAY)
    assert asked(session) == [first]
    tick(session, TUESDAY + DAY)
    tick(session, TUESDAY + DAY + MINUTE)
    assert asked(session) == [first]
    tick(session, TUESDAY + 2 * DAY)
    assert asked(session) == [first, second]


def test_over_a_weekend_nobody_is_hurried(session: Session, row: Round) -> None:
    for days in (1, 2):
        tick(session, TUESDAY + days * DAY)
    row.next_at = TUESDAY + 3 * DAY
    tick(session, TUESDAY + 3 * DAY)
    assert row.stage == stages.DONE
    assert row.recap_at == TUESDAY + 6 * DAY


def test_whoever_spoke_out_of_turn_is_not_asked_again(session: Session, row: Round) -> None:
    first, second = rest(session, row)
    speak(session, row, first, TUESDAY + MINUTE)
    tick(session, TUESDAY + MINUTE)
    assert asked(session) == [], "it is still the opener's turn"
    speak(session, row, str(row.opener_id), TUESDAY + 2 * MINUTE)
    tick(session, TUESDAY + 2 * MINUTE)
    assert asked(session) == [second]


def test_whoever_is_away_is_skipped_and_asked_when_back(session: Session, row: Round) -> None:
    first, second = rest(session, row)
    preferences.put(session, T, first, paused_until=TUESDAY + DAY)
    speak(session, row, str(row.opener_id), TUESDAY + MINUTE)
    tick(session, TUESDAY + MINUTE)
    assert asked(session) == [second]
    tick(session, TUESDAY + DAY + 2 * MINUTE)
    assert asked(session) == [second, first]


def test_who_left_is_not_asked_and_who_came_is_asked_last(session: Session, number: int, row: Round) -> None:
    first, second = rest(session, row)
    membership.leave(session, T, first, number, at=TUESDAY)
    membership.join(session, T, HUGO, number, at=TUESDAY)
    at = TUESDAY
    for member_id in (str(row.opener_id), second, HUGO):
        at += MINUTE
        speak(session, row, member_id, at)
        tick(session, at)
    assert asked(session) == [second, HUGO]
    assert said(session, "turns.done") == 1


def test_passing_asks_the_next_and_twice_is_once(session: Session, row: Round) -> None:
    first, second = rest(session, row)
    opener, at = str(row.opener_id), TUESDAY + MINUTE
    with pytest.raises(NotAllowed, match="Only the one who is asked"):
        turns.let_pass(session, T, second, row.id, opener, at=at)
    turns.let_pass(session, T, opener, row.id, opener, at=at)
    turns.let_pass(session, T, opener, row.id, opener, at=at)
    tick(session, at)
    assert asked(session) == [first]
    with pytest.raises(Gone, match="Your turn is over"):
        turns.let_pass(session, T, opener, row.id, opener, at=at)
    speak(session, row, opener, at + MINUTE)
    tick(session, at + MINUTE)
    assert asked(session) == [first], "a word after passing moves nothing on"
    assert verbs(session, "round").count("passed") == 1


def test_a_reply_from_while_the_bot_was_down_gives_the_next_a_whole_day(session: Session, row: Round) -> None:
    first, _ = rest(session, row)
    back = TUESDAY + 6 * DAY
    speak(session, row, str(row.opener_id), TUESDAY + MINUTE)
    tick(session, back)
    assert asked(session) == [first]
    tick(session, back + DAY - MINUTE)
    assert asked(session) == [first]


def test_a_turn_says_whose_it_is_and_who_comes_after(session: Session, row: Round) -> None:
    first, second = rest(session, row)
    speak(session, row, str(row.opener_id), TUESDAY + MINUTE)
    tick(session, TUESDAY + MINUTE)
    turn = turns.find(session, row.id, 1)
    assert turn is not None
    assert (turn.is_now, turn.spoke, turn.then_id) == (True, False, second)
    assert turns.find(session, row.id, 3) is None
    speak(session, row, LIAM, TUESDAY + 2 * MINUTE)
    speak(session, row, first, TUESDAY + 2 * MINUTE)
    after = turns.find(session, row.id, 1)
    assert after is not None
    assert after.spoke


def test_the_round_is_looked_back_on_when_all_had_their_turn(session: Session, row: Round) -> None:
    for days in (1, 2, 3, 6):
        tick(session, TUESDAY + days * DAY)
    assert row.state == "over"
    assert row.stage == stages.DONE
    assert row.next_at is None


def test_the_next_round_ends_the_one_before(session: Session, number: int, row: Round) -> None:
    week = timedelta(weeks=1)
    row.next_at = None
    tick(session, TUESDAY + week)
    after = newest(session, number)
    rounds.posted(session, after.id, "2.0", at=TUESDAY + week)
    formats.begin(session, after.id, at=TUESDAY + week)
    tick(session, TUESDAY + week)
    assert row.state == "over"
    assert after.state == "posted"
    with pytest.raises(Gone, match="is over"):
        turns.let_pass(session, T, ANA, row.id, ANA, at=TUESDAY + week)


def test_a_deleted_prompt_asks_nobody_any_more(session: Session, row: Round) -> None:
    replies.removed(session, row.id, at=TUESDAY + MINUTE)
    tick(session, TUESDAY + DAY)
    assert asked(session) == []
    assert row.next_at is None


def test_everybody_away_ends_it_at_once(session: Session, number: int) -> None:
    for one in (FAY, ANA, BEN):
        preferences.put(session, T, one, paused_until=TUESDAY + DAY)
    row = go(session, number)
    assert row.stage == stages.DONE
    assert session.scalars(select(RoundTurn)).all() == []


def test_who_left_the_company_is_passed_over(session: Session, row: Round) -> None:
    first, second = rest(session, row)
    people.meet(session, T, [Profile(first, "Gone", is_gone=True)])
    speak(session, row, str(row.opener_id), TUESDAY + MINUTE)
    tick(session, TUESDAY + MINUTE)
    assert asked(session) == [second]
