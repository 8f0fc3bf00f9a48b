"""What to do next: suggestions with their evidence, each done by one press of an admin, or put off."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from learning.core.errors import Gone
from learning.digests import names, rules
from learning.workspace import people
from storage import activity_log
from storage.engine.compiled import insert_new
from storage.models.base import NOBODY
from storage.models.digests import Suggestion as Row
from storage.models.outbox import Outbox
from storage.outbox import outbox

MOST = 5
"""How many there are in one digest."""
OF_A_KIND = 2
OPEN, DONE, DISMISSED = "open", "done", "dismissed"
"""The kind of the messages that show them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to do next; `facts` is its evidence, and once it is done also what came of it."""

    id: int
    kind: str
    facts: Mapping[str, Any]
    state: str
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press came to; not `fresh` when somebody had decided before."""

    suggestion: Suggestion
    fresh: bool


def make(session: Session, workspace_id: str, week: date, *, at: datetime) -> tuple[Suggestion, ...]:
    """The suggestions of the digest about the week of this Monday: found now (UTC), unless they are there.

    The weightiest `MOST` of what the rules find, at most `OF_A_KIND` of each. What was done or put off a week
    before is left alone this time.
    """
    if made := of_week(session, workspace_id, week, at=at):
        return made
    settled = set(
        session.execute(
            select(Row.kind, Row.subject).where(
                Row.workspace_id == workspace_id, Row.week == week - timedelta(weeks=1), Row.state != OPEN
            )
        ).all()
    )
    taken: dict[str, int] = {}
    chosen = []
    for kind, one in rules.find(session, workspace_id, at=at):
        if (kind, one.subject) in settled or taken.get(kind, 0) == OF_A_KIND:
            continue
        taken[kind] = taken.get(kind, 0) + 1
        chosen.append((kind, one))
    for kind, one in chosen[:MOST]:
        insert_new(
            session,
            Row,
            workspace_id=workspace_id,
            week=week,
            kind=kind,
            subject=one.subject,
            facts=json.dumps(one.facts),
            weight=one.weight,
            state=OPEN,
        )
    return of_week(session, workspace_id, week, at=at)


def of_week(session: Session, workspace_id: str, week: date, *, at: datetime) -> tuple[Suggestion, ...]:
    """The suggestions of the digest about the week of this Monday, the weightiest first, as they are now."""
    rows = session.scalars(
        select(Row)
        .where(Row.workspace_id == workspace_id, Row.week == week)
        .order_by(Row.weight.desc(), Row.id)
        .execution_options(populate_existing=True)
    )
    return tuple(_seen(row, **_renewed(session, row, at)) for row in rows)


def act(session: Session, workspace_id: str, member_id: str, number: int, *, at: datetime) -> Pressed:
    """An admin presses what a suggestion proposes: it happens, once; whoever presses later hears of that.

    Raises `NotAllowed` for anyone else, `Gone` for what is not there, and `LearningError` when it cannot be
    done now, and then it stays open.
    """
    row = _open(session, workspace_id, member_id, number)
    if row.state != OPEN:
        return Pressed(_seen(row), fresh=False)
    facts = {**json.loads(row.facts), "id": row.id}
    facts["outcome"] = rules.known()[row.kind].act(session, workspace_id, facts, at=at)
    row.facts = json.dumps(facts)
    return _decide(session, row, member_id, DONE, names.Verbs.ACTED_ON, at)


def dismiss(session: Session, workspace_id: str, member_id: str, number: int, *, at: datetime) -> Pressed:
    """An admin puts a suggestion off: the next digest leaves it out. Raises as `act` does."""
    row = _open(session, workspace_id, member_id, number)
    if row.state != OPEN:
        return Pressed(_seen(row), fresh=False)
    return _decide(session, row, member_id, DISMISSED, names.Verbs.PUT_OFF, at)


def outcome(session: Session, number: int) -> dict[str, Any]:
    """What came of a suggestion that was done."""
    came: dict[str, Any] = json.loads(session.get_one(Row, number).facts)["outcome"]
    return came


def about(workspace_id: str, member_id: str) -> ColumnElement[bool]:
    """Those that name somebody, or have their words in the evidence."""
    quoting = [
        and_(Row.kind == rule.kind, Row.subject.in_(rule.quotes.subjects(workspace_id, member_id)))
        for rule in rules.known().values()
        if rule.quotes
    ]
    return and_(Row.workspace_id == workspace_id, or_(Row.facts.contains(f'"{member_id}"'), *quoting))


def naming(workspace_id: str, member_id: str) -> Select[int]:
    """The numbers of those that name somebody, or have the words of a question of theirs."""
    return select(Row.id).where(about(workspace_id, member_id))


def forget(session: Session, workspace_id: str, member_id: str, *, instead: str) -> None:
    """Somebody is named in no suggestion any more: open ones go, of others what came of them stays.

    `instead` stands for their words.
    """
    for row in session.scalars(select(Row).where(about(workspace_id, member_id))):
        if row.state == OPEN:
            session.delete(row)
            continue
        facts = json.loads(row.facts.replace(f'"{member_id}"', f'"{NOBODY}"'))
        quotes = rules.known()[row.kind].quotes
        if quotes and row.subject in session.scalars(quotes.subjects(workspace_id, member_id)).all():
            quotes.forget(facts, instead)
        row.facts = json.dumps(facts)
    session.flush()


def _open(session: Session, workspace_id: str, member_id: str, number: int) -> Row:
    people.administering(session, workspace_id, member_id)
    row = session.scalars(
        select(Row)
        .where(Row.id == number, Row.workspace_id == workspace_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise Gone("That suggestion isn't there any more. Type /digest to see where things stand.")
    return row


def _decide(session: Session, row: Row, member_id: str, state: str, verb: str, at: datetime) -> Pressed:
    row.state, row.decided_by, row.decided_at = state, member_id, at
    session.flush()
    activity_log.record(session, row.workspace_id, member_id, verb, ("suggestion", row.id), at=at)
    # What was given up stays unsaid. A press may come before the post it is on is recorded: that one is owed.
    # Only what people can see, or are about to, says what became of it: what failed stays unsaid.
    keys = session.scalars(
        select(Outbox.key).where(
            Outbox.kind == names.WEEKLY,
            Outbox.subject_id == row.week.toordinal(),
            Outbox.workspace_id == row.workspace_id,
            or_(Outbox.message_ts.is_not(None), Outbox.state.in_(outbox.OWED)),
        )
    ).all()
    for key in keys:
        outbox.refresh(session, row.workspace_id, key, at=at)
    return Pressed(_seen(row), fresh=True)


def _seen(row: Row, **newer: Any) -> Suggestion:
    facts = json.loads(row.facts) | newer
    return Suggestion(row.id, row.kind, MappingProxyType(facts), row.state, row.decided_by)


def _renewed(session: Session, row: Row, at: datetime) -> dict[str, Any]:
    """What goes on until somebody decides."""
    renew = rules.known()[row.kind].renew
    return renew(session, json.loads(row.facts), at) if renew and row.state == OPEN else {}
