"""The outbox keys that several verbs speak of."""


def card(question_id: int) -> str:
    """A question's card."""
    return f"questions.card:{question_id}"


def check(question_id: int, round_number: int) -> str:
    """The n-th "Did this answer it?" about a question."""
    return f"questions.check:{question_id}:{round_number}"


def expert(request_id: int) -> str:
    """The line in a question's thread that asks somebody to help."""
    return f"experts.ask:{request_id}"
