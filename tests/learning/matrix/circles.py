"""Circles: begun, joined, changed, and their rounds shown beforehand."""

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.circles import circles, facilitating, membership, plans, previews, replies, rounds, upkeep
from learning.core import threads
from learning.core.sockets.threads import Reply
from learning.workspace import people
from learning.workspace.people import Profile
from storage.models.circles import Round, RoundReply
from tests.learning.matrix.town import EVERYONE, FACILITATORS, ME, NOW, OTHER, C, Row, T


def plan() -> plans.Plan:
    """Every Wednesday at noon; the first is tomorrow, so that it is planned already."""
    return plans.plan("Incidents", channel_id=C, weekday=2, clock="12:00", zone="UTC", start=None, at=NOW)


def begun(session: Session) -> int:
    """Somebody else's circle, which I am not in."""
    people.appoint(session, T, facilitators=[OTHER])
    return facilitating.begin(session, T, OTHER, plan(), request_key="circle", at=NOW).circle_id


def planned(session: Session) -> int:
    """The next round of it."""
    return session.scalars(select(Round.id).where(Round.circle_id == begun(session))).one()


def joined(session: Session) -> int:
    """Somebody else's circle, which I am in."""
    number = begun(session)
    membership.join(session, T, ME, number, at=NOW)
    return number


def paused(session: Session) -> int:
    number = begun(session)
    facilitating.pause(session, T, OTHER, number, None, at=NOW)
    return number


def orphaned(session: Session) -> int:
    """Its facilitator has left the company."""
    number = begun(session)
    people.meet(session, T, [Profile(OTHER, "Other", is_gone=True)])
    return number


def _version(session: Session, circle_id: int) -> int:
    return circles.facts(session, circle_id).version


def _edit(session: Session, circle_id: int) -> circles.CircleFacts:
    version = _version(session, circle_id)
    return facilitating.edit(session, T, ME, circle_id, plan(), shown=[], version=version, at=NOW)


def _decides(verb: Callable[..., object], given: Callable[[Session], int], *more: object) -> Row:
    return Row(FACILITATORS, lambda s, n: verb(s, T, ME, n, *more, at=NOW), given)


def _said(ts: str, who: str, text: str = "So do we.") -> Reply:
    return Reply(channel_id=C, thread_ts="4.000100", ts=ts, author_id=who, text=text, spoken_at=NOW)


def _speak(session: Session, round_id: int) -> RoundReply | None:
    replies.heard(session, T, round_id, _said("4.000200", ME))
    return replies.by_message(session, T, C, "4.000200")


def _reply(session: Session, round_id: int) -> RoundReply | None:
    session.execute(update(Round).where(Round.id == round_id).values(channel_id=C, message_ts="4.000100"))
    threads.heard(session, T, _said("4.000200", ME))
    return replies.by_message(session, T, C, "4.000200")


def _reply_again(session: Session, round_id: int) -> RoundReply | None:
    session.execute(update(Round).where(Round.id == round_id).values(channel_id=C, message_ts="4.000100"))
    threads.edited(
        session,
        T,
        Reply(
            channel_id=C,
            thread_ts="4.000100",
            ts="4.000200",
            author_id=ME,
            text="So do we!",
            spoken_at=NOW,
        ),
        at=NOW,
    )
    return replies.by_message(session, T, C, "4.000200")


def spoken(session: Session) -> int:
    """Somebody else replied in its thread."""
    number = planned(session)
    replies.heard(session, T, number, _said("4.000300", OTHER))
    return number


ROWS = {
    # What somebody wrote just before they left still counts; an app's words never do.
    "circles.replies.heard": Row(EVERYONE | {"gone"}, _speak, planned, silent=True),
    "core.threads.heard": Row(EVERYONE | {"gone"}, _reply, planned, silent=True),
    "core.threads.edited": Row(EVERYONE | {"gone"}, _reply_again, planned, silent=True),
    # A reaction counts, whoever puts it.
    "circles.replies.liked": Row(
        EVERYONE | {"gone", "app"},
        lambda s, _: replies.liked(s, T, ME, channel_id=C, ts="4.000300", more=1, at=NOW),
        spoken,
    ),
    "circles.facilitating.begin": Row(
        FACILITATORS, lambda s, _: facilitating.begin(s, T, ME, plan(), request_key="key", at=NOW)
    ),
    "circles.facilitating.form": Row(FACILITATORS, lambda s, n: facilitating.form(s, T, ME, n), begun),
    "circles.facilitating.edit": Row(FACILITATORS, _edit, begun),
    "circles.facilitating.pause": _decides(facilitating.pause, begun, None),
    "circles.facilitating.resume": _decides(facilitating.resume, paused),
    "circles.facilitating.end": _decides(facilitating.end, begun),
    "circles.upkeep.take_over": _decides(upkeep.take_over, orphaned),
    "circles.membership.join": Row(EVERYONE, lambda s, n: membership.join(s, T, ME, n, at=NOW), begun),
    "circles.membership.leave": Row(EVERYONE, lambda s, n: membership.leave(s, T, ME, n, at=NOW), joined),
    "circles.membership.leave_all": Row(
        EVERYONE, lambda s, _: membership.leave_all(s, T, ME, at=NOW), joined
    ),
    "circles.previews.skip_next": _decides(previews.skip_next, begun),
    "circles.previews.planned": Row(FACILITATORS, lambda s, n: previews.planned(s, T, ME, n), planned),
    "circles.previews.swap": Row(
        FACILITATORS,
        lambda s, n: previews.swap(s, T, ME, n, rounds.facts(s, n).version, at=NOW),
        planned,
    ),
    "circles.previews.form": Row(FACILITATORS, lambda s, n: previews.form(s, T, ME, n), planned),
    "circles.previews.reword": _decides(previews.reword, planned, "What now?"),
    "circles.previews.skip": _decides(previews.skip, planned),
}
LOOKS = {"circles.circles.listed", "circles.circles.mine"}
PARTS = {"circles.stages.lead", "circles.stages.take_part"}
