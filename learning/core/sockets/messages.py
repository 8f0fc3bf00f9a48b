"""Messages: the kinds of rows in the outbox."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import Session

from learning.core.whose import Whose
from storage.models.outbox import Outbox


class About(NamedTuple):
    """What a message is about in words that admins may read, and whose name must not be shown with it."""

    text: str
    hidden: str = ""


Subjects = Callable[[Whose], Select[int] | Collection[int]]
"""The subjects of a kind's messages that name somebody or hold their words."""
NOBODY = "it names nobody, and has nobody's words"
ONES_OWN = "it is said to nobody but them"
FILE = "it is a file, and in people's calendars by now"
"""Why a kind of message is not shown anew when somebody's data goes."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message in the outbox.

    `names` finds the subjects of those that name somebody or hold their words, which are shown anew when
    their data goes; a sentence instead says why that is not needed. `about` tells what one is about. One that
    is `shared` is read by two people in one conversation.
    """

    name: str
    names: Subjects | str
    about: Callable[[Session, Outbox], About | str] | None = None
    shared: bool = False
