"""People and topics: roles, who may act, and names that are tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.core import topics
from learning.core.errors import NotAllowed
from learning.workspace import people
from learning.workspace.people import Profile

T = "T1"


def test_a_role_is_the_higher_of_slacks_and_the_appointed(session: Session) -> None:
    people.meet(session, T, [Profile("U1", "Ana"), Profile("U2", "Grace", slack_admin=True)])
    people.appoint(session, T, admins=["U3"], facilitators=["U1", "U2"])
    roles = {number: people.get(session, T, number).role for number in ("U1", "U2", "U3", "U4")}
    assert roles == {"U1": "facilitator", "U2": "admin", "U3": "admin", "U4": "member"}
    people.appoint(session, T)
    assert people.get(session, T, "U1").role == "member"


def test_meeting_someone_again_keeps_what_they_were_appointed(session: Session) -> None:
    people.appoint(session, T, facilitators=["U1"])
    assert people.known(session, T) == frozenset()
    people.meet(session, T, [Profile("U1", "Ana", zone="Europe/Lisbon")])
    people.meet(session, T, [Profile("U1", "Ana F.", zone="Europe/Lisbon")])
    member = people.get(session, T, "U1")
    assert (member.name, member.zone, member.facilitates) == ("Ana F.", "Europe/Lisbon", True)
    assert people.known(session, T) == {"U1"}


def test_a_guest_is_a_plain_member_whoever_appointed_them(session: Session) -> None:
    people.meet(session, T, [Profile("U1", "Mei", is_guest=True), Profile("U2", "Ben")])
    people.appoint(session, T, facilitators=["U1", "U2"])
    assert people.get(session, T, "U1").role == "member"
    assert people.facilitators(session, T) == ("U2",)
    with pytest.raises(NotAllowed, match="Only facilitators and admins"):
        people.facilitating(session, T, "U1")
    assert people.facilitating(session, T, "U2").name == "Ben"
    with pytest.raises(NotAllowed, match="Only admins"):
        people.administering(session, T, "U2")


def test_a_locale_that_slack_does_not_tell_is_kept(session: Session) -> None:
    people.meet(session, T, [Profile("U1", "Ana", locale="pt-PT")])
    people.meet(session, T, [Profile("U1", "Ana")])
    assert people.get(session, T, "U1").locale == "pt-PT"


def test_a_thousand_people_are_met_at_once(session: Session) -> None:
    assert people.meet(session, T, [Profile(f"U{n}", f"P {n}") for n in range(1000)]) == 1000
    assert len(people.known(session, T)) == 1000
    assert people.meet(session, T, []) == 0


@pytest.mark.parametrize("profile", [Profile("U1", "Gil", is_gone=True), Profile("U1", "App", is_bot=True)])
def test_those_who_left_and_apps_may_not_act(session: Session, profile: Profile) -> None:
    people.meet(session, T, [profile])
    with pytest.raises(NotAllowed):
        people.acting(session, T, "U1")


def test_people_are_known_a_workspace_each(session: Session) -> None:
    people.meet(session, T, [Profile("U1", "Ana", slack_admin=True)])
    assert people.get(session, "T2", "U1").role == "member"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("#Postgres", "postgres"),
        (" Machine  Learning ", "machine-learning"),
        ("C++", "c++"),
        ("node.js", "node.js"),
        ("#", ""),
        ("42", ""),
        ("!!!", ""),
        ("Straße", "strasse"),
        ("データ", "データ"),
        ("a" * 80, "a" * 40),
        ("\x00x\ud800", "x"),
    ],
)
def test_a_topic_has_one_name(label: str, name: str) -> None:
    assert topics.normalise(label) == name


@given(st.text(max_size=80))
def test_normalising_twice_is_normalising_once(label: str) -> None:
    once = topics.normalise(label)
    assert topics.normalise(once) == once
    assert len(once) <= topics.LONGEST


def test_tags_are_found_in_the_text_and_issue_numbers_are_not() -> None:
    assert topics.in_text("How, #Postgres and #sql? see #42 a#b &#39; #postgres") == ("postgres", "sql")
    assert topics.without_trailing("How? #sql #postgres") == "How?"
    assert topics.without_trailing("#sql") == "#sql"
    assert topics.without_trailing("Use #sql here?") == "Use #sql here?"


def test_looking_up_shows_what_begins_so_first(session: Session) -> None:
    topics.ensure(session, T, ["postgres", "post-mortems", "blog-posts", "50%_off"])
    assert topics.look_up(session, T, "post") == ("postgres", "post-mortems", "blog-posts")
    assert topics.look_up(session, T, "%") == topics.look_up(session, T, "")
    assert topics.look_up(session, "T2", "post") == ()
    assert topics.ensure(session, T, []) == ()
