"""Threads: each belongs to the activity whose message it hangs on, told apart by their kinds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from sqlalchemy.orm import Session

from learning.core import threads
from learning.core.features import features
from learning.core.sockets.feature import Feature
from learning.core.sockets.threads import Awaited, Thread
from learning.questions import questions
from storage.discovery import PlugError
from storage.models.circles import Round
from storage.models.questions import Question

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@contextmanager
def plugged(**activities: Feature) -> Iterator[None]:
    """Only these activities are there."""
    threads.kinds.cache_clear()
    with patch.object(threads, "features", lambda: activities):
        yield
    threads.kinds.cache_clear()


def test_two_threads_of_one_kind_stop_with_a_sentence() -> None:
    thread = features()["questions"].threads[0]
    again = Feature(threads=(thread,))
    with (
        plugged(beds=again, seeds=again),
        pytest.raises(PlugError, match=r"^There are two threads called 'question': in beds and in seeds\.$"),
    ):
        threads.kinds()


def test_what_is_awaited_comes_by_purpose_whatever_the_activities_are_called(session: Session) -> None:
    there = [thread for feature in features().values() for thread in feature.threads]
    assert [thread.kind for thread in there] == ["round", "question"]
    assert [*threads.kinds()] == ["question", "round"]
    assert {thread.model for thread in there} == {Question, Round}
    assert threads.awaited(session, "T1", since=NOW) == []


def test_a_thread_is_found_under_the_card_of_a_question(session: Session) -> None:
    wording = questions.word("How?")
    asked = questions.ask(session, "T1", "UANA", wording, channel_id="C1", request_key="k", at=NOW)
    questions.posted(session, asked.question_id, "1.000100", at=NOW)
    assert threads.subject(session, "T1", "C1", "1.000100") == ("question", asked.question_id)
    assert threads.awaited(session, "T1", since=NOW) == [Awaited("C1", "1.000100", "1.000100")]


def test_a_deleted_reply_is_looked_for_until_one_knows_it(session: Session) -> None:
    asked: list[str] = []

    def thread(kind: str, *, knows: bool) -> Thread:
        def deleted(*_: object, **__: object) -> bool:
            asked.append(kind)
            return knows

        like = features()["questions"].threads[0]
        return Thread(
            kind=kind,
            shelf=like.shelf,
            model=like.model,
            heard=like.heard,
            edited=like.edited,
            deleted=deleted,
            removed=like.removed,
            is_owed=like.is_owed,
            awaited=like.awaited,
        )

    there = tuple(thread(kind, knows=kind == "hedges") for kind in ("beds", "hedges", "trees"))
    with plugged(garden=Feature(threads=there)):
        threads.deleted(session, "T1", channel_id="C1", ts="1.2", at=NOW)
    assert asked == ["beds", "hedges"]
