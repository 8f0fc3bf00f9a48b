"""Circles on both databases: begun, joined, changed, paused, handed on, ended."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from learning.circles import circles, facilitating, membership, previews, prompts, rhythms, upkeep
from learning.circles.rhythms import Rhythm
from learning.core import schedules
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.privacy import erasure
from learning.workspace import channels, people
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from storage.models.circles import Round
from tests.learning.circles.circling import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    NOW,
    TUESDAY,
    C,
    T,
    begin,
    edit,
    newest,
    owed,
    plan,
    tick,
    town,
    verbs,
)

WEEK = timedelta(weeks=1)


@pytest.fixture
def circle(session: Session) -> int:
    """Fay's circle, every Tuesday at 10:00 in Lisbon; Ana and Ben are in it too."""
    town(session)
    return begin(session, members=[ANA, BEN])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"channel_id": ""}, "channel"),
        ({"is_open": False}, "members"),
        ({"clock": None}, "time"),
        ({"start": "2026-03-01"}, "start"),
        ({"start": "2029-03-01"}, "start"),
        ({"until": "2026-03-02"}, "until"),
        ({"until": "2025-01-01"}, "until"),
        ({"start": "2026-03-09", "until": "2026-03-09"}, "until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(LearningError) as refusal:
        plan(**given)
    assert refusal.value.field == field


def test_what_can_be_is_taken_as_meant() -> None:
    assert plan(name=" Two\n words ").name == "Two words"
    assert plan(topic="# Machine Learning").topic == "machine-learning"
    assert plan(until="2026-03-03").until == date(2026, 3, 3)
    assert plan(members=[ANA, ANA, BEN]).members == (ANA, BEN)
    # It is Tuesday already in Tokyo, at eleven in the evening of Monday in Lisbon.
    late = NOW + timedelta(hours=14)
    assert plan(at=late, zone="Asia/Tokyo", start="2026-03-03").local.date() == date(2026, 3, 3)
    assert (plan(source="bank").use_own, plan(source="own").use_bank) == (False, False)


@pytest.mark.parametrize("repeat", rhythms.REPEATS)
@pytest.mark.parametrize("weekday", range(7))
def test_a_rhythm_is_read_back_from_its_rule_and_begins_on_an_occurrence(repeat: str, weekday: int) -> None:
    rhythm = Rhythm(repeat, weekday)
    assert rhythms.read(rhythm.rule) == rhythm
    for start in (date(2026, 1, 1), date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31)):
        first = rhythms.first(rhythm, start, time(10))
        assert start <= first.date() < start + timedelta(weeks=6)
        assert first.weekday() == weekday
        instants = schedules.after(rhythm.rule, first, "UTC", NOW - timedelta(days=900))
        assert next(instants).replace(tzinfo=None) == first


def test_slower_and_slower_ends_at_once_a_month() -> None:
    rhythm = Rhythm(rhythms.WEEKLY, 1)
    assert rhythm.slower.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert rhythm.slower.slower == rhythm.slower.slower.slower == Rhythm("first", 1)
    with pytest.raises(ValueError, match="DAILY"):
        rhythms.read("FREQ=DAILY")


def test_a_circle_begins_with_its_facilitator_and_those_who_were_chosen(
    session: Session, circle: int
) -> None:
    facts = circles.facts(session, circle)
    assert (facts.name, facts.topic, facts.members, facts.next_at) == (
        "Incident stories",
        "incidents",
        3,
        TUESDAY,
    )
    assert owed(session, "added") == [ANA, BEN]
    assert verbs(session, "circle") == ["began", "joined_circle", "joined_circle", "joined_circle"]


def test_the_same_form_twice_is_one_circle(session: Session, circle: int) -> None:
    assert begin(session, members=[ANA, BEN]) == circle
    assert verbs(session, "circle").count("began") == 1
    assert begin(session, key="view:V2") != circle


@pytest.mark.parametrize("who", [ANA, "UBOT", "UGONE"])
def test_only_facilitators_begin_circles(session: Session, who: str) -> None:
    town(session)
    people.meet(session, T, [Profile("UBOT", "Bot", is_bot=True), Profile("UGONE", "Gone", is_gone=True)])
    with pytest.raises(NotAllowed):
        begin(session, by=who)


def test_apps_and_those_who_left_are_in_no_circle(session: Session) -> None:
    town(session)
    people.meet(session, T, [Profile("UBOT", "Bot", is_bot=True), Profile("UGONE", "Gus", is_gone=True)])
    for who, why in (("UBOT", "is an app"), ("UGONE", "Gus has left the company")):
        with pytest.raises(LearningError, match=why) as refusal:
            begin(session, members=[ANA, who])
        assert refusal.value.field == "members"
        session.rollback()
        town(session)
        people.meet(session, T, [Profile("UBOT", "Bot", is_bot=True), Profile("UGONE", "Gus", is_gone=True)])


def test_a_circle_without_anything_to_ask_is_refused_at_its_prompts(session: Session) -> None:
    town(session)
    with pytest.raises(LearningError, match="nothing to ask") as refusal:
        begin(session, source="own", own=" \n ")
    assert refusal.value.field == "own"
    session.rollback()
    town(session)
    number = begin(session, source="own", own="What went well?\nWhat did not?")
    assert len(prompts.own(session, number)) == 2


def test_people_come_and_go_once(session: Session, circle: int) -> None:
    assert not membership.join(session, T, HUGO, circle, at=NOW).before
    assert membership.join(session, T, HUGO, circle, at=NOW).before
    assert circles.members(session, circle)[-1] == HUGO
    assert not membership.leave(session, T, HUGO, circle, at=NOW).before
    assert membership.leave(session, T, HUGO, circle, at=NOW).before
    assert not membership.join(session, T, HUGO, circle, at=NOW).before
    assert verbs(session, "circle")[-3:] == ["joined_circle", "left_circle", "joined_circle"]


def test_a_circle_of_chosen_people_is_theirs_alone(session: Session) -> None:
    town(session)
    number = begin(session, is_open=False, members=[ANA])
    with pytest.raises(NotAllowed, match="Ask Fay"):
        membership.join(session, T, BEN, number, at=NOW)
    assert membership.join(session, T, ANA, number, at=NOW).before
    membership.leave(session, T, ANA, number, at=NOW)
    with pytest.raises(NotAllowed):
        membership.join(session, T, ANA, number, at=NOW)

    def seen(who: str) -> bool:
        return bool(circles.listed(session, T, who, here=C))

    assert (seen(FAY), seen(ANA), seen(BEN)) == (True, False, False)


def test_a_circle_in_a_private_channel_is_seen_by_its_members_and_there(session: Session) -> None:
    town(session)
    channels.remember(session, Channel(T, "C9", "secret", True, False, True))
    number = begin(session, channel_id="C9", members=[ANA])
    assert circles.listed(session, T, BEN, here=C) == ()
    assert [one.facts.circle_id for one in circles.listed(session, T, BEN, here="C9")] == [number]
    assert [(one.is_in, one.may_decide) for one in circles.listed(session, T, ANA, here=C)] == [(True, False)]
    assert [one.may_decide for one in circles.mine(session, T, FAY, at=NOW)] == [True]
    assert circles.mine(session, T, BEN, at=NOW) == ()


def test_what_is_not_there_is_gone(session: Session, circle: int) -> None:
    for number in (circle + 1, 10**18):
        with pytest.raises(Gone):
            membership.join(session, T, ANA, number, at=NOW)
    with pytest.raises(Gone):
        membership.join(session, "T2", ANA, circle, at=NOW)


def test_only_those_who_facilitate_decide_about_it(session: Session, circle: int) -> None:
    row = newest(session, circle)
    for verb in (
        lambda who: facilitating.form(session, T, who, circle),
        lambda who: edit(session, circle, by=who),
        lambda who: facilitating.pause(session, T, who, circle, None, at=NOW),
        lambda who: facilitating.resume(session, T, who, circle, at=NOW),
        lambda who: previews.skip_next(session, T, who, circle, at=NOW),
        lambda who: previews.swap(session, T, who, row.id, row.version, at=NOW),
        lambda who: previews.form(session, T, who, row.id),
        lambda who: previews.reword(session, T, who, row.id, "?", at=NOW),
        lambda who: previews.skip(session, T, who, row.id, at=NOW),
        lambda who: upkeep.take_over(session, T, who, circle, at=NOW),
        lambda who: facilitating.end(session, T, who, circle, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="Only Fay, who facilitates this circle"):
            verb(ANA)
    people.appoint(session, T, facilitators=[BEN])
    # Fay is no facilitator any more, but this is her circle still; Ben facilitates.
    assert facilitating.form(session, T, FAY, circle).name == "Incident stories"
    assert facilitating.form(session, T, BEN, circle).name == "Incident stories"


def test_a_change_moves_the_next_round_and_keeps_its_prompt(session: Session, circle: int) -> None:
    asked = newest(session, circle).prompt_key
    facts = edit(session, circle, weekday=3, name="New name")
    assert (facts.name, facts.next_at) == ("New name", TUESDAY + timedelta(days=2))
    assert session.query(Round).filter_by(state="skipped").one().reason == "it was moved"
    assert newest(session, circle).due_at == facts.next_at or facts.next_at > NOW + timedelta(days=2)
    back = edit(session, circle)
    assert back.next_at == TUESDAY
    row = newest(session, circle)
    assert (row.state, row.due_at, bool(row.prompt_key)) == ("planned", TUESDAY, bool(asked))


def test_saving_the_form_as_it_is_changes_neither_round_nor_fortnight(session: Session) -> None:
    town(session)
    number = begin(session, repeat="fortnightly")
    tick(session, TUESDAY)
    at = TUESDAY + timedelta(days=1)
    facts = circles.facts(session, number)
    assert facts.next_at == TUESDAY + 2 * WEEK
    again = edit(session, number, at=at, repeat="fortnightly", start=f"{facts.next_at:%Y-%m-%d}")
    assert again.next_at == facts.next_at
    tick(session, facts.next_at)
    assert circles.facts(session, number).next_at == facts.next_at + 2 * WEEK - timedelta(hours=1)


def test_of_two_who_edit_at_once_the_second_is_told(session: Session, circle: int) -> None:
    edit(session, circle, name="One", version=0)
    with pytest.raises(LearningError, match="Someone changed this circle") as refusal:
        edit(session, circle, name="Two", version=0)
    assert refusal.value.field == "name"


def test_members_change_by_what_was_shown(session: Session, circle: int) -> None:
    membership.join(session, T, HUGO, circle, at=NOW)  # While the form, which does not show him, is open.
    edit(session, circle, shown=(FAY, ANA, BEN), members=[FAY, ANA, KATE])
    assert sorted(circles.members(session, circle)) == sorted([FAY, ANA, HUGO, KATE])
    assert owed(session, "added") == [ANA, BEN, KATE]


def test_a_paused_circle_asks_nothing_until_its_day(session: Session, circle: int) -> None:
    with pytest.raises(LearningError) as refusal:
        facilitating.pause(session, T, FAY, circle, "2026-03-02", at=NOW)
    assert refusal.value.field == "until"
    facilitating.pause(session, T, FAY, circle, "2026-03-10", at=NOW)
    tick(session, TUESDAY)
    assert (newest(session, circle).state, newest(session, circle).reason) == (
        "skipped",
        "the circle is paused",
    )
    tick(session, TUESDAY + WEEK - timedelta(hours=11))
    assert circles.facts(session, circle).state == "paused"
    tick(session, TUESDAY + WEEK - timedelta(hours=10))
    assert circles.facts(session, circle).state == "running"
    tick(session, TUESDAY + WEEK)
    assert newest(session, circle).state == "due"


def test_a_pause_without_an_end_lasts_until_it_is_resumed(session: Session, circle: int) -> None:
    facilitating.pause(session, T, FAY, circle, None, at=NOW)
    for week in range(3):
        tick(session, TUESDAY + week * WEEK)
    assert {row.state for row in session.query(Round)} == {"skipped"}
    facilitating.resume(session, T, FAY, circle, at=TUESDAY + 2 * WEEK + timedelta(days=5))
    assert newest(session, circle).state == "planned"
    assert facilitating.resume(session, T, FAY, circle, at=NOW).state == "running"
    assert verbs(session, "circle").count("resumed") == 1


def test_a_circle_that_ended_asks_nothing_more(session: Session, circle: int) -> None:
    facilitating.end(session, T, FAY, circle, at=NOW)
    facilitating.end(session, T, FAY, circle, at=NOW)
    assert verbs(session, "circle").count("ended") == 1
    assert (newest(session, circle).state, newest(session, circle).reason) == (
        "skipped",
        "the circle has ended",
    )
    tick(session, TUESDAY)
    assert owed(session, "prompt") == []
    with pytest.raises(Gone, match="has ended"):
        membership.join(session, T, HUGO, circle, at=NOW)
    with pytest.raises(Gone, match="has ended"):
        edit(session, circle)
    assert circles.listed(session, T, FAY, here=C) == ()


def test_a_circle_ends_by_itself_after_its_last_round(session: Session) -> None:
    town(session)
    number = begin(session, until="2026-03-10")
    tick(session, TUESDAY)
    tick(session, TUESDAY + WEEK)
    assert circles.facts(session, number).state == "running"
    for row in session.query(Round):
        row.state = "over"
    tick(session, TUESDAY + WEEK + timedelta(days=1))
    assert circles.facts(session, number).state == "ended"


def test_a_circle_whose_facilitator_became_a_guest_needs_another(session: Session, circle: int) -> None:
    people.appoint(session, T, facilitators=[FAY, BEN])
    people.meet(session, T, [Profile(FAY, "Fay", is_guest=True)])
    assert upkeep.orphan(session, at=NOW) == 1
    assert owed(session, "orphan") == [BEN]
    assert upkeep.take_over(session, T, BEN, circle, at=NOW).facilitator_id == BEN


def test_facilitators_take_over_from_one_who_left(session: Session, circle: int) -> None:
    people.appoint(session, T, facilitators=[FAY, BEN, KATE])
    with pytest.raises(LearningError, match="Fay facilitates"):
        upkeep.take_over(session, T, BEN, circle, at=NOW)
    people.meet(session, T, [Profile(FAY, "Fay", is_gone=True)])
    assert upkeep.orphan(session, at=NOW) == 1
    assert upkeep.orphan(session, at=NOW) == 0
    assert owed(session, "orphan") == [BEN, KATE]
    people.meet(session, T, [Profile(FAY, "Fay")])
    assert (upkeep.back(session, at=NOW), upkeep.back(session, at=NOW)) == (1, 0)
    assert circles.facts(session, circle).is_orphaned is False
    people.meet(session, T, [Profile(FAY, "Fay", is_gone=True)])
    assert upkeep.orphan(session, at=NOW) == 1
    assert upkeep.take_over(session, T, BEN, circle, at=NOW).facilitator_id == BEN
    with pytest.raises(LearningError, match="Ben facilitates"):
        upkeep.take_over(session, T, KATE, circle, at=NOW)
    assert upkeep.take_over(session, T, BEN, circle, at=NOW).facilitator_id == BEN
    assert BEN in owed(session, "preview")
    assert circles.members(session, circle) == (ANA, BEN)


def test_what_nobody_facilitates_is_shown_to_facilitators_before_the_rest(
    session: Session, circle: int
) -> None:
    people.appoint(session, T, facilitators=[FAY, BEN, KATE])
    channels.remember(session, Channel(T, "CSECRET", "secret", True, False, True))
    hidden = begin(
        session, key="view:hidden", name="Zebras", channel_id="CSECRET", is_open=False, members=[ANA]
    )
    begin(session, by=KATE, key="view:kate", name="Apples")
    assert circles.orphans(session, T, limit=4) == ()
    people.meet(session, T, [Profile(FAY, "Fay", is_gone=True)])

    def seen(who: str) -> list[tuple[str, bool]]:
        return [
            (one.facts.name, one.facts.is_orphaned) for one in circles.listed(session, T, who, here="CELSE")
        ]

    assert seen(HUGO) == [("Apples", False), ("Incident stories", True)]
    people.appoint(session, T, facilitators=[FAY, HUGO])
    assert seen(HUGO) == [("Incident stories", True), ("Zebras", True), ("Apples", False)]
    assert [one.circle_id for one in circles.orphans(session, T, limit=4)] == [circle, hidden]
    upkeep.take_over(session, T, HUGO, hidden, at=NOW)
    assert [one.circle_id for one in circles.orphans(session, T, limit=4)] == [circle]


def test_a_long_list_goes_on_without_a_gap(session: Session, circle: int) -> None:
    for number in range(circles.SHOWN + 2):
        begin(session, key=f"view:{number}", name=f"Circle {number:02}")
    pages = [
        [one.facts.circle_id for one in circles.listed(session, T, HUGO, here=C, page=page)]
        for page in (1, 2, 3)
    ]
    assert [len(page) for page in pages] == [circles.SHOWN + 1, 3, 0]
    assert pages[0][-1] == pages[1][0], "one more tells that another page follows"


def test_a_circle_whose_facilitator_had_their_data_deleted_asks_for_another(
    session: Session, circle: int
) -> None:
    people.appoint(session, T, facilitators=[FAY, BEN])
    erasure.erase(session, T, FAY, at=NOW)
    assert upkeep.orphan(session, at=NOW) == 1
    assert BEN in owed(session, "orphan")
    assert upkeep.take_over(session, T, BEN, circle, at=NOW).facilitator_id == BEN


def test_a_circle_whose_channel_is_archived_pauses_and_says_so(session: Session, circle: int) -> None:
    channels.remember(session, Channel(T, C, "learning", False, True, True))
    assert (upkeep.strand(session, at=NOW), upkeep.strand(session, at=NOW)) == (1, 0)
    facts = circles.facts(session, circle)
    assert (facts.state, facts.why) == ("paused", "its channel was archived")
    assert owed(session, "stranded") == [FAY]
    channels.remember(session, Channel(T, "C2", "elsewhere", False, False, True))
    facts = edit(session, circle, channel_id="C2")
    assert (facts.state, facts.why, facts.channel_id) == ("running", "", "C2")
    tick(session, TUESDAY)
    assert owed(session, "prompt") == ["C2"]


def test_a_circle_whose_channel_lost_the_bot_can_be_resumed_once_it_is_back(
    session: Session, circle: int
) -> None:
    channels.forget(session, T, C)
    tick(session, NOW)
    assert circles.facts(session, circle).why == "I'm no longer in its channel"
    channels.remember(session, Channel(T, C, "learning", False, False, True))
    assert facilitating.resume(session, T, FAY, circle, at=NOW).why == ""
    tick(session, TUESDAY)
    assert owed(session, "prompt") == [C]
