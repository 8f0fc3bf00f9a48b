"""The tables, each row scoped to one workspace: a file an activity, found by looking."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
