"""Lunches on Home: those to host, those that come, those without a host, and topics that want one."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.sockets.home import DUTIES_SHOWN, SHOWN, Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.lunches import demand, host_requests, listings, lunches
from learning.lunches.demand import Unmet
from learning.lunches.host_requests import Suggestion
from learning.lunches.listings import ListedLunch
from learning.lunches.lunches import Card
from storage.models.lunches import Lunch

TO_HOST_SHOWN = 2
"""How many lunches to host are shown; the oldest of more."""


def orphaned(session: Session, workspace_id: str, *, at: datetime) -> tuple[Card, ...]:
    """The lunches to come that nobody hosts any more, soonest first."""
    found = session.scalars(
        select(Lunch)
        .where(
            Lunch.workspace_id == workspace_id,
            Lunch.starts_at > at,
            Lunch.state.in_(("planned", "open")),
            Lunch.orphaned,
        )
        .order_by(Lunch.starts_at, Lunch.id)
        .limit(DUTIES_SHOWN + 1)
    ).all()
    return lunches.cards(session, found) if found else ()


def _to_host(viewer: Viewer) -> tuple[Suggestion, ...]:
    return host_requests.mine(
        viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at, limit=TO_HOST_SHOWN
    )


def _coming(viewer: Viewer) -> tuple[ListedLunch, ...]:
    return listings.mine(viewer.session, viewer.workspace_id, viewer.member_id, at=viewer.at, limit=SHOWN + 1)


def _orphaned(viewer: Viewer) -> tuple[Card, ...]:
    return orphaned(viewer.session, viewer.workspace_id, at=viewer.at)


def _untaught(viewer: Viewer) -> tuple[Unmet, ...]:
    return demand.untaught(viewer.session, viewer.workspace_id, at=viewer.at, limit=DUTIES_SHOWN + 1)


TO_HOST = Entry("lunches to host", Slot.WAITING, Shelf.HOST, _to_host)
COMING = Entry("lunches", Slot.COMING, Shelf.GATHER, _coming)
ORPHANED = Entry("lunches without a host", Slot.FACILITATORS, Shelf.GATHER, _orphaned)
UNTAUGHT = Entry("topics that nobody teaches", Slot.FACILITATORS, Shelf.WANT, _untaught)
