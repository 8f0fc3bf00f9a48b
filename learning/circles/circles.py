"""Discussion circles: what there is, what each shows, who is in it, and who may decide about it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from learning.circles import names, rhythms
from learning.circles.rhythms import Rhythm
from learning.core.errors import Gone, NotAllowed
from learning.workspace import people
from storage import activity_log
from storage.models.circles import Circle, CircleMember
from storage.models.schedules import Schedule
from storage.models.workspace import Channel, Member, Topic

"""The kind of schedule by which a circle's rounds come."""
DISCUSSION, TURNS, DEBATE, COFFEE = "discussion", "round", "debate", "coffee"
SHOWN = 12
"""How many circles a list shows at once: there are four blocks to each, and Slack takes fifty."""


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """A circle as it stands. `local` is its wall time in `zone`, `next_at` its next round in UTC, if any.

    `why` says what stopped it, when it was not a person; `silent` counts rounds in a row without a voice.
    It `is_orphaned` when whoever facilitates it left the company, or had their data deleted.
    """

    circle_id: int
    name: str
    topic: str
    channel_id: str
    facilitator_id: str
    is_open: bool
    format: str
    rhythm: Rhythm
    local: datetime
    zone: str
    until: date | None
    use_bank: bool
    use_own: bool
    kinds: tuple[str, ...]
    state: str
    paused_until: date | None
    why: str
    silent: int
    version: int
    members: int
    next_at: datetime | None
    is_orphaned: bool = False


@dataclass(frozen=True, slots=True)
class ListedCircle:
    """A circle as one reader sees it: whether they are in it, and whether they may decide about it."""

    facts: CircleFacts
    is_in: bool
    may_decide: bool


def get(session: Session, workspace_id: str, circle_id: int) -> Circle:
    """A circle of this workspace, locked until the transaction ends. Raises `Gone` for what is not there."""
    # First what makes it come again: the tick that acts on it locks them in that order too.
    session.execute(
        select(Schedule.id)
        .where(
            Schedule.workspace_id == workspace_id,
            Schedule.kind == names.Schedules.ROUND,
            Schedule.subject_id == circle_id,
        )
        .with_for_update()
    )
    circle = session.scalars(
        select(Circle)
        .where(Circle.id == circle_id, Circle.workspace_id == workspace_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if circle is None:
        raise Gone("That circle isn't there any more. Type /circle list to see what there is.")
    return circle


def standing(circle: Circle) -> None:
    """Raises `Gone` when a circle has ended."""
    if circle.state == "ended":
        raise Gone(f"“{circle.name}” has ended. Type /circle list to see what there is.")


def may_decide(session: Session, circle: Circle, member_id: str) -> None:
    """Raises `NotAllowed`, in words that say who may, unless they facilitate it or facilitate at all."""
    member = people.acting(session, circle.workspace_id, member_id)
    if not member.facilitates and (member.is_guest or member_id != circle.facilitator_id):
        name = people.get(session, circle.workspace_id, circle.facilitator_id).name or "its facilitator"
        raise NotAllowed(f"Only {name}, who facilitates this circle, or another facilitator can do that.")


def facts(session: Session, circle_id: int) -> CircleFacts:
    """A circle as it stands now."""
    return all_facts(session, [session.get_one(Circle, circle_id)])[0]


def all_facts(session: Session, found: Sequence[Circle]) -> tuple[CircleFacts, ...]:
    """How these circles stand now, in their order."""
    numbers = [circle.id for circle in found]
    sizes: dict[int, int] = dict(
        session.execute(
            select(CircleMember.circle_id, func.count())
            .where(CircleMember.circle_id.in_(numbers), CircleMember.left_at.is_(None))
            .group_by(CircleMember.circle_id)
        ).all()
    )
    named: dict[int, str] = dict(
        session.execute(
            select(Topic.id, Topic.name).where(Topic.id.in_({circle.topic_id for circle in found}))
        ).all()
    )
    coming: dict[int, datetime | None] = dict(
        session.execute(
            select(Schedule.subject_id, Schedule.next_at).where(
                Schedule.workspace_id.in_({circle.workspace_id for circle in found}),
                Schedule.kind == names.Schedules.ROUND,
                Schedule.subject_id.in_(numbers),
            )
        ).all()
    )
    left = set(session.scalars(select(Circle.id).where(Circle.id.in_(numbers), orphaned())))
    return tuple(
        CircleFacts(
            circle_id=circle.id,
            name=circle.name,
            topic=named.get(circle.topic_id or 0, ""),
            channel_id=circle.channel_id,
            facilitator_id=circle.facilitator_id,
            is_open=circle.is_open,
            format=circle.format,
            rhythm=rhythms.read(circle.rule),
            local=datetime.fromisoformat(circle.local),
            zone=circle.zone,
            until=circle.until,
            use_bank=circle.use_bank,
            use_own=circle.use_own,
            kinds=tuple(json.loads(circle.kinds)),
            state=circle.state,
            paused_until=circle.paused_until,
            why=circle.why,
            silent=circle.silent,
            version=circle.version,
            members=sizes.get(circle.id, 0),
            next_at=coming.get(circle.id) if circle.state != "ended" else None,
            is_orphaned=circle.id in left,
        )
        for circle in found
    )


def members(session: Session, circle_id: int) -> tuple[str, ...]:
    """Who is in a circle now and still in the company, those who are longest in it first."""
    gone = select(Member.id).where(Member.workspace_id == CircleMember.workspace_id, Member.is_gone)
    return tuple(
        session.scalars(
            select(CircleMember.member_id)
            .where(
                CircleMember.circle_id == circle_id,
                CircleMember.left_at.is_(None),
                CircleMember.member_id.not_in(gone),
            )
            .order_by(CircleMember.joined_at, CircleMember.member_id)
        )
    )


def listed(
    session: Session, workspace_id: str, member_id: str, *, here: str, page: int = 1
) -> tuple[ListedCircle, ...]:
    """The circles that go on and that whoever is `here` may see, their own first, then by name: those of a
    page, which is 1 at first, and one more where another page follows.

    A circle of chosen people is shown to them and to those who facilitate, one in a private channel to its
    members and to those who are there. Those who facilitate see what nobody looks after, wherever it is, and
    before what somebody does.
    """
    facilitates = people.get(session, workspace_id, member_id).facilitates
    mine = _taking_part(workspace_id, member_id)
    public = select(Channel.id).where(Channel.workspace_id == workspace_id, Channel.is_private.is_(False))
    own: ColumnElement[bool] = or_(Circle.id.in_(mine), Circle.facilitator_id == member_id)
    there = or_(Circle.channel_id == here, Circle.channel_id.in_(public))
    found = session.scalars(
        select(Circle)
        .where(
            Circle.workspace_id == workspace_id,
            Circle.state.in_(("running", "paused")),
            or_(own, there, orphaned()) if facilitates else or_(own, there & Circle.is_open),
        )
        .order_by(
            own.desc(), *([orphaned().desc()] if facilitates else []), func.lower(Circle.name), Circle.id
        )
        .offset((page - 1) * SHOWN)
        .limit(SHOWN + 1)
    ).all()
    taking = set(session.scalars(mine))
    return tuple(
        ListedCircle(one, one.circle_id in taking, facilitates or one.facilitator_id == member_id)
        for one in all_facts(session, found)
    )


def orphans(session: Session, workspace_id: str, *, limit: int) -> tuple[CircleFacts, ...]:
    """The circles of this workspace that go on and that nobody looks after any more, the oldest first."""
    found = session.scalars(
        select(Circle)
        .where(Circle.workspace_id == workspace_id, Circle.state.in_(("running", "paused")), orphaned())
        .order_by(Circle.id)
        .limit(limit)
    ).all()
    return all_facts(session, found)


def orphaned() -> ColumnElement[bool]:
    """Whether whoever facilitates a circle is nobody, a guest by now, or not in the company any more."""
    return ~exists().where(
        Member.workspace_id == Circle.workspace_id,
        Member.id == Circle.facilitator_id,
        Member.is_gone.is_(False),
        Member.is_guest.is_(False),
    )


def mine(
    session: Session, workspace_id: str, member_id: str, *, at: datetime, limit: int = 10
) -> tuple[ListedCircle, ...]:
    """The circles that a member is in or facilitates and that go on, the one that comes next first."""
    found = session.scalars(
        select(Circle)
        .outerjoin(
            Schedule,
            (Schedule.workspace_id == Circle.workspace_id)
            & (Schedule.kind == names.Schedules.ROUND)
            & (Schedule.subject_id == Circle.id),
        )
        .where(
            Circle.workspace_id == workspace_id,
            Circle.state.in_(("running", "paused")),
            or_(
                Circle.id.in_(_taking_part(workspace_id, member_id)),
                Circle.facilitator_id == member_id,
            ),
        )
        .order_by(Schedule.next_at.is_(None), Schedule.next_at, Circle.id)
        .limit(limit)
    ).all()
    taking = set(session.scalars(_taking_part(workspace_id, member_id)))
    facilitates = people.get(session, workspace_id, member_id).facilitates
    return tuple(
        ListedCircle(one, one.circle_id in taking, facilitates or one.facilitator_id == member_id)
        for one in all_facts(session, found)
    )


def is_in(session: Session, circle_id: int, member_id: str) -> bool:
    row = session.get(CircleMember, (circle_id, member_id))
    return row is not None and row.left_at is None


def log(session: Session, circle: Circle, actor_id: str | None, verb: str, *, at: datetime) -> None:
    """Logs what somebody did about a circle, under its topic."""
    activity_log.record(
        session, circle.workspace_id, actor_id, verb, ("circle", circle.id), topic_id=circle.topic_id, at=at
    )


def _taking_part(workspace_id: str, member_id: str) -> Select[Any]:
    return select(CircleMember.circle_id).where(
        CircleMember.workspace_id == workspace_id,
        CircleMember.member_id == member_id,
        CircleMember.left_at.is_(None),
    )
