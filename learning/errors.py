"""What a person can cause and mend: each error's words are the sentence they see."""


class LearningError(Exception):
    """A refusal in a sentence a person can act on; `field` names the modal's field it belongs to, if any."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Gone(LearningError):
    """The thing a button or link was about is not there (any more)."""


class NotAllowed(LearningError):
    """Someone tried what only others may do; the sentence says who."""


class NotYet(Exception):
    """Slack was quicker than the record: it should send this again in a moment."""
