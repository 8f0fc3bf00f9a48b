"""Whoever is asked is spoken to, not spoken of."""

import pytest

from learning.questions.experts import Asked
from messages.questions import experts


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("offers to teach #git", "you offer to teach #git"),
        ("1 accepted answer on #git", "you have 1 accepted answer on #git"),
        ("12 accepted answers on #git", "you have 12 accepted answers on #git"),
        ("hosted a lunch on #git", "you hosted a lunch on #git"),
        ("a colleague says they know #git", "a colleague says you know #git"),
        ("Ana says you know this", "Ana says you know this"),
        ("1 & only says you know this", "1 & only says you know this"),
    ],
)
def test_whoever_is_asked_hears_why_as_you(why: str, said: str) -> None:
    assert experts.to_you(why) == said
    escaped = said.replace("&", "&amp;")
    asked = experts.ask(Asked(1, "UBEN", why, None, needed=True, passed=False))
    assert f"You came to mind: {escaped}. A short reply" in asked["text"]
