"""Roles: who may decide for others, why, and who gives and takes that."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.workspace import audit, names, people, settings
from learning.workspace.people import RANK
from storage.models.workspace import Member as Row
from storage.outbox import outbox

SLACK, ENVIRONMENT, GRANTED = "slack", "environment", "granted"
"""Why somebody has a role: Slack's own admin, named by whoever runs the bot, or appointed in Slack."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Someone who may decide for others, and why."""

    member_id: str
    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Appointed:
    """What became of an appointment: the role before and now."""

    member_id: str
    before: str
    role: str


@dataclass(frozen=True, slots=True)
class News:
    """What someone hears of their new role; not `stands` once it has changed again."""

    by: str | None
    before: str
    role: str
    stands: bool


def standing(session: Session, workspace_id: str, member_id: str) -> tuple[Standing, ...]:
    """Everyone with a role, admins first, for an admin to look at.

    Raises `NotAllowed` for anyone else.
    """
    people.administering(session, workspace_id, member_id)
    rows = session.scalars(people.in_charge(workspace_id)).all()
    found = [Standing(row.id, *strongest(row)) for row in rows]
    return tuple(sorted(found, key=lambda one: (-RANK[one.role], one.member_id)))


def appoint(
    session: Session, workspace_id: str, actor_id: str, member_id: str, role: str, *, at: datetime
) -> Appointed:
    """An admin gives someone a role, or takes back what was given: `role` is member, facilitator or admin.

    Raises `NotAllowed` for those who are no admins, `LearningError` at `member` for whom it cannot be and at
    `role` for a role that comes from elsewhere, or that is the last admin's.
    """
    settings.lock(session, workspace_id)
    people.administering(session, workspace_id, actor_id)
    return assign(session, workspace_id, actor_id, member_id, role, at=at)


def assign(
    session: Session, workspace_id: str, actor_id: str | None, member_id: str, role: str, *, at: datetime
) -> Appointed:
    """Gives the role, whoever decided it (None: the command line); raises as `appoint` does."""
    row = session.get(Row, (workspace_id, member_id))
    if row is None or not row.name:
        raise LearningError("I don't know them yet. Please try again in a moment.", field="member")
    if row.is_bot:
        raise LearningError("That is an app: only people can have a role.", field="member")
    before = people.get(session, workspace_id, member_id).role
    if role != "member":
        _check(row)
    fixed, why = elsewhere(row)
    if RANK[role] < RANK[fixed] and before == fixed:
        raise LearningError(_why_not(row.name, fixed, why), field="role")
    if before == "admin" and role != "admin" and people.admins(session, workspace_id) == (member_id,):
        raise LearningError(
            "Nobody else is an admin. Make somebody else one first, then I can do that.", field="role"
        )
    row.granted = None if RANK[role] <= RANK[fixed] else role
    session.flush()
    after = people.get(session, workspace_id, member_id).role
    if after != before:
        verb = names.Verbs.APPOINTED if RANK[after] > RANK[before] else names.Verbs.TOOK_BACK_ROLE
        change_id = audit.record(
            session, workspace_id, actor_id, verb, audit.ROLE, before, after, member_id=member_id, at=at
        )
        if member_id != actor_id and not row.is_gone:
            key = outbox.key(names.ROLE, change_id)
            outbox.say(session, workspace_id, key, names.ROLE, change_id, member_id, at=at)
    return Appointed(member_id, before, after)


def news(session: Session, change_id: int, workspace_id: str) -> News:
    """What the one whose role was changed hears of it."""
    change = audit.change(session, change_id)
    now = people.get(session, workspace_id, change.member_id or "").role
    return News(change.actor_id, change.before, change.after, now == change.after)


def _check(row: Row) -> None:
    if row.is_gone:
        raise LearningError(f"The account of {row.name} is deactivated in Slack.", field="member")
    if row.is_guest:
        raise LearningError(
            f"{row.name} is a guest here. Guests can ask, answer, join and thank, but not facilitate or "
            "administer.",
            field="member",
        )


def elsewhere(row: Row) -> tuple[str, str]:
    """The role that nobody can take back here, and where it comes from."""
    if row.slack_admin:
        return "admin", SLACK
    return row.appointed or "member", ENVIRONMENT


def strongest(row: Row) -> tuple[str, str]:
    """The role of somebody who is no guest, and where it comes from."""
    fixed, why = elsewhere(row)
    granted = row.granted or "member"
    return (granted, GRANTED) if RANK[granted] > RANK[fixed] else (fixed, why)


def _why_not(name: str, role: str, why: str) -> str:
    if why == SLACK:
        return f"{name} is an admin or owner of this Slack workspace, and so an admin here. Change it there."
    variable = "TEACHBACK_ADMINS" if role == "admin" else "TEACHBACK_FACILITATORS"
    return f"{name} is named in {variable}, which only whoever runs me can change. Ask them."
