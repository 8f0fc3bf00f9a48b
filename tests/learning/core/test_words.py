"""Words: what people write stays safe, and what means the same is taken for the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.core import words

ANYTHING = st.text(alphabet=st.characters(codec=None), max_size=300)


@given(ANYTHING)
def test_clean_text_can_be_kept_by_any_database(text: str) -> None:
    kept = words.clean(text)
    assert "\x00" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert words.clean(kept) == kept


@given(ANYTHING)
def test_plain_text_holds_no_mention_that_slack_would_follow(text: str) -> None:
    said = words.plain(text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", ""))
    for alive in ("<@U1>", "<!channel>", "<#C1>"):
        assert alive not in said


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("ask <@U1|ben> now", "ask @ben now"),
        ("ask <@U1> now", "ask @Benedict now"),
        ("ask <@U9> now", "ask @U9 now"),
        ("in <#C1|learning>", "in #learning"),
        ("in <#C1|>", "in #town"),
        ("<!channel> <!here|here> <!subteam^S1|@crew> <!subteam^S1>", "@channel @here @crew @subteam"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<https://example.com|the page>", "the page (https://example.com)"),
        ("<mailto:a@b.example|a@b.example>", "mailto:a@b.example"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_markup_becomes_words(markup: str, said: str) -> None:
    assert words.plain(markup, {"U1": "Benedict", "C1": "town"}) == said


@given(ANYTHING)
def test_terms_are_letters_and_digits_and_each_stands_once(text: str) -> None:
    found = words.terms(text)
    assert len(found) == len(set(found))
    assert all(term.isalnum() for term in found)


@given(ANYTHING, ANYTHING)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = words.terms(one), words.terms(other)
    assert 0 <= words.likeness(a, b) <= 1
    assert words.likeness(a, b) == words.likeness(b, a)
    if a:
        assert words.likeness(a, a) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How do I reset my password?", ("chang", "password")),
        ("C++, C# and .NET", ("cplusplus", "csharp", "net")),
        ("don't", ()),
        ("K8s errors", ("kubernet", "error")),
        ("データベース", ("デー", "ータ", "タベ", "ベー", "ース")),
        ("what the and of", ()),
        ("x" * 100, ("x" * 64,)),
    ],
)
def test_terms_are_stems_without_the_words_that_say_nothing(text: str, found: tuple[str, ...]) -> None:
    assert words.terms(text) == found


@given(ANYTHING, st.integers(min_value=2, max_value=50))
def test_a_shortened_text_fits_on_one_line(text: str, most: int) -> None:
    short = words.shorten(text, most)
    assert len(short) <= most
    assert "\n" not in short
