"""Asking, matching, following and finding, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import Gone, LearningError, NotAllowed
from learning.core.sockets.threads import Reply
from learning.questions import acceptance, answers, drafts, follows, knowledge, questions
from learning.workspace import channels, people
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from storage.models.activity_log import LogEntry
from storage.models.outbox import Outbox

T = "T1"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEARNING, SECRET = "C1", "G1"


@pytest.fixture(autouse=True)
def _workspace(session: Session) -> None:
    profiles = [Profile("UANA", "Ana"), Profile("UBEN", "Ben"), Profile("UFAY", "Fay")]
    people.meet(
        session, T, [*profiles, Profile("UBOT", "Bot", is_bot=True), Profile("UGONE", "Gil", is_gone=True)]
    )
    people.appoint(session, T, facilitators=["UFAY"])
    channels.remember(session, Channel(T, LEARNING, "learning", False, False, True))
    channels.remember(session, Channel(T, SECRET, "secret", True, False, True))


def ask(session: Session, text: str, *, by: str = "UANA", where: str = LEARNING, **more: object) -> int:
    asked = questions.ask(
        session,
        T,
        by,
        questions.word(text, **more),
        channel_id=where,
        request_key=f"{by}{where}{text}",
        at=NOW,  # type: ignore[arg-type]
    )
    questions.posted(session, asked.question_id, f"{asked.question_id}.000100", at=NOW)
    return asked.question_id


def reply(session: Session, question_id: int, text: str, *, by: str = "UBEN", where: str = LEARNING) -> int:
    answer_id = answers.heard(
        session,
        T,
        question_id,
        Reply(
            channel_id=where,
            thread_ts=f"{question_id}.000100",
            ts=f"{question_id}.{len(text):03}{by}",
            author_id=by,
            text=text,
            spoken_at=NOW + timedelta(minutes=5),
        ),
    )
    assert answer_id is not None
    return answer_id


def answered(session: Session, text: str, answer: str, *, where: str = LEARNING) -> int:
    number = ask(session, text, where=where)
    acceptance.accept(session, T, "UANA", reply(session, number, answer, where=where), how="button", at=NOW)
    return number


def log(session: Session) -> list[tuple[str | None, str]]:
    return list(session.execute(select(LogEntry.actor_id, LogEntry.verb).order_by(LogEntry.id)))


def owed(session: Session) -> list[str]:
    return list(session.scalars(select(Outbox.key).order_by(Outbox.id)))


def test_a_question_is_kept_with_its_topics_its_log_line_and_its_card(session: Session) -> None:
    number = ask(session, "How do I back up #Postgres to S3?", named=["Backups"])
    card = questions.card(session, number)
    assert (card.text, card.asker_id, card.state) == ("How do I back up #Postgres to S3?", "UANA", "open")
    assert card.topics == ("backups", "postgres")
    assert log(session) == [("UANA", "asked")]
    assert owed(session) == [f"questions.card:{number}"]


def test_topics_that_are_known_are_recognised_in_plain_words(session: Session) -> None:
    ask(session, "First #machine-learning question")
    number = ask(session, "Which book about Machine Learning is good?")
    assert questions.card(session, number).topics == ("machine-learning",)


def test_the_same_request_twice_asks_once(session: Session) -> None:
    assert ask(session, "Is this sent twice?") == ask(session, "Is this sent twice?")
    assert log(session) == [("UANA", "asked")]


def test_an_anonymous_asker_is_nobody_on_the_card_and_in_the_log(session: Session) -> None:
    number = ask(session, "Is it fine to ask for a raise?", anonymous=True)
    answer = reply(session, number, "It is.")
    acceptance.accept(session, T, "UANA", answer, how="button", at=NOW)
    assert questions.card(session, number).asker_id is None
    assert log(session) == [(None, "asked"), ("UBEN", "answered"), (None, "accepted")]
    with pytest.raises(NotAllowed) as refusal:
        acceptance.accept(session, T, "UBEN", answer, how="button", at=NOW)
    assert "Ana" not in refusal.value.sentence


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("How can I reset the VPN password?", "How do I reset my VPN password?"),
        ("vpn password resetting", "How do I reset my VPN password?"),
        ("how to fix failing k8s deployments", "How do I repair a failing Kubernetes deployment?"),
        ("Where are the travel expenses booked?", "Where do I book travel expenses?"),
    ],
)
def test_a_question_that_means_the_same_is_recognised(session: Session, asked: str, known: str) -> None:
    number = answered(session, known, "Like this.")
    answered(session, "What is on the lunch menu today?", "Soup.")
    assert [match.question_id for match in knowledge.similar(session, T, asked, here=LEARNING)] == [number]


@pytest.mark.parametrize(
    "asked", ["How do I reset my phone?", "password", "How do I …?", "🎉🎉", "VPN is down?"]
)
def test_a_question_about_something_else_is_not(session: Session, asked: str) -> None:
    answered(session, "How do I reset my VPN password after it expired?", "Like this.")
    assert knowledge.similar(session, T, asked, here=LEARNING) == ()


def test_open_questions_do_not_count_as_answers(session: Session) -> None:
    ask(session, "How do I reset my VPN password?")
    assert knowledge.similar(session, T, "How do I reset my VPN password?", here=LEARNING) == ()


def test_the_likest_three_come_first(session: Session) -> None:
    for number in range(4):
        answered(session, f"How do I rotate the signing key number {number}ths?", "So.")
    best = answered(session, "How do I rotate the signing key?", "So.")
    matches = knowledge.similar(session, T, "rotate signing key", here=LEARNING)
    assert len(matches) == 3
    assert matches[0].question_id == best


def test_what_was_asked_in_a_private_channel_is_found_only_there(session: Session) -> None:
    number = answered(session, "When is the layoff announced?", "In May.", where=SECRET)
    assert knowledge.find(session, T, "layoff", here=LEARNING) == ()
    assert knowledge.similar(session, T, "When is the layoff announced?", here=LEARNING) == ()
    assert [known.question_id for known in knowledge.find(session, T, "layoff", here=SECRET)] == [number]


def test_find_ranks_the_question_above_its_details_above_its_answers(session: Session) -> None:
    in_answer = ask(session, "Which tool draws diagrams?")
    reply(session, in_answer, "Try terraform graph")
    in_details = ask(session, "What should everybody read first?", details="Something on terraform")
    in_question = ask(session, "Where does the terraform state live?")
    found = knowledge.find(session, T, "Terraform", here=LEARNING)
    assert [known.question_id for known in found] == [in_question, in_details, in_answer]


def test_find_knows_topics_too(session: Session) -> None:
    number = ask(session, "How do I find slow queries? #postgres", named=["Query Plans"])
    for looked_for in ("postgres", "query plans", "#postgres"):
        assert [k.question_id for k in knowledge.find(session, T, looked_for, here=LEARNING)] == [number]


def test_find_forgives_endings_and_missing_words(session: Session) -> None:
    number = ask(session, "How do deployments roll back?")
    assert [
        k.question_id for k in knowledge.find(session, T, "rolling back a deployment", here=LEARNING)
    ] == [number]
    assert knowledge.find(session, T, "", here=LEARNING) == ()
    assert knowledge.find(session, T, "the of and", here=LEARNING) == ()


@pytest.mark.parametrize(
    "words", ['"', "' OR 1=1", "NEAR(", "a* ^b", "col:x", "-minus", "(((", "\\", "%", "&|!<->"]
)
def test_find_takes_any_rubbish(session: Session, words: str) -> None:
    ask(session, "How do deployments roll back?")
    knowledge.find(session, T, f"{words} deployment {words}", here=LEARNING)
    knowledge.similar(session, T, f"{words} deployment {words}", here=LEARNING)


def test_a_draft_waits_until_its_asker_decides(session: Session) -> None:
    known = answered(session, "How do I reset my VPN password?", "Like this.")
    draft = questions.ask(
        session,
        T,
        "UFAY",
        questions.word("Reset VPN password?"),
        channel_id=LEARNING,
        request_key="d",
        matches=[known],
        at=NOW,
    )
    assert draft.state == "draft"
    assert f"questions.card:{draft.question_id}" not in owed(session)
    with pytest.raises(NotAllowed):
        drafts.ask_anyway(session, T, "UANA", draft.question_id, at=NOW)
    drafts.ask_anyway(session, T, "UFAY", draft.question_id, at=NOW)
    drafts.ask_anyway(session, T, "UFAY", draft.question_id, at=NOW)
    assert f"questions.card:{draft.question_id}" in owed(session)
    assert log(session)[-2:] == [("UFAY", "matched"), ("UFAY", "asked")]


def test_an_answer_that_was_there_already_is_thanked_for(session: Session) -> None:
    known = answered(session, "How do I reset my VPN password?", "Like this.")
    draft = questions.ask(
        session,
        T,
        "UFAY",
        questions.word("Reset VPN password?"),
        channel_id=LEARNING,
        request_key="d",
        matches=[known],
        at=NOW,
    )
    for _ in range(2):
        found = drafts.deflect(session, T, "UFAY", draft.question_id, known, at=NOW)
        assert found.answer_author_id == "UBEN"
    assert log(session)[-1] == ("UFAY", "deflected")
    row = session.scalars(select(Outbox).where(Outbox.kind == "questions.thanks")).one()
    assert row.recipient_id == "UBEN"
    thanked = drafts.deflected(session, draft.question_id)
    assert thanked is not None
    assert thanked.question_id == known


def test_following_twice_is_following_once(session: Session) -> None:
    number = ask(session, "Who knows?")
    assert follows.follow(session, T, "UBEN", number, at=NOW).before is False
    assert follows.follow(session, T, "UBEN", number, at=NOW).before is True
    assert questions.card(session, number).followers == 1
    assert follows.unfollow(session, T, "UBEN", number, at=NOW).before is True
    assert follows.unfollow(session, T, "UBEN", number, at=NOW).before is False
    assert log(session) == [("UANA", "asked"), ("UBEN", "followed"), ("UBEN", "unfollowed")]


def test_those_who_left_and_apps_cannot_ask(session: Session) -> None:
    for stranger in ("UGONE", "UBOT"):
        with pytest.raises(NotAllowed):
            ask(session, "May I?", by=stranger)


def test_a_card_that_was_deleted_takes_its_question_along(session: Session) -> None:
    number = ask(session, "Where is the terraform state?")
    assert questions.removed(session, number, at=NOW)
    assert not questions.removed(session, number, at=NOW)
    assert knowledge.find(session, T, "terraform", here=LEARNING) == ()
    with pytest.raises(Gone):
        follows.follow(session, T, "UBEN", number, at=NOW)


def test_a_question_of_another_workspace_is_not_there(session: Session) -> None:
    number = ask(session, "Where is the terraform state?")
    assert knowledge.find(session, "T2", "terraform", here=LEARNING) == ()
    with pytest.raises(Gone):
        follows.follow(session, "T2", "UBEN", number, at=NOW)


@pytest.mark.parametrize(
    ("text", "question", "details"),
    [
        ("Short?", "Short?", ""),
        ("First line?\nand\nmore", "First line?", "and\nmore"),
        ("x" * 260, "x" * 249 + "…", "x" * 260),
        ("word " * 100, ("word " * 49).strip() + "…", ("word " * 100).strip()),
    ],
)
def test_a_long_question_keeps_all_of_its_words(text: str, question: str, details: str) -> None:
    wording = questions.word(text)
    assert (wording.text, wording.details) == (question, details)


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x07", "x" * 10_000])
def test_what_cannot_be_asked_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(LearningError) as refusal:
        questions.word(text)
    assert refusal.value.field == "question"
