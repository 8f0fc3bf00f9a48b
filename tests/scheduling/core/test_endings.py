"""What is written when a message was said, and that nobody waits for anybody in a circle."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from learning.questions import keys, questions
from learning.workspace import workspaces
from learning.workspace.workspaces import Workspace
from scheduling.core import endings
from scheduling.core.endings import LeaseOver
from scheduling.core.features import render_kinds
from storage.engine.database import Database
from storage.models.outbox import Outbox
from storage.models.questions import Follow, Question
from storage.outbox import claims, outbox
from storage.outbox.claims import Claim

W = "T1"
LONG = timedelta(minutes=1)
BLOCKED = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def asked(session: Session) -> int:
    at = datetime.now(UTC)
    workspaces.identify(session, Workspace(W, "Plain", "https://plain.example/", bot_user_id="U0"))
    wording = questions.word("Why?")
    return questions.ask(session, W, "U1", wording, channel_id="C1", request_key="r", at=at).question_id


def taken(session: Session, *, lease: timedelta = LONG) -> Claim:
    (claim,) = claims.claim(session, "ann", at=datetime.now(UTC), lease=lease)
    return claim


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[Database]:
    render_kinds()  # Looked for at the start, not while somebody waits.
    database = Database.open(postgres_url)
    yield database
    await database.close()


async def test_a_press_on_a_card_that_is_just_being_noted_does_not_stand_in_a_circle_with_it(
    postgres_database: Database,
) -> None:
    database = postgres_database
    question_id = await database.run(asked)
    claim = await database.run(taken)
    with Session(database.engine) as pressing:
        # Whoever presses Follow holds the question, by the foreign key …
        pressing.add(Follow(question_id=question_id, member_id="U2", workspace_id=W, at=datetime.now(UTC)))
        pressing.flush()
        noting = asyncio.create_task(database.run(endings.sent, claim, "C1", "1.1", at=datetime.now(UTC)))
        async with asyncio.timeout(1):
            while not await database.read(lambda session: session.scalar(BLOCKED)):  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        # … and then wants the card's row, which the one who waits for the question must not hold yet.
        outbox.refresh(pressing, W, keys.card(question_id), at=datetime.now(UTC))
        pressing.commit()
    await noting

    def written(session: Session) -> tuple[str | None, str, int]:
        row = session.get_one(Outbox, claim.id)
        return session.get_one(Question, question_id).message_ts, row.state, row.wanted - row.said

    assert await database.read(written) == ("1.1", "waiting", 1)


async def test_whoever_said_it_after_the_lease_writes_nothing_of_it(database: Database) -> None:
    question_id = await database.run(asked)
    late = await database.run(taken, lease=-LONG)

    def taken_over(session: Session) -> Claim:
        session.execute(text("UPDATE lanes SET free_at = '2026-01-01 00:00:00+00:00'"))
        return taken(session)

    held = await database.run(taken_over)
    with pytest.raises(LeaseOver):
        await database.run(endings.sent, late, "C1", "1.1", at=datetime.now(UTC))
    assert await database.read(lambda session: session.get_one(Question, question_id).message_ts) is None
    await database.run(endings.sent, held, "C1", "2.2", at=datetime.now(UTC))
    assert await database.read(lambda session: session.get_one(Question, question_id).message_ts) == "2.2"
