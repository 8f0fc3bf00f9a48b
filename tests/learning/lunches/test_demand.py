"""What several people want: whether a lunch on it is coming, who counts, and who hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import Gone
from learning.lunches import demand, host_requests, hosting, occurrences
from learning.teaching import capacity, offers, wishes
from learning.workspace import channels, people
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from storage.models.outbox import Outbox
from storage.models.teaching import Request
from tests.learning.core.post import Post
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    NOW,
    START,
    T,
    propose,
    series_of_four,
    town,
)

SECRET = "C2"
NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
"""A Monday, after work in Lisbon."""


def wanted(session: Session, *people: str, at: datetime = NOW) -> int:
    """These people wish for kubernetes, which Fay could teach; its number."""
    town(session)
    offers.offer(session, T, FAY, ["kubernetes"], at=at)
    for who in people or (ANA, HUGO, KATE):
        wishes.wish(session, T, who, ["kubernetes"], at=at)
    return topics.named(session, T, ["kubernetes"])[0]


def request(session: Session) -> Request:
    return session.scalars(select(Request).where(Request.kind == "lunch")).one()


def test_a_lunch_on_a_topic_is_coming_while_one_is_planned_or_open(session: Session) -> None:
    """The first of the series is announced, the others wait for their turn."""
    numbers = series_of_four(session)
    about = set(topics.named(session, T, ["kubernetes"]))
    assert len(about) == 1
    assert demand.coming(session, T, at=NOW) == about
    assert demand.coming(session, T, at=START + timedelta(days=1)) == about
    assert demand.coming(session, "T2", at=NOW) == set()
    assert demand.coming(session, T, at=START + timedelta(days=30)) == set()
    hosting.cancel(session, T, BEN, numbers[0], "Off.", scope=occurrences.ALL, at=NOW)
    assert demand.coming(session, T, at=NOW) == set()


def test_a_lunch_in_a_private_channel_is_told_to_nobody_outside_and_is_no_answer_to_what_they_want(
    session: Session,
) -> None:
    wanted(session)
    channels.remember(session, Channel(T, SECRET, "secret", True, False, True))
    propose(session, channel_id=SECRET)
    assert session.scalars(select(Outbox.id).where(Outbox.kind == "demand.announced")).all() == []
    assert demand.coming(session, T, at=NOW) == set()
    assert host_requests.suggest(session, at=NOW) == 1


def test_a_host_who_said_yes_and_chose_a_private_channel_has_done_their_part(session: Session) -> None:
    wanted(session)
    channels.remember(session, Channel(T, SECRET, "secret", True, False, True))
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    capacity.pause(session, T, FAY, NOW + timedelta(days=9), at=NOW)
    host_requests.suggest(session, at=NOW)
    number = request(session).id
    host_requests.accept(session, T, BEN, number, at=NOW)
    propose(session, channel_id=SECRET)
    assert host_requests.suggestion(session, number, at=NOW).is_coming
    assert host_requests.mine(session, T, BEN, at=NOW) == ()


def test_whoever_left_the_company_wants_nothing_any_more(session: Session) -> None:
    number = wanted(session)
    people.meet(session, T, [Profile(KATE, "Kate", is_gone=True)])
    assert demand.wanting(session, T, number, at=NOW) == {ANA, HUGO}
    assert demand.wanted(session, at=NOW) == []
    assert host_requests.suggest(session, at=NOW) == 0


def test_nobody_is_asked_in_the_morning_to_host_what_somebody_planned_at_night(session: Session) -> None:
    wanted(session, at=NIGHT)
    assert host_requests.suggest(session, at=NIGHT) == 1
    assert capacity.left(session, T, [FAY], NIGHT) == {FAY: 2}
    propose(session, at=NIGHT)
    assert (request(session).state, capacity.left(session, T, [FAY], NIGHT)) == ("spared", {FAY: 3})
    post = Post()
    post.deliver(session, NIGHT + timedelta(days=1))
    assert "demand.suggest" not in [shown.kind for shown in post.shown.values()]


def test_what_asked_somebody_to_host_says_when_somebody_else_does(session: Session) -> None:
    wanted(session)
    host_requests.suggest(session, at=NOW)
    post = Post()
    post.deliver(session, NOW)
    propose(session)
    post.deliver(session, NOW + timedelta(minutes=1))
    (said,) = [shown.words for shown in post.shown.values() if shown.kind == "demand.suggest"]
    assert "A lunch-and-learn on #kubernetes is coming" in said
    assert "Host it" not in said
    with pytest.raises(Gone, match="is coming already"):
        host_requests.accept(session, T, FAY, request(session).id, at=NOW)
