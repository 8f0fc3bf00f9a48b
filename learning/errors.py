"""What a person can cause and mend: each error's words are the sentence they see."""

from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")


class LearningError(Exception):
    """A refusal in a sentence a person can act on; `field` names the modal's field it belongs to, if any.

    `{day}` in the sentence stands for the date `day`: in British English, until it is told `in_words`.
    """

    def __init__(self, sentence: str, *, field: str | None = None, day: date | None = None) -> None:
        self._words, self.day, self.field = sentence, day, field
        self.sentence = sentence.replace("{day}", f"{day:%-d %B %Y}") if day else sentence
        super().__init__(self.sentence)

    def in_words(self, day: str) -> None:
        """Says the date as whoever hears it would."""
        self.sentence = self._words.replace("{day}", day)

    @property
    def fields(self) -> dict[str, str]:
        """The sentence for each of the modal's fields that something is wrong with."""
        return {self.field: self.sentence} if self.field else {}


class Gone(LearningError):
    """The thing a button or link was about is not there (any more)."""


class NotAllowed(LearningError):
    """Someone tried what only others may do; the sentence says who."""


class NotYet(Exception):
    """Slack was quicker than the record: it should send this again in a moment."""


class Refused(LearningError):
    """Several fields of one form, each with its sentence."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()), field=next(iter(fields)))
        self._fields = fields

    @property
    def fields(self) -> dict[str, str]:
        return self._fields


class Wrong:
    """Gathers what is wrong with a form, so that all of it is said at once: the first thing at each field.

    Within `with wrong:` a refusal that belongs to a field is noted, and what follows the block goes on.
    """

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, LearningError) or not error.fields:
            return False
        self._fields = error.fields | self._fields
        return True

    def unless(self, check: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """What a check returns; nothing to be used once it refused, for `settle` raises then."""
        with self:
            return check(*args, **more)
        return cast(T, None)

    def settle(self) -> None:
        """Raises `Refused` if anything was wrong."""
        if self._fields:
            raise Refused(self._fields)
