"""The rule of introductions behind the digest's suggestions: what it finds, and what its button does."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from learning.core.sockets.digest import Found, Rule
from learning.digests import exchanges
from learning.teaching import introductions, names
from storage.outbox import outbox

LATELY = timedelta(weeks=4)


def teams(session: Session, workspace_id: str, *, at: datetime) -> list[Found]:
    """Teams of five and more that in four weeks had to do with no other team, while others did."""
    seen = exchanges.count(session, workspace_id, since=at - LATELY, until=at)
    return [
        Found(
            team.name,
            team.size,
            {"team": team.name, "size": team.size, "inside": team.inside > 0, "share": seen.elsewhere(team)},
        )
        for team in seen.isolates
    ]


def introduce(session: Session, workspace_id: str, facts: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """Brings somebody of a team that never meets others together with somebody of another.

    Raises `LearningError` when nobody may be written to now.
    """
    pair = introductions.find(session, workspace_id, facts["team"], at=at)
    if pair is None:
        raise LearningError("I found nobody to introduce just now: everyone there has paused messages.")
    outbox.say(
        session,
        workspace_id,
        outbox.key(names.HELLO, facts["id"]),
        names.HELLO,
        int(facts["id"]),
        f"{pair.one},{pair.other}",
        at=at,
    )
    return {"one": pair.one, "other": pair.other, "topic": pair.topic}


TEAMS = Rule(kind="teams", find=teams, act=introduce)
