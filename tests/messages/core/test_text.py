"""Words safe for Slack: nobody broadcasts through the bot, and everything fits."""

from hypothesis import given
from hypothesis import strategies as st

from messages.core import text

ANYTHING = st.text(max_size=400)


@given(ANYTHING)
def test_what_a_person_wrote_can_neither_mention_nor_link(words: str) -> None:
    for shown in (text.escape(words), text.fit(words), text.bold(words), text.quote(words)):
        assert "<" not in shown
        assert ">" not in shown.replace("> ", "").replace("\n>", "")


@given(ANYTHING, st.integers(min_value=10, max_value=100))
def test_a_fitted_text_fits_and_ends_between_entities(words: str, most: int) -> None:
    shown = text.fit(words, most)
    assert len(shown) <= most
    whole = text.escape(words)
    if shown != whole:
        assert shown.endswith("…")
        assert whole.startswith(shown.removesuffix("…"))
        undone = shown.removesuffix("…").replace("&lt;", "").replace("&gt;", "").replace("&amp;", "")
        assert "&" not in undone


@given(ANYTHING)
def test_a_quote_is_quoted_on_every_line(words: str) -> None:
    assert all(line.startswith("> ") for line in text.quote(words).split("\n"))


def test_bold_is_left_out_where_asterisks_would_break_it() -> None:
    assert text.bold("plain") == "*plain*"
    assert text.bold("2 * 3") == "2 * 3"
    assert text.bold("") == ""
    assert text.bold("two\nlines") == "*two lines*"


def test_a_link_to_nowhere_is_only_words() -> None:
    assert text.link("", "here") == "here"
    assert text.link("https://example.com", "here") == "<https://example.com|here>"


def test_counting_words_agree_with_their_number() -> None:
    assert text.count(1, "reply", "replies") == "1 reply"
    assert text.count(1200, "reply", "replies") == "1,200 replies"
