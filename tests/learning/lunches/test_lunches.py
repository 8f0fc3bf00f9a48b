"""Lunches on both databases: their cards, the lists of them, and what is nobody else's business."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from learning.core.errors import Gone, NotAllowed
from learning.lunches import announcements, hosting, listings, lunches, proposals, seats
from learning.workspace import channels
from learning.workspace.channels import Channel
from tests.learning.lunches.lunching import (
    ANA,
    BEN,
    KATE,
    LIAM,
    NOW,
    START,
    C,
    T,
    edit,
    owed,
    plan,
    propose,
    town,
)

END = START + timedelta(minutes=45)


def test_a_card_that_cannot_be_posted_is_told_to_its_host_and_goes_elsewhere(session: Session) -> None:
    town(session)
    number = proposals.propose(session, T, BEN, plan(), request_key="v", at=NOW).lunch_ids[0]
    announcements.unposted(session, number, at=NOW)
    assert owed(session, "stuck") == [BEN]
    edit(session, number, channel_id="C2")
    assert owed(session, "card") == [C, "C2"]
    announcements.posted(session, number, C, "1.1", at=NOW)
    assert not lunches.card(session, number).is_posted
    announcements.post_again(session, T, BEN, number, at=NOW)
    announcements.posted(session, number, "C2", "1.2", at=NOW)
    assert lunches.card(session, number).is_posted
    assert owed(session, "card") == [C, "C2"]
    with pytest.raises(NotAllowed):
        announcements.post_again(session, T, ANA, number, at=NOW)


def test_a_channel_archived_after_the_card_was_posted_is_told_to_the_host_who_chooses_another(
    session: Session, lunch: int
) -> None:
    assert announcements.look_at_channel(session, T, C, at=NOW) == 0
    channels.remember(session, Channel(T, C, "learning", False, True, True))
    for _ in range(2):
        assert announcements.look_at_channel(session, T, C, at=NOW) == 1
    assert owed(session, "stuck") == [BEN]
    assert not lunches.card(session, lunch).is_posted
    edit(session, lunch, channel_id="C2")
    assert owed(session, "card") == [C, "C2"]
    announcements.posted(session, lunch, "C2", "1.2", at=NOW)
    assert lunches.card(session, lunch).is_posted
    assert announcements.look_at_channel(session, T, C, at=NOW) == 0


def test_a_channel_that_is_back_needs_no_other(session: Session, lunch: int) -> None:
    channels.forget(session, T, C)
    assert announcements.look_at_channel(session, T, C, at=NOW) == 1
    channels.remember(session, Channel(T, C, "learning", False, False, True))
    assert announcements.look_at_channel(session, T, C, at=NOW) == 0
    assert lunches.card(session, lunch).is_posted
    assert announcements.look_at_channel(session, T, C, at=START) == 0


def test_what_is_over_says_so_once(session: Session, lunch: int) -> None:
    assert announcements.finish(session, at=END - timedelta(minutes=1)) == 0
    assert announcements.finish(session, at=END) == 1
    assert announcements.finish(session, at=END) == 0
    assert lunches.card(session, lunch).state == "over"


def test_the_list_shows_what_is_coming_where_one_may_look(session: Session, lunch: int) -> None:
    channels.remember(session, Channel(T, "CSECRET", "secret", True, False, True))
    hidden = propose(session, key="h", channel_id="CSECRET", on="2026-03-13")
    listed = listings.coming(session, T, ANA, here=C, at=NOW)
    assert [(one.card.lunch_id, one.mine) for one in listed] == [(lunch, "going")]
    inside = listings.coming(session, T, KATE, here="CSECRET", at=NOW)
    assert [(one.card.lunch_id, one.mine) for one in inside] == [(lunch, "waiting"), (hidden, "")]
    assert listings.coming(session, T, ANA, here=C, at=START) == ()
    assert [one.mine for one in listings.mine(session, T, BEN, at=NOW)] == ["hosting", "hosting"]
    assert [(one.card.lunch_id, one.position) for one in listings.mine(session, T, KATE, at=NOW)] == [
        (lunch, 1)
    ]
    seats.join(session, T, LIAM, lunch, at=NOW)
    assert [(one.mine, one.position) for one in listings.mine(session, T, LIAM, at=NOW)] == [("waiting", 2)]
    seats.leave(session, T, LIAM, lunch, at=NOW)
    assert listings.mine(session, T, LIAM, at=NOW) == ()


def test_lunches_of_another_workspace_are_not_there(session: Session, lunch: int) -> None:
    for verb in (
        lambda: seats.join(session, "T2", ANA, lunch, at=NOW),
        lambda: seats.my_standing(session, "T2", ANA, lunch, at=NOW),
        lambda: hosting.form(session, "T2", BEN, lunch, at=NOW),
        lambda: hosting.owned(session, "T2", BEN, lunch),
    ):
        with pytest.raises(Gone):
            verb()


def test_a_time_that_comes_twice_and_one_that_never_comes_are_moments_too(session: Session) -> None:
    town(session)
    gap = propose(session, on="2026-03-29", clock="01:30", key="gap")
    twice = propose(session, on="2026-10-25", clock="01:30", key="twice")
    assert lunches.card(session, gap).starts_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert lunches.card(session, twice).starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
