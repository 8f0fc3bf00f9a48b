"""Topics: how a signal that somebody knows or wants them reads."""

from typing import NamedTuple


class Counted(NamedTuple):
    """A signal by its name, and the nouns for one and for many of what it counts."""

    name: str
    one: str
    many: str
