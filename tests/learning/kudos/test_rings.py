"""Closed rings of thanks, on graphs drawn by hand."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from learning.core.errors import NotAllowed
from learning.kudos import kudos, rings
from learning.kudos.rings import Ring, closed
from messages.kudos import rings as render
from sandbox.block_kit.blocks import check_blocks
from tests.learning.kudos.thanking import ANA, BEN, GRACE, HUGO, KATE, NOW, T, thank, town


def graph(*edges: str, times: int = 2) -> dict[tuple[str, str], int]:
    """Who thanked whom so many times: "ab" is a thanking b; "ab9" nine times."""
    return {(edge[0], edge[1]): int(edge[2:] or times) for edge in edges}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (graph("ab", "ba"), ["ab"]),
        (graph("ab", "bc", "ca"), ["abc"]),
        (graph("ab", "bc", "cd", "da"), ["abcd"]),
        (graph("ab", "bc", "cd", "de", "ea"), []),  # five are a team
        (graph("ab", "bc", "cd"), []),  # it does not come back
        (graph("ab1", "ba5"), []),  # once is no habit
        (graph("ab4", "ba4", "ax1"), ["ab"]),  # exactly 80 %
        (graph("ab4", "ba4", "ax2"), []),  # a thanks others too
        (graph("ab4", "ba4", "xa9", "xb9"), ["ab"]),  # what others give them is their own
        (graph("ab", "ba", "cd", "dc"), ["ab", "cd"]),
        (graph("ab", "ba", "bc", "cb", "ac", "ca"), ["abc"]),  # of rings within a ring, the largest
        (graph("ab9", "ba9", "bc1", "ca1"), ["ab"]),
        (graph("ab", "bc", "ca", "ax2"), []),
        (graph("ab", "bc", "cd", "da", "ac", "bd"), ["abcd"]),
        ({}, []),
    ],
)
def test_a_ring_is_a_few_people_who_thank_hardly_anyone_else(
    given: dict[tuple[str, str], int], found: list[str]
) -> None:
    assert ["".join(ring.member_ids) for ring in closed(given)] == found


def test_a_ring_says_how_much_of_what_they_give_stays_in_it() -> None:
    assert closed(graph("ab4", "ba5", "ax1", "xa3")) == (Ring(("a", "b"), 9, 10),)


def test_many_people_who_thank_many_take_no_time() -> None:
    crowd = {(f"u{one}", f"u{(one + step) % 2000}"): 2 for one in range(2000) for step in (1, 7, 31, 90, 400)}
    assert closed(crowd) == ()


def _round_of_thanks(session: Session, weeks: int = 0) -> None:
    for giver, member in ((ANA, BEN), (BEN, ANA)):
        for number in range(2):
            thank(session, giver, member, at=NOW - timedelta(weeks=weeks, hours=number))


def test_only_admins_see_rings(session: Session) -> None:
    town(session)
    _round_of_thanks(session)
    assert rings.seen(session, T, GRACE, at=NOW + timedelta(hours=1)) == (Ring((ANA, BEN), 4, 4),)
    with pytest.raises(NotAllowed, match="Only admins"):
        rings.seen(session, T, KATE, at=NOW)


def test_what_was_taken_back_or_is_long_ago_makes_no_ring(session: Session) -> None:
    town(session)
    _round_of_thanks(session, weeks=9)
    given = thank(session, HUGO, KATE)
    for giver, member in ((HUGO, KATE), (KATE, HUGO), (KATE, HUGO)):
        thank(session, giver, member)
    after = NOW + timedelta(hours=1)
    assert [ring.member_ids for ring in rings.recent(session, T, at=after)] == [(HUGO, KATE)]
    kudos.take_back(session, T, HUGO, given.thanks.kudos_id, at=NOW)
    assert rings.recent(session, T, at=after) == ()


def test_the_note_says_what_it_may_be_and_shows_only_so_many() -> None:
    assert render.note([]) == []
    blocks = [block._resolve() for block in render.note([Ring((ANA, BEN), 9, 10)] * 7)]
    assert check_blocks(blocks, "message") == []
    assert "<@UANA> and <@UBEN>: 9 of the 10 thanks they gave" in blocks[0]["text"]["text"]
    assert "And 2 more." in blocks[0]["text"]["text"]
