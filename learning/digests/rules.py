"""The rules behind the digest's suggestions, which activities plug in."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from learning.core.features import features
from learning.core.sockets.digest import Found, Rule
from storage import discovery


@cache
def known() -> Mapping[str, Rule]:
    """The rules by the kind of their suggestions."""
    return discovery.unique(
        "rules of the digest",
        (
            (activity, rule.kind, rule)
            for activity, feature in features().items()
            for rule in feature.digest.rules
        ),
    )


def find(session: Session, workspace_id: str, *, at: datetime) -> list[tuple[str, Found]]:
    """All that the rules find now (UTC), with the kind of each, the weightiest first."""
    found = [(kind, one) for kind, rule in known().items() for one in rule.find(session, workspace_id, at=at)]
    return sorted(found, key=lambda kept: (-kept[1].weight, kept[0], kept[1].subject))
