"""People: members of a workspace, their roles, and who may do what."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.errors import NotAllowed
from storage.engine.compiled import run
from storage.engine.dialect import insert
from storage.models.workspace import Channel
from storage.models.workspace import Member as Row

_ROW = Row.__table__
_ONE = select(_ROW).where(_ROW.c.workspace_id == bindparam("workspace"), _ROW.c.id == bindparam("id"))
CANNOT_ACT = exists().where(
    _ROW.c.workspace_id == bindparam("workspace_id"),
    _ROW.c.id == bindparam("actor_id"),
    or_(_ROW.c.is_gone, _ROW.c.is_bot),
)
"""Whether `acting` would raise, within another statement that names both ids."""
RANK = {"member": 0, "facilitator": 1, "admin": 2}


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the workspace as the bot knows them; `zone` is an IANA name.

    A guest is always a plain member: they ask, answer, join and thank, and decide for nobody else.
    """

    workspace_id: str
    id: str
    name: str = ""
    zone: str = "UTC"
    role: str = "member"
    is_guest: bool = False
    is_bot: bool = False
    is_gone: bool = False
    team: str = ""
    locale: str = ""

    @property
    def facilitates(self) -> bool:
        return RANK[self.role] >= RANK["facilitator"]

    @property
    def administers(self) -> bool:
        return self.role == "admin"


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person; an empty `locale` says nothing, and what was known stays."""

    id: str
    name: str
    zone: str = "UTC"
    slack_admin: bool = False
    is_guest: bool = False
    is_bot: bool = False
    is_gone: bool = False
    locale: str = ""


def meet(session: Session, workspace_id: str, profiles: Iterable[Profile]) -> int:
    """Writes down what Slack says of these people, new and known; returns how many."""
    rows = [
        {
            "workspace_id": workspace_id,
            "id": profile.id,
            "name": profile.name,
            "zone": profile.zone,
            "slack_admin": profile.slack_admin,
            "is_guest": profile.is_guest,
            "is_bot": profile.is_bot,
            "is_gone": profile.is_gone,
            "locale": profile.locale,
        }
        for profile in profiles
    ]
    for start in range(0, len(rows), 200):
        part = insert(session, Row).values(rows[start : start + 200])
        known = {name: part.excluded[name] for name in rows[0] if name not in ("workspace_id", "id")}
        known["locale"] = func.coalesce(func.nullif(part.excluded.locale, ""), Row.locale)
        session.execute(part.on_conflict_do_update(index_elements=["workspace_id", "id"], set_=known))
    return len(rows)


def appoint(
    session: Session, workspace_id: str, *, admins: Collection[str] = (), facilitators: Collection[str] = ()
) -> None:
    """Gives the named people their roles, and takes back those of whoever is named no longer."""
    session.execute(update(Row).where(Row.workspace_id == workspace_id).values(appointed=None))
    for role, ids in (("facilitator", facilitators), ("admin", admins)):
        for number in ids:
            session.execute(
                insert(session, Row)
                .values(workspace_id=workspace_id, id=number, appointed=role)
                .on_conflict_do_update(index_elements=["workspace_id", "id"], set_={"appointed": role})
            )


def get(session: Session, workspace_id: str, member_id: str) -> Member:
    """A member as known now; someone never met before is a plain member."""
    row = run(session, _ONE, {"workspace": workspace_id, "id": member_id}).first()
    return _member(row) if row else Member(workspace_id, member_id)


def facilitators(session: Session, workspace_id: str) -> tuple[str, ...]:
    """The ids of those who facilitate, admins of Slack's own among them only when nobody was appointed."""
    rows = session.scalars(in_charge(workspace_id)).all()
    named = [row.id for row in rows if row.appointed or row.granted]
    return tuple(sorted(named or [row.id for row in rows]))


def admins(session: Session, workspace_id: str) -> tuple[str, ...]:
    """The ids of those who administer now, whoever made them admins."""
    rows = session.scalars(in_charge(workspace_id)).all()
    return tuple(sorted(row.id for row in rows if _member(row).administers))


def in_charge(workspace_id: str) -> Select[Row]:
    """Those who facilitate or administer and can: no guests, no apps, nobody who left."""
    return select(Row).where(
        Row.workspace_id == workspace_id,
        Row.is_gone.is_(False),
        Row.is_guest.is_(False),
        Row.is_bot.is_(False),
        or_(Row.slack_admin, Row.appointed.is_not(None), Row.granted.is_not(None)),
    )


def known(session: Session, workspace_id: str) -> frozenset[str]:
    """The ids of everyone met so far."""
    return frozenset(session.scalars(select(Row.id).where(Row.workspace_id == workspace_id, Row.name != "")))


def zones(session: Session, workspace_id: str) -> dict[str, str]:
    """Everybody's zone, an IANA name, by their id."""
    return dict(session.execute(select(Row.id, Row.zone).where(Row.workspace_id == workspace_id)).all())


def spoken(session: Session, workspace_id: str, slack_text: str) -> str:
    """What a person wrote, out of Slack's markup, with everyone they mention by name."""
    ids = words.mentioned(slack_text)
    if not ids:
        return words.plain(slack_text)
    names: dict[str, str] = {}
    for table in (Row, Channel):
        found = session.execute(
            select(table.id, table.name).where(table.workspace_id == workspace_id, table.id.in_(ids))
        )
        names.update({number: name for number, name in found if name})
    return words.plain(slack_text, names)


def acting(session: Session, workspace_id: str, member_id: str) -> Member:
    """The member who wants to do something now.

    Raises `NotAllowed` for those who left the company and for apps.
    """
    member = get(session, workspace_id, member_id)
    if member.is_gone:
        raise NotAllowed("Your account in this workspace is deactivated, so I can't do that for you.")
    if member.is_bot:
        raise NotAllowed("Only people can ask and answer here, not apps.")
    return member


def facilitating(session: Session, workspace_id: str, member_id: str, *, instead: str = "") -> Member:
    """The member who wants to do what facilitators and admins may.

    Raises `NotAllowed` for anyone else: who can, and what they can do `instead`.
    """
    member = acting(session, workspace_id, member_id)
    if not member.facilitates:
        who = whom_to_ask(session, workspace_id, facilitators(session, workspace_id))
        raise NotAllowed(" ".join(filter(None, ("Only facilitators and admins can do that.", who, instead))))
    return member


def whom_to_ask(session: Session, workspace_id: str, able: Sequence[str]) -> str:
    """A sentence that names a few of those who can; empty when nobody's name is known."""
    names = [get(session, workspace_id, number).name for number in able]
    known = [name for name in names if name][:3]
    return f"Ask {' or '.join(known)}, who can." if known else ""


def administering(session: Session, workspace_id: str, member_id: str) -> Member:
    """The member who wants to do what admins may.

    Raises `NotAllowed` for anyone else.
    """
    member = acting(session, workspace_id, member_id)
    if not member.administers:
        raise NotAllowed("Only admins can do that. Ask one of them, they'll gladly help.")
    return member


def only_admins(session: Session, workspace_id: str, member_id: str, refusal: str) -> None:
    """Raises `NotAllowed` unless it is an admin: the refusal, and whom to ask."""
    if acting(session, workspace_id, member_id).administers:
        return
    who = whom_to_ask(session, workspace_id, admins(session, workspace_id))
    raise NotAllowed(f"{refusal} {who}".rstrip())


def _member(row: Any) -> Member:
    roles = ("admin" if row.slack_admin else "member", row.appointed or "member", row.granted or "member")
    return Member(
        workspace_id=row.workspace_id,
        id=row.id,
        name=row.name,
        zone=row.zone,
        role="member" if row.is_guest else max(roles, key=RANK.__getitem__),
        # SQLite's driver says 0 and 1.
        is_guest=bool(row.is_guest),
        is_bot=bool(row.is_bot),
        is_gone=bool(row.is_gone),
        team=row.team,
        locale=row.locale,
    )
