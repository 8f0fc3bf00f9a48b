"""Teams: of several groups one counts, and what changes is written down once."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.workspace import people, teams
from learning.workspace.people import Profile
from learning.workspace.teams import Group

T = "T1"
ALL, PLATFORM, ONCALL = (
    Group("all", "Everyone", ("U1", "U2", "U3")),
    Group("platform", "Platform  team", ("U1", "U2")),
    Group("oncall", "On call", ("U1",)),
)


def test_the_smallest_group_counts_unless_some_are_named() -> None:
    groups = [ALL, PLATFORM, ONCALL]
    assert teams.of_groups(groups, ()) == {"U1": "On call", "U2": "Platform team", "U3": "Everyone"}
    assert teams.of_groups(groups, ("platform", "gone")) == {"U1": "Platform team", "U2": "Platform team"}
    assert teams.of_groups(groups, ("all", "oncall"))["U1"] == "Everyone"
    assert teams.of_groups([], ()) == {}


@given(st.permutations([ALL, PLATFORM, ONCALL]))
def test_the_order_in_which_slack_lists_them_does_not_matter(groups: list[Group]) -> None:
    assert teams.of_groups(groups, ()) == teams.of_groups([ALL, PLATFORM, ONCALL], ())


def test_teams_are_written_down_for_those_they_change(session: Session) -> None:
    people.meet(session, T, [Profile("U1", "Ana"), Profile("U2", "Ben"), Profile("U3", "Gil", is_gone=True)])
    people.meet(session, "T2", [Profile("U1", "Another Ana")])
    assert teams.everyone(session, T) == ("U1", "U2")
    assert teams.put(session, T, {"U1": "Data", "U2": "", "UNOBODY": "Data"}) == 1
    assert teams.put(session, T, {"U1": "Data"}) == 0
    people.meet(session, T, [Profile("U1", "Ana F.")])
    assert people.get(session, T, "U1").team == "Data"
    assert people.get(session, "T2", "U1").team == ""
    assert teams.put(session, T, {"U1": ""}) == 1


def test_a_name_is_one_line_and_no_longer_than_there_is_room() -> None:
    assert teams.name("  Research\n& more ") == "Research & more"
    assert len(teams.name("x" * 200)) <= teams.LONGEST
