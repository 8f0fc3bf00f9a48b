"""A circle's own prompts: pasted, shown to be edited, and changed by what was written."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import pasted_prompts, prompts
from storage.models.circles import Circle, CirclePrompt

MOST_SHOWN = 100
"""How many of them a form remembers that it showed."""
ROOM = 2400
"""Characters of them in a form: there is room to write more."""


@dataclass(frozen=True, slots=True)
class Editable:
    """Own prompts that are still to come, one a line: the ones shown by their rows' numbers, and the text.

    `others` counts those that stay whatever becomes of the text: they were used, or had no room in it.
    """

    numbers: tuple[int, ...]
    text: str
    others: int


NO_PROMPTS = Editable((), "", 0)


def editable(session: Session, circle_id: int) -> Editable:
    """What of a circle's own prompts can be changed now."""
    circle = session.get_one(Circle, circle_id)
    numbers: list[int] = []
    text = ""
    for prompt in prompts.to_come(session, circle)[:MOST_SHOWN]:
        longer = f"{text}{pasted_prompts.write(prompt.text, prompt.kind)}\n"
        if len(longer) > ROOM:
            break
        text = longer
        numbers.append(_number(prompt.key))
    others = len(prompts.own(session, circle_id)) - len(numbers)
    return Editable(tuple(numbers), text.rstrip("\n"), others)


def revise(session: Session, circle: Circle, text: str, shown: Collection[int] = ()) -> int:
    """A circle's own prompts become what was written; returns how many are new.

    Of those `shown`, what is not written any more is taken out, unless it was used meanwhile; what was not
    shown stays. Raises `LearningError` at `own`, naming the line. The circle is locked.
    """
    wanted = {pasted_prompts.sameness(line.text): line for line in pasted_prompts.parse(text)}
    changeable = {_number(prompt.key) for prompt in prompts.to_come(session, circle)}.intersection(shown)
    rows = session.scalars(select(CirclePrompt).where(CirclePrompt.circle_id == circle.id)).all()
    last = max((row.position for row in rows), default=0)
    left = len(rows)
    for row in rows:
        line = wanted.pop(pasted_prompts.sameness(row.text), None)
        if row.id not in changeable:
            continue
        if line is None:
            session.delete(row)
            left -= 1
        else:
            row.text, row.kind = line.text, line.kind
    pasted_prompts.check_room(left + len(wanted))
    for place, line in enumerate(wanted.values(), last + 1):
        session.add(
            CirclePrompt(
                circle_id=circle.id,
                workspace_id=circle.workspace_id,
                text=line.text,
                kind=line.kind,
                position=place,
            )
        )
    session.flush()
    return len(wanted)


def _number(key: str) -> int:
    return int(key.removeprefix(prompts.OWN))
