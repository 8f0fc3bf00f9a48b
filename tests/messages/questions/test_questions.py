"""What a question looks like: whatever it says, Slack takes it and nobody is called."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.questions.acceptance import Accepted
from learning.questions.answers import AnswerFacts, Check
from learning.questions.follows import Following
from learning.questions.knowledge import Known
from learning.questions.questions import LONGEST, LONGEST_DETAILS, Asked, Card
from messages.core.text import Message
from messages.questions import form, questions
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.modals import check_view

QUESTION = st.text(min_size=1, max_size=LONGEST).map(str.strip).filter(bool)
LONG = st.one_of(
    st.text(max_size=200), st.sampled_from(["&" * LONGEST_DETAILS, "<>" * 1500, "\n" * 3000, "*" * 3000])
)
LINK = "https://halden-moss.slack.com/archives/C1/p1"


def card(text: str = "How?", details: str = "", **more: Any) -> Card:
    facts: dict[str, Any] = {
        "question_id": 1,
        "text": text,
        "details": details,
        "asker_id": "UANA",
        "topics": ("sql",),
        "state": "open",
        "answers": 0,
        "followers": 0,
        "source_link": None,
    }
    return Card(**facts | more)


def shown(said: Message) -> str:
    return json.dumps(said, ensure_ascii=False)


@settings(max_examples=50)
@given(QUESTION, LONG, LONG)
def test_slack_takes_every_card_and_nobody_is_called(text: str, details: str, answer: str) -> None:
    facts = card(text, details, state="answered", answer=answer, answer_author_id="UBEN", answer_link=LINK)
    for said in (questions.card(facts), questions.card(card(text, details)), questions.stuck(facts, "C1")):
        assert check_blocks(said["blocks"], "message") == []
        assert "<!" not in shown(said)
        assert said["text"]


@settings(max_examples=50)
@given(QUESTION, LONG)
def test_slack_takes_every_list_and_form(text: str, answer: str) -> None:
    known = [Known(n, text, "answered", LINK, answer, "UBEN", LINK, 2) for n in range(8)]
    for said in (questions.matches(1, known[:3]), questions.found(text, known), questions.found(text, [])):
        assert check_blocks(said["blocks"], "message") == []
        assert "<!" not in shown(said)
    assert check_view(form.matches(1, known[:3]), "modal") == []
    assert (
        check_view(form.ask(form.Form(None, "C1", text[:LONGEST], answer[:3000], LINK, "why")), "modal") == []
    )


@settings(max_examples=50)
@given(QUESTION, LONG)
def test_slack_takes_every_private_word(text: str, answer: str) -> None:
    reply = AnswerFacts(1, "UBEN", answer, LINK)
    replies = (reply, reply, reply)
    for facts in (
        Check(1, text, LINK, "open", False, replies, None),
        Check(1, text, LINK, "open", True, replies, None),
        Check(1, text, LINK, "answered", False, replies, reply),
    ):
        said = questions.check(facts)
        assert said is not None
        assert check_blocks(said["blocks"], "message") == []
    accepted = Accepted(1, text, LINK, reply, True)
    for said in (
        questions.accepted(accepted, "UBEN"),
        questions.accepted(accepted, "UANA"),
        questions.accept_done(accepted, "UANA"),
        questions.following(Following(1, text, before=False)),
        questions.not_following(Following(1, text, before=True)),
    ):
        assert check_blocks(said["blocks"], "message") == []


def test_there_is_nothing_to_ask_about_without_replies() -> None:
    assert questions.check(Check(1, "How?", LINK, "open", False, (), None)) is None


def test_a_card_says_who_asked_what_and_how_it_stands() -> None:
    said = questions.card(card())
    assert said["text"] == "Question: How?"
    assert [block["type"] for block in said["blocks"]] == ["section", "context", "context", "actions"]
    assert "Asked by <@UANA> · #sql · 💬\u00a0Open, no replies yet" in shown(said)


def test_an_anonymous_card_says_someone() -> None:
    assert "Asked by Someone" in shown(questions.card(card(asker_id=None)))


def test_an_answered_card_shows_the_answer_and_offers_to_open_it_again() -> None:
    said = questions.card(
        card(
            state="answered", answers=2, followers=3, answer="So.", answer_author_id="UBEN", answer_link=LINK
        )
    )
    assert said["text"] == "Answered: How?"
    words = shown(said)
    for part in ("✅\u00a0Answered, 2 replies", "<@UBEN> answered", "> So.", "Follow (3)", "Open it again"):
        assert part in words


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(1, "open", "C1"), "I'm asking in <#C1>. You'll hear from me when someone replies."),
        (Asked(1, "open", "C1", LINK), f"Your question is <{LINK}|here> in <#C1>."),
    ],
)
def test_whoever_asked_is_told_where(asked: Asked, words: str) -> None:
    assert questions.asked(asked)["text"] == words


def test_the_answerer_is_thanked_and_the_others_are_told() -> None:
    accepted = Accepted(1, "How?", LINK, AnswerFacts(1, "UBEN", "So.", LINK), True)
    assert questions.accepted(accepted, "UBEN")["text"] == (
        f"✅ Your reply answered <{LINK}|How?>\nThank you for helping!"
    )
    assert "is answered by <@UBEN>" in questions.accepted(accepted, "UANA")["text"]


def test_a_picture_as_an_answer_says_what_it_is() -> None:
    accepted = Accepted(1, "How?", LINK, AnswerFacts(1, "UBEN", "", LINK), True)
    assert "(a file, or words that were deleted)" in questions.accepted(accepted, "UANA")["text"]
