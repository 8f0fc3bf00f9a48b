"""Thanks: once each, so many a day, to people, for a reason; and where they show."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError, NotAllowed
from learning.kudos import kudos, thanks
from learning.workspace import channels, people, settings
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from storage.engine.database import Database
from tests.learning.kudos.thanking import (
    ANA,
    BEN,
    BOT,
    HUGO,
    KATE,
    LIAM,
    MEI,
    NOOR,
    NOW,
    SECRET,
    THANKS,
    C,
    T,
    clap,
    ledger,
    owed,
    thank,
    town,
    verbs,
)


def test_thanks_reach_those_named_once_each(session: Session) -> None:
    town(session)
    outcome = thank(session, ANA, BEN, KATE, BEN, reason="for explaining joins #Postgres #sql")
    assert outcome.thanks.member_ids == (BEN, KATE)
    assert outcome.thanks.reason == "for explaining joins"
    assert outcome.thanks.topics == ("postgres", "sql")
    assert (outcome.left, outcome.fresh, outcome.card_in) == (3, True, C)
    assert owed(session, "kudos.note") == [BEN, KATE]
    assert owed(session, "kudos.card") == [C]
    assert verbs(session) == ["thanked", "thanked"]


def test_the_same_request_again_counts_once(session: Session) -> None:
    town(session)
    first = thank(session, ANA, BEN, key="view:V1")
    again = thank(session, ANA, BEN, key="view:V1")
    assert again.thanks.kudos_id == first.thanks.kudos_id
    assert (again.fresh, again.left) == (False, 4)
    kudos.take_back(session, T, ANA, first.thanks.kudos_id, at=NOW)
    assert not thank(session, ANA, BEN, key="view:V1").fresh
    assert ledger(session) == []


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (ANA, "That's you! Whom else would you like to thank?"),
        (BOT, "Teachback is an app, and only people can be thanked."),
        ("USLACKBOT", "That is an app, and only people can be thanked."),
        (NOOR, "Noor left the workspace, so I can't tell them any more."),
        ("UNOBODY", "I don't know everyone you named. Choose them from Slack's list as you type @."),
    ],
)
def test_who_cannot_be_thanked_is_said_and_nobody_is(session: Session, member: str, words: str) -> None:
    town(session)
    with pytest.raises(LearningError) as refusal:
        thank(session, ANA, BEN, member)
    assert (refusal.value.sentence, refusal.value.field) == (words, "people")
    assert ledger(session) == []


@pytest.mark.parametrize("giver", [NOOR, BOT])
def test_apps_and_the_gone_thank_nobody(session: Session, giver: str) -> None:
    town(session)
    with pytest.raises(NotAllowed):
        thank(session, giver, BEN)
    assert ledger(session) == []


def test_a_guest_thanks_and_is_thanked(session: Session) -> None:
    town(session)
    thank(session, MEI, BEN)
    thank(session, BEN, MEI)
    assert ledger(session) == [(BEN, MEI), (MEI, BEN)]


def test_somebody_nobody_met_yet_can_thank(session: Session) -> None:
    town(session)
    assert thank(session, "UNEW", BEN).left == 4


def test_the_allowance_counts_people_and_never_gives_a_part(session: Session) -> None:
    town(session, kudos_allowance=3)
    thank(session, ANA, BEN, KATE)
    with pytest.raises(LearningError, match="That thanks 2 people, and you have 1 of 3 left today"):
        thank(session, ANA, HUGO, LIAM)
    assert thank(session, ANA, HUGO).left == 0
    with pytest.raises(LearningError, match="You have given all 3 thanks of today"):
        thank(session, ANA, LIAM)
    assert len(ledger(session)) == 3


def test_the_day_is_the_givers_own(session: Session) -> None:
    town(session, kudos_allowance=1)
    people.meet(session, T, [Profile(KATE, "Kate", "America/New_York"), Profile(LIAM, "Liam", "Asia/Tokyo")])
    evening = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    thank(session, KATE, BEN, at=evening)
    thank(session, LIAM, BEN, at=evening)
    with pytest.raises(LearningError):  # 20:30 in New York
        thank(session, KATE, HUGO, at=evening + timedelta(hours=1))
    with pytest.raises(LearningError):  # 9:30 in the morning in Tokyo
        thank(session, LIAM, HUGO, at=evening + timedelta(hours=1))
    assert thank(session, KATE, HUGO, at=datetime(2026, 3, 11, 4, 0, tzinfo=UTC)).fresh
    assert thank(session, LIAM, HUGO, at=datetime(2026, 3, 11, 15, 0, tzinfo=UTC)).fresh


@pytest.mark.parametrize("hours", [23, 25])
def test_a_day_with_a_clock_change_is_one_day(session: Session, hours: int) -> None:
    town(session, kudos_allowance=1)
    day = datetime(2026, 3, 29, tzinfo=UTC) if hours == 23 else datetime(2026, 10, 24, 23, tzinfo=UTC)
    thank(session, ANA, BEN, at=day)
    with pytest.raises(LearningError):
        thank(session, ANA, BEN, at=day + timedelta(hours=hours, seconds=-1))
    assert thank(session, ANA, BEN, at=day + timedelta(hours=hours)).fresh


def test_what_is_taken_back_can_be_given_to_others_on_its_day(session: Session) -> None:
    town(session, kudos_allowance=1)
    given = thank(session, ANA, BEN)
    for _ in range(2):
        assert not kudos.take_back(session, T, ANA, given.thanks.kudos_id, at=NOW).stands
    assert thank(session, ANA, KATE).left == 0
    assert verbs(session) == ["thanked", "unthanked", "thanked"]


def test_only_who_gave_it_takes_it_back(session: Session) -> None:
    town(session)
    given = thank(session, ANA, BEN)
    for who, number in ((BEN, given.thanks.kudos_id), (ANA, 999)):
        with pytest.raises(Gone):
            kudos.take_back(session, T, who, number, at=NOW)
    assert ledger(session) == [(ANA, BEN)]


@pytest.mark.parametrize(
    "text", ["", "  ", "🎉", ":tada: :clap:", "#postgres", "!!!", "\u200b", ":tada: #sql"]
)
def test_a_reason_has_words(text: str) -> None:
    with pytest.raises(LearningError) as refusal:
        kudos.word(text)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("text", ["ok", "谢谢你的帮助", "شكرا على الشرح", "x" * 1000, "C++", "for :tada: me"])
def test_words_in_any_script_are_a_reason(text: str) -> None:
    assert kudos.word(text).text == text


def test_a_reason_has_an_end() -> None:
    with pytest.raises(LearningError, match="That is 10,000 characters; thanks have room for 1,000"):
        kudos.word("x" * 10_000)


def test_a_private_place_keeps_its_words(session: Session) -> None:
    town(session, kudos_channel=THANKS)
    assert thank(session, ANA, BEN, here=SECRET).card_in == SECRET
    assert thank(session, ANA, BEN, here="D1").card_in is None
    assert thank(session, ANA, BEN, here=C).card_in == THANKS
    assert thank(session, ANA, BEN, here=None).card_in == THANKS
    channels.remember(session, Channel(T, SECRET, "secret", True, False, False))
    assert thank(session, ANA, BEN, here=SECRET).card_in is None


def test_without_a_channel_the_card_goes_where_it_was_typed(session: Session) -> None:
    town(session)
    assert thank(session, ANA, BEN).card_in == C
    assert thank(session, ANA, BEN, here=None).card_in is None
    for archived, bot_is_in in ((True, True), (False, False)):
        channels.remember(session, Channel(T, C, "learning", False, archived, bot_is_in))
        assert thank(session, BEN, ANA).card_in is None


def test_a_card_stays_where_it_is_when_the_channel_is_chosen_anew(session: Session) -> None:
    town(session)
    given = thank(session, ANA, BEN)
    settings.put(session, T, {"kudos_channel": THANKS})
    kudos.take_back(session, T, ANA, given.thanks.kudos_id, at=NOW)
    assert owed(session, "kudos.card") == [C]


def test_mine_shows_what_stands_newest_first(session: Session) -> None:
    town(session)
    thank(session, BEN, ANA, reason="for the first", at=NOW - timedelta(days=2))
    thank(session, KATE, ANA, HUGO, reason="for the second", at=NOW - timedelta(days=1))
    gone = thank(session, LIAM, ANA, reason="for the third")
    kudos.take_back(session, T, LIAM, gone.thanks.kudos_id, at=NOW)
    thank(session, ANA, BEN, KATE)
    mine = kudos.mine(session, T, ANA, at=NOW)
    assert [one.reason for one in mine.received] == ["for the second", "for the first"]
    assert (mine.times_received, mine.times_given, mine.left, mine.allowance) == (2, 2, 3, 5)
    assert [one.member_ids for one in mine.given] == [(BEN, KATE)]


def test_another_workspace_is_another(session: Session) -> None:
    town(session)
    given = thank(session, ANA, BEN, key="view:V1")
    with pytest.raises(Gone):
        kudos.take_back(session, "T2", ANA, given.thanks.kudos_id, at=NOW)
    assert kudos.mine(session, "T2", BEN, at=NOW).received == ()
    assert thanks.by_request(session, "T2", "view:V1") is None


async def test_racing_nobody_exceeds_their_allowance(database: Database) -> None:
    await database.run(town, kudos_allowance=3)
    several = (BEN, HUGO, KATE, LIAM, MEI)
    outcomes = await asyncio.gather(
        *(database.run(thank, ANA, member, key=f"command:{member}") for member in several),
        *(database.run(clap, ANA, member, f"{place}.1") for place, member in enumerate(several)),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if isinstance(one, Exception)] in (
        [LearningError] * number for number in range(6)
    )
    assert len(await database.read(ledger)) == 3


async def test_a_form_that_is_sent_twice_at_once_counts_once(database: Database) -> None:
    await database.run(town)
    outcomes = await asyncio.gather(*(database.run(thank, ANA, BEN, key="view:V1") for _ in range(4)))
    assert sorted(one.fresh for one in outcomes) == [False, False, False, True]
    assert await database.read(ledger) == [(ANA, BEN)]
