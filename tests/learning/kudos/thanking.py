"""People who thank each other, for tests of kudos."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.kudos import kudos, reactions
from learning.kudos.kudos import Given
from learning.workspace import channels, people, settings, workspaces
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from learning.workspace.workspaces import Workspace
from storage.models.activity_log import LogEntry
from storage.models.kudos import Kudos, KudosRecipient
from storage.models.outbox import Outbox

T, C, SECRET, THANKS = "T1", "C1", "C2", "C3"
ANA, BEN, HUGO, KATE, LIAM, MEI, NOOR, BOT = (
    "UANA",
    "UBEN",
    "UHUGO",
    "UKATE",
    "ULIAM",
    "UMEI",
    "UNOOR",
    "UBOT",
)
GRACE = "UGRACE"
NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
"""A Tuesday."""
_numbers = count()


def town(session: Session, **chosen: object) -> None:
    """Six people in Lisbon, Grace an admin and Mei a guest among them; Noor has left, and there is an app."""
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", BOT))
    names = {ANA: "Ana", BEN: "Ben", HUGO: "Hugo", KATE: "Kate", LIAM: "Liam"}
    zone = "Europe/Lisbon"
    people.meet(
        session,
        T,
        [
            *(Profile(number, name, zone) for number, name in names.items()),
            Profile(GRACE, "Grace", zone, slack_admin=True),
            Profile(MEI, "Mei Lin", zone, is_guest=True),
            Profile(NOOR, "Noor", zone, is_gone=True),
            Profile(BOT, "Teachback", zone, is_bot=True),
        ],
    )
    channels.remember(session, Channel(T, C, "learning", False, False, True))
    channels.remember(session, Channel(T, SECRET, "secret", True, False, True))
    channels.remember(session, Channel(T, THANKS, "thanks", False, False, True))
    settings.put(session, T, {"zone": zone, **chosen})


def thank(
    session: Session,
    giver: str,
    *members: str,
    reason: str = "for explaining joins",
    here: str | None = C,
    key: str | None = None,
    at: datetime = NOW,
) -> Given:
    """Somebody thanks these people in #learning, by command."""
    return kudos.give(
        session,
        T,
        giver,
        members,
        kudos.word(reason),
        here=here,
        request_key=key or f"command:{next(_numbers)}",
        at=at,
    )


def clap(
    session: Session,
    giver: str,
    author: str,
    ts: str = "1.000001",
    *,
    name: str = "tada",
    stands: bool = True,
    channel_id: str = C,
    at: datetime = NOW,
) -> bool:
    """Somebody puts a reaction on a message, or takes it away."""
    return reactions.heard(
        session,
        T,
        giver,
        author_id=author,
        channel_id=channel_id,
        message_ts=ts,
        name=name,
        stands=stands,
        at=at,
    )


def ledger(session: Session) -> list[tuple[str, str]]:
    """Who thanks whom, as it stands, sorted."""
    rows: Any = session.execute(
        select(Kudos.giver_id, KudosRecipient.member_id)
        .join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id)
        .where(Kudos.retracted_at.is_(None))
    )
    return sorted((giver, member) for giver, member in rows)


def verbs(session: Session) -> list[str]:
    rows = select(LogEntry.verb).where(LogEntry.subject_kind == "kudos").order_by(LogEntry.id)
    return list(session.scalars(rows))


def owed(session: Session, kind: str) -> list[str]:
    """Who is owed messages of a kind, sorted."""
    return sorted(session.scalars(select(Outbox.recipient_id).where(Outbox.kind == kind)))
