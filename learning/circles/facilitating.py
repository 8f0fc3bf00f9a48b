"""What a facilitator does with a circle: begin it, change it, pause it, end it, and hand it on."""

import json
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, membership, names, own_prompts, previews, prompts, rounds
from learning.circles.circles import CircleFacts
from learning.circles.plans import Plan
from learning.core import names as common
from learning.core import schedules, topics, wallclock
from learning.core.errors import LearningError
from learning.workspace import people
from storage.engine.compiled import insert_key
from storage.models.circles import Circle
from storage.outbox import outbox

INSTEAD = "Type /circle list to see what there is to join."
"""What those can do who may not begin a circle."""


def begin(
    session: Session, workspace_id: str, member_id: str, wanted: Plan, *, request_key: str, at: datetime
) -> CircleFacts:
    """Begins a circle that its facilitator is in; those who were chosen hear of it.

    `request_key` names the request: the same one again changes nothing and answers the same.
    """
    people.facilitating(session, workspace_id, member_id, instead=INSTEAD)
    _only_people(session, workspace_id, wanted.members)
    number = insert_key(
        session,
        Circle,
        workspace_id=workspace_id,
        request_key=request_key,
        facilitator_id=member_id,
        state="running",
        paused_until=None,
        why="",
        silent=0,
        orphaned=False,
        version=0,
        created_at=at,
        local=wanted.local.isoformat("T", "minutes"),
        **_shape(session, workspace_id, wanted),
    )
    if number is None:
        same = select(Circle.id).where(Circle.workspace_id == workspace_id, Circle.request_key == request_key)
        return circles.facts(session, session.scalars(same).one())
    circle = circles.get(session, workspace_id, int(number))
    circles.log(session, circle, member_id, names.Verbs.BEGAN, at=at)
    for one in (member_id, *wanted.members):
        _bring(session, circle, one, by=member_id, at=at)
    _own_prompts(session, circle, wanted, ())
    _arrange(session, circle, at=at)
    rounds.prepare(session, at=at)
    return circles.facts(session, circle.id)


def form(session: Session, workspace_id: str, member_id: str, circle_id: int) -> CircleFacts:
    """A circle as whoever may decide about it wants to change it; raises `Gone` when it has ended."""
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    circles.standing(circle)
    return circles.facts(session, circle.id)


def edit(
    session: Session,
    workspace_id: str,
    member_id: str,
    circle_id: int,
    wanted: Plan,
    *,
    shown: Collection[str],
    shown_prompts: Collection[int] = (),
    version: int,
    at: datetime,
) -> CircleFacts:
    """Changes a circle; of its members, who was `shown` and is not wanted leaves, who is new comes.

    It is the same with its own prompts by their rows' numbers, unless they were used. Raises `LearningError`
    at `name` when somebody else changed it since `version`. One that stopped because of its channel goes on
    in another.
    """
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    circles.standing(circle)
    if circle.version != version:
        raise LearningError(
            "Someone changed this circle while you were writing. Open the form again to see how it is now.",
            field="name",
        )
    _only_people(session, workspace_id, wanted.members)
    if circle.why and wanted.channel_id != circle.channel_id:
        circle.state, circle.why = "running", ""
    before = circle.format, circle.use_bank, circle.use_own, circle.kinds
    for name, value in _shape(session, workspace_id, wanted).items():
        setattr(circle, name, value)
    after = circle.format, circle.use_bank, circle.use_own, circle.kinds
    # The next round stays what it was: then what its rhythm counts from stays too.
    if wallclock.instant(wanted.local, wanted.zone) != schedules.upcoming(
        session, workspace_id, names.Schedules.ROUND, circle.id
    ):
        circle.local = wanted.local.isoformat("T", "minutes")
    circle.version += 1
    session.flush()
    circles.log(session, circle, member_id, common.Verbs.EDITED, at=at)
    for one in sorted(set(shown) - set(wanted.members)):
        membership.go(session, circle, one, at=at)
    for one in wanted.members:
        _bring(session, circle, one, by=member_id, at=at)
    membership.redraw(session, circle, at=at)
    _own_prompts(session, circle, wanted, shown_prompts)
    _arrange(session, circle, at=at)
    previews.follow(session, circle, anew=before != after, at=at)
    rounds.prepare(session, at=at)
    return circles.facts(session, circle.id)


def pause(
    session: Session, workspace_id: str, member_id: str, circle_id: int, until: str | None, *, at: datetime
) -> CircleFacts:
    """No rounds until that ISO date on the circle's calendar, or until somebody resumes it.

    Raises `LearningError` at `until` for a day that is not to come.
    """
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    circles.standing(circle)
    day = date.fromisoformat(until) if until else None
    if day is not None and day <= wallclock.wall(at, circle.zone).date():
        raise LearningError(
            "That day isn't to come any more. Choose a later one, or leave it empty.", field="until"
        )
    circle.state, circle.paused_until, circle.version = "paused", day, circle.version + 1
    session.flush()
    circles.log(session, circle, member_id, names.Verbs.PAUSED, at=at)
    previews.follow(session, circle, at=at)
    return circles.facts(session, circle.id)


def resume(
    session: Session, workspace_id: str, member_id: str, circle_id: int, *, at: datetime
) -> CircleFacts:
    """The circle goes on; pressed again, nothing changes."""
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    circles.standing(circle)
    if circle.state == "paused":
        go_on(session, circle, member_id, at=at)
    return circles.facts(session, circle.id)


def end(session: Session, workspace_id: str, member_id: str, circle_id: int, *, at: datetime) -> CircleFacts:
    """A circle ends; what was asked in it stays. Ended again, nothing changes."""
    circle = circles.get(session, workspace_id, circle_id)
    circles.may_decide(session, circle, member_id)
    if circle.state != "ended":
        circle.state, circle.version = "ended", circle.version + 1
        session.flush()
        schedules.drop(session, workspace_id, names.Schedules.ROUND, circle.id)
        previews.follow(session, circle, at=at)
        membership.redraw(session, circle, at=at)
        circles.log(session, circle, member_id, names.Verbs.ENDED, at=at)
    return circles.facts(session, circle.id)


def go_on(session: Session, circle: Circle, by: str | None, *, at: datetime) -> None:
    """A paused circle runs again. The circle is locked."""
    circle.state, circle.paused_until, circle.why = "running", None, ""
    circle.silent, circle.version = 0, circle.version + 1
    session.flush()
    circles.log(session, circle, by, names.Verbs.RESUMED, at=at)
    previews.follow(session, circle, at=at)
    rounds.prepare(session, at=at)


def _shape(session: Session, workspace_id: str, wanted: Plan) -> dict[str, object]:
    """The columns that a plan decides, apart from what its rhythm counts from."""
    named = topics.ensure(session, workspace_id, [wanted.topic] if wanted.topic else [])
    return {
        "name": wanted.name,
        "topic_id": named[0] if named else None,
        "channel_id": wanted.channel_id,
        "is_open": wanted.is_open,
        "format": wanted.format,
        "rule": wanted.rhythm.rule,
        "zone": wanted.zone,
        "until": wanted.until,
        "use_bank": wanted.use_bank,
        "use_own": wanted.use_own,
        "kinds": json.dumps(wanted.kinds),
    }


def _arrange(session: Session, circle: Circle, *, at: datetime) -> None:
    """Its rounds come by the circle's rhythm."""
    schedules.put(
        session,
        circle.workspace_id,
        names.Schedules.ROUND,
        circle.id,
        circle.rule,
        datetime.fromisoformat(circle.local),
        circle.zone,
        until=circle.until,
        at=at,
    )


def _bring(session: Session, circle: Circle, member_id: str, *, by: str, at: datetime) -> None:
    """They are in the circle; who did not choose it themselves hears of it."""
    if membership.come(session, circle, member_id, at=at) and member_id != by:
        key = outbox.key(names.ADDED, circle.id, member_id)
        outbox.say(session, circle.workspace_id, key, names.ADDED, circle.id, member_id, at=at)


def _own_prompts(session: Session, circle: Circle, wanted: Plan, shown: Collection[int]) -> None:
    new = own_prompts.revise(session, circle, wanted.own, shown)
    if new and not circle.use_own:
        raise LearningError(
            "You wrote prompts of your own below. Choose “Our own” or “Both”, so that they are asked.",
            field="source",
        )
    if circle.use_own and not circle.use_bank and not prompts.own(session, circle.id):
        raise LearningError(
            "There is nothing to ask yet. Write one prompt a line, or take those from the bank.", field="own"
        )


def _only_people(session: Session, workspace_id: str, member_ids: Collection[str]) -> None:
    for member_id in member_ids:
        member = people.get(session, workspace_id, member_id)
        if member.is_bot or member.is_gone:
            why = "is an app" if member.is_bot else "has left the company"
            raise LearningError(f"{member.name or 'Someone'} {why}. Choose somebody else.", field="members")
