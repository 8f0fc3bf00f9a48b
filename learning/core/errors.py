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

    @property
    def errors(self) -> "dict[str, LearningError]":
        """What is wrong with each of the modal's fields."""
        return {self.field: self} if self.field else {}

    @property
    def fields(self) -> dict[str, str]:
        """The sentence for each of the modal's fields that something is wrong with."""
        return {field: error.sentence for field, error in self.errors.items()}

    @property
    def is_dated(self) -> bool:
        """Whether there is a date in what it says."""
        return self.day is not None

    def in_words(self, write: Callable[[date], str]) -> None:
        """Says its dates as whoever hears it would."""
        if self.day is not None:
            self.sentence = self._words.replace("{day}", write(self.day))


class Gone(LearningError):
    """The thing a button or link was about is not there (any more)."""


class NotAllowed(LearningError):
    """Someone tried what only others may do; the sentence says who."""


class RetryLater(Exception):
    """Slack was quicker than the record: it should send this again in a moment."""


class Refused(LearningError):
    """Several fields of one form, each with its sentence."""

    def __init__(self, errors: dict[str, LearningError]) -> None:
        self._errors = errors
        super().__init__(" ".join(self.fields.values()), field=next(iter(errors)))

    @property
    def errors(self) -> dict[str, LearningError]:
        return self._errors

    @property
    def is_dated(self) -> bool:
        return any(error.is_dated for error in self._errors.values())

    def in_words(self, write: Callable[[date], str]) -> None:
        for error in self._errors.values():
            error.in_words(write)
        self.sentence = " ".join(self.fields.values())


class FormErrors:
    """Gathers what is wrong with a form, so that all of it is said at once: the first thing at each field.

    Within `with wrong:` a refusal that belongs to a field is noted, and what follows the block goes on.
    """

    def __init__(self) -> None:
        self._errors: dict[str, LearningError] = {}

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, LearningError) or not error.errors:
            return False
        self._errors = error.errors | self._errors
        return True

    def check(self, check: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """What a check returns; nothing to be used once it refused, for `settle` raises then."""
        with self:
            return check(*args, **more)
        return cast(T, None)

    def settle(self) -> None:
        """Raises `Refused` if anything was wrong."""
        if self._errors:
            raise Refused(self._errors)
