"""The digest of a filled week, word for word and block for block as it has always been.

`python -m tests.messages.digests.test_pinned` writes down anew how it is, for a change that is wanted.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from sqlalchemy import create_engine, update
from sqlalchemy.orm import Session

from learning.circles import facilitating, plans
from learning.core import topics, weeks
from learning.digests import digest, rules, suggestions
from learning.digests.suggestions import Pressed, Suggestion
from learning.lunches import lunches
from learning.questions import acceptance
from learning.teaching import offers
from learning.teaching.introductions import Pair
from learning.teaching.understudies import Call
from messages.core.features import features
from messages.digests import charts
from messages.digests import digest as render
from messages.digests import suggestions as next_steps
from messages.lunches import rules as lunch_rules
from messages.teaching import introductions, understudies
from storage.migrate import migrate
from storage.models.circles import Circle
from storage.models.lunches import LunchTopic
from tests.learning.digests.digesting import (
    AFTER,
    ANA,
    BEN,
    DAY,
    FAY,
    GRACE,
    HOUR,
    HUGO,
    KATE,
    LIAM,
    MONDAY,
    WEEK,
    C,
    T,
    ask,
    crowd,
    fill,
    lunch,
    place,
    rated,
    reply,
    thank,
    wish,
)
from tests.plugging import PINNED as ACTIVITIES

PINNED = Path(__file__).with_name("pinned.json")
NOW = AFTER + HOUR
FACTS = {
    "wanted": {"topic_id": 3, "topic": "rust & co", "people": 1204},
    "waiting": {
        "question_id": 4,
        "text": "Why <lock> a row?",
        "link": "https://x.example/p1",
        "days": 3,
    },
    "leaning": {"topic_id": 5, "topic": "kafka", "member": BEN, "given": 8, "of": 11, "next": KATE},
    "quiet": {"circle_id": 6, "name": "Incident *stories*", "silent": 2, "by": FAY},
    "teams": {"team": "pay", "size": 5, "inside": True, "share": 80},
    "repeat": {
        "lunch_id": 7,
        "title": "Pods",
        "host": BEN,
        "rating": 4.3,
        "ratings": 3,
        "line": 1,
        "wanting": 4,
    },
}
"""What each kind of suggestion is about."""
OTHERWISE = {
    "leaning": {"next": None},
    "waiting": {"days": 1},
    "teams": {"inside": False, "share": 0},
    "repeat": {"line": 0, "wanting": 1},
}
OUTCOMES = {
    "wanted": ({"asked": [BEN, KATE]}, {"facilitators": True}),
    "waiting": (
        {"asked": [BEN]},
        {"settled": True},
        {"facilitators": True, "topics": ["postgres", "locks"]},
        {"facilitators": True, "topics": []},
    ),
    "leaning": ({"asked": [KATE]},),
    "quiet": ({"asked": [FAY]}, {"settled": True}),
    "teams": ({"one": ANA, "other": BEN, "topic": "sql"},),
    "repeat": ({"asked": [BEN]},),
}
"""What may come of each."""
CALLS = (
    *((why, "asked") for why in ("answers", "offers", "near", "wishes")),
    ("answers", "accepted"),
    ("answers", "declined"),
)
"""Why somebody is asked to help with a topic, and what they said."""


def test_the_digest_is_as_it_was(session: Session) -> None:
    was = json.loads(PINNED.read_text())
    now = told(session)
    assert now.keys() == was.keys()
    for name in was:
        assert now[name] == was[name], name


def told(session: Session) -> dict[str, Any]:
    """All that the digest tells, and what is told of its suggestions, as JSON has it."""
    company(session)
    found = rules.find(session, T, at=NOW)
    lunch_id = next(one.facts["lunch_id"] for kind, one in found if kind == "repeat")
    first, *others = suggestions.make(session, T, WEEK.monday, at=NOW)
    pressed = [suggestions.act(session, T, GRACE, one.id, at=NOW) for one in others]
    pressed.append(suggestions.dismiss(session, T, GRACE, first.id, at=NOW))
    now = weeks.week_of(NOW, WEEK.zone)
    week = digest.read(session, T, GRACE, WEEK.monday, at=NOW)
    so_far = digest.read(session, T, GRACE, at=NOW)
    early = digest.read(session, T, GRACE, WEEK.back(3).monday, at=NOW)
    shown = {
        "found": [[kind, one.subject, one.weight, one.facts] for kind, one in found],
        "pressed": [next_steps.pressed(one) for one in pressed],
        "decided": [
            next_steps.pressed(Pressed(one, fresh))
            for one in every()
            if one.state != "open"
            for fresh in (True, False)
        ],
        "calls": [
            [understudies.call(call), understudies.called(call)]
            for call in (Call(5, "kafka & co", why, state) for why, state in CALLS)
        ],
        "hello": [introductions.hello(Pair(ANA, BEN)), introductions.hello(Pair(ANA, BEN, "sql & co"))],
        "again": lunch_rules.again(lunches.card(session, lunch_id)),
        "week": [
            render.weekly(week),
            render.weekly(week, "de-DE"),
            render.read(week, now),
            render.whole(week, now),
            charts.further(week.trend),
            charts.named(week.trend),
        ],
        "so far": render.weekly(so_far),
        "early": [render.weekly(early), charts.further(early.trend)],
        "steps": render.weekly(replace(early, suggestions=(*every(),))),
    }
    plain: dict[str, Any] = json.loads(_without_later(json.dumps(shown)), object_hook=_without_ids)
    return plain


def _without_later(text: str) -> str:
    """The same without the empty lines of activities that came after it was pinned."""
    for activity, feature in features().items():
        for line in feature.digest.lines if activity not in ACTIVITIES else ():
            name = line.title.split("*")[1].lower()
            for words in (f" Nothing in either week: {name}.", f", {name}", f"{name}, "):
                text = text.replace(words, "")
    return text


def every() -> Iterator[Suggestion]:
    """Suggestions of each kind: open, put off, and done with all that may come of them."""
    for kind, facts in FACTS.items():
        yield Suggestion(1, kind, MappingProxyType(facts), "open", None)
        yield Suggestion(2, kind, MappingProxyType(facts | OTHERWISE.get(kind, {})), "open", None)
        yield Suggestion(3, kind, MappingProxyType(facts), "dismissed", GRACE)
        for came in OUTCOMES[kind]:
            yield Suggestion(4, kind, MappingProxyType({**facts, "outcome": came}), "done", GRACE)


def company(session: Session) -> None:
    """The filled week, with something for each rule to find, and two people who only thank each other."""
    fill(session)
    wish(session, "rust", ANA, KATE, HUGO)
    ask(session, ANA, "How do I lock a <row>?", at=NOW - 4 * DAY - HOUR, topics=["postgres"])
    for number in range(6):
        at = MONDAY + number * HOUR + timedelta(minutes=3)
        question = ask(session, FAY, f"What is {number}?", at=at, topics=["kafka"])
        answer = reply(session, question, BEN if number else KATE, at=at + timedelta(minutes=1))
        acceptance.accept(session, T, FAY, answer, how="button", at=at + timedelta(minutes=2))
    plan = plans.plan("Incidents", channel_id=C, weekday=2, clock="12:00", zone="UTC", start=None, at=MONDAY)
    circle = facilitating.begin(session, T, FAY, plan, request_key="circle", at=MONDAY).circle_id
    session.get_one(Circle, circle).silent = 2
    again = lunch(session, [ANA, HUGO, KATE, LIAM], at=NOW - 4 * DAY, seats_=3)
    (locks,) = topics.ensure(session, T, ["locks"])
    session.execute(update(LunchTopic).where(LunchTopic.lunch_id == again).values(topic_id=locks))
    rated(session, again, {ANA: 5, HUGO: 4, KATE: 4}, at=NOW - 3 * DAY)
    crowd(session, "pay", 5)
    data = crowd(session, "data", 6)
    place(session, "pair", ANA, BEN, HUGO, KATE)
    for member in (ANA, BEN, HUGO, KATE):
        thank(session, data[0], member, at=NOW - DAY)
    offers.offer(session, T, BEN, ["postgres"], at=MONDAY)
    for number in range(4):
        thank(session, LIAM, FAY, at=MONDAY + number * HOUR)
        thank(session, FAY, LIAM, at=MONDAY + number * HOUR + timedelta(minutes=1))
    session.flush()


def _without_ids(block: dict[str, Any]) -> dict[str, Any]:
    """A block without the name that it was given by lot."""
    return {name: value for name, value in block.items() if name != "block_id"}


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pinned.db"
        migrate(url)
        with Session(create_engine(url)) as anew:
            PINNED.write_text(json.dumps(told(anew), ensure_ascii=False, indent=1) + "\n")
