"""Reactions: a person's are heard by everybody who has to do with any, in one order; others by nobody."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from handlers.core import reactions
from handlers.core.features import features
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.reactions import Reacted, Reaction
from learning.core.sockets.order import Shelf

CTX: Any = SimpleNamespace(workspace=SimpleNamespace(bot_user_id="UBOT"))
EVENT = {
    "user": "UANA",
    "reaction": "wave",
    "item": {"type": "message", "channel": "C1", "ts": "1.000100"},
    "item_user": "UBEN",
    "event_ts": "2.000300",
}


@pytest.fixture
def heard() -> Any:
    """What was heard, by whom, of two activities that are plugged in the wrong way round."""
    told: list[tuple[str, Reacted]] = []

    def reaction(name: str, shelf: Shelf) -> Reaction:
        async def hear(_: Any, reacted: Reacted) -> None:
            told.append((name, reacted))

        return Reaction(shelf, hear)

    only = {
        "bees": Feature(reactions=(reaction("bees", Shelf.THANK),)),
        "trees": Feature(reactions=(reaction("trees", Shelf.ASK),)),
    }
    reactions._reactions.cache_clear()
    with patch.object(reactions, "features", lambda: only):
        yield told
    reactions._reactions.cache_clear()


async def test_each_activity_hears_of_it_in_the_order_of_their_shelves(
    heard: list[tuple[str, Reacted]],
) -> None:
    await reactions.added({"event_id": "E1"}, EVENT, CTX)
    await reactions.removed({"event_id": "E2"}, EVENT, CTX)
    assert [(who, one.event_id, one.stands) for who, one in heard] == [
        ("trees", "E1", True),
        ("bees", "E1", True),
        ("trees", "E2", False),
        ("bees", "E2", False),
    ]
    reacted = heard[0][1]
    assert (reacted.member_id, reacted.author_id, reacted.name) == ("UANA", "UBEN", "wave")
    assert (reacted.channel_id, reacted.ts, reacted.at.isoformat()) == (
        "C1",
        "1.000100",
        "1970-01-01T00:00:02.000300+00:00",
    )


@pytest.mark.parametrize(
    "change", [{"user": "UBOT"}, {"user": None}, {"item": {"type": "file", "file": "F1"}}], ids=str
)
async def test_what_is_no_persons_or_on_no_message_is_heard_by_nobody(
    heard: list[tuple[str, Reacted]], change: dict[str, Any]
) -> None:
    await reactions.added({"event_id": "E1"}, {**EVENT, **change}, CTX)
    assert heard == []


def test_an_answer_is_accepted_before_a_reply_is_liked_and_before_anybody_is_thanked() -> None:
    there = {one.shelf: name for name, feature in features().items() for one in feature.reactions}
    assert [there[shelf] for shelf in Shelf if shelf in there] == ["questions", "circles", "kudos"]
