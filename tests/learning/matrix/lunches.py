"""Lunches: hosting, seats, and what follows."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from learning.lunches import (
    afterwards,
    announcements,
    edits,
    handovers,
    hosting,
    proposals,
    recordings,
    seats,
)
from learning.workspace import people
from learning.workspace.people import Profile
from storage.models.lunches import Lunch
from tests.learning.matrix.town import EVERYONE, FACILITATORS, LATER, ME, NOW, OTHER, THIRD, C, Row, T


def planned(host: str = OTHER) -> Callable[[Session], int]:
    """Somebody hosts a lunch in three days."""

    def propose(session: Session) -> int:
        proposed = proposals.propose(session, T, host, plan(), request_key="lunch", at=NOW)
        announcements.posted(session, proposed.lunch_ids[0], C, "2.000100", at=NOW)
        return proposed.lunch_ids[0]

    return propose


def plan() -> proposals.Plan:
    return proposals.plan(
        "Postgres",
        named=["postgres"],
        on=f"{LATER:%Y-%m-%d}",
        clock="12:00",
        zone="UTC",
        minutes="45",
        seats="5",
        channel_id=C,
        at=NOW,
    )


def seated(session: Session) -> int:
    """I have a seat at somebody's lunch."""
    number = planned()(session)
    seats.join(session, T, ME, number, at=NOW)
    return number


def with_a_guest(session: Session) -> int:
    """Somebody else has a seat at somebody's lunch."""
    number = planned()(session)
    seats.join(session, T, THIRD, number, at=NOW)
    return number


def been(session: Session) -> int:
    """I had a seat at a lunch that is over."""
    number = seated(session)
    session.execute(update(Lunch).values(starts_at=NOW - timedelta(days=20), state="over"))
    return number


def hosted(session: Session) -> int:
    """Somebody else's lunch is over."""
    number = planned()(session)
    session.execute(update(Lunch).values(starts_at=NOW - timedelta(days=1)))
    return number


def orphaned(session: Session) -> int:
    """Somebody who was to host has left."""
    number = planned()(session)
    people.meet(session, T, [Profile(OTHER, "Other", is_gone=True)])
    return number


def _version(session: Session, lunch_id: int) -> int:
    return session.get_one(Lunch, lunch_id).version


ROWS = {
    "lunches.proposals.propose": Row(
        EVERYONE, lambda s, _: proposals.propose(s, T, ME, plan(), request_key="key", at=NOW)
    ),
    "lunches.announcements.post_again": Row(
        FACILITATORS, lambda s, n: announcements.post_again(s, T, ME, n, at=NOW), planned()
    ),
    "lunches.hosting.form": Row(FACILITATORS, lambda s, n: hosting.form(s, T, ME, n, at=NOW), planned()),
    "lunches.hosting.owned": Row(FACILITATORS, lambda s, n: hosting.owned(s, T, ME, n), planned()),
    "lunches.edits.edit": Row(
        FACILITATORS,
        lambda s, n: edits.edit(s, T, ME, n, plan(), version=_version(s, n), at=NOW),
        planned(),
    ),
    "lunches.edits.edit one's own": Row(
        EVERYONE, lambda s, n: edits.edit(s, T, ME, n, plan(), version=_version(s, n), at=NOW), planned(ME)
    ),
    "lunches.hosting.cancel": Row(
        FACILITATORS, lambda s, n: hosting.cancel(s, T, ME, n, "Ill.", at=NOW), planned()
    ),
    "lunches.hosting.close": Row(
        FACILITATORS, lambda s, n: hosting.close(s, T, ME, n, closed=True, at=NOW), planned()
    ),
    "lunches.hosting.write": Row(
        FACILITATORS,
        lambda s, n: hosting.write(s, T, ME, n, "Bring tea.", request_key="key", at=NOW),
        with_a_guest,
    ),
    "lunches.recordings.record": Row(
        FACILITATORS, lambda s, n: recordings.record(s, T, ME, n, "https://example.com/", at=NOW), hosted
    ),
    "lunches.handovers.take_over": Row(
        FACILITATORS, lambda s, n: handovers.take_over(s, T, ME, n, at=NOW), orphaned
    ),
    "lunches.seats.join": Row(EVERYONE, lambda s, n: seats.join(s, T, ME, n, at=NOW), planned()),
    "lunches.seats.leave": Row(EVERYONE, lambda s, n: seats.leave(s, T, ME, n, at=NOW), seated),
    "lunches.seats.leave_all": Row(EVERYONE, lambda s, _: seats.leave_all(s, T, ME, at=NOW), seated),
    "lunches.seats.take": Row(EVERYONE, lambda s, n: seats.take(s, T, ME, n, at=NOW), seated),
    "lunches.afterwards.look_back": Row(
        EVERYONE, lambda s, n: afterwards.look_back(s, T, ME, n, at=NOW), been
    ),
    "lunches.afterwards.was_there": Row(
        EVERYONE, lambda s, n: afterwards.was_there(s, T, ME, n, there=True, at=NOW), been
    ),
    "lunches.afterwards.rate": Row(EVERYONE, lambda s, n: afterwards.rate(s, T, ME, n, 5, at=NOW), been),
    "lunches.afterwards.use": Row(
        EVERYONE, lambda s, n: afterwards.use(s, T, ME, n, used=True, at=NOW), been
    ),
    "lunches.afterwards.teach": Row(
        EVERYONE, lambda s, n: afterwards.teach(s, T, ME, n, teaches=True, at=NOW), been
    ),
    "lunches.afterwards.roll": Row(FACILITATORS, lambda s, n: afterwards.roll(s, T, ME, n, at=NOW), hosted),
    "lunches.afterwards.confirm": Row(
        FACILITATORS, lambda s, n: afterwards.confirm(s, T, ME, n, [], at=NOW), hosted
    ),
}
LOOKS = {
    "lunches.demand.coming",
    "lunches.handovers.needs_host",
    "lunches.host_requests.mine",
    "lunches.listings.coming",
    "lunches.listings.mine",
    "lunches.listings.occurrences",
    "lunches.seats.my_standing",
}
PARTS = {"lunches.proposals.plan_sitting"}
