"""What is held about people: all of it is accounted for, handed out, and deleted."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from learning.core.errors import LearningError, NotAllowed
from learning.core.sockets.privacy import DELETE, KEEP, TAKEN_BACK
from learning.core.sockets.threads import Reply
from learning.lunches import handovers, lunches, seats
from learning.privacy import erasure, own_data, personal_data
from learning.questions import acceptance, answers, experts, knowledge, questions
from learning.workspace import people
from learning.workspace.people import Profile
from messages.privacy import privacy as render
from storage.models.activity_log import LogEntry
from storage.models.base import NOBODY, Base
from storage.models.lunches import Lunch, Seat
from storage.models.outbox import Outbox
from storage.models.privacy import Erasure
from storage.models.questions import Answer, Question
from storage.models.teaching import Request
from storage.models.workspace import Member
from tests.learning.lunches.lunching import ANA as GUEST
from tests.learning.lunches.lunching import BEN as HOST
from tests.learning.lunches.lunching import HUGO, NOW, propose, town
from tests.learning.privacy.stuffing import (
    ANA,
    BEN,
    COLUMNS,
    WHEN,
    T,
    everything,
    make,
    member_columns,
    stuff,
)


def test_each_column_with_a_members_id_is_accounted_for() -> None:
    """A new table with people in it says here what it holds, and what deleting does to it."""
    assert {(each.table.name, each.column) for each in COLUMNS} == member_columns()
    assert len({each.title for each in COLUMNS}) == len(COLUMNS)


def test_each_holding_names_columns_that_are_there() -> None:
    for each in COLUMNS:
        named = {each.column, *each.words, *each.keys, each.within or each.column, each.age or each.column}
        assert named <= set(each.table.c.keys()), each.title


def test_what_is_held_is_all_there_and_ones_own_alone(session: Session) -> None:
    expected = stuff(session, ANA)
    stuff(session, BEN)
    held = personal_data.collect(session, T, ANA)
    assert {title: min(len(rows), 1) for title, rows in held.items()} == expected
    file = render.content(held, "ana", WHEN).decode()
    assert json.loads(file)["about"] == "ana"
    assert "ofana" in file
    assert "ofben" not in file
    assert personal_data.collect(session, "T2", ANA) == {title: [] for title in expected}


def test_whoever_named_somebody_is_forgotten_under_the_name_they_had_then(session: Session) -> None:
    town(session)
    number = make(session, Question, state="open", message_ts="1.1", asker_id=GUEST).id
    question = session.get_one(Question, number)
    assert experts.refers(session, question, HOST, f"ask <@{HUGO}>", at=NOW)
    (request,) = session.scalars(select(Request).where(Request.member_id == HUGO))
    name = people.get(session, T, HOST).name
    assert (request.why, request.told_by) == (f"{name} says you know this", HOST)
    people.meet(session, T, [Profile(HOST, "Somebody Else", "UTC")])
    erasure.erase(session, T, HOST, at=NOW)
    session.expire_all()
    assert (request.why, request.told_by) == ("a colleague says you know this", None)


def test_deleting_is_on_record_until_it_is_done_once_and_by_whom_it_waited_longest(session: Session) -> None:
    stuff(session, ANA)
    stuff(session, BEN)
    session.execute(delete(Erasure))
    for at, who in enumerate((BEN, ANA, BEN)):
        erasure.ask(session, T, who, at=WHEN + timedelta(seconds=at))
    assert session.scalar(select(func.count()).select_from(Erasure)) == 2
    done = []
    while erasure.finish(session, at=WHEN):
        done.append([row.actor_id for row in session.scalars(select(LogEntry).order_by(LogEntry.id))])
    assert len(done) == 2
    assert BEN not in done[0]
    assert ANA in done[0]
    assert ANA not in done[1]
    assert session.scalar(select(func.count()).select_from(Erasure)) == 0
    assert session.scalar(select(func.count()).where(LogEntry.verb == "erased")) == 2


def test_whoever_left_the_company_keeps_nobody_waiting(session: Session) -> None:
    town(session)
    erasure.ask(session, T, HOST, at=NOW)
    erasure.ask(session, T, GUEST, at=NOW + timedelta(seconds=1))
    session.execute(update(Member).where(Member.id == HOST).values(is_gone=True))
    assert [erasure.finish(session, at=NOW) for _ in range(2)] == [1, 0]
    assert [*session.scalars(select(Erasure.member_id))] == [HOST]
    with pytest.raises(NotAllowed):
        erasure.ask(session, T, HOST, at=NOW)


def test_deleting_leaves_no_id_and_no_word_and_everything_of_others(session: Session) -> None:
    stuff(session, ANA)
    stuff(session, BEN)
    theirs = [text for text in everything(session) if "ofben" in text]
    before = {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
    }
    erasure.erase(session, T, ANA, at=WHEN)
    session.flush()
    left = [text for text in everything(session) if ANA in text or "ofana" in text]
    assert left == [f"members.id: {ANA}"]
    assert [text for text in everything(session) if "ofben" in text] == theirs
    gone = {each.table.name for each in COLUMNS if each.on_erasure == DELETE}
    for table in Base.metadata.sorted_tables:
        now = session.scalar(select(func.count()).select_from(table)) or 0
        if table.name not in gone | {"activities", "outbox"}:
            assert now == before[table.name], table.name
    held = personal_data.collect(session, T, ANA)
    assert {title for title, rows in held.items() if rows} == {
        each.title for each in COLUMNS if each.on_erasure == KEEP
    }


def test_deleting_twice_is_deleting_once(session: Session) -> None:
    stuff(session, ANA)
    erasure.erase(session, T, ANA, at=WHEN)
    session.commit()
    first = sorted(everything(session))
    erasure.erase(session, T, ANA, at=WHEN)
    session.flush()
    assert sorted(everything(session)) == first


def test_who_accepts_their_own_questions_answer_reads_of_it_once(session: Session) -> None:
    town(session)
    own, other = asked(session), asked(session, "How do I merge?")
    session.get_one(Question, other).asker_id = HUGO
    for number in (own, other):
        session.get_one(Question, number).accepted_by = GUEST
    session.flush()
    held = personal_data.collect(session, T, GUEST)
    assert [row["id"] for row in held["questions"]] == [own]
    assert [row["id"] for row in held["accepted_for_others"]] == [other]
    erasure.erase(session, T, GUEST, at=NOW)
    assert set(session.scalars(select(Question.accepted_by))) == {None}


def test_two_who_were_together_can_both_be_deleted(session: Session) -> None:
    town(session)
    number = propose(session)
    for guest in (GUEST, HUGO):
        seats.join(session, T, guest, number, at=NOW)
    session.execute(update(Lunch).values(state="over"))
    for guest in (GUEST, HUGO):
        erasure.erase(session, T, guest, at=NOW + timedelta(days=30))
    rows = session.scalars(select(Seat.member_id).where(Seat.lunch_id == number)).all()
    assert len(set(rows)) == 2
    assert all(row.startswith(NOBODY) for row in rows)
    assert lunches.card(session, number).held == 2


def asked(session: Session, text: str = "How do I rebase?", *, anonymous: bool = False) -> int:
    wording = questions.word(text, "It is a long branch.", anonymous=anonymous)
    asked = questions.ask(session, T, GUEST, wording, channel_id="C1", request_key=text, at=NOW)
    questions.posted(session, asked.question_id, f"17724.{asked.question_id}", at=NOW)
    return asked.question_id


def reply(session: Session, question_id: int, author_id: str, text: str) -> int:
    thread = session.get_one(Question, question_id).message_ts or ""
    number = answers.heard(
        session,
        T,
        question_id,
        Reply(
            channel_id="C1",
            thread_ts=thread,
            ts=f"{thread}{len(text)}",
            author_id=author_id,
            text=text,
            spoken_at=NOW,
        ),
    )
    assert number is not None
    return number


def test_an_answered_question_stays_for_others_without_its_askers_words(session: Session) -> None:
    town(session)
    number = asked(session)
    acceptance.accept(session, T, GUEST, reply(session, number, HOST, "Make a branch."), how="button", at=NOW)
    erasure.erase(session, T, GUEST, at=NOW)
    card = questions.card(session, number)
    assert (card.text, card.details, card.asker_id) == (TAKEN_BACK, "", None)
    assert (card.state, card.answer, card.answer_author_id) == ("answered", "Make a branch.", HOST)
    assert knowledge.find(session, T, "rebase", here="C1") == ()
    assert [one.question_id for one in knowledge.find(session, T, "branch", here="C1")] == [number]
    assert knowledge.find(session, T, "deleted author", here="C1") == ()


def test_a_question_that_nobody_replied_to_is_closed_and_no_longer_found(session: Session) -> None:
    town(session)
    number = asked(session, anonymous=True)
    reply(session, number, GUEST, "Nobody?")
    erasure.erase(session, T, GUEST, at=NOW)
    assert session.get_one(Question, number).state == "removed"
    assert knowledge.find(session, T, "rebase", here="C1") == ()


def test_an_accepted_answer_goes_and_the_question_stays_answered(session: Session) -> None:
    town(session)
    number = asked(session)
    answer = reply(session, number, HOST, "Make a twig.")
    acceptance.accept(session, T, GUEST, answer, how="button", at=NOW)
    erasure.erase(session, T, HOST, at=NOW)
    card = questions.card(session, number)
    assert (card.text, card.state, card.answers, card.answer) == ("How do I rebase?", "answered", 1, "")
    assert knowledge.find(session, T, "twig", here="C1") == ()
    row = session.get_one(Answer, answer)
    answers.edited(
        session,
        T,
        number,
        Reply(
            channel_id="C1",
            thread_ts=session.get_one(Question, number).message_ts or "",
            ts=row.ts,
            author_id=HOST,
            text="Make a twig, I said.",
            spoken_at=NOW,
        ),
        at=NOW + timedelta(days=1),
    )
    assert session.get_one(Answer, answer).text == ""


def test_a_seat_goes_down_the_line_and_a_lunch_without_its_host_to_facilitators(session: Session) -> None:
    town(session)
    number = propose(session, seats="1")
    for guest in (GUEST, HUGO):
        seats.join(session, T, guest, number, at=NOW)
    erasure.erase(session, T, GUEST, at=NOW)
    assert session.get_one(Seat, (number, HUGO)).state == "offered"
    erasure.erase(session, T, HOST, at=NOW)
    assert handovers.orphan(session, at=NOW) == 1
    handovers.take_over(session, T, "UFAY", number, at=NOW)
    assert lunches.card(session, number).host_id == "UFAY"
    assert lunches.card(session, number).title == "Kubernetes, gently"


def test_the_activity_log_keeps_its_lines_without_the_name(session: Session) -> None:
    town(session)
    asked(session)
    lines = session.scalar(select(func.count()).select_from(LogEntry))
    erasure.erase(session, T, GUEST, at=NOW)
    rows = session.scalars(select(LogEntry).order_by(LogEntry.id)).all()
    assert [row.verb for row in rows][-1] == "erased"
    assert len(rows) == (lines or 0) + 1
    assert {row.actor_id for row in rows} == {None}


def test_what_is_owed_to_them_ends_and_cards_are_shown_anew_one_after_the_other(session: Session) -> None:
    town(session)
    numbers = [asked(session, f"How do I rebase {each}?") for each in range(3)]
    for number in numbers:
        reply(session, number, HOST, "Make a branch.")
    session.execute(
        update(Outbox).where(Outbox.kind == "questions.card").values(state="sent", message_ts="1.1")
    )
    erasure.erase(session, T, GUEST, at=NOW)
    rows = session.scalars(select(Outbox).where(Outbox.kind == "questions.check")).all()
    assert {(row.state, row.reason, row.recipient_id) for row in rows} == {
        ("skipped", "they had their data deleted", NOBODY)
    }
    cards = session.scalars(select(Outbox).where(Outbox.kind == "questions.card").order_by(Outbox.id)).all()
    assert [row.state for row in cards] == ["waiting"] * 3
    assert [(row.due_at - NOW).total_seconds() for row in cards] == [8, 4, 0]
    # A reply that comes later is owed to nobody.
    reply(session, numbers[0], HUGO, "And then some.")
    assert session.scalar(select(func.count()).where(Outbox.recipient_id == "")) == 0


def test_those_who_left_and_apps_ask_for_nothing(session: Session) -> None:
    people.meet(session, T, [Profile("UGONE", "gone", is_gone=True), Profile("UAPP", "app", is_bot=True)])
    for number in ("UGONE", "UAPP"):
        with pytest.raises(NotAllowed):
            erasure.erase(session, T, number, at=NOW)
        with pytest.raises(LearningError):
            own_data.ask(session, T, number, request_key="v", at=NOW)


def test_asking_twice_is_one_file(session: Session) -> None:
    for key in ("V1", "V1", "V2"):
        own_data.ask(session, T, ANA, request_key=key, at=NOW)
    assert session.scalar(select(func.count()).select_from(Outbox)) == 2
