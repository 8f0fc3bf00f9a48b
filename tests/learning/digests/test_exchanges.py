"""Who has to do with whom across teams: nothing is said of fewer than five people, nor by subtraction."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from learning.digests import exchanges, suggestions
from learning.teaching import introductions, offers, rules
from learning.teaching.introductions import Pair
from learning.workspace import people, preferences
from learning.workspace.people import Profile
from messages.digests import suggestions as render
from storage.models.workspace import Member
from tests.learning.digests.digesting import (
    AFTER,
    ANA,
    BEN,
    GRACE,
    HUGO,
    KATE,
    LIAM,
    WEEK,
    T,
    ask,
    crowd,
    lunch,
    owed,
    place,
    reply,
    thank,
    town,
    wish,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = AFTER


@pytest.fixture
def session(session: Session) -> Session:
    town(session)
    return session


def crossing(session: Session, one: str, *others: str) -> None:
    """Somebody thanks people of other teams."""
    for other in others:
        thank(session, one, other, at=NOW - DAY)


def test_a_team_that_meets_no_other_is_introduced_over_a_topic(session: Session) -> None:
    pay, data = crowd(session, "pay", 5), crowd(session, "data", 6)
    place(session, "pair", ANA, BEN, HUGO, KATE)
    thank(session, pay[0], pay[1], at=NOW - DAY)
    crossing(session, data[0], ANA, BEN, HUGO, KATE)
    thank(session, data[0], data[1], at=NOW - DAY)
    thank(session, data[1], data[2], at=NOW - timedelta(weeks=5))
    seen = exchanges.count(session, T, since=NOW - timedelta(weeks=4), until=NOW)
    assert (seen.total, seen.crossing, seen.people) == (6, 4, 5)
    assert [(team.name, team.size, team.inside, team.across) for team in seen.teams] == [
        ("data", 6, 1, 4),
        ("pay", 5, 1, 0),
    ]
    (one,) = suggestions.make(session, T, WEEK.monday, at=NOW)
    assert one.facts == {"team": "pay", "size": 5, "inside": True, "share": 80}
    offers.offer(session, T, data[3], ["sql"], at=NOW)
    wish(session, "sql", pay[4])
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert owed(session, "introductions.hello") == [f"{data[3]},{pay[4]}"]
    assert introductions.pair(session, done.suggestion.id) == Pair(data[3], pay[4], "sql")


def test_fewer_than_five_people_are_no_team_to_speak_of(session: Session) -> None:
    pay, data = crowd(session, "pay", 4), crowd(session, "data", 6)
    place(session, "pair", ANA, BEN, HUGO, KATE)
    thank(session, pay[0], pay[1], at=NOW - DAY)
    crossing(session, data[0], ANA, BEN, HUGO, KATE)
    seen = exchanges.count(session, T, since=NOW - timedelta(weeks=4), until=NOW)
    assert [team.name for team in seen.teams] == ["data"]
    assert seen.isolates == ()
    session.get_one(Member, (T, LIAM)).team = "pay"
    session.flush()
    assert [one.facts["team"] for one in rules.teams(session, T, at=NOW)] == ["pay"]
    people.meet(session, T, [Profile(pay[3], "Pay3", is_gone=True)])
    assert rules.teams(session, T, at=NOW) == []


@pytest.mark.parametrize(("others", "said"), [(3, False), (4, True)])
def test_what_fewer_than_five_people_do_elsewhere_is_nobodys_to_see(
    session: Session, others: int, said: bool
) -> None:
    """That one team meets no other tells that somebody else does: five have to, or it would be about them."""
    crowd(session, "pay", 5)
    data = crowd(session, "data", 2)
    place(session, "pair", ANA, BEN, HUGO, KATE)
    crossing(session, data[0], *(ANA, BEN, HUGO, KATE)[:others])
    assert bool(rules.teams(session, T, at=NOW)) is said


def test_what_one_person_did_is_not_told_by_two_digests(session: Session) -> None:
    """Somebody leaves a team, or one more thing happens in it: what was said before and after is the same."""
    pay, data = crowd(session, "pay", 6), crowd(session, "data", 6)
    place(session, "pair", ANA, BEN, HUGO, KATE)
    crossing(session, data[0], ANA, BEN, HUGO, KATE)
    for giver in pay[1:]:
        thank(session, giver, pay[0], at=NOW - DAY)
    (before,) = rules.teams(session, T, at=NOW)
    assert before.facts == {"team": "pay", "size": 6, "inside": True, "share": 100}
    thank(session, pay[5], pay[4], at=NOW - DAY)
    assert rules.teams(session, T, at=NOW) == [before]
    people.meet(session, T, [Profile(pay[5], "Pay5", is_gone=True)])
    (after,) = rules.teams(session, T, at=NOW)
    assert after.facts == {**before.facts, "size": 5}


def test_a_suggestion_tells_no_number_of_what_a_team_did(session: Session) -> None:
    pay, data = crowd(session, "pay", 6), crowd(session, "data", 6)
    place(session, "pair", ANA, BEN, HUGO, KATE)
    crossing(session, data[0], ANA, BEN, HUGO, KATE)
    idle = str(render.blocks(suggestions.make(session, T, WEEK.monday, at=NOW)))
    assert (
        "*pay meets no other team*: 6 people, and no answer, lunch or thanks in four weeks was theirs."
        in idle
    )
    thank(session, pay[0], pay[1], at=NOW - DAY)
    busy = str(render.blocks(suggestions.make(session, T, WEEK.back(-1).monday, at=NOW)))
    assert "6 people, and all their answers, lunches and thanks in four weeks stayed within the team." in busy
    assert "Elsewhere about 100 % of them cross teams." in busy


def test_replies_and_seats_are_exchanges_and_what_was_asked_without_a_name_is_none(session: Session) -> None:
    pay, data = crowd(session, "pay", 5), crowd(session, "data", 5)
    open_one = ask(session, pay[0], "What is a pod?", at=NOW - DAY)
    hidden = ask(session, pay[1], "What is a node?", at=NOW - DAY + HOUR, anonymous=True)
    for number in (open_one, hidden):
        reply(session, number, data[0], at=NOW - HOUR + timedelta(minutes=number))
    place(session, "pay", BEN)
    lunch(session, [data[1], pay[2]], at=NOW - 2 * DAY)
    seen = exchanges.count(session, T, since=NOW - timedelta(weeks=4), until=NOW)
    assert [(team.name, team.inside, team.across) for team in seen.teams] == [("data", 0, 2), ("pay", 1, 2)]


def test_without_a_topic_the_two_who_do_most_are_introduced_unless_they_want_quiet(session: Session) -> None:
    pay, data = crowd(session, "pay", 5), crowd(session, "data", 5)
    thank(session, pay[1], data[2], at=NOW - DAY)
    thank(session, data[2], pay[1], at=NOW - DAY)
    assert introductions.find(session, T, "pay", at=NOW) == Pair(pay[1], data[2])
    preferences.put(session, T, pay[1], paused_until=NOW + DAY)
    assert introductions.find(session, T, "pay", at=NOW) == Pair(pay[0], data[2])
    for number in data:
        preferences.put(session, T, number, paused_until=NOW + DAY)
    assert introductions.find(session, T, "pay", at=NOW) is None
