"""What is on one's Home: one's own, the newest of it, in a handful of queries."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from learning.half_hours import at_home as half_hours_at_home
from learning.half_hours import half_hours
from learning.home import home
from learning.lunches import at_home as lunches_at_home
from learning.lunches import host_requests, seats
from learning.questions import at_home, escalation
from learning.teaching import offers, wishes
from learning.workspace import people
from learning.workspace.people import Profile
from messages.home import home as render
from storage.models.questions import Question
from storage.models.teaching import Request
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, KATE, NOW, T, propose, town
from tests.learning.privacy.test_privacy import asked, reply

MOST = {ANA: 48, FAY: 55, "UADMIN": 60}
"""Statements that one Home may take, by who looks: a member, a facilitator, an admin."""


@pytest.fixture
def full(session: Session) -> Session:
    """A town in which Ana has something of each kind."""
    town(session)
    people.meet(session, T, [Profile("UADMIN", "Grace", slack_admin=True)])
    for member in (ANA, FAY, "UADMIN"):
        offers.offer(session, T, member, ["postgres", "git"], at=NOW)
    number = propose(session, seats="9")
    for guest in (ANA, FAY, "UADMIN"):
        seats.join(session, T, guest, number, at=NOW)
    for each in range(8):
        reply(session, asked(session, f"How do I rebase {each}?"), BEN, "Make a branch.")
    session.commit()
    session.expire_all()
    return session


@pytest.mark.parametrize("member", MOST)
def test_home_takes_a_handful_of_queries_however_much_there_is(full: Session, member: str) -> None:
    statements: list[str] = []
    event.listen(full.get_bind(), "before_cursor_execute", lambda *call: statements.append(call[2]))
    render.home(home.get(full, T, member, at=NOW))
    assert len(statements) <= MOST[member], "\n".join(statements)


def test_ones_open_questions_are_the_newest_with_what_others_replied(full: Session) -> None:
    facts = home.get(full, T, ANA, at=NOW)
    assert [one.text for one in facts[at_home.MINE]] == [f"How do I rebase {n}?" for n in (7, 6, 5, 4, 3, 2)]
    assert {one.replies for one in facts[at_home.MINE]} == {1}
    assert home.get(full, T, HUGO, at=NOW)[at_home.MINE] == ()
    assert home.get(full, "T2", ANA, at=NOW).is_new


def test_a_question_waits_for_who_was_asked_until_somebody_replies_or_a_month_has_gone(
    session: Session,
) -> None:
    town(session)
    offers.offer(session, T, BEN, ["git"], at=NOW)
    number = asked(session, "How do I rebase? #git")
    escalation.escalate(session, at=NOW)
    (one,) = at_home.asked_of(session, T, BEN, at=NOW)
    assert (one.text, one.why) == ("How do I rebase?", "offers to teach #git")
    assert at_home.asked_of(session, T, ANA, at=NOW) == ()
    assert at_home.asked_of(session, T, BEN, at=NOW + timedelta(days=31)) == ()
    reply(session, number, ANA, "I mean, without a merge.")
    assert len(at_home.asked_of(session, T, BEN, at=NOW)) == 1
    reply(session, number, HUGO, "Make a branch.")
    assert at_home.asked_of(session, T, BEN, at=NOW) == ()


def test_what_is_to_be_asked_later_does_not_wait_yet(session: Session) -> None:
    town(session)
    offers.offer(session, T, BEN, ["git"], at=NOW)
    asked(session, "How do I rebase? #git")
    escalation.escalate(session, at=NOW)
    session.query(Request).update({"due_at": NOW + timedelta(hours=2)})
    assert at_home.asked_of(session, T, BEN, at=NOW) == ()
    session.query(Question).update({"state": "removed"})
    assert at_home.asked_of(session, T, BEN, at=NOW + timedelta(hours=3)) == ()


def test_a_half_hour_waits_for_its_teacher_and_then_for_both_until_they_met(session: Session) -> None:
    town(session)
    offers.offer(session, T, BEN, ["git"], at=NOW)
    number = half_hours.ask(session, T, ANA, "git", BEN, request_key="h", at=NOW).half_hour_id

    def mine(who: str, days: int = 0) -> list[str]:
        shown = home.get(session, T, who, at=NOW + timedelta(days=days))
        return [one.state for one in shown[half_hours_at_home.MINE].meetings]

    assert (mine(BEN), mine(ANA)) == (["asked"], [])
    half_hours.accept(session, T, BEN, number, at=NOW)
    assert (mine(BEN), mine(ANA), mine(HUGO)) == (["agreed"], ["agreed"], [])
    assert (mine(ANA, 13), mine(ANA, 14)) == (["agreed"], [])
    half_hours.met(session, T, ANA, number, False, at=NOW)
    assert mine(BEN) == ["agreed"]
    half_hours.met(session, T, ANA, number, True, at=NOW)
    assert (mine(BEN), mine(ANA)) == ([], [])


def test_a_half_hour_asked_at_night_or_declined_does_not_wait(session: Session) -> None:
    town(session)
    offers.offer(session, T, BEN, ["git"], at=NOW)
    night = NOW + timedelta(hours=12)
    number = half_hours.ask(session, T, ANA, "git", BEN, request_key="h", at=night).half_hour_id
    assert half_hours.mine(session, T, BEN, at=night) == ()
    morning = NOW + timedelta(days=1)
    assert len(half_hours.mine(session, T, BEN, at=morning)) == 1
    half_hours.decline(session, T, BEN, number, at=morning)
    assert half_hours.mine(session, T, BEN, at=morning) == ()


def test_a_lunch_to_host_waits_until_it_is_planned_or_a_week_has_gone(session: Session) -> None:
    town(session)
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    for who in (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=NOW)
    host_requests.suggest(session, at=NOW)

    def mine(who: str, days: int = 0) -> list[str]:
        shown = home.get(session, T, who, at=NOW + timedelta(days=days))
        return [one.state for one in shown[lunches_at_home.TO_HOST]]

    assert (mine(BEN), mine(ANA)) == (["asked"], [])
    assert (mine(BEN, 6), mine(BEN, 8)) == (["asked"], [])
    (one,) = host_requests.mine(session, T, BEN, at=NOW)
    host_requests.accept(session, T, BEN, one.request_id, at=NOW)
    assert mine(BEN) == ["accepted"]
    propose(session)
    assert mine(BEN) == []
