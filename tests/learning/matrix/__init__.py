"""Who may do what: a row for each verb that acts for a person; `test_permissions.py` tries every role.

A row says who may, how it is done, and, where somebody has to ask, propose or be asked first, what was there
before: `given` returns its number, which `done` gets. Whoever acts is `ME`; `OTHER` is somebody else.
Every module here is read, and an activity has one of its name: verbs are called by their place in `learning`.
"""

import importlib
import pkgutil

from tests.learning.matrix.town import Row

_MODULES = [importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
ROWS: dict[str, Row] = {name: row for module in _MODULES for name, row in getattr(module, "ROWS", {}).items()}
"""By verb, with a few words behind its name where it has more than one row."""
LOOKS = frozenset(name for module in _MODULES for name in getattr(module, "LOOKS", ()))
"""Those that only look, at what is one's own or everyone's."""
PARTS = frozenset(name for module in _MODULES for name in getattr(module, "PARTS", ()))
"""Those that other verbs are made of, which have checked already."""
