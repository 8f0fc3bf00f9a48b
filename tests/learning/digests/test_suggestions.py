"""What the digest proposes: each rule's evidence, each button's deed, once, and only by admins."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import facilitating, plans
from learning.circles import rules as circle_rules
from learning.circles.rules import QUIET
from learning.core.errors import Gone, LearningError, NotAllowed
from learning.digests import suggestions
from learning.digests.suggestions import Suggestion
from learning.lunches import demand, host_requests
from learning.lunches import rules as lunch_rules
from learning.lunches.rules import REPEAT, WANTED
from learning.questions import acceptance, escalation
from learning.questions import rules as question_rules
from learning.questions.rules import WAITING
from learning.teaching import names, offers, understudies
from learning.teaching.offers import Ways
from learning.workspace import people
from learning.workspace.people import Profile
from messages.digests import suggestions as render
from storage.models.activity_log import LogEntry
from storage.models.circles import Circle
from storage.models.lunches import Lunch
from storage.models.teaching import Request
from tests.learning.digests.digesting import (
    AFTER,
    ANA,
    BEN,
    FAY,
    GRACE,
    HUGO,
    KATE,
    LIAM,
    MONDAY,
    SECRET,
    WEEK,
    C,
    T,
    ask,
    lunch,
    owed,
    rated,
    reply,
    town,
    wish,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = AFTER


@pytest.fixture
def session(session: Session) -> Session:
    town(session)
    return session


def make(session: Session, week: date = WEEK.monday, *, at: datetime = NOW) -> tuple[Suggestion, ...]:
    return suggestions.make(session, T, week, at=at)


def accepted(session: Session, who: str, topic: str, times: int, *, first: datetime = MONDAY) -> None:
    """Somebody's answers on a topic are accepted so many times."""
    for number in range(times):
        at = first + number * HOUR + timedelta(minutes=len(who) + ord(who[1]))
        question = ask(session, FAY, f"What is {who} {number}?", at=at, topics=[topic])
        answer = reply(session, question, who, at=at + timedelta(minutes=1))
        acceptance.accept(session, T, FAY, answer, how="button", at=at + timedelta(minutes=2))


def test_what_three_people_want_and_nobody_teaches_is_asked_around(session: Session) -> None:
    wish(session, "rust", ANA, KATE, HUGO)
    wish(session, "chess", ANA, KATE)
    accepted(session, BEN, "compilers", 1)
    ask(session, FAY, "Which compilers know rust?", at=MONDAY, topics=["rust", "compilers"])
    (one,) = [one for one in make(session) if one.kind == WANTED.kind]
    assert one.facts["topic"] == "rust"
    assert one.facts["people"] == 4  # Fay asked about it.
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert done.fresh
    assert done.suggestion.facts["outcome"] == {"asked": [BEN]}
    assert owed(session, "understudies.ask") == [BEN]
    request = session.scalars(select(Request).where(Request.kind == names.Requests.TEACH)).one()
    call = understudies.agree(session, T, BEN, request.id, at=NOW)
    assert (call.topic, call.state) == ("rust", "accepted")
    assert [mine.topic for mine in offers.mine(session, T, BEN, at=NOW).offers] == ["rust"]
    assert lunch_rules.wanted(session, T, at=NOW) == []


def test_with_nobody_near_the_facilitators_hear_of_it(session: Session) -> None:
    wish(session, "rust", ANA, KATE, HUGO)
    (one,) = make(session)
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert done.suggestion.facts["outcome"] == {"facilitators": True}
    assert FAY in owed(session, "demand.unmet")


def test_a_topic_on_which_a_lunch_is_coming_is_not_wanted(session: Session) -> None:
    wish(session, "kubernetes", ANA, KATE, HUGO)
    number = lunch(session, [], at=NOW + 3 * DAY)
    assert session.get_one(Lunch, number).state == "open"
    assert lunch_rules.wanted(session, T, at=NOW) == []


@pytest.mark.parametrize("way", ["answers", "half_hours", "lunches"])
def test_whoever_teaches_a_topic_in_any_way_is_its_teacher_for_admins_and_facilitators(
    session: Session, way: str
) -> None:
    wish(session, "rust", ANA, KATE, HUGO)

    def told() -> tuple[list[str], list[str]]:
        waiting = [one.topic for one in demand.untaught(session, T, at=NOW)]
        return waiting, [one.facts["topic"] for one in lunch_rules.wanted(session, T, at=NOW)]

    assert told() == (["rust"], ["rust"])
    ways = {"answers": False, "half_hours": False, "lunches": False, way: True}
    offers.offer(session, T, BEN, ["rust"], ways=Ways(**ways), at=NOW)
    assert told() == ([], [])
    # A lunch is wanted still: who gives none is not asked for it, and the facilitators hear of that.
    host_requests.suggest(session, at=NOW)
    assert owed(session, "demand.suggest") == ([BEN] if way == "lunches" else [])
    assert owed(session, "demand.unmet") == ([] if way == "lunches" else [FAY, GRACE])
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    assert told() == (["rust"], ["rust"])


def test_a_question_that_waits_a_working_day_gets_two_more_people(session: Session) -> None:
    number = ask(session, ANA, "How do I lock a row?", at=NOW - 3 * DAY, topics=["postgres"])
    ask(session, ANA, "And a secret one?", at=NOW - 3 * DAY + HOUR, where=SECRET)
    ask(session, ANA, "And one of this morning?", at=NOW - HOUR)
    told = ask(session, ANA, "And one with a reply?", at=NOW - 3 * DAY + 2 * HOUR)
    reply(session, told, BEN, at=NOW - 2 * DAY)
    for who in (BEN, KATE, HUGO):
        offers.offer(session, T, who, ["postgres"], at=MONDAY)
    (one,) = make(session)
    assert (one.kind, one.facts["question_id"], one.facts["days"]) == (WAITING.kind, number, 3)
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert len(done.suggestion.facts["outcome"]["asked"]) == 2
    assert len(escalation.progress(session, number).asked) == 2


def test_where_nobody_has_room_the_facilitators_hear_of_it_and_whoever_pressed_what_to_do(
    session: Session,
) -> None:
    ask(session, ANA, "How do I lock a row?", at=NOW - 3 * DAY, topics=["postgres"])
    ask(session, ANA, "And without a topic?", at=NOW - 4 * DAY)
    other, one = make(session)
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert done.suggestion.facts["outcome"] == {"facilitators": True, "topics": ["postgres"]}
    assert FAY in owed(session, "experts.waiting")
    said = render.pressed(done)["text"]
    assert "nobody else who knows #postgres has room this week" in said
    assert "Reply “ask @someone” in" in said
    said = render.pressed(suggestions.act(session, T, GRACE, other.id, at=NOW))["text"]
    assert "the question has no topic" in said


def test_a_question_that_was_answered_meanwhile_asks_nobody(session: Session) -> None:
    number = ask(session, ANA, "How do I lock a row?", at=NOW - 3 * DAY, topics=["postgres"])
    (one,) = make(session)
    reply(session, number, BEN, at=NOW)
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert done.suggestion.facts["outcome"] == {"settled": True}


@pytest.mark.parametrize(("ben", "kate", "found"), [(7, 3, False), (8, 3, True), (4, 0, False), (5, 0, True)])
def test_a_topic_rests_on_one_person_from_over_seventy_percent_of_five_on(
    session: Session, ben: int, kate: int, found: bool
) -> None:
    accepted(session, BEN, "kafka", ben)
    accepted(session, KATE, "kafka", kate)
    wish(session, "kafka", HUGO)
    rows = question_rules.leaning(session, T, at=NOW)
    assert bool(rows) is found
    if found:
        assert rows[0].facts["member"] == BEN
        assert (rows[0].facts["given"], rows[0].facts["of"]) == (ben, ben + kate)
        assert rows[0].facts["next"] == (KATE if kate else HUGO)


def test_answers_of_a_season_ago_and_answers_to_oneself_count_for_nothing(session: Session) -> None:
    accepted(session, BEN, "kafka", 6, first=NOW - timedelta(weeks=13))
    for number in range(6):
        at = MONDAY + number * HOUR
        question = ask(session, FAY, f"What is {number}?", at=at, topics=["kafka"])
        answer = reply(session, question, FAY, at=at + timedelta(minutes=1))
        acceptance.accept(session, T, FAY, answer, how="button", at=at + timedelta(minutes=2))
    assert question_rules.leaning(session, T, at=NOW) == []


def test_the_understudy_is_asked_and_may_decline(session: Session) -> None:
    accepted(session, BEN, "kafka", 5)
    accepted(session, KATE, "kafka", 1)
    (one,) = make(session)
    suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert owed(session, "understudies.ask") == [KATE]
    request = session.scalars(select(Request).where(Request.kind == names.Requests.TEACH)).one()
    with pytest.raises(NotAllowed):
        understudies.decline(session, T, BEN, request.id, at=NOW)
    assert understudies.decline(session, T, KATE, request.id, at=NOW).state == "declined"
    # Nobody is asked twice about the same within a season.
    able = understudies.able(session, T, request.subject_id, without=[BEN], at=NOW + 60 * DAY, most=3)
    assert KATE not in [each.member_id for each in able]
    with pytest.raises(Gone):
        understudies.agree(session, T, KATE, request.id + 99, at=NOW)


def test_a_lunch_that_people_still_wait_for_is_repeated(session: Session) -> None:
    number = lunch(session, [ANA, HUGO, KATE, LIAM], at=NOW - 4 * DAY, seats_=3)
    rated(session, number, {ANA: 5, HUGO: 4, KATE: 4}, at=NOW - 3 * DAY)
    (one,) = make(session)
    assert (one.kind, one.facts["line"], one.facts["rating"]) == (REPEAT.kind, 1, 4.3)
    suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert owed(session, "lunches.again") == [BEN]
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    assert lunch_rules.repeat(session, T, at=NOW) == []


@pytest.mark.parametrize("ratings", [{ANA: 5, HUGO: 5}, {ANA: 3, HUGO: 4, KATE: 4}])
def test_too_few_or_too_low_ratings_repeat_nothing(session: Session, ratings: dict[str, int]) -> None:
    number = lunch(session, [ANA, HUGO, KATE, LIAM], at=NOW - 4 * DAY, seats_=3)
    rated(session, number, ratings, at=NOW - 3 * DAY)
    assert make(session) == ()


def test_a_press_counts_once_and_only_an_admins(session: Session) -> None:
    wish(session, "rust", ANA, KATE, HUGO)
    (one,) = make(session)
    for who in (ANA, FAY):
        for verb in (suggestions.act, suggestions.dismiss):
            with pytest.raises(NotAllowed):
                verb(session, T, who, one.id, at=NOW)
    first = suggestions.dismiss(session, T, GRACE, one.id, at=NOW)
    second = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert (first.fresh, second.fresh) == (True, False)
    assert second.suggestion.state == "dismissed"
    assert owed(session, "demand.unmet") == []
    verbs = session.scalars(select(LogEntry.verb).where(LogEntry.subject_kind == "suggestion")).all()
    assert verbs == ["put_off"]
    with pytest.raises(Gone):
        suggestions.act(session, T, GRACE, one.id + 1, at=NOW)
    with pytest.raises(NotAllowed):
        suggestions.act(session, "T2", GRACE, one.id, at=NOW)


def test_what_cannot_be_done_stays_open(session: Session) -> None:
    accepted(session, BEN, "kafka", 5)
    accepted(session, KATE, "kafka", 1)
    (one,) = make(session)
    people.meet(session, T, [Profile(KATE, "Kate", is_gone=True)])
    with pytest.raises(LearningError, match="asked already"):
        suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert suggestions.of_week(session, T, WEEK.monday, at=NOW)[0].state == "open"


def test_five_at_most_and_two_of_a_kind_the_weightiest_first(session: Session) -> None:
    for number in range(4):
        wish(session, f"topic{number}", ANA, KATE, HUGO, *([LIAM, FAY][:number]))
        ask(session, ANA, f"What is {number}?", at=NOW - (3 + number) * DAY)
        accepted(session, BEN, f"thing{number}", 5)
        wish(session, f"thing{number}", LIAM)
    made = make(session)
    assert [one.kind for one in made].count("waiting") == 2
    assert len(made) == 5
    assert [one.facts["topic"] for one in made if one.kind == "wanted"] == ["topic2", "topic3"]
    again = make(session, at=NOW + DAY)  # Made again, they are the same, and those who wait, wait longer.
    assert [one.id for one in again] == [one.id for one in made]
    days = [[one.facts["days"] for one in seen if one.kind == "waiting"] for seen in (made, again)]
    assert days == [[6, 5], [7, 6]]


def test_what_was_decided_comes_back_after_a_week_and_what_was_not_comes_again(session: Session) -> None:
    wish(session, "rust", ANA, KATE, HUGO)
    wish(session, "chess", ANA, KATE, HUGO)
    week, later = WEEK.monday, timedelta(weeks=1)
    one, other = sorted(make(session), key=lambda found: str(found.facts["topic"]))
    suggestions.dismiss(session, T, GRACE, one.id, at=NOW)
    assert [found.facts["topic"] for found in make(session, week + later)] == ["rust"]
    assert {found.facts["topic"] for found in make(session, week + 2 * later)} == {"chess", "rust"}
    assert other.state == "open"


def test_a_quiet_circles_facilitator_is_asked_for_another_rhythm(session: Session) -> None:
    plan = plans.plan("Incidents", channel_id=C, weekday=2, clock="12:00", zone="UTC", start=None, at=MONDAY)
    number = facilitating.begin(session, T, FAY, plan, request_key="circle", at=MONDAY).circle_id
    circle = session.get_one(Circle, number)
    circle.silent = 1
    assert circle_rules.quiet(session, T, at=NOW) == []
    circle.silent = 2
    session.flush()
    (one,) = make(session)
    assert (one.kind, one.facts["name"], one.facts["silent"]) == (QUIET.kind, "Incidents", 2)
    suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert owed(session, "circles.quiet") == [FAY]


def test_nobody_is_asked_for_another_rhythm_who_left_since_the_digest(session: Session) -> None:
    plan = plans.plan("Incidents", channel_id=C, weekday=2, clock="12:00", zone="UTC", start=None, at=MONDAY)
    number = facilitating.begin(session, T, FAY, plan, request_key="circle", at=MONDAY).circle_id
    session.get_one(Circle, number).silent = 2
    session.flush()
    (one,) = make(session)
    people.meet(session, T, [Profile(FAY, "Fay", is_gone=True)])
    with pytest.raises(LearningError, match="has left"):
        suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert owed(session, "circles.quiet") == []


def test_a_circle_that_found_its_voice_meanwhile_needs_nothing(session: Session) -> None:
    plan = plans.plan("Incidents", channel_id=C, weekday=2, clock="12:00", zone="UTC", start=None, at=MONDAY)
    circle = session.get_one(
        Circle, facilitating.begin(session, T, FAY, plan, request_key="circle", at=MONDAY).circle_id
    )
    circle.silent = 2
    session.flush()
    (one,) = make(session)
    circle.silent = 0
    session.flush()
    done = suggestions.act(session, T, GRACE, one.id, at=NOW)
    assert done.suggestion.facts["outcome"] == {"settled": True}
    assert owed(session, "circles.quiet") == []
