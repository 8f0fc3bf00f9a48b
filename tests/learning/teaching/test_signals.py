"""What activities tell of topics and ask of people's time: by names of their own, and in words."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from learning.core.sockets.feature import Feature
from learning.core.sockets.people import People, RequestKind, Thankable
from learning.core.sockets.topics import Topics
from learning.kudos import badges, thank_button
from learning.lunches import signals as lunches
from learning.questions import experts
from learning.questions import signals as questions
from learning.teaching import candidates, requests, wishes
from learning.teaching.candidates import Candidate
from messages.core.features import features as words
from storage.discovery import PlugError


def candidate(shown: Mapping[str, int], *, offers: bool = False) -> Candidate:
    return Candidate("UBEN", offers, "", shown, 1, 3, None, "UTC")


@pytest.mark.parametrize(
    ("one", "score", "why"),
    [
        (candidate({}), 1, "a colleague says they know #git"),
        (candidate({"lunches": 1}), 2, "hosted a lunch on #git"),
        (candidate({"lunches": 9}, offers=True), 7, "offers to teach #git"),
        (candidate({"answers": 1, "lunches": 1}, offers=True), 6, "1 accepted answer on #git"),
        (candidate({"answers": 9}), 6, "9 accepted answers on #git"),
    ],
)
def test_why_somebody_is_asked_is_what_counts_most(one: Candidate, score: int, why: str) -> None:
    assert (one.score, experts.why(one, ["git"])) == (score, why)


def test_each_signal_has_words() -> None:
    boards = words().values()
    assert {each.name for board in boards for each in board.knows} == set(candidates.signals())
    assert {each.name for board in boards for each in board.wants} | {"wishes"} == set(wishes.wants())


def test_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Feature(
        topics=Topics(wants=(lunches.WANTS,), knows=(questions.KNOWS,)),
        people=People(
            requests=(RequestKind("tea", lambda *_, **__: None, lambda *_, **__: None),),
            doings=(questions.DOINGS,),
            thankable=(Thankable("tea", lambda *_: None),),
        ),
    )
    for module in (candidates, wishes, requests, badges, thank_button):
        monkeypatch.setattr(module, "features", lambda: MappingProxyType({"one": both, "other": both}))
    for what, read in (
        ("signals that somebody knows a topic called 'answers'", candidates.signals.__wrapped__),
        ("signals that a topic is wanted called 'waiting'", wishes.wants.__wrapped__),
        ("kinds of requests called 'tea'", requests.kinds.__wrapped__),
        ("verbs that badges are for called 'answered'", badges.deed_verbs.__wrapped__),
        ("kinds of subjects to thank for called 'tea'", thank_button.thankables.__wrapped__),
    ):
        with pytest.raises(PlugError, match=f"There are two {what}: in one and in other."):
            read()
