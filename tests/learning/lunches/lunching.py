"""A host and their lunch, for tests of lunches."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from learning.core import wallclock
from learning.lunches import announcements, edits, lunches, occurrences, proposals
from learning.lunches.proposals import Plan
from learning.workspace import channels, people, workspaces
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from learning.workspace.workspaces import Workspace
from storage.models.activity_log import LogEntry
from storage.models.base import Base
from storage.models.lunches import Seat
from storage.models.outbox import Outbox

T, C = "T1", "C1"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
START = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
BEN, FAY, ANA, HUGO, KATE, LIAM = "UBEN", "UFAY", "UANA", "UHUGO", "UKATE", "ULIAM"


def town(session: Session, zone: str = "Europe/Lisbon") -> None:
    """Ben hosts, Fay facilitates, the others learn; all know #learning."""
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    names = {BEN: "Ben", FAY: "Fay", ANA: "Ana", HUGO: "Hugo", KATE: "Kate", LIAM: "Liam"}
    people.meet(session, T, [Profile(number, name, zone) for number, name in names.items()])
    people.appoint(session, T, facilitators=[FAY])
    channels.remember(session, Channel(T, C, "learning", False, False, True))


def plan(*, at: datetime = NOW, **more: Any) -> Plan:
    """What the form says, unless said otherwise: noon in Lisbon on 12 March, three quarters of an hour."""
    fields: dict[str, Any] = {
        "title": "Kubernetes, gently",
        "takeaways": "You can read a manifest.",
        "named": ["kubernetes"],
        "on": "2026-03-12",
        "clock": "12:00",
        "zone": "Europe/Lisbon",
        "minutes": "45",
        "seats": "2",
        "place": "Room 4",
        "channel_id": C,
        "repeat": wallclock.ONCE,
        "until": None,
    }
    fields |= more
    return proposals.plan(fields.pop("title"), fields.pop("takeaways"), at=at, **fields)


def propose(session: Session, *, at: datetime = NOW, key: str = "view:V1", **more: Any) -> int:
    """Ben's lunch, announced and posted; its number."""
    proposed = proposals.propose(session, T, BEN, plan(at=at, **more), request_key=key, at=at)
    number, channel_id = proposed.lunch_ids[0], proposed.card.channel_id
    announcements.posted(session, number, channel_id, f"1772442{number:03}.0001", at=at)
    return number


def edit(
    session: Session, number: int, *, at: datetime = NOW, by: str = BEN, **more: Any
) -> occurrences.Edited:
    """Somebody changes a lunch, as it was when they opened the form."""
    version, scope = more.pop("version", None), more.pop("scope", occurrences.THIS)
    if version is None:
        version = lunches.card(session, number).version
    wanted = plan(at=at, **{"repeat": None, **more})
    return edits.edit(session, T, by, number, wanted, version=version, scope=scope, at=at)


def series_of_four(session: Session) -> tuple[int, ...]:
    """Four weekly sittings of Ben's, 12 March to 2 April; their numbers."""
    town(session)
    wanted = plan(repeat="weekly", until="2026-04-02")
    return proposals.propose(session, T, BEN, wanted, request_key="v", at=NOW).lunch_ids


def memory() -> Session:
    """A session on a database of its own that nobody keeps."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    Base.metadata.create_all(engine)
    return Session(engine)


def seat(session: Session, lunch_id: int, member_id: str) -> Seat:
    return session.get_one(Seat, (lunch_id, member_id), populate_existing=True)


def states(session: Session, lunch_id: int) -> dict[str, str]:
    """Who has a seat, is offered one, or waits."""
    rows = session.execute(
        select(Seat.member_id, Seat.state).where(Seat.lunch_id == lunch_id, Seat.state != "left")
    )
    return dict(rows.all())


def verbs(session: Session, kind: str = "lunch") -> list[str]:
    """What happened so far, in order."""
    rows = session.scalars(select(LogEntry.verb).where(LogEntry.subject_kind == kind).order_by(LogEntry.id))
    return list(rows)


def owed(session: Session, kind: str) -> list[str]:
    """Who is owed messages of a kind, sorted."""
    return sorted(session.scalars(select(Outbox.recipient_id).where(Outbox.kind == f"lunches.{kind}")))


def before_start(**time: float) -> datetime:
    return START - timedelta(**time)
