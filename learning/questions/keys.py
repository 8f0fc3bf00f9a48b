"""The outbox keys that several verbs speak of."""

from dataclasses import dataclass

from learning.questions import names
from storage.outbox import outbox
from storage.outbox.keys import OutboxKey


@dataclass(frozen=True, slots=True)
class Check(OutboxKey):
    """The n-th "Did this answer it?" about a question."""

    question_id: int
    round_number: int


def card(question_id: int) -> str:
    """A question's card."""
    return outbox.key(names.CARD, question_id)


def check(question_id: int, round_number: int) -> str:
    """The n-th "Did this answer it?" about a question."""
    return str(Check(names.CHECK, question_id, round_number))


def expert(request_id: int) -> str:
    """The line in a question's thread that asks somebody to help."""
    return outbox.key(names.EXPERT, request_id)
