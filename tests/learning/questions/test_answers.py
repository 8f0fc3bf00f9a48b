"""Replies and acceptance, on both databases: in whatever order Slack tells of them."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import threads
from learning.core.errors import Gone, LearningError, NotAllowed, RetryLater
from learning.core.sockets.threads import Reply
from learning.questions import acceptance, answers, follows, questions
from learning.workspace import channels, people, workspaces
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from learning.workspace.workspaces import Workspace
from storage.models.activity_log import LogEntry
from storage.models.outbox import Outbox
from storage.models.questions import Answer, Question

T = "T1"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
C = "C1"
CARD = "1772442000.000100"


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def question(session: Session) -> int:
    """Ana's question, whose card is posted."""
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    people.meet(
        session, T, [Profile("UANA", "Ana"), Profile("UBEN", "Ben"), Profile("UAPP", "App", is_bot=True)]
    )
    people.appoint(session, T, facilitators=["UFAY"])
    channels.remember(session, Channel(T, C, "learning", False, False, True))
    asked = questions.ask(session, T, "UANA", questions.word("How?"), channel_id=C, request_key="k", at=NOW)
    questions.posted(session, asked.question_id, CARD, at=NOW)
    return asked.question_id


def _card(session: Session) -> int:
    question = questions.by_message(session, T, C, CARD)
    assert question is not None
    return question.id


def hear(
    session: Session, text: str = "So.", *, ts: str = "1772442060.000200", by: str = "UBEN"
) -> int | None:
    return answers.heard(
        session,
        T,
        _card(session),
        Reply(
            channel_id=C,
            thread_ts=CARD,
            ts=ts,
            author_id=by,
            text=text,
            parent_id="UBOT",
            spoken_at=later(1),
        ),
    )


def edit(session: Session, text: str, at: datetime, *, ts: str = "1772442060.000200") -> int | None:
    return answers.edited(
        session,
        T,
        _card(session),
        Reply(
            channel_id=C,
            thread_ts=CARD,
            ts=ts,
            author_id="UBEN",
            text=text,
            spoken_at=later(1),
        ),
        at=at,
    )


def delete(session: Session, *, ts: str = "1772442060.000200") -> int | None:
    return answers.deleted(session, T, channel_id=C, ts=ts, at=later(9))


def accept(session: Session, answer_id: int, *, by: str = "UANA", how: str = "button") -> acceptance.Accepted:
    return acceptance.accept(session, T, by, answer_id, how=how, at=later(5))


def verbs(session: Session) -> list[str]:
    return list(session.scalars(select(LogEntry.verb).order_by(LogEntry.id)))


def texts(session: Session) -> list[str]:
    return list(session.scalars(select(Answer.text).order_by(Answer.id)))


def test_a_reply_heard_twice_is_one_answer(session: Session) -> None:
    assert hear(session) == hear(session)
    assert verbs(session) == ["asked", "answered"]


def test_what_apps_say_and_what_is_said_elsewhere_is_no_answer(session: Session) -> None:
    assert hear(session, by="UAPP") is None
    threads.heard(
        session,
        T,
        Reply(
            channel_id=C,
            thread_ts="1.1",
            ts="1.2",
            author_id="UBEN",
            text="Hm",
            parent_id="UANA",
            spoken_at=NOW,
        ),
    )
    assert texts(session) == []
    assert verbs(session) == ["asked"]


def test_a_reply_to_a_card_that_is_not_on_record_yet_is_asked_for_again(session: Session) -> None:
    questions.ask(session, T, "UANA", questions.word("Next?"), channel_id=C, request_key="n", at=NOW)
    with pytest.raises(RetryLater):
        threads.heard(
            session,
            T,
            Reply(
                channel_id=C,
                thread_ts="9.1",
                ts="9.2",
                author_id="UBEN",
                text="!",
                parent_id="UBOT",
                spoken_at=NOW,
            ),
        )


def test_a_reply_to_some_other_post_of_the_bots_is_nobodys_business(session: Session) -> None:
    threads.heard(
        session,
        T,
        Reply(
            channel_id=C,
            thread_ts="9.1",
            ts="9.2",
            author_id="UBEN",
            text="!",
            parent_id="UBOT",
            spoken_at=NOW,
        ),
    )
    assert texts(session) == []


def test_the_newest_edit_counts_in_whatever_order_they_arrive(session: Session) -> None:
    hear(session, "one")
    edit(session, "three", later(3))
    assert edit(session, "two", later(2)) is None
    assert edit(session, "three", later(4)) is None
    assert texts(session) == ["three"]


def test_an_edit_that_arrives_before_its_message_is_kept(session: Session) -> None:
    edit(session, "two", later(2))
    hear(session, "one")
    assert texts(session) == ["two"]
    assert verbs(session) == ["asked", "answered"]


def test_a_deleted_reply_stays_deleted_whatever_comes_late(session: Session) -> None:
    hear(session, "one")
    assert delete(session) is not None
    assert delete(session) is None
    hear(session, "one")
    edit(session, "two", later(10))
    assert texts(session) == [""]
    assert questions.card(session, 1).answers == 0
    assert verbs(session) == ["asked", "answered", "deleted"]


def test_a_deletion_of_something_unknown_is_nothing(session: Session) -> None:
    assert delete(session, ts="5.5") is None


def test_deleting_the_accepted_reply_opens_the_question(session: Session, question: int) -> None:
    answer = hear(session)
    assert answer is not None
    accept(session, answer)
    delete(session)
    assert questions.card(session, question).state == "open"
    assert acceptance.accepted(session, answer) is None
    with pytest.raises(Gone):
        accept(session, answer)


def test_mentions_in_a_reply_are_names(session: Session) -> None:
    hear(session, "Ask <@UANA> in <#C1>")
    assert texts(session) == ["Ask @Ana in #learning"]


def test_accepting_again_changes_nothing_and_another_changes_all(session: Session, question: int) -> None:
    first, second = hear(session), hear(session, "Better.", ts="1772442070.000300", by="UFAY")
    assert first
    assert second
    assert accept(session, first).fresh
    assert not accept(session, first).fresh
    assert accept(session, second).fresh
    assert questions.card(session, question).answer == "Better."
    assert verbs(session) == ["asked", "answered", "answered", "accepted", "accepted"]


def test_only_the_asker_and_facilitators_may_decide(session: Session, question: int) -> None:
    answer = hear(session)
    assert answer
    for verb in (
        lambda: accept(session, answer, by="UBEN"),
        lambda: acceptance.reopen(session, T, "UBEN", question, at=NOW),
        lambda: acceptance.not_yet(session, T, "UBEN", question, at=NOW),
        lambda: questions.post_again(session, T, "UBEN", question, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            verb()
    accept(session, answer, by="UFAY")
    assert acceptance.reopen(session, T, "UFAY", question, at=NOW)
    assert not acceptance.reopen(session, T, "UFAY", question, at=NOW)


def test_a_tick_that_goes_takes_back_only_what_it_gave(session: Session, question: int) -> None:
    answer = hear(session)
    assert answer
    ts = "1772442060.000200"
    accept(session, answer, how="button")
    assert not acceptance.withdraw_message(session, T, "UANA", channel_id=C, ts=ts, at=NOW)
    acceptance.reopen(session, T, "UANA", question, at=NOW)
    accept(session, answer, how="reaction")
    assert not acceptance.withdraw_message(session, T, "UFAY", channel_id=C, ts=ts, at=NOW)
    assert not acceptance.withdraw_message(session, T, "UANA", channel_id=C, ts="5.5", at=NOW)
    assert acceptance.withdraw_message(session, T, "UANA", channel_id=C, ts=ts, at=NOW)
    assert questions.card(session, question).state == "open"


def test_a_reply_never_heard_of_can_still_be_accepted(session: Session, question: int) -> None:
    said = {
        "channel_id": C,
        "ts": "1772442099.000100",
        "text": "Late.",
        "spoken_at": later(1),
        "at": later(2),
    }
    accepted = acceptance.accept_spoken(session, T, "UANA", thread_ts=CARD, author_id="UBEN", **said)  # type: ignore[arg-type]
    assert accepted.reply.text == "Late."
    assert questions.card(session, question).state == "answered"


def test_the_card_itself_cannot_be_accepted(session: Session) -> None:
    with pytest.raises(Gone, match="isn't a reply to a question"):
        acceptance.accept_spoken(
            session,
            T,
            "UANA",
            channel_id=C,
            ts=CARD,
            thread_ts=CARD,
            author_id=None,
            text="",
            spoken_at=NOW,
            at=NOW,
        )


def test_everyone_concerned_is_told_and_whoever_did_it_is_not(session: Session, question: int) -> None:
    follows.follow(session, T, "UKIM", question, at=NOW)
    follows.follow(session, T, "UANA", question, at=NOW)
    answer = hear(session)
    assert answer
    accept(session, answer)
    told = session.scalars(select(Outbox.recipient_id).where(Outbox.kind == "questions.accepted"))
    assert sorted(told) == ["UBEN", "UKIM"]


def test_the_private_question_shows_the_last_three_replies_of_others(session: Session, question: int) -> None:
    hear(session, "mine", ts="1772442000.900000", by="UANA")
    for number in range(4):
        hear(session, f"reply {number}", ts=f"177244206{number}.000200")
    check = answers.check(session, question, 0)
    assert [reply.text for reply in check.replies] == ["reply 1", "reply 2", "reply 3"]
    assert check.link == f"https://town.slack.com/archives/C1/p{CARD.replace('.', '')}"
    assert check.replies[0].link.endswith(f"?thread_ts={CARD}&cid=C1")
    acceptance.not_yet(session, T, "UANA", question, at=NOW)
    assert answers.check(session, question, 0).stale
    assert not answers.check(session, question, 1).stale


def test_what_is_awaited_begins_after_the_newest_reply(session: Session, question: int) -> None:
    assert answers.awaited(session, T, since=NOW) == ((C, CARD, CARD),)
    hear(session)
    assert answers.awaited(session, T, since=NOW) == ((C, CARD, "1772442060.000200"),)
    assert answers.awaited(session, T, since=later(1)) == ()
    answer = session.scalars(select(Answer.id)).one()
    accept(session, answer)
    assert answers.awaited(session, T, since=NOW) == ()


def test_a_link_is_empty_before_the_workspace_is_known(session: Session) -> None:
    assert workspaces.link(session, "T9", C, "1.1") == ""


def test_errors_are_sentences_a_person_can_act_on(session: Session) -> None:
    assert LearningError("Do this.", field="x").field == "x"
    question = session.get(Question, 1)
    assert question is not None
    question.anonymous = True
    with pytest.raises(NotAllowed, match="Only the person who asked or a facilitator"):
        acceptance.may_accept(session, question, "UBEN")
