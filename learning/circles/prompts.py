"""What circles are asked: a bank of prompts and their own, none twice before all of them had their turn."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from learning.circles.pasted_prompts import MOTION
from storage.models.circles import Circle, CirclePrompt, Round, UsedPrompt

DEBATE, COFFEE = "debate", "coffee"
OWN = "own:"
"""What the keys of a circle's own prompts begin with."""
TOPICS = "What would you like to talk about? Bring what is on your mind: a question, a problem, an idea."
"""What a lean coffee is asked, which gathers its own topics."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to ask. Its key stays the same however the bank is edited or reordered."""

    key: str
    text: str
    kind: str


@cache
def bank() -> Mapping[str, Prompt]:
    """The prompts that come along, by their keys."""
    lines = files("learning.circles").joinpath("prompts.csv").read_text(encoding="utf-8").splitlines()
    prompts = [Prompt(f"bank:{row['key']}", row["text"], row["kind"]) for row in csv.DictReader(lines)]
    return MappingProxyType({prompt.key: prompt for prompt in prompts})


def own(session: Session, circle_id: int) -> tuple[Prompt, ...]:
    """A circle's own prompts, in the order in which they were given."""
    rows = session.scalars(
        select(CirclePrompt).where(CirclePrompt.circle_id == circle_id).order_by(CirclePrompt.position)
    )
    return tuple(Prompt(f"{OWN}{row.id}", row.text, row.kind) for row in rows)


def to_come(session: Session, circle: Circle) -> tuple[Prompt, ...]:
    """The circle's own prompts that come before any comes again; once all were asked, all of them."""
    mine = own(session, circle.id)
    if not count_left(session, circle):
        return mine
    taken = _of_cycle(session, circle, _cycle(session, circle))
    return tuple(one for one in mine if one.key not in taken or taken[one.key].put_aside)


def choose(session: Session, circle: Circle, row: Round, *, at: datetime) -> Prompt | None:
    """What a round asks, or asks instead of what it has; None when there is nothing to ask at all.

    Of what this cycle has not asked yet, one comes in an order that the circle alone has; what the round
    before asked comes only where nothing else is there. What is swapped comes when the others had their turn;
    where no other is left, the round keeps what it has. The circle is locked.
    """
    if row.format == COFFEE:
        return Prompt("topics", TOPICS, "")
    have = {prompt.key: prompt for prompt in _sources(session, circle, row.format)}
    held = session.scalars(select(UsedPrompt).where(UsedPrompt.round_id == row.id)).first()
    before = _before(session, circle, row)
    cycle = _cycle(session, circle)
    taken = _of_cycle(session, circle, cycle)
    left = [key for key in have if key not in taken or taken[key].put_aside]
    if held is not None:
        if held.prompt_key in have and set(left) <= {before}:
            return _worded(have[held.prompt_key], row.format)
        held.put_aside, held.round_id, held.at = True, None, at
    if not have:
        return None
    if not left:
        cycle, taken, left = cycle + 1, {}, list(have)
    key = min(left, key=lambda one: (one == before, *_turn(circle, cycle, one, taken.get(one))))
    used = taken.get(key) or UsedPrompt(
        circle_id=circle.id, cycle=cycle, prompt_key=key, workspace_id=circle.workspace_id
    )
    used.put_aside, used.round_id, used.at = False, row.id, at
    session.add(used)
    session.flush()
    return _worded(have[key], row.format)


def give_back(session: Session, row: Round) -> None:
    """A round does not ask what it has: it is there for another one."""
    session.execute(delete(UsedPrompt).where(UsedPrompt.round_id == row.id))


def count_left(session: Session, circle: Circle) -> int:
    """How many prompts the circle has not been asked since it last went through all of them."""
    taken = _of_cycle(session, circle, _cycle(session, circle))
    return sum(
        prompt.key not in taken or taken[prompt.key].put_aside
        for prompt in _sources(session, circle, circle.format)
    )


def _sources(session: Session, circle: Circle, format: str) -> list[Prompt]:
    """Everything that the circle may be asked: a debate takes motions from the bank, and no other kinds."""
    found: list[Prompt] = []
    if circle.use_bank:
        kinds = {MOTION} if format == DEBATE else set(json.loads(circle.kinds))
        found += [prompt for prompt in bank().values() if not kinds or prompt.kind in kinds]
    if circle.use_own:
        found += own(session, circle.id)
    return found


def _worded(prompt: Prompt, format: str) -> Prompt:
    """A motion is a statement; where nobody votes on it, it becomes a question."""
    if prompt.kind != MOTION or format == DEBATE:
        return prompt
    return replace(prompt, text=f"“{prompt.text}” Do you agree, and why?")


def _cycle(session: Session, circle: Circle) -> int:
    cycle = session.scalar(select(func.max(UsedPrompt.cycle)).where(UsedPrompt.circle_id == circle.id))
    return cycle or 1


def _of_cycle(session: Session, circle: Circle, cycle: int) -> dict[str, UsedPrompt]:
    rows = session.scalars(
        select(UsedPrompt)
        .where(UsedPrompt.circle_id == circle.id, UsedPrompt.cycle == cycle)
        .execution_options(populate_existing=True)
    )
    return {row.prompt_key: row for row in rows}


def _before(session: Session, circle: Circle, row: Round) -> str:
    """What was asked last, by another round than this one."""
    last = select(UsedPrompt.prompt_key).where(
        UsedPrompt.circle_id == circle.id, UsedPrompt.round_id.is_not(None), UsedPrompt.round_id != row.id
    )
    return (
        session.scalars(last.order_by(UsedPrompt.at.desc(), UsedPrompt.round_id.desc()).limit(1)).first()
        or ""
    )


def _turn(circle: Circle, cycle: int, key: str, aside: UsedPrompt | None) -> tuple[object, ...]:
    """Where a prompt stands in the circle's own order; those put aside come last, the first of them first."""
    drawn = sha256(f"{circle.request_key}:{cycle}:{key}".encode()).hexdigest()
    return (aside is not None, aside.at.timestamp() if aside else 0.0, drawn)
