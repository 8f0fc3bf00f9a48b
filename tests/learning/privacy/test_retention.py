"""What is older than the workspace keeps things, and what stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.core.sockets.privacy import ANONYMISE
from learning.privacy import personal_data, retention
from learning.privacy.retention import BATCH
from learning.workspace import settings
from storage.models.activity_log import LogEntry
from storage.models.base import NOBODY
from storage.models.lunches import Feedback, Lunch, Seat
from storage.models.outbox import Outbox
from storage.models.questions import Answer, Question
from storage.models.workspace import Member, Workspace
from tests.learning.privacy.stuffing import ANA, BEN, WHEN, T, everything, make, stuff

AGED = retention.aged()
YEAR = timedelta(days=365)


@pytest.fixture
def kept_a_year(session: Session) -> Session:
    session.add(Workspace(id=T, name="Town", url="https://town.slack.com/", bot_user_id="UBOT"))
    settings.put(session, T, {"retention_days": 365})
    return session


def sweep(session: Session, days: float = 366) -> int:
    at = WHEN + timedelta(days=days)
    done = retention.expire_more(session, at=at)
    for holding in AGED:
        while found := retention.expire(session, holding, at=at):
            done += found
    session.expire_all()
    return done


def test_nothing_goes_where_everything_is_kept(session: Session) -> None:
    session.add(Workspace(id=T, name="Town", url="https://town.slack.com/", bot_user_id="UBOT"))
    stuff(session, ANA)
    before = everything(session)
    assert sweep(session, days=10_000) == 0
    assert everything(session) == before


def test_nothing_goes_before_its_time(kept_a_year: Session) -> None:
    stuff(kept_a_year, ANA)
    before = everything(kept_a_year)
    assert sweep(kept_a_year, days=365) == 0
    assert everything(kept_a_year) == before


def test_names_go_with_time_and_so_do_words_that_nobody_finds(kept_a_year: Session) -> None:
    session = kept_a_year
    stuff(session, ANA)
    session.flush()
    assert sweep(session) > 0
    standing = {
        each.table.name
        for each in personal_data.columns()
        if each not in AGED and each.on_erasure != ANONYMISE
    }
    left = {text.partition(".")[0] for text in everything(session) if ANA in text}
    assert left <= standing | {"circles"}
    words = sorted({text.partition(":")[0] for text in everything(session) if "ofana" in text})
    assert words == ["answers.text", "questions.details", "questions.text"]
    assert sweep(session) == 0


def test_the_log_keeps_its_lines(kept_a_year: Session) -> None:
    session = kept_a_year
    make(session, Member, id=ANA, appointed=None, granted=None)
    for days in range(3):
        make(session, LogEntry, actor_id=ANA, at=WHEN + timedelta(days=days))
    sweep(session, days=366.5)
    rows = session.scalars(select(LogEntry.actor_id).order_by(LogEntry.at)).all()
    assert rows == [None, None, ANA]


def test_a_seat_is_as_old_as_its_lunch(kept_a_year: Session) -> None:
    session = kept_a_year
    coming = make(session, Lunch, starts_at=WHEN + YEAR * 1.5, state="open")
    past = make(session, Lunch, starts_at=WHEN)
    for lunch in (coming, past):
        make(session, Seat, lunch_id=lunch.id, member_id=ANA)
        make(session, Feedback, lunch_id=lunch.id, member_id=ANA, rating=4, use="secret")
    sweep(session, days=370)
    assert session.get(Seat, (coming.id, ANA)) is not None
    assert session.get(Seat, (past.id, ANA)) is None
    row = session.scalars(select(Feedback).where(Feedback.lunch_id == past.id)).one()
    assert (row.rating, row.use, row.member_id[0]) == (4, "", NOBODY)


def test_what_was_typed_and_not_asked_is_emptied(kept_a_year: Session) -> None:
    session = kept_a_year
    draft = make(session, Question, state="draft", asker_id=ANA, text="secret", details="secret")
    asked = make(session, Question, state="answered", asker_id=ANA, text="known", details="")
    make(session, Answer, question_id=asked.id, author_id=BEN, text="so it is")
    sweep(session)
    assert (draft.text, draft.details, draft.asker_id) == ("", "", NOBODY)
    assert (asked.text, asked.asker_id, asked.anonymous) == ("known", NOBODY, True)


def test_messages_to_channels_stay_and_those_to_people_go(kept_a_year: Session) -> None:
    session = kept_a_year
    for recipient, state, ended in (
        (ANA, "sent", WHEN),
        ("C1", "sent", WHEN),
        (ANA, "waiting", None),
        (NOBODY, "skipped", WHEN),
    ):
        make(session, Outbox, recipient_id=recipient, state=state, ended_at=ended)
    sweep(session)
    left = session.execute(select(Outbox.recipient_id, Outbox.state).order_by(Outbox.id)).all()
    assert [tuple(row) for row in left] == [("C1", "sent"), (ANA, "waiting")]


def test_much_goes_a_little_at_a_time(kept_a_year: Session) -> None:
    session = kept_a_year
    for _ in range(BATCH + 1):
        make(session, Outbox, recipient_id=ANA, state="sent", ended_at=WHEN)
    (holding,) = (one for one in AGED if one.model is Outbox)
    late = WHEN + YEAR * 2
    assert [retention.expire(session, holding, at=late) for _ in range(3)] == [BATCH, 1, 0]
    assert session.scalar(select(func.count()).select_from(Outbox)) == 0
