"""Which messages name somebody or hold their words, in channels and to others: shown anew when they go."""

from collections.abc import Callable, Collection
from types import MappingProxyType

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from learning.privacy import traces
from learning.privacy.traces import Whose
from storage.models.outbox import Outbox


def keys(session: Session, workspace_id: str, member_id: str) -> list[str]:
    """The outbox keys of what others read of somebody, newest first; also of what is being said just now.

    What was said to themselves is not in it: it stays with them.
    """
    whose = Whose(session, workspace_id, member_id)
    found: list[tuple[int, str]] = []
    for kinds, subjects in _SUBJECTS:
        rows = session.execute(
            select(Outbox.id, Outbox.key).where(
                Outbox.workspace_id == workspace_id,
                Outbox.kind.in_(kinds),
                Outbox.subject_id.in_(subjects(whose)),
                Outbox.recipient_id != member_id,
                or_(Outbox.message_ts.is_not(None), Outbox.state == "sending"),
            )
        )
        found += [(number, key) for number, key in rows]
    return [key for _, key in sorted(found, reverse=True)]


_SUBJECTS: tuple[tuple[tuple[str, ...], Callable[[Whose], Select[int] | Collection[int]]], ...] = (
    (("questions.card",), traces.cards),
    (("questions.check",), traces.replied_to),
    (("questions.accepted",), traces.news),
    (("questions.thanks",), traces.found_again),
    (("experts.ask",), traces.calls),
    (("experts.waiting",), traces.asked),
    (("demand.suggest",), traces.demands),
    (("half_hours.request", "half_hours.together", "half_hours.met"), traces.half_hours),
    (
        ("lunches.card", "lunches.day", "lunches.soon", "lunches.changed", "lunches.cancelled",
         "lunches.there", "lunches.orphan"),
        traces.lunches,
    ),
    (("lunches.note",), traces.notes),
    (("lunches.feedback",), traces.opinions),
    (("circles.added", "circles.orphan"), traces.circles),
    (
        ("circles.prompt", "circles.recap", "turns.next", "debates.sides", "coffees.topic", "coffees.agenda"),
        traces.rounds,
    ),
    (("kudos.card", "kudos.note"), traces.thanks),
    (("kudos.applause", "kudos.applause_card"), traces.applause),
    (("kudos.roundup",), traces.roundups),
    (("digests.weekly",), traces.digests),
    (("introductions.hello",), traces.introductions),
    (("roles.appointed",), traces.appointments),
)  # fmt: skip
REDRAWN = frozenset(kind for kinds, _ in _SUBJECTS for kind in kinds)
"""Kinds of messages that are shown anew, without the name and the words."""
ONES_OWN, NAMELESS = "it is said to nobody but them", "it names nobody, and has nobody's words"
LEFT = MappingProxyType(
    {
        "badges.earned": ONES_OWN,
        "circles.preview": NAMELESS,
        "circles.quiet": NAMELESS,
        "circles.rest": NAMELESS,
        "circles.stranded": NAMELESS,
        "circles.stuck": NAMELESS,
        "coffees.vote": NAMELESS,
        "debates.again": NAMELESS,
        "debates.result": NAMELESS,
        "demand.announced": NAMELESS,
        "demand.unmet": NAMELESS,
        "digests.charts": NAMELESS,
        "half_hours.none_left": NAMELESS,
        "kudos.used_up": ONES_OWN,
        "lunches.again": NAMELESS,
        "lunches.calendar": "it is a file, and in people's calendars by now",
        "lunches.offer": NAMELESS,
        "lunches.recording": NAMELESS,
        "lunches.roll": NAMELESS,
        "lunches.seat": NAMELESS,
        "lunches.stuck": NAMELESS,
        "lunches.used": NAMELESS,
        "lunches.withdrawn": "it is a file, and in people's calendars by now",
        "privacy.file": ONES_OWN,
        "questions.stuck": ONES_OWN,
        "turns.done": NAMELESS,
        "understudies.ask": NAMELESS,
    }
)
"""Kinds of messages that are not, and why."""
