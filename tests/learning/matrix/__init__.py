"""Who may do what: a row for each verb that acts for a person; `test_permissions.py` tries every role.

A row says who may, how it is done, and, where somebody has to ask, propose or be asked first, what was there
before: `given` returns its number, which `done` gets. Whoever acts is `ME`; `OTHER` is somebody else.
Every module here that has `ROWS` is read: an activity of its own has a file of its own.
"""

import importlib
import pkgutil

from tests.learning.matrix.town import Row

ROWS: dict[str, Row] = {}
"""By verb, with a few words behind its name where it has more than one row."""
for _module in pkgutil.iter_modules(__path__):
    ROWS |= getattr(importlib.import_module(f"{__name__}.{_module.name}"), "ROWS", {})

LOOKS = frozenset(
    {
        "people.get",
        "preferences.get",
        "offers.mine",
        "listings.coming",
        "listings.mine",
        "listings.occurrences",
        "demand.coming",
        "seats.my_standing",
        "home.get",
        "half_hours.mine",
        "host_requests.mine",
        "home.asked_of",
        "home.questions_of",
        "reactions.is_known",
        "circles.listed",
        "circles.mine",
        "own_data.collect",
        "kudos.mine",
        "badges.mine",
        "badges.done",
        "handovers.needs_host",
        "wishes.board",
        "wishes.mine",
        "wishes.taught",
    }
)
"""Those that only look, at what is one's own or everyone's."""
PARTS = frozenset(
    {
        "offers.answer",
        "offers.refer",
        "roles.assign",
        "audit.record",
        "preferences.put",
        "proposals.plan_sitting",
        "half_hours.withdraw",
        "capacity.has_room",
        "capacity.spend",
        "teacher_requests.next_working",
        "personal.take_back",
        "personal.unname",
        "personal_data.collect",
        "kudos.lock",
        "badges.earn",
        "redraw.keys",
        "suggestions.forget",
        "stages.lead",
        "stages.take_part",
        "threads.removed",
    }
)
"""Those that other verbs are made of, which have checked already."""
