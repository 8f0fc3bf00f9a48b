"""The search for somebody who answers, on both databases: nobody's question is left behind, in no channel."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.questions import at_home, escalation, questions
from learning.teaching import offers
from learning.workspace import channels
from learning.workspace.channels import Channel
from messages.questions import experts as render
from storage.models.outbox import Outbox
from storage.models.questions import Question
from storage.models.teaching import Request
from tests.learning.core.post import Post
from tests.learning.lunches.lunching import ANA, BEN, FAY, HUGO, LIAM, NOW, C, T, town

SECRET = "C2"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def everyone(session: Session) -> None:
    town(session)
    channels.remember(session, Channel(T, SECRET, "secret", True, False, True))


def ask(session: Session, text: str, *, where: str = C, who: str = ANA, at: datetime = NOW) -> Question:
    key = f"{where}:{text}"
    number = questions.ask(
        session, T, who, questions.word(text), channel_id=where, request_key=key, at=at
    ).question_id
    questions.posted(session, number, f"1772442{number:03}.0001", at=at)
    escalation.escalate(session, at=at)
    return session.get_one(Question, number)


def asked(session: Session) -> list[str]:
    return list(session.scalars(select(Request.member_id).where(Request.kind == "question")))


def card(session: Session, question: Question) -> str:
    return render.steps(questions.card(session, question.id).search)


def test_a_question_without_a_topic_reaches_the_facilitators_too(session: Session) -> None:
    question = ask(session, "Who has the key to the roof?")
    assert (asked(session), card(session, question)) == ([], "")
    for hours in (1, 8):
        escalation.escalate(session, at=NOW + timedelta(hours=hours))
    assert card(session, question) == "No reply for a working day: the facilitators know"
    told = session.scalars(select(Outbox.recipient_id).where(Outbox.kind == "experts.waiting"))
    assert list(told) == [FAY]


def test_a_card_says_where_nobody_was_found_to_ask(session: Session) -> None:
    question = ask(session, "Who has the key to the roof?")
    escalation.escalate(session, at=NOW + timedelta(hours=1))
    assert card(session, question) == (
        "No reply for a while, and I know nobody to ask: reply “ask @someone” if you do"
    )


def test_in_a_private_channel_only_those_are_named_who_have_spoken_there(session: Session) -> None:
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    offers.offer(session, T, HUGO, ["kubernetes"], at=NOW)
    ask(session, "Where do we keep our secrets?", where=SECRET, who=HUGO)
    ask(session, "Why does my pod not start? #kubernetes", where=SECRET)
    assert asked(session) == [HUGO]
    ask(session, "Why does my pod not start? #kubernetes")
    assert sorted(asked(session)) == [BEN, HUGO, HUGO]


def test_facilitators_hear_that_a_question_in_a_private_channel_waits_and_not_what_it_is(
    session: Session,
) -> None:
    ask(session, "Why was the merger called off?", where=SECRET)
    for hours in (1, 8):
        escalation.escalate(session, at=NOW + timedelta(hours=hours))
    post = Post()
    post.deliver(session, NOW + DAY)
    (waiting,) = [shown.words for shown in post.shown.values() if shown.kind == "experts.waiting"]
    assert "merger" not in waiting
    assert "A question in a private channel" in waiting
    assert at_home.unanswered(session, T, at=NOW + DAY) == ()


def test_nobody_is_asked_before_the_card_has_a_thread_to_ask_in(session: Session) -> None:
    offers.offer(session, T, BEN, ["kubernetes"], at=NOW)
    wording = questions.word("Why does my pod not start? #kubernetes")
    number = questions.ask(session, T, ANA, wording, channel_id=C, request_key="late", at=NOW).question_id
    escalation.escalate(session, at=NOW + timedelta(hours=2))
    assert asked(session) == []
    for _ in range(2):
        questions.posted(session, number, "1772442.0001", at=NOW + timedelta(hours=3))
        escalation.escalate(session, at=NOW + timedelta(hours=3))
    assert asked(session) == [BEN]
    post = Post()
    post.deliver(session, NOW + timedelta(hours=3))
    assert "experts.ask" in [shown.kind for shown in post.shown.values()]


def test_after_an_outage_those_asked_first_have_their_time_before_the_next_are_asked(
    session: Session,
) -> None:
    for who in (BEN, FAY, HUGO, LIAM):
        offers.offer(session, T, who, ["kubernetes"], at=NOW)
    wording = questions.word("Why does my pod not start? #kubernetes")
    number = questions.ask(session, T, ANA, wording, channel_id=C, request_key="down", at=NOW).question_id
    up = NOW + 2 * DAY
    questions.posted(session, number, "1772442.0001", at=up)
    for at, people, step in (
        (up, 2, 1),
        (up + timedelta(minutes=59), 2, 1),
        (up + timedelta(hours=1), 4, 2),
        (up + timedelta(hours=1, minutes=59), 4, 2),
        (up + timedelta(hours=2), 4, 3),
    ):
        while escalation.escalate(session, at=at):
            pass
        assert (len(asked(session)), questions.card(session, number).search.step) == (people, step)
