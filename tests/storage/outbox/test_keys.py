"""Outbox keys are written as they always were, and read back in parts."""

from dataclasses import dataclass

import pytest

from storage.outbox import outbox
from storage.outbox.keys import OutboxKey
from storage.outbox.recipients import is_nobody, is_person


@dataclass(frozen=True, slots=True)
class Told(OutboxKey):
    """A key for tests."""

    number: int
    words: str


def test_what_nobody_reads_back_is_its_parts_with_colons_between() -> None:
    assert outbox.key("lunches.card", 7, "C1") == "lunches.card:7:C1"
    assert outbox.key("questions.card", 7) == "questions.card:7"


def test_what_is_written_is_read_back_with_its_types() -> None:
    key = Told("lunches.told", 7, "of:this")
    assert str(key) == "lunches.told:7:of:this"
    assert Told.read(str(key)) == key


@pytest.mark.parametrize("written", ["lunches.told", "lunches.told:7", "lunches.told:seven:U1"])
def test_what_is_no_such_key_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"zip\(\)|invalid literal"):
        Told.read(written)


@pytest.mark.parametrize(
    ("recipient_id", "person", "nobody"),
    [
        ("U1", True, False),
        ("W1", True, False),
        ("U1,U2", True, False),
        ("C1", False, False),
        ("G1", False, False),
        ("~12", False, True),
        ("", False, True),
    ],
)
def test_an_id_tells_whose_it_is(recipient_id: str, person: bool, nobody: bool) -> None:
    assert (is_person(recipient_id), is_nobody(recipient_id)) == (person, nobody)
