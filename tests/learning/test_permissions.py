"""Every verb that acts for a person, tried with every role: who may, may, and nobody else."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import learning
from learning.core.errors import NotAllowed
from storage.models.activity_log import LogEntry
from storage.models.outbox import Outbox
from tests.learning.matrix import LOOKS, PARTS, ROWS
from tests.learning.matrix.town import ROLES, become, town

PEOPLE = {
    "actor_id",
    "asker_id",
    "author_id",
    "by_id",
    "giver_id",
    "host_id",
    "learner_id",
    "member_id",
    "teacher_id",
}
"""What a verb calls the person it acts for."""
THINGS = {
    "answer_id",
    "change_id",
    "channel_id",
    "circle_id",
    "draft_id",
    "half_hour_id",
    "known_id",
    "kudos_id",
    "lunch_id",
    "note_id",
    "parent_id",
    "question_id",
    "request_id",
    "round_id",
    "offer_id",
    "subject_id",
    "series_id",
    "topic_id",
    "workspace_id",
}


def verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of the heart that works on a session, by its place and name."""
    for module in pkgutil.walk_packages(learning.__path__, "learning."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            own = function.__module__ == loaded.__name__ and not name.startswith("_")
            if own and next(iter(inspect.signature(function).parameters), "") == "session":
                yield f"{module.name.removeprefix('learning.')}.{name}", function


def acts_for_a_person(function: Callable[..., Any]) -> bool:
    names = set(inspect.signature(function).parameters)
    return "workspace_id" in names and bool(names & PEOPLE)


def test_each_verb_that_acts_for_a_person_has_a_row() -> None:
    found = {name for name, function in verbs() if acts_for_a_person(function)}
    missing = found - {name.partition(" ")[0] for name in ROWS} - LOOKS - PARTS
    assert missing == set(), "add a row for it to ROWS in one of tests/learning/matrix/"
    there = {name for name, _ in verbs()}
    assert {name.partition(" ")[0] for name in ROWS} | LOOKS | PARTS <= there


def test_whoever_a_verb_acts_for_is_called_by_one_of_these_names() -> None:
    used = {
        each
        for _, function in verbs()
        for each in inspect.signature(function).parameters
        if each.endswith("_id")
    }
    assert used - PEOPLE - THINGS == set(), "say in tests/learning/test_permissions.py whether it is a person"


@pytest.mark.parametrize("name", ROWS)
def test_who_may_may_and_nobody_else(session: Session, name: str) -> None:
    row = ROWS[name]
    outcomes = {}
    for role in ROLES:
        with session.begin_nested() as before:
            town(session)
            number = row.given(session)
            become(session, role)
            session.flush()
            session.expire_all()
            written = _written(session)
            try:
                outcome = row.done(session, number)
            except NotAllowed:  # and what was written so far is rolled back
                outcomes[role] = False
            else:
                outcomes[role] = not (row.silent and outcome is None)
                changed = _written(session) != written
                assert outcomes[role] or not changed, f"{name} left something behind for {role}"
            before.rollback()
        session.expunge_all()
    assert outcomes == {role: role in row.may for role in ROLES}


def _written(session: Session) -> tuple[int, int]:
    """How much is in the log and in the outbox."""
    log = session.scalar(select(func.count()).select_from(LogEntry)) or 0
    owed = session.scalar(select(func.coalesce(func.sum(Outbox.wanted), 0))) or 0
    return log, int(owed)
