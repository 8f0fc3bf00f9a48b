"""Teams: which one each person is in, by what the workspace's admins chose to go by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.core import words
from storage.models.workspace import Member

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Group:
    """One of Slack's user groups: its handle without @, its name, and the ids of those in it."""

    handle: str
    name: str
    members: tuple[str, ...]


def of_groups(groups: Iterable[Group], handles: Sequence[str]) -> dict[str, str]:
    """The team of each member of these groups, by member id.

    Of several that somebody is in, the first named in `handles` counts; where none is named, the smallest.
    """
    chosen = {group.handle: group for group in groups}
    ranked = [chosen[handle] for handle in handles if handle in chosen]
    if not handles:
        ranked = sorted(chosen.values(), key=lambda group: (len(group.members), group.handle))
    teams: dict[str, str] = {}
    for group in ranked:
        for member_id in group.members:
            teams.setdefault(member_id, name(group.name))
    return teams


def name(written: str) -> str:
    """A team's name on one line, cut where it is too long for one."""
    return words.shorten(" ".join(words.clean(written).split()), LONGEST)


def everyone(session: Session, workspace_id: str) -> tuple[str, ...]:
    """The ids of the people who may be in a team: all that are still here."""
    rows = session.scalars(
        select(Member.id)
        .where(
            Member.workspace_id == workspace_id,
            Member.is_gone.is_(False),
            Member.is_bot.is_(False),
            Member.name != "",
        )
        .order_by(Member.id)
    )
    return tuple(rows)


def put(session: Session, workspace_id: str, teams: Mapping[str, str]) -> int:
    """Writes down the team of each of these people, empty for none; returns for how many it is another."""
    known: dict[str, str] = dict(
        session.execute(select(Member.id, Member.team).where(Member.workspace_id == workspace_id)).all()
    )
    moved = {member_id: team for member_id, team in teams.items() if known.get(member_id, team) != team}
    if moved:
        session.execute(
            update(Member),
            [
                {"workspace_id": workspace_id, "id": member_id, "team": team}
                for member_id, team in moved.items()
            ],
        )
    return len(moved)
