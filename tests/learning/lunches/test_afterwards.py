"""Looking back on both databases: who was there, what they made of it, who teaches it next."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.lunches import afterwards, recordings, seats
from learning.lunches.lunches import Card
from learning.teaching import offers, understudies
from learning.teaching.offers import Ways
from learning.teaching.understudies import Able
from messages.lunches import afterwards as render
from storage.models.teaching import Request
from tests.learning.lunches.lunching import ANA, BEN, HUGO, KATE, NOW, START, C, T, owed, propose, town, verbs

END = START + timedelta(minutes=45)


def test_a_recording_and_slides_are_found_by_the_lunchs_words(session: Session, lunch: int) -> None:
    def record(recording: str = "", slides: str = "") -> Card:
        return recordings.record(session, T, BEN, lunch, recording, slides, at=END)

    assert recordings.find(session, T, "kubernetes manifest", here=C) == ()
    for links, field in ((("video", ""), "recording"), (("", "deck"), "slides"), (("", " "), "recording")):
        with pytest.raises(LearningError) as refusal:
            record(*links)
        assert refusal.value.field == field
    record(slides="https://slides.example.com/k8s")
    assert [one.lunch_id for one in recordings.find(session, T, "k8s manifest", here=C)] == [lunch]
    for _ in range(2):
        record("https://video.example.com/k8s", "https://slides.example.com/k8s")
    facts = recordings.find(session, T, "k8s manifest", here=C)[0]
    assert (facts.recording, facts.slides) == (
        "https://video.example.com/k8s", "https://slides.example.com/k8s"
    )  # fmt: skip
    assert recordings.find(session, T, "gardening", here=C) == ()
    assert recordings.find(session, T, "the", here=C) == ()
    assert verbs(session).count("recorded") == 2
    assert record().recording == ""
    assert recordings.find(session, T, "k8s manifest", here=C) == ()
    with pytest.raises(NotAllowed):
        recordings.record(session, T, ANA, lunch, "https://video.example.com/k8s", at=END)


def test_those_with_a_seat_say_whether_they_were_there_and_the_host_decides(
    session: Session, lunch: int
) -> None:
    with pytest.raises(Gone, match="did not happen yet"):
        afterwards.was_there(session, T, ANA, lunch, there=True, at=NOW)
    with pytest.raises(Gone, match="had no seat"):
        afterwards.was_there(session, T, KATE, lunch, there=True, at=END)
    with pytest.raises(LearningError):
        afterwards.roll(session, T, BEN, lunch, at=NOW)
    for _ in range(2):
        assert afterwards.was_there(session, T, ANA, lunch, there=True, at=END).there
    afterwards.was_there(session, T, HUGO, lunch, there=False, at=END)
    said = [
        (guest.name, guest.says_there) for guest in afterwards.roll(session, T, BEN, lunch, at=END).guests
    ]
    assert said == [("Ana", True), ("Hugo", False)]
    with pytest.raises(NotAllowed):
        afterwards.confirm(session, T, ANA, lunch, [ANA], at=END)
    afterwards.confirm(session, T, BEN, lunch, [HUGO], at=END)
    afterwards.confirm(session, T, BEN, lunch, [HUGO], at=END)
    visit = afterwards.visit(session, lunch, HUGO)
    assert visit is not None
    assert visit.there
    assert verbs(session)[-4:] == ["was_there", "was_not_there", "no_show", "attended"]


def test_feedback_is_shown_from_three_answers_up_and_names_nobody_who_does_not_want_it(
    session: Session,
) -> None:
    town(session)
    number = propose(session, seats="")
    for who in (ANA, HUGO, KATE):
        seats.join(session, T, who, number, at=NOW)
    afterwards.rate(session, T, ANA, number, 5, use="Manifests", named=True, at=END)
    afterwards.rate(session, T, HUGO, number, 3, at=END)
    assert owed(session, "feedback") == []
    afterwards.rate(session, T, KATE, number, 1, missing="Helm", at=END)
    assert owed(session, "feedback") == [BEN]
    assert afterwards.rate(session, T, KATE, number, 4, missing="Helm", at=END).rated
    summary = afterwards.summary(session, number)
    assert summary.average == 4
    assert [(one.rating, one.member_id) for one in summary.opinions] == [(5, ANA), (4, None), (3, None)]
    assert verbs(session).count("rated") == 3
    for rating, more, field in ((0, {}, "rating"), (3, {"use": "x" * 1001}, "use")):
        with pytest.raises(LearningError) as refusal:
            afterwards.rate(session, T, KATE, number, rating, at=END, **more)
        assert refusal.value.field == field


def test_a_learner_becomes_a_teacher(session: Session, lunch: int) -> None:
    later = END + timedelta(days=14)
    afterwards.was_there(session, T, ANA, lunch, there=True, at=END)
    for _ in range(2):
        assert afterwards.use(session, T, ANA, lunch, used=True, at=later).used
        assert afterwards.teach(session, T, ANA, lunch, teaches=True, at=later).teaches
    afterwards.teach(session, T, HUGO, lunch, teaches=False, at=later)
    assert [one.topic for one in offers.mine(session, T, ANA, at=later).offers] == ["kubernetes"]
    assert verbs(session)[-3:] == ["used", "became_teacher", "rather_not"]
    assert verbs(session, "offer") == ["offered"]


def test_whoever_taught_in_another_way_answers_questions_too_once_they_say_so(session: Session) -> None:
    """By what they learned at a lunch, or because few people carry the topic."""
    town(session)
    number = propose(session, seats="")
    later = END + timedelta(days=14)
    only_lunches = Ways(answers=False, half_hours=False)
    for who in (ANA, HUGO):
        offers.offer(session, T, who, ["kubernetes"], ways=only_lunches, note="Ask me", at=NOW)
        seats.join(session, T, who, number, at=NOW)
    afterwards.teach(session, T, ANA, number, teaches=True, at=later)
    (topic_id,) = topics.named(session, T, ["kubernetes"])
    understudies.ask(session, T, topic_id, [Able(HUGO, "Europe/Lisbon", "offers")], at=later)
    request_id = session.scalars(select(Request.id)).one()
    understudies.agree(session, T, HUGO, request_id, at=later)
    for who in (ANA, HUGO):
        (standing,) = offers.mine(session, T, who, at=later).offers
        assert (standing.ways, standing.note) == (Ways(answers=True, half_hours=False), "Ask me")


def test_after_a_lunch_without_a_topic_nobody_is_asked_to_answer_questions_on_it(session: Session) -> None:
    town(session)
    with_topic, without = propose(session), propose(session, key="view:V2", named=[])
    for number, asks in ((with_topic, True), (without, False)):
        seats.join(session, T, ANA, number, at=NOW)
        afterwards.was_there(session, T, ANA, number, there=True, at=END)
        visit = afterwards.visit(session, number, ANA)
        assert visit is not None
        said = json.dumps(render.used(visit))
        assert "Have you used what you learned?" in said
        assert ("Would you answer questions" in said) is asks
