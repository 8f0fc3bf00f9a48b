"""Rosters: whatever a spreadsheet makes of a list of people is read, or refused by its line."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.workspace import people, rosters, settings, workspaces
from learning.workspace.people import Profile
from learning.workspace.rosters import BroughtIn, RosterRow
from learning.workspace.workspaces import Workspace
from storage.models.activity_log import LogEntry
from storage.models.outbox import Outbox

T = "T1"
NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN, MEI, GIL, BOT, GRACE = "UANA", "UBEN", "UMEI", "UGIL", "UBOT", "UGRACE"


@pytest.fixture(autouse=True)
def _town(request: pytest.FixtureRequest) -> None:
    if "session" not in request.fixturenames:
        return
    session: Session = request.getfixturevalue("session")
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    people.meet(
        session,
        T,
        [
            Profile(ANA, "Ana"),
            Profile(BEN, "Ben"),
            Profile(MEI, "Mei", is_guest=True),
            Profile(GIL, "Gil", is_gone=True),
            Profile(BOT, "Bot", is_bot=True),
            Profile(GRACE, "Grace", slack_admin=True),
        ],
    )


def bring(session: Session, text: str, emails: dict[str, str] | None = None) -> BroughtIn:
    return rosters.bring_in(session, T, rosters.read(text.encode()), emails or {}, at=NOW)


def refused(text: str | bytes) -> str:
    with pytest.raises(LearningError) as error:
        rosters.read(text if isinstance(text, bytes) else text.encode())
    return error.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "id,team,role\nUANA,Data,facilitator\nUBEN,,\n",
        "\ufeffid,team,role\r\nUANA,Data,facilitator\r\nUBEN,,\r\n",
        "ID;Team;Role\nUANA;Data;Facilitator\n\nUBEN;;\n;;\n",
        "sep=;\nid;team;role\nUANA;Data;facilitator\nUBEN;;\n",
        "userid\tdepartment\trole\nUANA\t Data \tfacilitator\nUBEN\t\t",
        '"id","team","role"\n"UANA","Data","facilitator"\n"UBEN","",""\n',
        "id,team,role,\nUANA,Data,facilitator,\nUBEN,,,\n",
    ],
)
def test_what_spreadsheets_write_is_read_alike(text: str) -> None:
    lines = [(line.id, line.team, line.role) for line in rosters.read(text.encode()).lines]
    assert lines == [("UANA", "Data", "facilitator"), ("UBEN", None, None)]


def test_quotes_line_breaks_and_other_columns() -> None:
    roster = rosters.read(b'name,id,team\n"Ana\nFerreira",UANA,"Data ""and"" more, too"\nBen,UBEN,-\n')
    assert roster.lines == (
        RosterRow(2, "UANA", None, 'Data "and" more, too', None),
        RosterRow(4, "UBEN", None, "", None),
    )
    assert roster.unused == ("name",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        ("\n \n", "The file is empty."),
        ("id,team\n", "There is nobody in the file, only its first line."),
        ("name,team\nAna,Data\n", "Line 1 names no column id or email, by which people are found."),
        ("id,name\nUANA,Ana\n", "Line 1 names no column team or role, so there is nothing to bring in."),
        ("id,userid,team\nUANA,UANA,Data\n", "Line 1 has two columns for the id. Leave one out."),
        ("id,team\nana,Data\n", "Line 2: “ana” is no member id, like U0123456789."),
        ("email,team\nana,Data\n", "Line 2: “ana” is no email address."),
        ("id,email,team\n,,Data\n", "Line 2: there is no id and no email."),
        ("id,role\nUANA,boss\n", "Line 2: “boss” is no role; there are member, facilitator, admin."),
        ("id,team\nUANA\n", "Line 2 has 1 cells, and the first line 2."),
        ("id,team\nUANA,Data,Ben\n", "Line 2 has 3 cells, and the first line 2."),
        ("id,team\nUANA,Data\n\nUANA,Data\n", "Line 4: UANA was on line 2 already."),
        ("email,team\na@b.c,X\nA@B.C,X\n", "Line 3: a@b.c was on line 2 already."),
        (
            'id,team\nUANA,"Data\nUBEN,Data\n',
            "Line 2 cannot be read. Is there a quotation mark that does not end?",
        ),
        ("id,team\nUANA," + "x" * 81, "Line 2: the team's name is longer than 80 characters."),
        ("id,team\nUANA,Café\n".encode("latin-1"), "Line 2 is not UTF-8. Save the file as “CSV UTF-8”."),
        ("id,team\nUANA,Data\n".encode("utf-16"), "Line 1 is not UTF-8. Save the file as “CSV UTF-8”."),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line(text: str | bytes, sentence: str) -> None:
    assert refused(text) == sentence


def test_everything_wrong_is_told_at_once_up_to_a_point() -> None:
    told = refused("id,role\n" + "\n".join(f"U{number:03},boss" for number in range(25))).split("\n")
    assert len(told) == rosters.MOST_PROBLEMS + 1
    assert told[-1] == "… and 5 more."


@given(st.binary(max_size=200))
def test_rubbish_is_refused_in_words(raw: bytes) -> None:
    with suppress(LearningError):
        assert rosters.read(raw).lines


def test_teams_and_roles_are_brought_in_once(session: Session) -> None:
    text = "id,team,role\nUANA,Data,facilitator\nUBEN,Data,admin\nUMEI,Design,\nUGIL,Data,admin\n"
    assert bring(session, text) == BroughtIn(teams=3, roles=2, gone=1, kept=0)
    assert bring(session, text) == BroughtIn(teams=0, roles=0, gone=1, kept=0)
    found = {one: people.get(session, T, one) for one in (ANA, BEN, MEI, GIL)}
    assert {one: (member.team, member.role) for one, member in found.items()} == {
        ANA: ("Data", "facilitator"),
        BEN: ("Data", "admin"),
        MEI: ("Design", "member"),
        GIL: ("", "member"),
    }
    log = session.execute(select(LogEntry.actor_id, LogEntry.verb).order_by(LogEntry.id)).all()
    assert [tuple(row) for row in log] == [
        (None, "appointed"),
        (None, "appointed"),
        (None, "imported_teams"),
    ]
    assert sorted(session.scalars(select(Outbox.recipient_id))) == [ANA, BEN]


def test_an_empty_cell_changes_nothing_and_a_dash_takes_the_team_away(session: Session) -> None:
    bring(session, "id,team,role\nUANA,Data,facilitator\nUBEN,Data,\n")
    assert bring(session, "id,team,role\nUANA,,\nUBEN,-,\n") == BroughtIn(1, 0, 0, 0)
    assert (people.get(session, T, ANA).team, people.get(session, T, ANA).role) == ("Data", "facilitator")
    assert people.get(session, T, BEN).team == ""


def test_people_are_found_by_their_address_in_any_case(session: Session) -> None:
    emails = {"ana@town.example": ANA, "ben@town.example": BEN}
    bring(session, "Email,Team\nAna@Town.example,Data\nben@town.example,Sales\n", emails)
    assert [people.get(session, T, one).team for one in (ANA, BEN)] == ["Data", "Sales"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,team\nUANA,Data\nUZOE,Data\n", "Line 3: nobody here is UZOE."),
        ("email,team\nzoe@town.example,Data\n", "Line 2: nobody here is zoe@town.example."),
        ("id,team\nUBOT,Data\n", "Line 2: UBOT is an app, not a person."),
        (
            "id,email,team\nUBEN,ana@town.example,Data\n",
            "Line 2: ana@town.example belongs to UANA, not to UBEN.",
        ),
        ("id,email,team\nUANA,,X\n,ana@town.example,X\n", "Line 3: ana@town.example was on line 2 already."),
        (
            "id,team,role\nUANA,Data,\nUMEI,Data,admin\n",
            "Line 3: Mei is a guest here. Guests can ask, answer, join and thank, but not facilitate or "
            "administer.",
        ),
    ],
)
def test_one_wrong_line_and_nothing_is_brought_in(session: Session, text: str, sentence: str) -> None:
    session.commit()
    with pytest.raises(LearningError) as error:
        bring(session, text, {"ana@town.example": ANA})
    assert error.value.sentence == sentence
    session.rollback()
    assert [people.get(session, T, one).team for one in (ANA, MEI)] == ["", ""]


def test_a_role_that_slack_gives_stays_and_is_counted(session: Session) -> None:
    assert bring(session, "id,role\nUGRACE,member\n") == BroughtIn(0, 0, 0, kept=1)
    assert people.get(session, T, GRACE).role == "admin"


def test_an_admin_may_hand_over_but_the_last_one_stays(session: Session) -> None:
    people.meet(session, T, [Profile(GRACE, "Grace")])
    bring(session, "id,role\nUANA,admin\n")
    with pytest.raises(LearningError, match="Line 2: Nobody else is an admin"):
        bring(session, "id,role\nUANA,member\n")
    assert bring(session, "id,role\nUANA,member\nUBEN,admin\n") == BroughtIn(0, 2, 0, 0)
    assert people.admins(session, T) == (BEN,)


def test_teams_that_come_from_slack_are_not_overwritten(session: Session) -> None:
    settings.put(session, T, {"team_source": "groups"})
    with pytest.raises(LearningError, match="Teams come from Slack's user groups here"):
        bring(session, "id,team\nUANA,Data\n")
    assert bring(session, "id,team,role\nUANA,,facilitator\n").roles == 1


def test_it_says_how_far_it_is(session: Session) -> None:
    people.meet(session, T, [Profile(f"U{number:04}", f"P {number}") for number in range(1200)])
    roster = rosters.read(("id,team\n" + "".join(f"U{n:04},Data\n" for n in range(1200))).encode())
    told: list[int] = []
    assert rosters.bring_in(session, T, roster, {}, tell=told.append, at=NOW).teams == 1200
    assert told == [500, 1000, 1200]
