"""Roles given in Slack: by admins only, to people who can bear them, and never away from the last one."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.workspace import audit, people, roles, workspaces
from learning.workspace.people import Profile
from learning.workspace.roles import Appointed, Standing
from learning.workspace.workspaces import Workspace
from storage.engine.database import Database
from storage.models.activity_log import LogEntry
from storage.models.outbox import Outbox

T = "T1"
NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
ANA, BEN, FAY, GRACE = "UANA", "UBEN", "UFAY", "UGRACE"


def town(session: Session) -> None:
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    people.meet(
        session,
        T,
        [
            Profile(ANA, "Ana"),
            Profile(BEN, "Ben"),
            Profile(FAY, "Fay"),
            Profile(GRACE, "Grace", slack_admin=True),
        ],
    )
    people.appoint(session, T, facilitators=[FAY])


def appoint(session: Session, by: str, whom: str, role: str) -> Appointed:
    return roles.appoint(session, T, by, whom, role, at=NOW)


def test_whoever_was_appointed_may_appoint(session: Session) -> None:
    town(session)
    assert appoint(session, GRACE, ANA, "admin") == Appointed(ANA, "member", "admin")
    assert appoint(session, ANA, BEN, "facilitator") == Appointed(BEN, "member", "facilitator")
    assert appoint(session, ANA, BEN, "facilitator") == Appointed(BEN, "facilitator", "facilitator")
    assert roles.standing(session, T, GRACE) == (
        Standing(ANA, "admin", roles.GRANTED),
        Standing(GRACE, "admin", roles.SLACK),
        Standing(BEN, "facilitator", roles.GRANTED),
        Standing(FAY, "facilitator", roles.ENVIRONMENT),
    )
    assert list(session.scalars(select(LogEntry.verb).order_by(LogEntry.id))) == ["appointed", "appointed"]


def test_taking_back_what_was_given_leaves_what_the_environment_gave(session: Session) -> None:
    town(session)
    appoint(session, GRACE, FAY, "admin")
    assert appoint(session, GRACE, FAY, "member") == Appointed(FAY, "admin", "facilitator")
    with pytest.raises(LearningError, match="TEACHBACK_FACILITATORS"):
        appoint(session, GRACE, FAY, "member")


def test_a_role_outlives_a_start_and_a_change_in_slack(session: Session) -> None:
    town(session)
    appoint(session, GRACE, ANA, "facilitator")
    people.appoint(session, T, admins=[BEN])
    people.meet(session, T, [Profile(ANA, "Ana F.")])
    assert people.get(session, T, ANA).role == "facilitator"
    with pytest.raises(LearningError, match="TEACHBACK_ADMINS"):
        appoint(session, GRACE, BEN, "facilitator")


def test_someone_who_became_a_guest_or_left_decides_for_nobody(session: Session) -> None:
    town(session)
    appoint(session, GRACE, ANA, "admin")
    people.meet(session, T, [Profile(ANA, "Ana", is_guest=True)])
    assert people.get(session, T, ANA).role == "member"
    assert appoint(session, GRACE, ANA, "member") == Appointed(ANA, "member", "member")
    appoint(session, GRACE, BEN, "admin")
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    assert people.admins(session, T) == (GRACE,)


def test_nobody_is_appointed_who_is_not_known(session: Session) -> None:
    town(session)
    with pytest.raises(LearningError, match="I don't know them yet") as refused:
        appoint(session, GRACE, "UZOE", "facilitator")
    assert refused.value.field == "member"


def test_the_last_admin_stays(session: Session) -> None:
    town(session)
    appoint(session, GRACE, ANA, "admin")
    people.meet(session, T, [Profile(GRACE, "Grace", is_gone=True)])
    with pytest.raises(LearningError, match="Nobody else is an admin") as refused:
        appoint(session, ANA, ANA, "member")
    assert refused.value.field == "role"
    appoint(session, ANA, BEN, "admin")
    assert appoint(session, ANA, ANA, "member").role == "member"


async def test_two_admins_who_dismiss_each_other_at_once_leave_one(database: Database) -> None:
    await database.run(town)
    await database.run(appoint, GRACE, ANA, "admin")
    await database.run(appoint, GRACE, BEN, "admin")
    await database.run(people.meet, T, [Profile(GRACE, "Grace", is_gone=True)])
    await asyncio.gather(
        database.run(appoint, ANA, BEN, "member"),
        database.run(appoint, BEN, ANA, "member"),
        return_exceptions=True,
    )
    assert len(await database.read(people.admins, T)) == 1


def test_who_was_appointed_hears_of_it_unless_it_has_changed_again(session: Session) -> None:
    town(session)
    appoint(session, GRACE, ANA, "facilitator")
    (number,) = session.scalars(select(Outbox.subject_id))
    news = roles.news(session, number, T)
    assert (news.by, news.before, news.role, news.stands) == (GRACE, "member", "facilitator", True)
    appoint(session, GRACE, ANA, "member")
    assert not roles.news(session, number, T).stands
    assert [one.after for one in audit.latest(session, T)] == ["member", "facilitator"]
    # Nobody writes to themselves.
    appoint(session, GRACE, ANA, "admin")
    before = len(session.scalars(select(Outbox.id)).all())
    appoint(session, ANA, ANA, "facilitator")
    assert len(session.scalars(select(Outbox.id)).all()) == before
