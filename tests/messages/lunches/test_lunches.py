"""What lunches look like: whatever people write, Slack takes it and nobody is called."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.lunches.afterwards import Guest, Opinion, Roll, Summary, Visit
from learning.lunches.hosting import Note
from learning.lunches.listings import ListedLunch
from learning.lunches.lunches import Card
from learning.lunches.seats import Standing
from messages.core.text import Message
from messages.lunches import afterwards, form, hosting, lunches, recordings, seats
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.modals import check_view

START = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
EPOCH = int(START.timestamp())
WORDS = st.one_of(st.text(max_size=150), st.sampled_from(["<!channel>", "&" * 150, "*" * 150, "<@UANA>"]))
LONG = st.one_of(st.text(max_size=300), st.sampled_from(["<" * 1500, "&" * 1500, "\n" * 1500, "<!here>"]))
STATES = st.sampled_from(["planned", "open", "cancelled", "over"])


def card(**more: Any) -> Card:
    facts: dict[str, Any] = {
        "lunch_id": 7,
        "title": "Kubernetes, gently",
        "takeaways": "Read a manifest.",
        "topics": ("kubernetes",),
        "host_id": "UBEN",
        "local": datetime.fromisoformat("2026-03-12T12:00"),
        "zone": "Europe/Lisbon",
        "starts_at": START,
        "minutes": 45,
        "seats": 3,
        "held": 3,
        "waiting": 2,
        "place": "Room 4",
        "channel_id": "C1",
        "state": "open",
        "closed": False,
        "why": "",
        "recording": "",
        "slides": "",
        "version": 0,
        "sequence": 0,
        "uid": "abc",
        "link": "https://town.slack.com/archives/C1/p1",
    }
    return Card(**facts | more)


def everything(facts: Card, text: str) -> list[Message]:
    """Every message there is about a lunch."""
    standings = [
        Standing(facts, state, 2, START if state == "offered" else None)
        for state in ("going", "waiting", "offered", "left", "")
    ]
    visits = [
        Visit(facts, there, rated, used, teaches)
        for there, rated, used, teaches in (
            (None, False, None, None),
            (True, False, True, True),
            (True, True, False, False),
            (False, False, None, None),
        )
    ]
    roll = Roll(facts, (Guest("UANA", text or "A", True, None), Guest("UKIM", "Kim", None, None)))
    summary = Summary(facts, tuple(Opinion(n % 5 + 1, text, text, "UANA" if n else None) for n in range(14)))
    return [
        lunches.card(facts),
        lunches.coming(
            [ListedLunch(facts, mine) for mine in ("", "going", "waiting", "offered", "hosting") * 3]
        ),
        lunches.proposed(facts, 3),
        *(lunches.joined(one) for one in standings),
        *(lunches.left(one) for one in standings),
        *(lunches.calendar(one, "UANA", text) for one in standings),
        *(seats.offer(one) for one in standings),
        seats.seat(facts),
        seats.reminder(facts, "UANA", soon=True),
        seats.reminder(facts, "UBEN", soon=False),
        *(seats.calendar(facts, sequence, gone=gone) for sequence in (0, 2) for gone in (True, False)),
        hosting.changed(facts),
        hosting.cancelled(facts),
        hosting.note(Note(facts, "UBEN", text)),
        recordings.posted(facts),
        recordings.kept(facts),
        hosting.stuck(facts),
        *(hosting.orphan(facts, "UFAY", needs_host=needs) for needs in (True, False)),
        hosting.closed(facts),
        hosting.edited(facts, 2),
        hosting.called_off(facts, 2),
        hosting.taken_over(facts, 2),
        *(afterwards.there(one) for one in visits),
        *(afterwards.used(one) for one in visits),
        afterwards.roll(roll),
        afterwards.confirmed(roll),
        afterwards.feedback(summary),
    ]


@settings(max_examples=60, deadline=None)
@given(WORDS, LONG, WORDS, STATES, st.booleans())
def test_slack_takes_every_message_and_nobody_is_called(
    title: str, long: str, place: str, state: str, closed: bool
) -> None:
    facts = card(
        title=title.strip() or "T", takeaways=long, place=place, state=state, closed=closed, why=long[:500],
        recording="https://example.com/?a=1&b=2" if closed else "", series_id=1, repeat="weekly",
    )  # fmt: skip
    for said in everything(facts, long[:1000]):
        assert check_blocks(said["blocks"], "message") == []
        assert said["text"]
        assert set(re.findall(r"<!\w+", str(said))) <= {"<!date"}


@settings(max_examples=60, deadline=None)
@given(WORDS, LONG, WORDS)
def test_slack_takes_every_form(title: str, long: str, place: str) -> None:
    facts = card(title=title.strip() or "T", takeaways=long, place=place, series_id=1, repeat="weekly")
    guests = tuple(Guest(f"U{n}", title or "G", None, n % 2 == 0 or None) for n in range(150))
    for view in (
        form.propose(zone="America/New_York", here="C1", channel_id=None, first_day=date(2026, 3, 3)),
        form.propose(zone="UTC", here="C1", channel_id="C1", first_day=date(2026, 3, 3)),
        form.edit(facts),
        hosting.cancel(facts),
        hosting.write(facts),
        recordings.record(facts),
        hosting.done(lunches.proposed(facts, 1)),
        afterwards.rate(Visit(facts, True, False, None, None)),
        afterwards.call(Roll(facts, guests)),
        afterwards.call(Roll(facts, guests[:1])),
    ):
        assert check_view(view, "modal") == []


def test_the_card_says_what_one_needs_to_know() -> None:
    said = str(lunches.card(card()))
    assert f"<!date^{EPOCH}^{{date_long_pretty}} at {{time}}|2026-03-12 12:00 (Europe/Lisbon)>" in said
    for words in ("Kubernetes, gently", "Read a manifest.", "<@UBEN>", "3 of 3 seats, 2 waiting", "Room 4"):
        assert words in said


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"seats": None, "held": 4, "waiting": 0}, "4 signed up"),
        ({"seats": 1, "held": 0, "waiting": 0}, "0 of 1 seat"),
        ({"seats": 3, "held": 2, "waiting": 0}, "2 of 3 seats"),
        ({"seats": 3, "held": 3, "waiting": 2}, "3 of 3 seats, 2 waiting"),
    ],
)
def test_seats_are_told_as_they_are(facts: dict[str, Any], words: str) -> None:
    assert lunches.seats(card(**facts)) == words


def buttons(said: Message) -> list[str]:
    return [
        element["text"]["text"]
        for block in said["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]


def test_the_card_has_three_buttons_until_it_is_over() -> None:
    assert buttons(lunches.card(card())) == ["Sign up", "Leave", "Add to calendar"]
    assert buttons(lunches.card(card(state="over"))) == []
    assert buttons(lunches.card(card(state="cancelled"))) == []


@pytest.mark.parametrize(
    ("mine", "shown"),
    [
        ("", ["Sign up", "Add to calendar"]),
        ("left", ["Sign up", "Add to calendar"]),
        ("going", ["Leave", "Add to calendar"]),
        ("waiting", ["Leave", "Add to calendar"]),
        ("offered", ["Sign up", "Add to calendar"]),
        ("hosting", ["Add to calendar"]),
    ],
)
def test_the_list_offers_what_one_can_do(mine: str, shown: list[str]) -> None:
    assert buttons(lunches.coming([ListedLunch(card(), mine)])) == shown


def test_home_shows_a_lunch_in_a_block_and_the_press_that_fits() -> None:
    assert lunches.mine([]) == []
    going, waiting, hosting = (
        lunches.mine([ListedLunch(card(), state, 2)]) for state in ("going", "waiting", "hosting")
    )
    assert [len(each) for each in (going, waiting, hosting)] == [1, 1, 1]
    assert "You are number 2 in line" in str(waiting[0]._resolve())
    assert hosting[0]._resolve()["accessory"]["type"] == "overflow"
    assert going[0]._resolve()["accessory"]["text"]["text"] == "Leave"
    offered = lunches.mine([ListedLunch(card(), "offered")])
    assert [one["text"]["text"] for one in offered[1]._resolve()["elements"]] == ["Take the seat", "Pass"]


def test_a_link_is_a_link_and_a_room_is_a_room() -> None:
    assert lunches.place(card(place="https://x.example/?a=1&b=2")) == (
        "<https://x.example/?a=1&amp;b=2|https://x.example/?a=1&amp;b=2>"
    )
    assert lunches.place(card(place="Room <4>")) == "Room &lt;4&gt;"


def test_an_offer_says_until_when_and_afterwards_how_it_ended() -> None:
    until = START - timedelta(days=1)
    assert f"<!date^{int(until.timestamp())}^" in seats.offer(Standing(card(), "offered", 0, until))["text"]
    assert "is yours" in seats.offer(Standing(card(), "going"))["text"]
    assert "went to the next in line" in seats.offer(Standing(card(seats=2, held=2), "left"))["text"]
    assert "sign up again" in seats.offer(Standing(card(seats=2, held=1), "left"))["text"]
    closed = seats.offer(Standing(card(seats=2, held=1, closed=True), "left"))["text"]
    assert closed.endswith("is free for others now.")
    assert "number 1 in line" in seats.offer(Standing(card(), "waiting", 1))["text"]


def test_a_series_that_is_nobodys_any_more_says_where_to_look() -> None:
    assert lunches.occurrences(())["text"].startswith("Nothing of it is yours any more.")
