"""What an activity plugs into Home stands in its place there, without a change to Home."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from slackblocks import Block, Button
from sqlalchemy.orm import Session

from learning.core.features import features as learning_features
from learning.core.sockets.feature import Feature as LearningFeature
from learning.core.sockets.home import Entry, Slot, Viewer
from learning.core.sockets.order import Shelf
from learning.home import home
from learning.workspace import settings
from messages.core.features import features as message_features
from messages.core.sockets.feature import Feature as MessageFeature
from messages.core.sockets.home import Door, Section
from messages.core.text import label, section
from messages.home import home as render
from messages.questions import ids
from messages.workspace.settings import fields
from storage.discovery import PlugError
from tests.learning.lunches.lunching import ANA, BEN, FAY, NOW, T, propose, town
from tests.messages.home.test_stored_homes import written

Plug = Callable[[LearningFeature, MessageFeature], None]
looked: list[str] = []


def tips_for(viewer: Viewer) -> tuple[str, ...]:
    return (f"A tip for {viewer.member_id}",)


def reviews(viewer: Viewer) -> int:
    looked.append(viewer.member_id)
    return len(viewer[TIPS])


def shown(tips: Sequence[str]) -> list[Block]:
    return [section(tip) for tip in tips]


def reviewed(number: int) -> list[Block]:
    return [section(f"{number} to review")]


TIPS = Entry("tips", Slot.COMING, Shelf.TALK, tips_for)
REVIEWS = Entry("tips to review", Slot.FACILITATORS, Shelf.ASK, reviews)
NOTE = Door(Shelf.PAIR, Button(label("Note a tip"), "tips.note"))
LOOK = Door(Shelf.TALK, Button(label("All tips"), "tips.all"), Slot.FACILITATORS)
LEARNING = LearningFeature(home=(TIPS, REVIEWS))
MESSAGES = MessageFeature(home=(Section(TIPS, shown), Section(REVIEWS, reviewed, bool)), doors=(NOTE, LOOK))


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Iterator[Plug]:
    """Plugs in an activity called tips, for one test."""
    learning, messages = dict(learning_features()), dict(message_features())
    looked.clear()

    def forget() -> None:
        for cached in (home.entries, render.sections, render.doors):
            cached.cache_clear()

    def put(one: LearningFeature, other: MessageFeature) -> None:
        monkeypatch.setattr(home, "features", lambda: {**learning, "tips": one})
        monkeypatch.setattr(render, "features", lambda: {**messages, "tips": other})
        forget()

    yield put
    forget()


def test_what_is_plugged_in_stands_in_its_slot_and_on_its_shelf(session: Session, plug: Plug) -> None:
    town(session)
    propose(session)
    plug(LEARNING, MESSAGES)
    facts = home.get(session, T, BEN, at=NOW)
    tips: tuple[str, ...] = facts[TIPS]
    assert tips == ("A tip for UBEN",)
    blocks = written(render.home(facts))
    (row,) = (block["elements"] for block in blocks if "Note a tip" in str(block))
    assert [one["text"]["text"] for one in row][:4] == [
        "Ask a question",
        "Find an answer",
        "Note a tip",
        "Coming lunches",
    ]
    said = [block["text"]["text"] for block in blocks if "text" in block]
    assert said[1] == "📅 Coming up"
    assert "Kubernetes, gently" in said[2]
    assert said[3:] == ["A tip for UBEN"]


def test_what_is_for_facilitators_is_looked_for_on_their_home_alone(session: Session, plug: Plug) -> None:
    town(session)
    plug(LEARNING, MESSAGES)
    assert "1 to review" not in str(render.home(home.get(session, T, ANA, at=NOW)))
    assert looked == []
    tab = str(render.home(home.get(session, T, FAY, at=NOW)))
    assert looked == [FAY]
    for words in ("1 to review", "There is more of it", "All tips", "New circle"):
        assert words in tab
    assert "Nothing else waits for you here" not in tab


def test_who_has_something_of_it_is_no_newcomer(session: Session, plug: Plug) -> None:
    town(session)
    assert home.get(session, T, ANA, at=NOW).is_new
    plug(LEARNING, MESSAGES)
    assert not home.get(session, T, ANA, at=NOW).is_new
    uncounted = Entry("tips", Slot.COMING, Shelf.TALK, tips_for, counted=False)
    plug(LearningFeature(home=(uncounted,)), MessageFeature(home=(Section(uncounted, shown),)))
    assert home.get(session, T, ANA, at=NOW).is_new


def test_two_of_one_name_are_refused_and_so_is_what_nothing_shows(plug: Plug) -> None:
    plug(LearningFeature(home=(Entry("lunches", Slot.COMING, Shelf.TALK, tips_for),)), MESSAGES)
    with pytest.raises(PlugError, match="two entries of Home called 'lunches': in lunches and in tips"):
        home.entries()
    plug(LEARNING, MessageFeature(home=(Section(TIPS, shown), Section(TIPS, shown))))
    with pytest.raises(PlugError, match="two sections of Home called 'tips'"):
        render.sections()
    plug(LEARNING, MessageFeature(home=(Section(TIPS, shown),)))
    with pytest.raises(PlugError, match="No section of Home shows the entry called 'tips to review'"):
        render.sections()
    plug(LearningFeature(home=(TIPS,)), MESSAGES)
    with pytest.raises(PlugError, match="section of Home called 'tips to review' shows no entry"):
        render.sections()
    plug(LEARNING, MessageFeature(doors=(Door(Shelf.ASK, Button(label("Ask"), ids.HOME_ASK)),)))
    with pytest.raises(PlugError, match=f"two doors on Home called '{ids.HOME_ASK}'"):
        render.doors()


def test_each_entry_has_a_section_in_its_slot() -> None:
    shown_there = [one.entry for found in render.sections().values() for one in found]
    assert shown_there == list(home.entries())
    assert sum(map(len, render.doors().values())) == sum(
        len(one.doors) for one in message_features().values()
    )


def test_each_channel_that_nobody_chose_has_its_sentence() -> None:
    assert [one.name for one in settings.channels() if not fields()[one.name].unset] == []
