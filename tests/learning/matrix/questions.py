"""Questions, replies, and what becomes of them."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from learning.core.sockets.threads import Reply
from learning.questions import acceptance, answers, drafts, follows, questions
from storage.models.questions import Answer
from tests.learning.matrix.town import EVERYONE, FACILITATORS, ME, NOW, OTHER, THIRD, C, Row, T


def asked(by: str = ME) -> Callable[[Session], int]:
    """Somebody asked a question."""

    def ask(session: Session) -> int:
        wording = questions.word("How do I see slow queries?", named=["postgres"])
        outcome = questions.ask(session, T, by, wording, channel_id=C, request_key="before", at=NOW)
        questions.posted(session, outcome.question_id, "1.000100", at=NOW)
        return outcome.question_id

    return ask


def answered(by: str = ME, accepted: str = "") -> Callable[[Session], int]:
    """Somebody's question got a reply, which may be accepted with ✅."""

    def answer(session: Session) -> int:
        asked(by)(session)
        number = reply(session, THIRD)
        assert number is not None
        if accepted:
            acceptance.accept(session, T, accepted, number, how="reaction", at=NOW)
        return number

    return answer


def reply(session: Session, author_id: str, ts: str = "1.000200") -> int | None:
    question = questions.by_message(session, T, C, "1.000100")
    assert question is not None
    said = Reply(
        channel_id=C, thread_ts="1.000100", ts=ts, author_id=author_id, text="EXPLAIN.", spoken_at=NOW
    )
    return answers.heard(session, T, question.id, said)


def drafted(session: Session) -> int:
    """I typed a question like one that was answered."""
    known = asked(OTHER)(session)
    wording = questions.word("How do I see slow queries now?")
    outcome = questions.ask(
        session, T, ME, wording, channel_id=C, request_key="draft", matches=[known], at=NOW
    )
    return outcome.question_id


def _ask(session: Session, key: str) -> Any:
    wording = questions.word("How do I rebase?")
    return questions.ask(session, T, ME, wording, channel_id=C, request_key=key, at=NOW)


def _ask_unless_known(session: Session, _: int) -> Any:
    wording = questions.word("How do I rebase?")
    return drafts.ask_unless_known(session, T, ME, wording, here=C, channel_id=C, request_key="key", at=NOW)


def _accept_spoken(session: Session, _: int) -> Any:
    return acceptance.accept_spoken(
        session,
        T,
        ME,
        channel_id=C,
        ts="1.000200",
        thread_ts="1.000100",
        author_id=THIRD,
        text="EXPLAIN.",
        spoken_at=NOW,
        at=NOW,
    )


def _edited(session: Session, number: int) -> Any:
    answers.edited(
        session,
        T,
        number,
        Reply(
            channel_id=C,
            thread_ts="1.000100",
            ts="1.000300",
            author_id=ME,
            text="EXPLAIN ANALYZE.",
            spoken_at=NOW,
        ),
        at=NOW,
    )
    return answers.by_message(session, T, C, "1.000300")


def _question_of(session: Session, answer_id: int) -> int:
    return session.get_one(Answer, answer_id).question_id


ROWS = {
    "questions.questions.ask": Row(EVERYONE, lambda s, _: _ask(s, "key")),
    "questions.questions.post_again": Row(
        EVERYONE, lambda s, n: questions.post_again(s, T, ME, n, at=NOW), asked()
    ),
    "questions.drafts.ask_unless_known": Row(EVERYONE, _ask_unless_known),
    "questions.drafts.ask_anyway": Row(
        EVERYONE, lambda s, n: drafts.ask_anyway(s, T, ME, n, at=NOW), drafted
    ),
    "questions.drafts.deflect": Row(
        EVERYONE, lambda s, n: drafts.deflect(s, T, ME, n, n - 1, at=NOW), drafted
    ),
    "questions.follows.follow": Row(EVERYONE, lambda s, n: follows.follow(s, T, ME, n, at=NOW), asked(OTHER)),
    "questions.follows.unfollow": Row(
        EVERYONE, lambda s, n: follows.unfollow(s, T, ME, n, at=NOW), asked(OTHER)
    ),
    # What somebody wrote just before they left is still an answer.
    "questions.answers.heard": Row(EVERYONE | {"gone"}, lambda s, _: reply(s, ME), asked(OTHER), silent=True),
    "questions.answers.edited": Row(EVERYONE | {"gone"}, _edited, asked(OTHER), silent=True),
    "questions.acceptance.accept": Row(
        EVERYONE, lambda s, n: acceptance.accept(s, T, ME, n, how="button", at=NOW), answered()
    ),
    "questions.acceptance.accept for others": Row(
        FACILITATORS, lambda s, n: acceptance.accept(s, T, ME, n, how="button", at=NOW), answered(OTHER)
    ),
    "questions.acceptance.accept_message": Row(
        FACILITATORS,
        lambda s, _: acceptance.accept_message(s, T, ME, channel_id=C, ts="1.000200", how="reaction", at=NOW),
        answered(OTHER),
    ),
    "questions.acceptance.accept_spoken": Row(FACILITATORS, _accept_spoken, asked(OTHER)),
    "questions.acceptance.not_yet": Row(
        EVERYONE, lambda s, n: acceptance.not_yet(s, T, ME, n, at=NOW), asked()
    ),
    "questions.acceptance.not_yet for others": Row(
        FACILITATORS, lambda s, n: acceptance.not_yet(s, T, ME, n, at=NOW), asked(OTHER)
    ),
    "questions.acceptance.reopen": Row(
        FACILITATORS,
        lambda s, n: acceptance.reopen(s, T, ME, _question_of(s, n), at=NOW),
        answered(OTHER, accepted=OTHER),
    ),
    "questions.acceptance.withdraw": Row(
        EVERYONE, lambda s, n: acceptance.withdraw(s, T, ME, n, at=NOW), answered(accepted=ME)
    ),
    "questions.acceptance.withdraw_message": Row(
        EVERYONE,
        lambda s, _: acceptance.withdraw_message(s, T, ME, channel_id=C, ts="1.000200", at=NOW),
        answered(accepted=ME),
    ),
}
LOOKS = {"questions.at_home.asked_of", "questions.at_home.questions_of"}
PARTS = {"questions.personal.take_back"}
