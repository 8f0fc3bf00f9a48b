"""Circles in words: whatever people call and ask things, Slack takes it, and nobody is called by it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.circles import circles, own_prompts, rounds, upkeep
from learning.circles.circles import CircleFacts, ListedCircle
from learning.circles.membership import Membership
from learning.circles.replies import Recap, Voice
from learning.circles.rhythms import NTHS, Rhythm
from learning.circles.rounds import RoundFacts
from messages.circles import circles as render
from messages.circles import forms
from messages.circles import rounds as round_render
from messages.circles import turns as turn_render
from messages.core.text import Message
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.modals import check_view, too_large
from sandbox.block_kit.mrkdwn import broadcasts
from storage.models.base import NOBODY

AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
WORST = (
    "*bold* _it_ ~no~ `code` <!channel> <@U1> <https://x.example|x> & " * 60,
    "<!here>" * 500,
    "&" * 4000,
    "😀" * 1000,
    "\n\n*\n" * 900,
    "‮evil‬",
    "",
)
FACTS = CircleFacts(
    circle_id=7,
    name="Incident stories",
    topic="incidents",
    channel_id="C1",
    facilitator_id="UFAY",
    is_open=True,
    format=circles.DISCUSSION,
    rhythm=Rhythm("weekly", 1),
    local=AT.replace(tzinfo=None),
    zone="Europe/Lisbon",
    until=None,
    use_bank=True,
    use_own=False,
    kinds=(),
    state="running",
    paused_until=None,
    why="",
    silent=2,
    version=3,
    members=4,
    next_at=AT,
)
MANY = tuple(f"U{number:010}" for number in range(250))
ROUND = RoundFacts(
    round_id=9,
    circle=FACTS,
    due_at=AT,
    day=AT.date(),
    format=circles.DISCUSSION,
    prompt="What surprised you?",
    kind="retrospective",
    opener_id="UANA",
    members=("UANA", "UBEN"),
    state="posted",
    reason="",
    stage="",
    message_ts="1.0001",
    link="https://town.slack.com/archives/C1/p10001",
    version=1,
)


def shown(said: Message) -> str:
    return json.dumps(said, ensure_ascii=False)


def fits(said: Message) -> None:
    """Slack takes it, it has words beside its blocks, and it calls nobody that it does not mean to."""
    assert said["text"].strip()
    assert len(said["text"]) <= 4000
    assert check_blocks(said["blocks"], "message") == []
    assert not broadcasts(said["text"], said["blocks"])
    assert "<@U1>" not in shown(said)
    assert "<https://x.example" not in shown(said)


def named(text: str) -> CircleFacts:
    """A circle whose every word is this, as far as a form lets it."""
    return replace(FACTS, name=text[:80], topic=text[:50], why=upkeep.ARCHIVED, members=250)


def everything(text: str) -> list[Message]:
    """All that is said of a circle and its rounds, to whomever."""
    facts = named(text)
    orphan = replace(facts, is_orphaned=True)
    alone = replace(orphan, facilitator_id=f"{NOBODY}1")
    paused = replace(facts, state="paused", paused_until=date(2026, 4, 1))
    facing = replace(ROUND, circle=facts, prompt=text, members=MANY, reason=rounds.HOLIDAY)
    planned = replace(facing, state="planned")
    people = tuple(Voice(one, text[:80], 9, ROUND.link) for one in MANY)
    listed = tuple(
        ListedCircle(replace(one, circle_id=number), is_in, True)
        for number, (one, is_in) in enumerate(((facts, True), (orphan, False), (paused, True)) * 4)
    )
    return [
        render.listing(listed, may_begin=True),
        render.joined(Membership(facts, before=False)),
        render.left(Membership(facts, before=False)),
        render.begun(facts, at=AT),
        render.edited(facts),
        render.paused(paused),
        render.resumed(facts),
        render.ended(facts),
        render.added(facts),
        render.quiet(facts),
        render.stuck(facts),
        render.stranded(paused),
        render.stranded(facts),
        *(render.orphan(one, "UBEN") for one in (facts, orphan, alone)),
        render.taken_over(facts),
        render.help_text([render.HELP_LIST]),
        round_render.prompt(facing),
        turn_render.card(facing),
        round_render.rest(facing),
        *(round_render.preview(replace(facing, state=state)) for state in ("planned", "skipped", "posted")),
        round_render.preview(replace(planned, circle=paused)),
        round_render.reworded(planned),
        round_render.skipped(facing),
        round_render.recap(Recap(facing, people, 500)),
    ]


@pytest.mark.parametrize("text", WORST)
def test_whatever_is_said_of_a_circle_fits_and_calls_nobody_else(text: str) -> None:
    for said in everything(text or "x"):
        fits(said)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=300).filter(lambda text: bool(text.strip())))
def test_any_name_and_prompt_is_taken(text: str) -> None:
    for said in everything(text):
        assert check_blocks(said["blocks"], "message") == []


@pytest.mark.parametrize("text", WORST)
def test_the_forms_fit_with_a_hundred_members_and_all_the_prompts_they_have_room_for(text: str) -> None:
    numbers = tuple(range(10**7, 10**7 + own_prompts.MOST_SHOWN))
    form = forms.Form(
        zone="America/Argentina/ComodRivadavia",
        start=AT.date(),
        channel_id="C1",
        facts=replace(named(text), zone="America/Argentina/ComodRivadavia", kinds=("motion",)),
        members=MANY[: forms.MOST_SHOWN],
        own=own_prompts.Editable(numbers, (text or "x")[: own_prompts.ROOM], 400),
        hides_channel=True,
    )
    for view in (
        forms.edit(form),
        forms.begin(replace(form, facts=None)),
        forms.pause(named(text)),
        forms.end(named(text)),
        forms.done(render.edited(named(text))),
        round_render.edit(replace(ROUND, circle=named(text), prompt=text[:1000])),
    ):
        assert check_view(view, "modal") == []
        assert not too_large(view)
        assert not broadcasts(None, view["blocks"])
    kept = json.loads(forms.edit(form)["private_metadata"])
    assert (kept["shown"], kept["own"], kept["channel"]) == (list(form.members), list(numbers), "C1")


def test_of_more_members_than_a_form_takes_none_is_shown_and_none_can_be_lost() -> None:
    form = forms.Form("UTC", AT.date(), facts=FACTS, members=MANY)
    view = forms.edit(form)
    assert json.loads(view["private_metadata"])["shown"] == []
    members = next(block for block in view["blocks"] if block.get("block_id") == forms.MEMBERS)
    assert "initial_users" not in members["element"]
    assert members["hint"]["text"] == "To add to the 250 who are in it."


def test_a_prompt_names_twenty_members_and_counts_the_rest() -> None:
    said = round_render.prompt(replace(ROUND, members=MANY))
    assert shown(said).count("<@U") == 1 + round_render.MOST_NAMED
    assert "and 230 more: what do you say?" in shown(said)


def test_a_prompt_says_in_words_what_its_blocks_say() -> None:
    said = round_render.prompt(replace(ROUND, prompt="A & B <!channel>?"))
    assert said["text"] == "Incident stories: A &amp; B &lt;!channel&gt;?"
    texts = [block["text"]["text"] for block in said["blocks"] if block["type"] == "section"]
    assert texts == [
        "💬 *Incident stories* #incidents",
        "A &amp; B &lt;!channel&gt;?",
        "🎈 <@UANA>, it's your turn to open: reply in the thread.\n<@UBEN>: what do you say?",
    ]


@pytest.mark.parametrize(
    ("more", "joins"),
    [({}, True), ({"is_open": False}, False), ({"state": "paused"}, True), ({"state": "ended"}, False)],
)
def test_a_prompt_can_be_joined_from_while_its_circle_is_open(more: dict[str, Any], joins: bool) -> None:
    said = round_render.prompt(replace(ROUND, circle=replace(FACTS, **more)))
    assert ('"Join"' in shown(said)) is joins


@pytest.mark.parametrize(
    ("repeat", "words"),
    [
        ("weekly", "every Tuesday"),
        ("fortnightly", "every second Tuesday"),
        *((nth, f"on the {nth} Tuesday of the month") for nth in NTHS),
    ],
)
def test_a_rhythm_in_words(repeat: str, words: str) -> None:
    facts = replace(FACTS, rhythm=Rhythm(repeat, 1))
    assert render.rhythm(facts) == f"{words} at 10:00 (Europe/Lisbon)"
    until = render.rhythm(replace(facts, until=date(2026, 7, 1)))
    assert until == f"{words} at 10:00 (Europe/Lisbon), until <!date^1782903600^{{date}}|2026-07-01>"


def test_who_begins_a_circle_is_promised_what_is_true() -> None:
    soon, later = AT - rounds.AHEAD, AT - rounds.AHEAD - timedelta(seconds=1)
    assert "showing you its first prompt now" in render.begun(FACTS, at=soon)["text"]
    assert "Two days before each round" in render.begun(FACTS, at=later)["text"]


def test_who_may_decide_has_a_menu_and_takes_over_what_nobody_facilitates() -> None:
    orphan = replace(FACTS, is_orphaned=True)
    for facts, may_decide, buttons in (
        (FACTS, False, ["Join"]),
        (FACTS, True, ["Join", ""]),
        (orphan, False, ["Join"]),
        (orphan, True, ["Join", "I'll facilitate it", ""]),
    ):
        said = render.listing([ListedCircle(facts, False, may_decide)], may_begin=True)
        elements = said["blocks"][-1]["elements"]
        assert [one.get("text", {}).get("text", "") for one in elements] == buttons
    assert "nobody facilitates it any more" in shown(said)


def test_a_long_list_says_how_to_see_the_rest() -> None:
    listed = [
        ListedCircle(replace(FACTS, circle_id=number), True, True) for number in range(circles.SHOWN + 1)
    ]
    first = render.listing(listed, may_begin=False)
    fits(first)
    assert len(first["blocks"]) == 50
    assert first["text"] == "Circles 1 to 12"
    assert "type `/circle list 2`" in shown(first)
    last = render.listing(listed[:2], may_begin=False, page=2)
    assert last["text"] == "Circles 13 to 14"
    assert "There are more" not in shown(last)
    assert "no more circles" in render.listing((), may_begin=True, page=3)["text"]
    assert render.listing(listed[:1], may_begin=True)["text"] == "1 circle"


def test_a_recap_names_people_and_lets_three_be_thanked() -> None:
    people = [Voice(f"U{number}", f"<ana & {number}>", 3 - number, ROUND.link) for number in range(4)]
    said = round_render.recap(Recap(ROUND, tuple(people), 9))
    assert said["text"].startswith("🧵 4 people joined in, with 9 replies: &lt;ana &amp; 0&gt;, ")
    thanked = [block["accessory"]["text"]["text"] for block in said["blocks"][1:]]
    assert thanked == [f"Thank <ana & {number}>" for number in range(3)]
    gone = [Voice(f"{NOBODY}1", "", 1, ROUND.link)]
    assert "accessory" not in shown(round_render.recap(Recap(ROUND, tuple(gone), 1)))
