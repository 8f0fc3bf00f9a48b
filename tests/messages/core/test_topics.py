"""Topics as the search in a form offers them."""

from messages.core.topics import topic_options


def test_a_new_topic_is_offered_only_when_it_is_new() -> None:
    texts = [option["text"]["text"] for option in topic_options("Post", ["postgres"])]
    assert texts == ["#postgres", "#post (new)"]
    assert [o["value"] for o in topic_options("#Postgres", ["postgres"])] == ["postgres"]
    assert topic_options("", []) == []
