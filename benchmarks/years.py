"""Three years of a large company, what people did and the log of it, written straight into the tables."""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url

from learning.core.weeks import Week
from storage.migrate import migrate
from storage.models.base import Base

T, C = "T0BENCH", "C0BENCH"
TOPICS, TEAMS = 400, 120
LAST = Week(date(2026, 3, 2), "Europe/Lisbon")
"""The newest week, which the digest is about."""
LONG = timedelta(weeks=156)
PART = 400
"""Rounds of talk that are written together."""
A_ROUND = 50
"""Lines in the log that one round of talk leaves, as `_round` counts them."""
COLUMNS = {
    "workspaces": "id name url bot_user_id",
    "members": "workspace_id id name zone slack_admin team is_guest is_bot is_gone",
    "channels": "workspace_id id name is_private is_archived bot_is_in",
    "topics": "id workspace_id name",
    "wishes": "workspace_id topic_id member_id at",
    "offers": "workspace_id topic_id member_id answers half_hours lunches note at",
    "questions": "id workspace_id asker_id anonymous text details channel_id message_ts state request_key "
    "asked_at answered_at accepted_answer_id checks",
    "question_topics": "question_id topic_id workspace_id position",
    "answers": "id workspace_id question_id author_id channel_id ts text answered_at",
    "lunches": "id workspace_id request_key uid host_id title takeaways local zone starts_at minutes seats "
    "place channel_id state closed why recording version sequence orphaned proposed_at announce_at",
    "lunch_topics": "lunch_id topic_id workspace_id position",
    "seats": "lunch_id member_id workspace_id state place at offers says_there attended",
    "lunch_feedback": "lunch_id member_id workspace_id rating use missing named at",
    "kudos": "id workspace_id giver_id how reason request_key given_at",
    "kudos_recipients": "kudos_id member_id workspace_id",
    "activities": "workspace_id actor_id verb subject_kind subject_id topic_id at",
}
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(slots=True)
class Years:
    """How much there is, and where the story has come to."""

    activities: int
    people: int
    questions: int = 0
    answers: int = 0
    lunches: int = 0
    kudos: int = 0


def write(url: str, *, activities: int, people: int, long: timedelta = LONG, seed: int = 1) -> None:
    """Migrates an empty database and fills it with what happened in so `long` a time, up to the newest week.

    Indexes are made after the rows, as after any large import.
    """
    migrate(url)
    engine = create_engine(url)
    indexes = [index for name in COLUMNS for index in Base.metadata.tables[name].indexes]
    for index in indexes:
        index.drop(engine)
    writer = _Sqlite(url) if url.startswith("sqlite") else _Postgres(url)
    writer.put(_company(people, random.Random(seed)))
    story = _story(Years(activities, people), long, random.Random(seed + 1))
    while part := list(islice(story, PART)):
        rows: Rows = {name: [] for name in COLUMNS}
        for one in part:
            for name, more in one.items():
                rows[name].extend(more)
        writer.put(rows)
    writer.close()
    for index in indexes:
        index.create(engine)
    if engine.dialect.name == "postgresql":
        # What autovacuum would have done by the time anybody looks.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def person(number: int) -> str:
    """The id of the person of this number; 0 is an admin."""
    return f"U{number:09}"


def _text(at: datetime) -> str:
    return at.isoformat(" ", "microseconds")[:26]


def _company(people: int, chance: random.Random) -> Rows:
    at = _text(LAST.since)
    zones = ("Europe/Lisbon", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
    return {
        "workspaces": [(T, "Bench", "https://bench.example/", "UBOT")],
        "channels": [(T, C, "learning", False, False, True)],
        "members": [
            (
                T,
                person(n),
                f"Person {n}",
                zones[n % 4],
                n == 0,
                f"Team {n % TEAMS}",
                False,
                False,
                n % 50 == 49,
            )
            for n in range(people)
        ],
        "topics": [(n, T, f"topic-{n}") for n in range(1, TOPICS + 1)],
        "wishes": [(T, 1 + n % TOPICS, person(n), at) for n in range(0, people, 5)],
        "offers": [
            (T, 1 + chance.randrange(TOPICS * 3 // 4), person(n), True, True, True, "", at)
            for n in range(0, people, TOPICS // 50)
            if n % 3
        ][: people // 20],
    }


def _story(years: Years, long: timedelta, chance: random.Random) -> Iterator[Rows]:
    """One round of talk after the other, evenly over the years, up to the end of the newest week."""
    rounds = max(1, years.activities // A_ROUND)
    for number in range(rounds):
        begin = LAST.until - long + long * number / rounds
        yield _round(years, chance, number, begin, long / rounds)


def _round(years: Years, chance: random.Random, number: int, begin: datetime, length: timedelta) -> Rows:
    """Fifty lines: six questions and what follows, thanks, a round of a circle, and now and then a lunch."""
    rows: Rows = {name: [] for name in COLUMNS}
    log = rows["activities"]

    def who() -> str:
        return person(int(years.people * chance.random() ** 2))  # Some do much, most do little.

    def when() -> datetime:
        return begin + length * chance.random()

    def did(actor: str | None, verb: str, kind: str, subject: int, at: str, topic: int | None = None) -> None:
        log.append((T, actor, verb, kind, subject, topic, at))

    for _ in range(6):
        _question(years, chance, rows, did, who, when())
    for _ in range(5):
        years.kudos += 1
        giver, at = who(), _text(when())
        rows["kudos"].append((years.kudos, T, giver, "command", "for helping", f"k:{years.kudos}", at))
        rows["kudos_recipients"].append((years.kudos, who(), T))
        did(giver, "thanked", "kudos", years.kudos, at)
    did(None, "prompted", "round", number, _text(begin))
    for _ in range(5):
        did(who(), "voiced", "round", number, _text(when()))
    if number % 20 == 0:
        _lunch(years, chance, rows, did, who, when())
    if number % 20 == 0:
        did(who(), "became_teacher", "lunch", max(1, years.lunches), _text(when()))
    while len(log) < A_ROUND:
        did(
            who(),
            chance.choice(("followed", "wished", "matched", "referred", "edited")),
            "topic",
            1,
            _text(when()),
        )
    log.sort(key=lambda line: line[-1])
    del log[A_ROUND:]
    return rows


def _question(years: Years, chance: random.Random, rows: Rows, did: Any, who: Any, asked: datetime) -> None:
    """Somebody asks; nine in ten get replies, most of them soon, and two in three accept one."""
    years.questions += 1
    number, asker, topic = years.questions, who(), 1 + int(TOPICS * chance.random() ** 2)
    did(asker, "asked", "question", number, _text(asked), topic)
    if number % 12 == 0:
        did(asker, "deflected", "question", number, _text(asked))
    accepted = accepted_at = None
    later = asked
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 1, 1, 2, 3))):
        years.answers += 1
        later += timedelta(hours=chance.expovariate(0.25))
        author, at = who(), _text(later)
        ts = f"{later.timestamp():.0f}.{years.answers % 1_000_000:06}"
        rows["answers"].append((years.answers, T, number, author, C, ts, "Like this.", at))
        did(author, "answered", "answer", years.answers, at)
        if accepted is None and chance.random() < 0.7:
            accepted, accepted_at = years.answers, at
            did(asker, "accepted", "answer", years.answers, at)
    state = "answered" if accepted or later < LAST.since else "open"
    ts = f"{asked.timestamp():.0f}.{number % 1_000_000:06}"
    rows["questions"].append(
        (number, T, asker, number % 30 == 0, f"Why {number}?", "", C, ts, state, f"q:{number}",
         _text(asked), accepted_at, accepted, 1)
    )  # fmt: skip
    rows["question_topics"].append((number, topic, T, 0))
    if number % 3 == 0:
        rows["question_topics"].append((number, 1 + topic % TOPICS, T, 1))


def _lunch(years: Years, chance: random.Random, rows: Rows, did: Any, who: Any, at: datetime) -> None:
    """Somebody gives a lunch; a dozen come, most of them are there, and some say what they made of it."""
    years.lunches += 1
    number, host, starts, topic = years.lunches, who(), _text(at), 1 + chance.randrange(TOPICS)
    rows["lunches"].append(
        (number, T, f"l:{number}", f"{number}", host, "A lunch", "", f"{at:%FT%H:%M}", "UTC", starts, 45,
         12, "", C, "over", False, "", "", 0, 0, False, starts, starts)
    )  # fmt: skip
    rows["lunch_topics"].append((number, topic, T, 0))
    did(host, "proposed", "lunch", number, starts, topic)
    for place, guest in enumerate(sorted({who() for _ in range(10)})):
        there = chance.random() < 0.8
        rows["seats"].append((number, guest, T, "going", place, starts, 0, there, None))
        did(guest, "joined", "lunch", number, starts, topic)
        if there and place < 6:
            rows["lunch_feedback"].append(
                (number, guest, T, chance.choice((3, 4, 4, 5, 5)), "", "", False, starts)
            )


class _Sqlite:
    """One transaction through the driver itself."""

    def __init__(self, url: str) -> None:
        self._raw = sqlite3.connect(str(make_url(url).database))

    def put(self, rows: Rows) -> None:
        for table, values in rows.items():
            columns = COLUMNS[table].split()
            marks = ", ".join("?" * len(columns))
            self._raw.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)

    def close(self) -> None:
        self._raw.commit()
        self._raw.close()


class _Postgres:
    """COPY; what refers to what was written by one hand, so that nothing has to be looked up."""

    def __init__(self, url: str) -> None:
        options = "-c timezone=UTC -c session_replication_role=replica"
        self._raw = psycopg.connect(url.replace("+psycopg", ""), options=options)

    def put(self, rows: Rows) -> None:
        for table, values in rows.items():
            columns = ", ".join(COLUMNS[table].split())
            with self._raw.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)

    def close(self) -> None:
        self._raw.commit()
        self._raw.close()
