"""The demo's two months before, pinned: what is told at one instant, word for word and row for row."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bot.demo.seed import tell
from sandbox import Sandbox
from storage.engine.database import Database
from storage.models.base import Base
from tests import MANIFEST

THURSDAY = datetime(2026, 3, 12, 10, 20, 5, tzinfo=UTC)
PINNED = Path(__file__).with_name("pinned.json")
CHANCE = {"outbox": {"token"}, "lunches": {"uid"}, "rounds": {"seed"}}
"""Columns that are drawn by lot."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _digest(things: Iterable[object]) -> str:
    """How many things there are, and what they come to; blocks without an id of their own get one by lot."""
    lines = [
        _UUID.sub("uuid", json.dumps(thing, sort_keys=True, ensure_ascii=False, default=str))
        for thing in things
    ]
    written = "\n".join(lines).encode()
    return f"{len(lines)}: {sha256(written).hexdigest()[:16]}"


async def test_the_past_is_told_as_it_always_was(sqlite_url: str) -> None:
    sandbox = Sandbox(MANIFEST)
    database = Database.open(sqlite_url)
    await database.run(tell, sandbox, at=THURSDAY)

    def rows(session: Session) -> dict[str, str]:
        return {table.name: _digest(_rows(session, table)) for table in Base.metadata.sorted_tables}

    told = {
        "messages": {
            channel.name or channel.id: _digest(message.data for message in channel.messages.values())
            for channel in sandbox.workspace.channels.values()
        },
        "rows": await database.read(rows),
    }
    await database.close()
    assert told == json.loads(PINNED.read_text("utf-8"))


def _rows(session: Session, table: Table) -> list[dict[str, str]]:
    columns = [column for column in table.columns if column.name not in CHANCE.get(table.name, ())]
    found = session.execute(select(*columns).order_by(*table.primary_key.columns))
    return [{name: str(value) for name, value in row._mapping.items()} for row in found]
