"""The benchmark in miniature, so that it cannot rot."""

from pathlib import Path

from benchmarks.measure import Scale, measure
from benchmarks.report import BARE, ROWS, table
from benchmarks.signups import Crowd
from benchmarks.talk import Talk
from learning.core import words


def test_the_same_seed_asks_the_same_questions() -> None:
    one, other = Talk(3), Talk(3)
    asked = [one.question() for _ in range(200)]
    assert asked == [other.question() for _ in range(200)]
    assert len(set(asked)) > 190


def test_a_question_put_in_other_words_means_the_same() -> None:
    talk = Talk(3)
    for question in [talk.question() for _ in range(200)]:
        assert words.likeness(words.terms(question), words.terms(talk.rephrased(question))) >= 0.6


async def test_everything_is_measured(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    crowd = Crowd(people=12, seats=3, seconds=0.5)
    scale = Scale(questions=300, seconds=0.5, starts=1, lookups=20, people=5, channels=4, crowd=crowd)
    figures = await measure({"SQLite": sqlite_url, "Postgres": postgres_url}, tmp_path, scale)
    assert [*figures] == [*BARE, "SQLite", "Postgres"]
    assert [trouble for one in figures.values() for trouble in one.trouble if "are written" in trouble] == []
    assert [one.signups.trouble for one in figures.values() if one.signups] == [[], [], []]
    assert all(one.matched == 0.5 for name, one in figures.items() if name not in BARE)
    printed = table(figures, 300, 1.0).splitlines()
    assert [row.name for row in ROWS if not any(line.startswith(row.name) for line in printed)] == []
