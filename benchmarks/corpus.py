"""A company's past: questions with accepted answers, written straight into the tables."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.talk import COMMON, Talk
from learning.core import words
from sandbox import Workspace
from storage import search
from storage.migrate import migrate

AT_ONCE = 5000
FIRST = datetime(2024, 1, 1, 8, tzinfo=UTC)
COLUMNS = {
    "workspaces": "id name url bot_user_id",
    "members": "workspace_id id name zone slack_admin is_guest is_bot is_gone",
    "channels": "workspace_id id name is_private is_archived bot_is_in",
    "topics": "id workspace_id name",
    "questions": "id workspace_id asker_id anonymous text details channel_id message_ts state request_key "
    "asked_at answered_at accepted_answer_id accepted_by accepted_how checks",
    "answers": "id workspace_id question_id author_id channel_id ts text answered_at",
    "question_topics": "question_id topic_id workspace_id position",
    "activities": "workspace_id actor_id verb subject_kind subject_id at",
    "outbox": "workspace_id key token kind subject_id recipient_id channel_id message_ts state wanted said "
    "attempts due_at expires_at uncertain created_at ended_at",
}
_SQLITE_SEARCH = {"question_search": "rowid question details answers", "question_alike": "rowid question"}
_POSTGRES_SEARCH = {"question_search": "question_id terms vector"}
_TOPICS = {name: number for number, name in enumerate(dict.fromkeys(COMMON), 1)}
Rows = dict[str, list[tuple[Any, ...]]]


def fill(url: str, workspace: Workspace, questions: int, seed: int = 1) -> list[str]:
    """Migrates an empty database and writes the past into it; every fiftieth question as a sample."""
    migrate(url)
    sample: list[str] = []
    writer = _Sqlite(url) if url.startswith("sqlite") else _Postgres(url)
    writer.put(_company(workspace))
    told = _told(workspace, Talk(seed), questions, sample, isinstance(writer, _Postgres))
    while part := list(islice(told, AT_ONCE)):
        rows: Rows = {}
        for one in part:
            for table, more in one.items():
                rows.setdefault(table, []).extend(more)
        writer.put(rows)
    writer.close()
    return sample


def _company(workspace: Workspace) -> Rows:
    team = workspace.team_id
    return {
        "workspaces": [(team, workspace.name, "https://plain.example/", workspace.bot.id)],
        "members": [
            (team, user.id, user.real_name, "UTC", False, False, user.is_bot, False)
            for user in workspace.users.values()
        ],
        "channels": [
            (team, channel.id, channel.name, channel.kind == "private", False, True)
            for channel in workspace.channels.values()
        ],
        "topics": [(number, team, name) for name, number in _TOPICS.items()],
    }


def _told(
    workspace: Workspace, talk: Talk, questions: int, sample: list[str], postgres: bool
) -> Iterator[Rows]:
    """One question after the other, with all that was written about it."""
    team = workspace.team_id
    people = [user.id for user in workspace.users.values() if not user.is_bot]
    channels = [channel.id for channel in workspace.channels.values()]
    for number in range(1, questions + 1):
        # One in twenty was asked before in other words.
        again = sample and number % 20 == 0
        text = talk.rephrased(sample[number % len(sample)]) if again else talk.question()
        if number % 50 == 1:
            sample.append(text)
        answer, channel = talk.answer(), channels[number % len(channels)]
        asker, author = people[number % len(people)], people[number * 7 % len(people)]
        asked = FIRST + timedelta(minutes=7 * number)
        at, later = f"{asked:%F %T}.000000", f"{asked + timedelta(hours=1):%F %T}.000000"
        ts = f"{asked.timestamp():.0f}.{number % 1_000_000:06}"
        reply = f"{asked.timestamp() + 3600:.0f}.{number % 1_000_000:06}"
        found_by = search.rows(number, words.terms(text), (), words.terms(answer), postgres=postgres)
        yield {
            "questions": [
                (number, team, asker, False, text, "", channel, ts, "answered", f"command:{number}", at,
                 later, number, asker, "button", 1)
            ],
            "answers": [(number, team, number, author, channel, reply, answer, later)],
            "question_topics": [
                (number, _TOPICS[name], team, place) for place, name in enumerate(talk.topics())
            ],
            "activities": [
                (team, asker, "asked", "question", number, at),
                (team, author, "answered", "question", number, later),
                (team, asker, "accepted", "question", number, later),
            ],
            "outbox": [
                (team, f"questions.card:{number}", "0", "questions.card", number, channel, channel, ts,
                 "sent", 2, 2, 0, at, later, False, at, later)
            ],
            **{table: [tuple(row.values())] for table, row in found_by.items()},
        }  # fmt: skip


class _Sqlite:
    """Through the driver itself. What FTS5 merges, and when, goes by its transactions: each question has its
    own, as if it had come alone; loaded at once they would leave an index that no company's bot has."""

    def __init__(self, url: str) -> None:
        self._raw = sqlite3.connect(str(make_url(url).database), isolation_level=None)
        self._raw.execute("PRAGMA synchronous = OFF")

    def put(self, rows: Rows) -> None:
        for table, values in rows.items():
            columns = (COLUMNS | _SQLITE_SEARCH)[table].split()
            marks = ", ".join("?" * len(columns))
            together = table not in _SQLITE_SEARCH
            if together:
                self._raw.execute("BEGIN")
            self._raw.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
            if together:
                self._raw.execute("COMMIT")

    def close(self) -> None:
        self._raw.close()


class _Postgres:
    """COPY, and then what autovacuum would have done by the time anybody looks."""

    def __init__(self, url: str) -> None:
        self._raw = psycopg.connect(url.replace("+psycopg", ""), options="-c timezone=UTC")

    def put(self, rows: Rows) -> None:
        for table, values in rows.items():
            columns = ", ".join((COLUMNS | _POSTGRES_SEARCH)[table].split())
            with self._raw.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)

    def close(self) -> None:
        for table in ("topics", "questions", "answers"):
            self._raw.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
            )
        self._raw.commit()
        self._raw.autocommit = True
        self._raw.execute("VACUUM ANALYZE")
        self._raw.close()
