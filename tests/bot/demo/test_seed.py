"""The demo's two months before: whichever day it begins on, they are whole and everything owed is said."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.demo.scene import parts
from bot.demo.scenes.circles import Circles
from bot.demo.scenes.kudos import Kudos
from bot.demo.scenes.lunches import Lunches
from bot.demo.scenes.questions import Questions
from bot.demo.seed import tell
from bot.demo.shapes import Story
from sandbox import Sandbox
from storage.engine.database import Database
from storage.models.activity_log import LogEntry
from storage.models.circles import Round
from storage.models.outbox import Outbox
from tests import MANIFEST

DAYS = [
    *(datetime(2026, 11, 23, 4, tzinfo=UTC) + timedelta(days=day, hours=3 * day) for day in range(7)),
    datetime(2026, 4, 1, 12, tzinfo=UTC),  # Clocks change in these weeks, on both sides of the ocean.
    datetime(2027, 1, 1, 0, 30, tzinfo=UTC),
]


@pytest.mark.parametrize("at", DAYS, ids=lambda at: at.strftime("%a %d %b"))
async def test_two_months_are_told_whole_whatever_day_it_is(sqlite_url: str, at: datetime) -> None:
    sandbox = Sandbox(MANIFEST)
    database = Database.open(sqlite_url)
    await database.run(tell, sandbox, at=at)

    def counted(session: Session) -> tuple[dict[str, int], dict[str, int]]:
        ended = select(Outbox.state, func.count()).group_by(Outbox.state)
        done = select(LogEntry.verb, func.count()).group_by(LogEntry.verb)
        return dict(session.execute(ended).all()), dict(session.execute(done).all())

    def lateness(session: Session) -> set[bool]:
        rounds = session.scalars(select(Round).where(Round.message_ts.is_not(None)))
        return {float(one.message_ts or 0) - one.due_at.timestamp() < 120 for one in rounds}

    states, verbs = await database.read(counted)
    assert await database.read(lateness) == {True}, "each prompt stands at its hour"
    await database.close()
    assert set(states) <= {"sent", "skipped", "waiting"}
    questions, lunches = _past(sandbox, Questions), _past(sandbox, Lunches)
    assert verbs["asked"] == len(questions.asked)
    assert verbs["deflected"] == len(questions.found)
    assert verbs["attended"] == sum(len(one.guests) for one in lunches)
    assert verbs["became_teacher"] == sum(len(one.teachers) for one in lunches)
    assert verbs["thanked"] == sum(len(one.to) for one in _past(sandbox, Kudos))
    assert verbs["voiced"] == sum(len(said) for one in _past(sandbox, Circles) for said in one.rounds)
    told = sandbox.workspace.messages()
    assert len(told) >= states["sent"]
    assert all(float(one.ts) <= at.timestamp() + 3600 for one in told)


def _past(sandbox: Sandbox, story: type[Story]) -> Any:
    """What the story of one scene tells of the weeks before."""
    return next(part.story.past for part in parts(sandbox) if part.scene.story is story)
