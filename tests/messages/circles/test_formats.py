"""Formats of circles in words: whatever people write, Slack takes it, and nobody is called by it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from learning.circles import rounds
from learning.circles.formats import coffee_votes, coffees, debates, formats, turns
from messages.circles import coffees as coffee_render
from messages.circles import debates as debate_render
from messages.circles import turns as turn_render
from messages.core.text import Message
from storage.models.circles import CoffeeTopic, Round
from tests.learning.circles.circling import ANA, BEN, FAY, TUESDAY, T, ask, begin, tick, town
from tests.learning.lunches.lunching import memory

NASTY = "<!channel> & <@UANA> *bold* <https://x|y> " * 24
SECTION = 3000


def going_on(session: Session, format: str) -> Round:
    town(session)
    row = ask(session, begin(session, name="<!here> & *us*", members=[ANA, BEN], format=format), TUESDAY)
    row.prompt = NASTY[:1000]
    formats.begin(session, row.id, at=TUESDAY)
    return row


def texts(said: Message) -> list[str]:
    found = [block["text"]["text"] for block in said["blocks"] if block["type"] == "section"]
    return [said["text"], *found]


def check(said: Message) -> None:
    for text in texts(said):
        assert 0 < len(text) <= SECTION
        assert "<!channel>" not in text
        assert "<!here>" not in text
    assert len(said["blocks"]) <= 50


@pytest.mark.parametrize("stage", [coffees.GATHER, coffees.VOTE, coffees.DISCUSS, "done"])
def test_a_full_coffee_fits_at_every_stage(stage: str) -> None:
    with memory() as session:
        row = going_on(session, "coffee")
        for number in range(coffee_votes.MOST):
            session.add(
                CoffeeTopic(
                    workspace_id=T,
                    round_id=row.id,
                    member_id=ANA,
                    text=f"{number}{'<&>' * 49}",
                    request_key=str(number),
                    position=number + 1 if stage in (coffees.DISCUSS, "done") else None,
                )
            )
        row.stage = stage
        session.flush()
        facts = coffees.facts(session, row.id)
        check(coffee_render.card(facts))
        check(coffee_render.agenda(facts))
        check(coffee_render.topic(facts.topics[0]))
        form = coffee_render.vote_form(coffee_votes.Ballot(facts, {}, False))
        assert len(form["blocks"]) == coffee_votes.MOST + 1


def test_a_debate_fits_and_says_nothing_of_who_is_ahead_until_the_end() -> None:
    with memory() as session:
        row = going_on(session, "debate")
        for who, choice in ((ANA, debates.FOR), (BEN, debates.FOR), (FAY, debates.AGAINST)):
            debates.vote(session, T, who, row.id, debates.BEFORE, choice, at=TUESDAY)
        for days in (0, 1, 2, 3):
            at = TUESDAY + timedelta(days=days, hours=2)
            said = debate_render.card(debates.facts(session, row.id))
            check(said)
            assert not any("2 for" in text for text in texts(said))
            tick(session, at)
        assert row.state == "over"
        assert (
            "Fewer than 3 people took part" in texts(debate_render.card(debates.facts(session, row.id)))[-1]
        )


def test_turns_fit() -> None:
    with memory() as session:
        row = going_on(session, "round")
        check(turn_render.card(rounds.facts(session, row.id)))
        turn = turns.find(session, row.id, turns.order(session, row.id).index(ANA))
        assert turn is not None
        check(turn_render.following(turn))
