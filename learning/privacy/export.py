"""What `teachback export` writes: each activity and the log of them; who is nameless stays nameless."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from learning.privacy.personal_data import privacies
from storage import discovery


def files() -> Mapping[str, Select[*tuple[Any, ...]]]:
    """What each file holds, by its name without its ending; rows in the order of their keys."""
    found = [(name, each.name, each) for name, privacy in privacies().items() for each in privacy.exports]
    return {name: each.rows() for name, each in discovery.unique("exported files", found).items()}


def left_out() -> frozenset[str]:
    """Tables that are no activity: settings, what the bot owes, and how it finds its way."""
    return frozenset(model.__tablename__ for privacy in privacies().values() for model in privacy.unexported)
