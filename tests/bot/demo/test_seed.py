"""The demo's two months before: whichever day it begins on, they are whole and everything owed is said."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.demo import eight_weeks
from bot.demo.seed import tell
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
    assert verbs["asked"] == len(eight_weeks.QUESTIONS)
    assert verbs["deflected"] == len(eight_weeks.FOUND)
    assert verbs["attended"] == sum(len(one.guests) for one in eight_weeks.LUNCHES)
    assert verbs["became_teacher"] == sum(len(one.teaches) for one in eight_weeks.LUNCHES)
    assert verbs["thanked"] == sum(len(one.receivers) for one in eight_weeks.THANKS)
    assert verbs["voiced"] == sum(len(said) for one in eight_weeks.CIRCLES for said in one.rounds)
    told = sandbox.workspace.messages()
    assert len(told) >= states["sent"]
    assert all(float(one.ts) <= at.timestamp() + 3600 for one in told)
