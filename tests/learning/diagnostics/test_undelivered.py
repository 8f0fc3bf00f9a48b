"""Why something did not go out: what an admin may read of it, and what stays hidden."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import NotAllowed
from learning.diagnostics import undelivered
from learning.diagnostics.undelivered import Undelivered
from messages.core.titles import titles
from messages.diagnostics import undelivered as render
from scheduling.core.features import render_kinds
from storage.models.outbox import Outbox
from storage.outbox import outbox
from storage.outbox import undelivered as rows
from tests.learning.digests.digesting import (
    ANA,
    BEN,
    FAY,
    GRACE,
    HUGO,
    KATE,
    MONDAY,
    SECRET,
    C,
    T,
    ask,
    lunch,
    town,
)

NOW = MONDAY + timedelta(days=3)
HOUR = timedelta(hours=1)


@pytest.fixture
def session(session: Session) -> Session:
    town(session)
    return session


def end(session: Session, kind: str, state: str, reason: str, **only: object) -> None:
    """The rows of a kind ended so."""
    rows = session.scalars(select(Outbox).where(Outbox.kind == kind).filter_by(**only)).all()
    assert rows
    for row in rows:
        row.state, row.reason, row.ended_at = state, reason, NOW - HOUR
    session.flush()


def look(session: Session) -> list[Undelivered]:
    return list(undelivered.find(session, T, GRACE, at=NOW))


def test_a_card_that_was_refused_says_what_it_was_and_why(session: Session) -> None:
    ask(session, ANA, "What is a pod?", at=MONDAY)
    end(session, "questions.card", "failed", "is_archived")
    assert look(session) == [
        Undelivered("questions.card", "What is a pod?", "failed", "is_archived", 1, C, "", NOW - HOUR)
    ]
    said = render.told(look(session))
    assert "*The card of a question*: What is a pod?" in str(said)
    assert "that channel is archived" in str(said)


def test_words_of_private_channels_and_names_of_those_who_asked_without_stay_hidden(session: Session) -> None:
    ask(session, ANA, "What is secret?", at=MONDAY, where=SECRET)
    hidden = ask(session, BEN, "Am I paid enough?", at=MONDAY, anonymous=True)
    outbox.say(session, T, "check", "questions.check", hidden, BEN, at=MONDAY)
    end(session, "questions.card", "failed", "not_in_channel", recipient_id=SECRET)
    end(session, "questions.check", "failed", "user_disabled")
    end(session, "questions.card", "sent", "", recipient_id=C)
    found = {one.kind: one for one in look(session)}
    assert found["questions.card"].about == ""
    assert found["questions.check"].about == "Am I paid enough?"
    assert found["questions.check"].recipient_id == found["questions.check"].name == ""
    assert BEN not in str(render.told(list(found.values())))


def test_the_same_to_several_people_is_one_line_and_what_failed_comes_first(session: Session) -> None:
    lunch(session, [ANA, HUGO, KATE], at=MONDAY + timedelta(days=10))
    end(session, "lunches.day", "skipped", "they want no reminders")
    end(session, "lunches.calendar", "failed", "file_uploads_disabled", recipient_id=ANA)
    found = look(session)
    assert [(one.kind, one.state, one.recipients) for one in found if one.state != "waiting"] == [
        ("lunches.calendar", "failed", 1),
        ("lunches.day", "skipped", 4),
    ]
    said = str(render.told(found, "reminder day kubernetes"))
    assert f"<@{found[-1].recipient_id}> and 3 others" in said
    assert "calendar" not in said


def test_what_waits_is_shown_with_why_and_what_is_not_due_is_not(session: Session) -> None:
    outbox.say(session, T, "late", "demand.unmet", 1, FAY, at=MONDAY)
    outbox.say(session, T, "quiet", "demand.unmet", 2, FAY, at=MONDAY, due_at=NOW + HOUR)
    outbox.say(session, T, "coming", "demand.unmet", 3, FAY, at=MONDAY, due_at=NOW + HOUR)
    session.scalars(select(Outbox).where(Outbox.key == "quiet")).one().reason = "they want quiet until then"
    session.flush()
    assert [(one.state, one.reason) for one in look(session)] == [
        ("waiting", "they want quiet until then"),
        ("waiting", ""),
    ]
    assert "⏳ waits" in str(render.told(look(session)))


def test_older_than_two_weeks_is_history(session: Session) -> None:
    ask(session, ANA, "What is a pod?", at=MONDAY)
    end(session, "questions.card", "failed", "is_archived")
    assert undelivered.find(session, T, GRACE, at=NOW + timedelta(days=15)) == ()


def test_only_admins_may_look(session: Session) -> None:
    for who in (ANA, FAY):
        with pytest.raises(NotAllowed, match="Ask Grace, who can"):
            undelivered.find(session, T, who, at=NOW)


def test_what_is_recorded_as_skipped_is_recorded_once(session: Session) -> None:
    for _ in range(2):
        rows.skip(session, T, "k", "digests.weekly", 1, "nobody to tell", due_at=MONDAY, at=NOW)
    assert [(one.recipients, one.reason) for one in look(session)] == [(1, "nobody to tell")]
    assert "to nobody" in str(render.told(look(session)))


def test_each_kind_of_message_has_words_that_one_can_look_for() -> None:
    assert sorted(render_kinds().keys() - titles().keys()) == []


def test_nothing_found_says_so_kindly() -> None:
    assert "went out" in render.told([])["text"]
    assert "Try fewer words?" in render.told([], "<!channel> & co")["text"]
    assert "<!channel>" not in render.told([], "<!channel> & co")["text"]
