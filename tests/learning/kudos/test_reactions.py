"""Reactions that thank: whatever order they are heard of in, the last word on each counts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError, NotAllowed
from learning.kudos import kudos
from learning.kudos import reactions as applause
from learning.workspace import people
from learning.workspace import settings as choices
from learning.workspace.people import Profile
from storage.models.kudos import Kudos, KudosReaction
from tests.learning.kudos.thanking import (
    ANA,
    BEN,
    BOT,
    HUGO,
    KATE,
    LIAM,
    NOOR,
    NOW,
    SECRET,
    THANKS,
    C,
    T,
    clap,
    ledger,
    owed,
    thank,
    town,
    verbs,
)
from tests.learning.lunches import lunching

SECOND = timedelta(seconds=1)


def test_a_reaction_thanks_and_taking_it_away_takes_it_back(session: Session) -> None:
    town(session)
    assert clap(session, ANA, BEN)
    assert clap(session, ANA, BEN, stands=False, at=NOW + SECOND)
    assert clap(session, ANA, BEN, at=NOW + 2 * SECOND)
    assert ledger(session) == [(ANA, BEN)]
    assert verbs(session) == ["thanked", "unthanked", "thanked"]


def test_a_retried_event_changes_nothing(session: Session) -> None:
    town(session)
    for _ in range(3):
        clap(session, ANA, BEN)
    clap(session, ANA, BEN, stands=False, at=NOW + SECOND)
    assert not clap(session, ANA, BEN)
    assert not clap(session, ANA, BEN, stands=False, at=NOW + SECOND)
    assert ledger(session) == []
    assert verbs(session) == ["thanked", "unthanked"]


def test_taken_away_before_it_was_heard_of_it_never_counts(session: Session) -> None:
    town(session)
    assert not clap(session, ANA, BEN, stands=False, at=NOW + SECOND)
    assert not clap(session, ANA, BEN)
    assert verbs(session) == []


def test_skin_tones_count_together(session: Session) -> None:
    town(session)
    clap(session, ANA, BEN, name="tada::skin-tone-2")
    assert not clap(session, ANA, BEN, name="tada::skin-tone-5")
    assert not clap(session, ANA, BEN, name="tada::skin-tone-2", stands=False, at=NOW + SECOND)
    assert ledger(session) == [(ANA, BEN)]
    assert clap(session, ANA, BEN, name="tada::skin-tone-5", stands=False, at=NOW + SECOND)
    assert ledger(session) == []


@pytest.mark.parametrize("name", ["tadaa", "eyes", "clap", "white_check_mark"])
def test_other_reactions_thank_nobody_and_are_not_kept(session: Session, name: str) -> None:
    town(session)
    assert not clap(session, ANA, BEN, name=name)
    assert session.scalars(select(KudosReaction)).all() == []


@pytest.mark.parametrize("author", [ANA, BOT, NOOR, "UNOBODY"])
def test_whom_nobody_can_thank_is_passed_over_quietly(session: Session, author: str) -> None:
    town(session)
    assert not clap(session, ANA, author)
    assert verbs(session) == []


@pytest.mark.parametrize("giver", [NOOR, BOT])
def test_apps_and_the_gone_thank_nobody(session: Session, giver: str) -> None:
    town(session)
    with pytest.raises(NotAllowed):
        clap(session, giver, BEN)


def test_another_emoji_chosen_since_still_lets_the_old_one_be_taken_back(session: Session) -> None:
    town(session)
    clap(session, ANA, BEN)
    choices.put(session, T, {"kudos_emoji": "clap"})
    assert applause.is_known(session, T, ANA, C, "1.000001", "tada")
    assert clap(session, ANA, BEN, stands=False, at=NOW + SECOND)
    assert not clap(session, ANA, BEN, at=NOW + 2 * SECOND)
    assert clap(session, ANA, BEN, name="clap", at=NOW + SECOND)


def test_when_nothing_is_left_it_is_told_once_a_day(session: Session) -> None:
    town(session, kudos_allowance=1)
    thank(session, ANA, BEN)
    for number in range(3):
        assert not clap(session, ANA, KATE, f"{number}.1")
    assert owed(session, "kudos.used_up") == [ANA]
    tomorrow = NOW + timedelta(days=1)
    assert clap(session, ANA, KATE, "8.1", at=tomorrow)
    assert not clap(session, ANA, KATE, "9.1", at=tomorrow)
    assert owed(session, "kudos.used_up") == [ANA, ANA]


def test_one_message_and_one_card_whoever_joins_in(session: Session) -> None:
    town(session, kudos_channel=THANKS)
    for number, giver in enumerate((ANA, KATE, HUGO)):
        clap(session, giver, BEN, at=NOW + number * SECOND)
    clap(session, KATE, BEN, stands=False, at=NOW + 9 * SECOND)
    assert owed(session, "kudos.applause") == [BEN]
    assert owed(session, "kudos.applause_card") == [THANKS]
    first = session.scalars(select(Kudos.id).order_by(Kudos.id)).first()
    facts = applause.on(session, first or 0)
    assert (facts.member_id, facts.giver_ids) == (BEN, (ANA, HUGO))
    assert facts.link == "https://town.slack.com/archives/C1/p1000001"


def test_a_private_channels_message_is_shown_nowhere_else(session: Session) -> None:
    town(session, kudos_channel=THANKS)
    clap(session, ANA, BEN, channel_id=SECRET)
    clap(session, ANA, BEN, channel_id=THANKS)
    assert owed(session, "kudos.applause_card") == []


GIVERS, AUTHORS, MESSAGES = (ANA, BEN), (BEN, KATE, LIAM), ("1.1", "2.1", "3.1")
NAMES = ("tada", "tada::skin-tone-3", "eyes")
ALLOWANCE = 2


@dataclass
class Model:
    """What should stand: by message and giver, and by request, on two days."""

    heard: dict[tuple[str, str, str], tuple[int, bool]] = field(default_factory=dict)
    reactions: dict[tuple[str, str], int] = field(default_factory=dict)
    commands: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def left(self, giver: str, day: int) -> int:
        reacted = sum(by == giver and then == day for (by, _), then in self.reactions.items())
        typed = sum(
            by == giver and then == day
            for key, (by, _, then) in self.commands.items()
            if key not in self.ended
        )
        return ALLOWANCE - reacted - typed

    def react(self, giver: str, place: int, name: str, stands: bool, second: int) -> None:
        author, message = AUTHORS[place], MESSAGES[place]
        thanks = name.startswith("tada")
        if not thanks or author == giver:
            return
        key = (giver, message, name)
        if key in self.heard and self.heard[key][0] >= second:
            return
        self.heard[key] = (second, stands)
        any_stands = any(on for (by, where, _), (_, on) in self.heard.items() if (by, where) == key[:2])
        if stands and key[:2] not in self.reactions and self.left(giver, second // 10) > 0:
            self.reactions[key[:2]] = second // 10
        elif not any_stands:
            self.reactions.pop(key[:2], None)

    def give(self, giver: str, request: str, member: str, second: int) -> None:
        request = giver + request
        if request not in self.commands and giver != member and self.left(giver, second // 10) > 0:
            self.commands[request] = (giver, member, second // 10)

    def take_back(self, giver: str, request: str) -> None:
        if giver + request in self.commands:
            self.ended.add(giver + request)

    def ledger(self) -> list[tuple[str, str]]:
        reacted = [(giver, AUTHORS[MESSAGES.index(message)]) for giver, message in self.reactions]
        typed = [(by, member) for key, (by, member, _) in self.commands.items() if key not in self.ended]
        return sorted(reacted + typed)


SECONDS = st.integers(0, 19)
"""The first ten are on one day, the others on the next."""
STEPS = st.one_of(
    st.tuples(
        st.just("react"),
        st.sampled_from(GIVERS),
        st.integers(0, 2),
        st.sampled_from(NAMES),
        st.booleans(),
        SECONDS,
    ),
    st.tuples(
        st.just("give"),
        st.sampled_from(GIVERS),
        st.sampled_from("abcd"),
        st.sampled_from(AUTHORS),
        SECONDS,
    ),
    st.tuples(st.just("take_back"), st.sampled_from(GIVERS), st.sampled_from("abcd")),
)


@settings(max_examples=70, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_whatever_comes_in_whatever_order_the_ledger_is_what_the_model_says(
    steps: list[tuple[Any, ...]],
) -> None:
    model = Model()
    numbers: dict[str, int] = {}

    def at(second: int) -> datetime:
        return NOW + timedelta(days=second // 10, seconds=second % 10)

    with lunching.memory() as session:
        town(session, kudos_allowance=ALLOWANCE)
        people.meet(session, T, [Profile(giver, giver, "UTC") for giver in GIVERS])
        for name, *rest in steps:
            getattr(model, str(name))(*rest)
            if name == "react":
                giver, place, emoji, stands, second = rest
                clap(
                    session,
                    str(giver),
                    AUTHORS[place],
                    MESSAGES[place],
                    name=str(emoji),
                    stands=bool(stands),
                    at=at(second),
                )
            elif name == "give":
                giver, request, member, second = (str(one) for one in rest)
                try:
                    given = thank(session, giver, member, key=f"{giver}{request}", at=at(int(second)))
                except LearningError:
                    continue
                numbers[giver + request] = given.thanks.kudos_id
            elif (number := numbers.get("".join(str(one) for one in rest))) is not None:
                kudos.take_back(session, T, str(rest[0]), number, at=NOW)
            assert ledger(session) == model.ledger()
            assert verbs(session).count("thanked") - verbs(session).count("unthanked") == len(ledger(session))
            for giver in GIVERS:
                for day in (0, 10):
                    facts = people.get(session, T, giver)
                    assert kudos.allowance_left(session, facts, at=at(day)) == model.left(giver, day // 10)
