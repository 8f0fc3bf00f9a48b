"""Whom a line of thanks names, however it was typed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.kudos import mentions
from learning.kudos.mentions import Address
from learning.workspace import people
from learning.workspace.people import Profile
from tests.learning.kudos.thanking import ANA, BEN, MEI, T, town

NAMES = {"ana": ("UANA",), "mei lin": ("UMEI",), "sam": ("US1", "US2"), "j.doe": ("UJ",)}


@pytest.mark.parametrize(
    ("typed", "member_ids", "rest"),
    [
        ("<@UANA|ana> for explaining joins #postgres", ("UANA",), "explaining joins #postgres"),
        ("<@UANA|ana> <@UBEN> for the review", ("UANA", "UBEN"), "the review"),
        ("<@UANA>, <@UBEN> and <@UANA>: for the review", ("UANA", "UBEN"), "the review"),
        ("<@UANA> &amp; <@UBEN> because they stayed late", ("UANA", "UBEN"), "they stayed late"),
        ("thanks to <@UANA|ana> for joins", ("UANA",), "joins"),
        ("<@UANA>: :tada: well done", ("UANA",), ":tada: well done"),
        ("<@UANA> for :tada: you", ("UANA",), ":tada: you"),
        ("<@UANA> forgot nothing", ("UANA",), "forgot nothing"),
        ("<@UANA> for helping <@UBEN|ben> out", ("UANA",), "helping <@UBEN|ben> out"),
        ("great work by <@UANA> on joins", ("UANA",), "great work by <@UANA> on joins"),
        ("@ana for joins", ("UANA",), "joins"),
        ("@Mei Lin for joins", ("UMEI",), "joins"),
        ("@j.doe. For joins", ("UJ",), "joins"),
        ("<@UANA>", ("UANA",), ""),
        ("for nobody", (), "nobody"),
        ("", (), ""),
        ("<@UANA|أنا> شكرا على الشرح", ("UANA",), "شكرا على الشرح"),
    ],
)
def test_a_line_names_people_and_says_why(typed: str, member_ids: tuple[str, ...], rest: str) -> None:
    assert mentions.split(typed, NAMES) == Address(member_ids, rest)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<!channel> for everything", "A group can't be thanked as one"),
        ("<!here|here> for everything", "A group can't be thanked as one"),
        ("<@UANA> <!subteam^S1|@platform> for everything", "A group can't be thanked as one"),
        ("everyone in <!subteam^S1> was great", "A group can't be thanked as one"),
        ("@channel for everything", "A group can't be thanked as one"),
        ("@sam for joins", "More than one person here is called sam"),
        ("@zoe quinn for joins", "I don't know anyone here called zoe."),
    ],
)
def test_whom_it_cannot_mean_is_said(typed: str, words: str) -> None:
    with pytest.raises(LearningError, match=words):
        mentions.split(typed, NAMES)


def test_names_that_slack_left_as_letters_are_looked_up(session: Session) -> None:
    town(session)
    people.meet(session, T, [Profile("UJOAO", "João")])
    assert mentions.read(session, T, "@BEN and @mei lin for joins") == Address((BEN, MEI), "joins")
    assert mentions.read(session, T, "@João for joins") == Address(("UJOAO",), "joins")
    assert mentions.read(session, T, "<@UANA> for joins") == Address((ANA,), "joins")


@pytest.mark.parametrize("typed", ["@noor for joins", "@teachback for joins"])
def test_apps_and_the_gone_are_not_found_by_name(session: Session, typed: str) -> None:
    town(session)
    with pytest.raises(LearningError, match="I don't know anyone here called"):
        mentions.read(session, T, typed)


def test_nobody_named_says_how(session: Session) -> None:
    town(session)
    with pytest.raises(LearningError, match="Whom would you like to thank"):
        mentions.read(session, T, "for joins")


@given(st.text(max_size=300))
def test_rubbish_is_a_sentence_or_an_address(typed: str) -> None:
    with suppress(LearningError):
        address = mentions.split(typed, NAMES)
        assert len(set(address.member_ids)) == len(address.member_ids)
