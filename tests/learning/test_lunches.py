"""Lunches on both databases: proposed, changed, cancelled, handed on, looked back on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from learning import (
    afterwards,
    announcements,
    channels,
    hosting,
    lunches,
    offers,
    people,
    proposals,
    seats,
)
from learning.channels import Channel
from learning.errors import Gone, LearningError, NotAllowed
from learning.people import Profile
from storage.models import Lunch
from tests.learning.lunching import (
    ANA,
    BEN,
    FAY,
    HUGO,
    KATE,
    LIAM,
    NOW,
    START,
    C,
    T,
    owed,
    plan,
    propose,
    seat,
    town,
    verbs,
)

END = START + timedelta(minutes=45)


@pytest.fixture
def lunch(session: Session) -> int:
    """Ben's lunch: Ana and Hugo have its two seats, Kate waits."""
    town(session)
    number = propose(session)
    for who in (ANA, HUGO, KATE):
        seats.join(session, T, who, number, at=NOW)
    return number


def edit(session: Session, number: int, *, at: datetime = NOW, by: str = BEN, **more: Any) -> hosting.Edited:
    version, scope = more.pop("version", None), more.pop("scope", hosting.THIS)
    if version is None:
        version = lunches.card(session, number).version
    wanted = plan(at=at, **more)
    return hosting.edit(session, T, by, number, wanted, version=version, scope=scope, at=at)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"takeaways": "x" * 1501}, "takeaways"),
        ({"on": "2026-03-01"}, "date"),
        ({"on": "2026-03-02", "clock": "09:00"}, "date"),
        ({"on": "2029-03-02"}, "date"),
        ({"on": None}, "date"),
        ({"clock": None}, "time"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "-30"}, "minutes"),
        ({"minutes": "481"}, "minutes"),
        ({"minutes": "ten"}, "minutes"),
        ({"seats": "0"}, "seats"),
        ({"seats": "-1"}, "seats"),
        ({"seats": "2.5"}, "seats"),
        ({"place": "https://"}, "place"),
        ({"place": "http://meet"}, "place"),
        ({"place": "https://exa mple.com"}, "place"),
        ({"place": "ftp://files.example.com"}, "place"),
        ({"place": "http://[::1"}, "place"),
        ({"repeat": "weekly"}, "until"),
        ({"repeat": "weekly", "until": "2026-03-11"}, "until"),
        ({"repeat": "monthly", "until": "2027-04-01"}, "until"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(LearningError) as refusal:
        plan(**given)
    assert refusal.value.field == field


def test_what_can_be_is_taken_as_meant() -> None:
    assert plan(seats="").seats is None
    assert plan(place="https://meet.example.com/a?b=1&c=2").place == "https://meet.example.com/a?b=1&c=2"
    assert plan(place="  Room\n4 ").place == "Room 4"
    assert plan(takeaways="All of #SQL", named=["Postgres"]).topics == ("postgres", "sql")
    assert plan(repeat="once", until="2020-01-01").until is None
    # One minute from now is not in the past, on the host's own clock.
    assert plan(on="2026-03-02", clock="18:01", zone="Asia/Tokyo").zone == "Asia/Tokyo"


def test_the_same_request_twice_is_one_lunch(session: Session) -> None:
    town(session)
    assert propose(session) == propose(session)
    assert verbs(session) == ["proposed"]
    assert owed(session, "card") == [C]


def test_a_series_has_sittings_of_its_own_each_announced_a_week_before(session: Session) -> None:
    town(session)
    proposed = proposals.propose(
        session, T, BEN, plan(repeat="weekly", until="2026-04-09"), request_key="v", at=NOW
    )
    rows = [session.get_one(Lunch, number) for number in proposed.lunch_ids]
    assert [row.local[:10] for row in rows] == [
        "2026-03-12", "2026-03-19", "2026-03-26", "2026-04-02", "2026-04-09"
    ]  # fmt: skip
    # Lisbon's clocks go forward on the 29th: noon stays noon.
    assert [row.starts_at.hour for row in rows] == [12, 12, 12, 11, 11]
    assert [row.state for row in rows] == ["open", "planned", "planned", "planned", "planned"]
    assert announcements.announce(session, at=rows[1].starts_at - timedelta(days=7)) == 1
    assert announcements.announce(session, at=rows[1].starts_at - timedelta(days=7)) == 0
    assert announcements.announce(session, at=rows[3].starts_at - timedelta(days=7)) == 2
    seats.join(session, T, ANA, rows[0].id, at=NOW)
    assert lunches.card(session, rows[1].id).held == 0


def test_the_last_of_the_month_stays_the_last_of_the_month(session: Session) -> None:
    town(session)
    wanted = plan(on="2026-03-31", repeat="monthly", until="2026-07-01")
    proposed = proposals.propose(session, T, BEN, wanted, request_key="v", at=NOW)
    days = [lunches.card(session, number).local.date() for number in proposed.lunch_ids]
    assert days == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]


def test_a_change_reaches_those_who_go_or_wait_once_and_moves_their_reminders(
    session: Session, lunch: int
) -> None:
    edit(session, lunch, clock="13:00")
    assert owed(session, "changed") == [ANA, HUGO, KATE]
    assert owed(session, "calendar") == [ANA, ANA, HUGO, HUGO]
    assert owed(session, "soon") == [ANA, ANA, HUGO, HUGO]
    assert lunches.card(session, lunch).version == 1
    edit(session, lunch, clock="13:00")
    assert owed(session, "changed") == [ANA, HUGO, KATE]
    edit(session, lunch, clock="13:00", seats="5")
    assert owed(session, "changed") == [ANA, HUGO, KATE]
    assert owed(session, "offer") == [KATE]
    # What is owed about the time stays owed: seats are another matter.
    facts = lunches.card(session, lunch)
    assert (facts.version, facts.sequence) == (2, 1)


def test_a_host_hears_when_a_facilitator_changes_their_lunch(session: Session, lunch: int) -> None:
    edit(session, lunch, by=FAY, place="Room 5")
    assert BEN in owed(session, "changed")
    with pytest.raises(NotAllowed, match="Only Ben, who hosts it, or a facilitator"):
        edit(session, lunch, by=ANA, place="Room 6")


def test_of_two_who_edit_at_once_the_second_is_told(session: Session, lunch: int) -> None:
    edit(session, lunch, place="Room 5", version=0)
    with pytest.raises(LearningError, match="Someone changed this lunch") as refusal:
        edit(session, lunch, by=FAY, place="Room 6", version=0)
    assert refusal.value.field == "title"
    assert lunches.card(session, lunch).place == "Room 5"


def test_topics_are_changed_without_a_word_to_anybody(session: Session, lunch: int) -> None:
    edit(session, lunch, named=["helm", "kubernetes"])
    assert lunches.card(session, lunch).topics == ("helm", "kubernetes")
    assert owed(session, "changed") == []


def test_a_lunch_cannot_be_moved_into_the_past_nor_changed_once_it_began(
    session: Session, lunch: int
) -> None:
    with pytest.raises(LearningError, match="in the past"):
        edit(session, lunch, on="2026-03-01")
    with pytest.raises(Gone, match="has begun"):
        edit(session, lunch, at=START, on="2026-04-01")


def test_an_offer_ends_in_good_time_when_the_lunch_is_moved_nearer(session: Session, lunch: int) -> None:
    seats.leave(session, T, ANA, lunch, at=NOW)
    edit(session, lunch, on="2026-03-02", clock="19:00")
    assert seat(session, lunch, KATE).offered_until == NOW + timedelta(hours=2.5)


def series_of_four(session: Session) -> tuple[int, ...]:
    town(session)
    wanted = plan(repeat="weekly", until="2026-04-02")
    return proposals.propose(session, T, BEN, wanted, request_key="v", at=NOW).lunch_ids


def test_this_one_changes_one_sitting(session: Session) -> None:
    sittings = series_of_four(session)
    edit(session, sittings[1], on="2026-03-20", clock="15:00")
    shown = [f"{lunches.card(session, number).local:%d %H:%M}" for number in sittings]
    assert shown == ["12 12:00", "20 15:00", "26 12:00", "02 12:00"]


def test_all_to_come_are_shifted_together_and_keep_their_wall_time(session: Session) -> None:
    sittings = series_of_four(session)
    edited = edit(session, sittings[1], on="2026-03-20", clock="15:00", seats="7", scope=hosting.ALL)
    assert edited.sittings == 3
    facts = [lunches.card(session, number) for number in sittings]
    assert [f"{one.local:%d %H:%M}" for one in facts] == ["12 12:00", "20 15:00", "27 15:00", "03 15:00"]
    assert [one.starts_at.hour for one in facts] == [12, 15, 15, 14]
    assert [one.seats for one in facts] == [2, 7, 7, 7]
    row = session.get_one(Lunch, sittings[3])
    assert row.announce_at == row.starts_at - timedelta(days=7)


def test_cancelling_says_why_to_those_who_wanted_to_come_and_sends_their_calendars_word(
    session: Session, lunch: int
) -> None:
    with pytest.raises(LearningError, match="Why is it cancelled"):
        hosting.cancel(session, T, BEN, lunch, " ", at=NOW)
    with pytest.raises(LearningError, match="501 characters"):
        hosting.cancel(session, T, BEN, lunch, "x" * 501, at=NOW)
    hosting.cancel(session, T, BEN, lunch, "I am ill.", at=NOW)
    assert owed(session, "cancelled") == [ANA, HUGO, KATE]
    assert owed(session, "calendar") == [ANA, ANA, HUGO, HUGO]
    facts = lunches.card(session, lunch)
    assert (facts.state, facts.why, facts.version) == ("cancelled", "I am ill.", 1)
    with pytest.raises(Gone):
        hosting.cancel(session, T, BEN, lunch, "Again.", at=NOW)
    with pytest.raises(Gone):
        hosting.record(session, T, BEN, lunch, "https://example.com/v", at=NOW)


def test_all_to_come_are_cancelled_and_what_was_before_stays(session: Session) -> None:
    sittings = series_of_four(session)
    hosting.cancel(session, T, BEN, sittings[2], "Holiday.", scope=hosting.ALL, at=NOW)
    states = [lunches.card(session, number).state for number in sittings]
    assert states == ["open", "planned", "cancelled", "cancelled"]
    assert announcements.announce(session, at=START + timedelta(days=30)) == 1


def test_a_host_writes_to_those_with_a_seat_once(session: Session, lunch: int) -> None:
    for _ in range(2):
        assert hosting.write(session, T, BEN, lunch, "Bring a laptop.", request_key="v", at=NOW) == 2
    assert owed(session, "note") == [ANA, HUGO]
    assert verbs(session)[-1] == "wrote"
    for text in ("", "x" * 2001):
        with pytest.raises(LearningError):
            hosting.write(session, T, BEN, lunch, text, request_key="w", at=NOW)
    seats.leave(session, T, ANA, lunch, at=NOW)
    seats.leave(session, T, HUGO, lunch, at=NOW)
    with pytest.raises(LearningError, match="Nobody has signed up"):
        hosting.write(session, T, BEN, lunch, "Hello?", request_key="x", at=NOW)


def test_when_a_host_leaves_facilitators_are_asked_once_and_one_takes_over(session: Session) -> None:
    sittings = series_of_four(session)
    seats.join(session, T, ANA, sittings[0], at=NOW)
    seats.join(session, T, FAY, sittings[0], at=NOW)
    assert hosting.orphan(session, at=NOW) == 0
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    assert hosting.orphan(session, at=NOW) == 4
    assert hosting.orphan(session, at=NOW) == 0
    assert owed(session, "orphan") == [FAY]
    with pytest.raises(NotAllowed):
        hosting.take_over(session, T, ANA, sittings[0], at=NOW)
    assert hosting.take_over(session, T, FAY, sittings[0], at=NOW).sittings == 4
    assert hosting.take_over(session, T, FAY, sittings[0], at=NOW).card.host_id == FAY
    assert {lunches.card(session, number).host_id for number in sittings} == {FAY}
    assert seat(session, sittings[0], FAY).state == "left"
    assert owed(session, "changed") == [ANA]
    people.appoint(session, T, facilitators=[FAY, LIAM])
    with pytest.raises(LearningError, match="Fay hosts"):
        hosting.take_over(session, T, LIAM, sittings[0], at=NOW)


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


def test_what_is_over_says_so_once(session: Session, lunch: int) -> None:
    assert announcements.finish(session, at=END - timedelta(minutes=1)) == 0
    assert announcements.finish(session, at=END) == 1
    assert announcements.finish(session, at=END) == 0
    assert lunches.card(session, lunch).state == "over"


def test_the_list_shows_what_is_coming_where_one_may_look(session: Session, lunch: int) -> None:
    channels.remember(session, Channel(T, "CSECRET", "secret", True, False, True))
    hidden = propose(session, key="h", channel_id="CSECRET", on="2026-03-13")
    listed = lunches.coming(session, T, ANA, here=C, at=NOW)
    assert [(one.card.lunch_id, one.mine) for one in listed] == [(lunch, "going")]
    inside = lunches.coming(session, T, KATE, here="CSECRET", at=NOW)
    assert [(one.card.lunch_id, one.mine) for one in inside] == [(lunch, "waiting"), (hidden, "")]
    assert lunches.coming(session, T, ANA, here=C, at=START) == ()
    assert [one.mine for one in lunches.mine(session, T, BEN, at=NOW)] == ["hosting", "hosting"]
    assert [(one.card.lunch_id, one.position) for one in lunches.mine(session, T, KATE, at=NOW)] == [
        (lunch, 1)
    ]
    seats.join(session, T, LIAM, lunch, at=NOW)
    assert [(one.mine, one.position) for one in lunches.mine(session, T, LIAM, at=NOW)] == [("waiting", 2)]
    seats.leave(session, T, LIAM, lunch, at=NOW)
    assert lunches.mine(session, T, LIAM, at=NOW) == ()


def test_a_recording_is_found_by_its_words(session: Session, lunch: int) -> None:
    assert lunches.find(session, T, "kubernetes manifest", here=C) == ()
    with pytest.raises(LearningError) as refusal:
        hosting.record(session, T, BEN, lunch, "video", at=END)
    assert refusal.value.field == "recording"
    hosting.record(session, T, BEN, lunch, "https://video.example.com/k8s", at=END)
    hosting.record(session, T, BEN, lunch, "https://video.example.com/k8s", at=END)
    assert [one.lunch_id for one in lunches.find(session, T, "k8s manifest", here=C)] == [lunch]
    assert lunches.find(session, T, "gardening", here=C) == ()
    assert lunches.find(session, T, "the", here=C) == ()
    assert verbs(session).count("recorded") == 1


def test_those_with_a_seat_say_whether_they_were_there_and_the_host_decides(
    session: Session, lunch: int
) -> None:
    with pytest.raises(Gone, match="did not happen yet"):
        afterwards.was_there(session, T, ANA, lunch, there=True, at=NOW)
    with pytest.raises(Gone, match="had no seat"):
        afterwards.was_there(session, T, KATE, lunch, there=True, at=END)
    with pytest.raises(LearningError):
        afterwards.roll(session, T, BEN, lunch, at=NOW)
    for _ in range(2):
        assert afterwards.was_there(session, T, ANA, lunch, there=True, at=END).there
    afterwards.was_there(session, T, HUGO, lunch, there=False, at=END)
    said = [
        (guest.name, guest.says_there) for guest in afterwards.roll(session, T, BEN, lunch, at=END).guests
    ]
    assert said == [("Ana", True), ("Hugo", False)]
    with pytest.raises(NotAllowed):
        afterwards.confirm(session, T, ANA, lunch, [ANA], at=END)
    afterwards.confirm(session, T, BEN, lunch, [HUGO], at=END)
    afterwards.confirm(session, T, BEN, lunch, [HUGO], at=END)
    visit = afterwards.visit(session, lunch, HUGO)
    assert visit is not None
    assert visit.there
    assert verbs(session)[-4:] == ["was_there", "was_not_there", "no_show", "attended"]


def test_feedback_is_shown_from_three_answers_up_and_names_nobody_who_does_not_want_it(
    session: Session,
) -> None:
    town(session)
    number = propose(session, seats="")
    for who in (ANA, HUGO, KATE):
        seats.join(session, T, who, number, at=NOW)
    afterwards.rate(session, T, ANA, number, 5, use="Manifests", named=True, at=END)
    afterwards.rate(session, T, HUGO, number, 3, at=END)
    assert owed(session, "feedback") == []
    afterwards.rate(session, T, KATE, number, 1, missing="Helm", at=END)
    assert owed(session, "feedback") == [BEN]
    assert afterwards.rate(session, T, KATE, number, 4, missing="Helm", at=END).rated
    summary = afterwards.summary(session, number)
    assert summary.average == 4
    assert [(one.rating, one.member_id) for one in summary.opinions] == [(5, ANA), (4, None), (3, None)]
    assert verbs(session).count("rated") == 3
    for rating, more, field in ((0, {}, "rating"), (3, {"use": "x" * 1001}, "use")):
        with pytest.raises(LearningError) as refusal:
            afterwards.rate(session, T, KATE, number, rating, at=END, **more)
        assert refusal.value.field == field


def test_a_learner_becomes_a_teacher(session: Session, lunch: int) -> None:
    later = END + timedelta(days=14)
    afterwards.was_there(session, T, ANA, lunch, there=True, at=END)
    for _ in range(2):
        assert afterwards.use(session, T, ANA, lunch, used=True, at=later).used
        assert afterwards.teach(session, T, ANA, lunch, teaches=True, at=later).teaches
    afterwards.teach(session, T, HUGO, lunch, teaches=False, at=later)
    assert [one.topic for one in offers.mine(session, T, ANA, at=later).offers] == ["kubernetes"]
    assert verbs(session)[-3:] == ["used", "became_teacher", "rather_not"]
    assert verbs(session, "offer") == ["offered"]


def test_lunches_of_another_workspace_are_not_there(session: Session, lunch: int) -> None:
    for verb in (
        lambda: seats.join(session, "T2", ANA, lunch, at=NOW),
        lambda: seats.look(session, "T2", ANA, lunch, at=NOW),
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
