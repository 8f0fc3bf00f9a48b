"""What Home looks like when there is very much of everything, and of the worst kind."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.circles import at_home as circles_at_home
from learning.circles import circles
from learning.circles.rhythms import Rhythm
from learning.core.sockets.home import Slot
from learning.diagnostics.health import HEALTH, Health, Trouble
from learning.half_hours import at_home as half_hours_at_home
from learning.half_hours.half_hours import Meeting
from learning.home.home import Home
from learning.kudos import at_home as kudos_at_home
from learning.kudos import kudos, thanks
from learning.lunches import at_home as lunches_at_home
from learning.lunches import listings
from learning.lunches.demand import Unmet
from learning.lunches.host_requests import Suggestion
from learning.questions import at_home as questions_at_home
from learning.questions.at_home import AskedOfMe, MyQuestion, Unanswered
from learning.teaching import at_home as teaching_at_home
from learning.teaching import offers
from learning.workspace.people import Member
from learning.workspace.preferences import Preferences
from learning.workspace.settings import DEFAULTS
from messages.home import home as render
from sandbox.block_kit.modals import check_view, too_large
from sandbox.block_kit.mrkdwn import broadcasts
from tests.messages.lunches.test_lunches import card

AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
WORST = (
    "😀" * 250,
    "שלום עולם " * 25,
    "*bold* _it_ ~no~ `code` <!channel> <@U1> <https://x.example|x> & " * 4,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "\n\n\n*\n" * 60,
    "&" * 250,
    "‮evil‬",
    "",
)
NOTHING = Home(
    member=Member("T1", "U1", "ana"),
    preferences=Preferences(),
    found={
        questions_at_home.ASKED: (),
        lunches_at_home.COMING: (),
        circles_at_home.MINE: (),
        questions_at_home.MINE: (),
        teaching_at_home.OFFERS: offers.MyOffers((), 3, 3, None),
        kudos_at_home.THANKS: kudos.MyKudos((), (), 0, 0, 5, 5),
    },
)


def full(text: str, many: int = 200) -> Home:
    """Someone who administers, and has 200 of everything that is called so."""
    link = "https://town.slack.com/archives/C1/p17724000000001"
    one = replace(card(), title=text, place=text, takeaways=text, link=link)
    states = ("hosting", "going", "waiting", "offered")
    circle = circles.CircleFacts(
        circle_id=1,
        name=text,
        topic="postgres",
        channel_id="C1",
        facilitator_id="U2",
        is_open=True,
        format="round",
        rhythm=Rhythm("weekly", 1),
        use_bank=True,
        use_own=False,
        kinds=(),
        silent=0,
        local=AT.replace(tzinfo=None),
        zone="UTC",
        until=None,
        state="running",
        paused_until=None,
        why="",
        members=200,
        next_at=AT,
        version=1,
    )
    thank = thanks.Thanks(1, "U2", ("U1",), text, ("git",), "command", True, "C1", AT, link)
    return Home(
        member=Member("T1", "U1", text, role="admin"),
        preferences=Preferences("20:00", "08:00", AT + timedelta(days=2)),
        pause=AT + timedelta(days=2),
        found={
            questions_at_home.ASKED: tuple(AskedOfMe(n, n, text, link, text[:60], AT) for n in range(many)),
            lunches_at_home.COMING: tuple(listings.ListedLunch(one, states[n % 4], n) for n in range(many)),
            circles_at_home.MINE: tuple(circles.ListedCircle(circle, True, True) for _ in range(many)),
            half_hours_at_home.MINE: half_hours_at_home.MyMeetings(
                "U1",
                (
                    *(Meeting(n, "git", "U2", None, "asked") for n in range(min(many, 2))),
                    *(Meeting(n, "git", "U1", "U3", "agreed") for n in range(min(many, 2))),
                )[:2],
            ),
            lunches_at_home.TO_HOST: (Suggestion(1, (text or "x")[:50], 3, (text,), "asked"),) * min(many, 2),
            questions_at_home.MINE: tuple(MyQuestion(n, text, link, n % 2 == 0, AT, n) for n in range(many)),
            teaching_at_home.OFFERS: offers.MyOffers(
                tuple(offers.Standing(n, (text or "x")[:50], offers.Ways(), text) for n in range(many)),
                20,
                7,
                None,
            ),
            kudos_at_home.THANKS: kudos.MyKudos((thank,) * 5, (), many, 0, 5, 5),
            questions_at_home.UNANSWERED: tuple(Unanswered(n, text, link, AT) for n in range(many)),
            lunches_at_home.ORPHANED: (one,) * many,
            lunches_at_home.UNTAUGHT: tuple(Unmet((text or "x")[:50], 9) for _ in range(many)),
            circles_at_home.ORPHANS: (circle,) * many,
            HEALTH: Health(
                9_000_000, 12, 5, 3, tuple(Trouble(text[:60], text, n, AT) for n in range(3)), DEFAULTS
            ),
        },
    )


def without(facts: Home, *slots: Slot) -> Home:
    """The same for somebody who sees less."""
    return replace(facts, found={one: found for one, found in facts.found.items() if one.slot not in slots})


@pytest.mark.parametrize("text", WORST)
def test_very_much_of_the_worst_is_within_what_slack_takes(text: str) -> None:
    tab = render.home(full(text))
    assert check_view(tab, "home") == []
    assert not too_large(tab)
    assert len(tab["blocks"]) <= 100
    assert not broadcasts(None, tab["blocks"])


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=300), many=st.integers(0, 8))
def test_whatever_people_write_is_within_what_slack_takes(text: str, many: int) -> None:
    assert check_view(render.home(full(text, many)), "home") == []


def test_who_has_nothing_is_welcomed_with_one_step_and_every_door() -> None:
    tab = render.home(NOTHING)
    assert check_view(tab, "home") == []
    shown = json.dumps(tab, ensure_ascii=False)
    assert shown.count("first step") == 1
    assert len(tab["blocks"]) <= 6


def test_who_facilitates_or_administers_sees_it_and_nobody_else() -> None:
    shown = json.dumps(render.home(without(full("x"), Slot.FACILITATORS, Slot.ADMINS)))
    assert "For facilitators" not in shown
    assert "For admins" not in shown
    shown = json.dumps(render.home(without(full("x"), Slot.ADMINS)))
    assert "For facilitators" in shown
    assert "For admins" not in shown
