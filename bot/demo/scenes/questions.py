"""Questions in the demo: who asked what, what they were answered, and what was found without asking."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Self

from pydantic import model_validator

from bot.demo.scene import Past, Played, Scene
from bot.demo.shapes import Ago, Line, Moment, Name, Shape, Story
from bot.demo.stage import WHERE, Stage
from bot.demo.timeline import Timeline
from learning.core.sockets.order import Shelf
from learning.core.sockets.threads import Reply as Spoken
from learning.questions import acceptance, answers, drafts, questions
from sandbox import Message


class Reply(Line):
    """A reply; whoever asked may have accepted it."""

    accepted: bool = False


class Answer(Reply):
    """A reply so many `hours` after the question."""

    hours: float


class Asked(Line):
    """A question of the weeks before, and the replies to it; `key` is what it is found by."""

    when: Moment
    key: str = ""
    replies: tuple[Answer, ...] = ()


class Found(Line):
    """Someone asked what had been answered already, and found it: the question with the key `finds`."""

    when: Moment
    finds: str


class Weeks(Shape):
    """The weeks before."""

    asked: tuple[Asked, ...]
    found: tuple[Found, ...]

    @model_validator(mode="after")
    def _finds_what_was_asked(self) -> Self:
        keys = {asked.key for asked in self.asked if asked.key}
        if missing := {found.finds for found in self.found} - keys:
            raise ValueError(f"no question has the key {min(missing)!r}")
        return self


class Exchange(Ago, Line):
    """A question of the last days, and what came of it."""

    replies: tuple[Reply, ...] = ()
    followers: tuple[Name, ...] = ()
    anonymous: bool = False
    details: str = ""
    topics: tuple[str, ...] = ()


class Questions(Story):
    """Questions of the weeks before and of the last days."""

    past: Weeks
    days: tuple[Exchange, ...]


def past(timeline: Timeline, story: Questions, now: datetime) -> Iterator[Past]:
    """What was asked and answered, and found, in the weeks before."""
    known: dict[str, int] = {}
    for asked in story.past.asked:
        yield asked.when.before(now), partial(_exchange, timeline, asked, known)
    for found in story.past.found:
        yield found.when.before(now), partial(_finds, timeline, found, known)


def _exchange(timeline: Timeline, asked: Asked, known: dict[str, int], *, at: datetime) -> None:
    """A question, its replies, and whether one of them was it; `known` gets its number by its key."""
    question_id = _ask(timeline, asked, at=at)
    numbers = [
        _answer(timeline, reply, question_id, at=at + timedelta(hours=reply.hours)) for reply in asked.replies
    ]
    last = max((reply.hours for reply in asked.replies), default=0.0)
    for reply, number in zip(asked.replies, numbers, strict=True):
        if reply.accepted:
            assert number is not None
            _accept(timeline, asked.who, number, at=at + timedelta(hours=last + 0.3))
    if asked.key:
        known[asked.key] = question_id


def _ask(timeline: Timeline, asked: Asked, *, at: datetime) -> int:
    question = questions.ask(
        timeline.session,
        timeline.workspace_id,
        timeline.id(asked.who),
        questions.word(asked.text),
        channel_id=timeline.channel(WHERE).id,
        request_key=timeline.key(),
        at=at,
    )
    timeline.comes(at)
    return question.question_id


def _answer(timeline: Timeline, reply: Answer, question_id: int, *, at: datetime) -> int | None:
    question = questions.get(timeline.session, timeline.workspace_id, question_id)
    assert question.message_ts is not None
    channel = timeline.channel(question.channel_id)
    ts = timeline.reply(reply.who, reply.text, channel, question.message_ts, at=at)
    said = Spoken(
        channel_id=channel.id,
        thread_ts=question.message_ts,
        ts=ts,
        author_id=timeline.id(reply.who),
        text=reply.text,
        spoken_at=at,
    )
    answer_id = answers.heard(timeline.session, timeline.workspace_id, question.id, said)
    timeline.comes(at)
    return answer_id


def _accept(timeline: Timeline, who: str, answer_id: int, *, at: datetime) -> None:
    acceptance.accept(
        timeline.session, timeline.workspace_id, timeline.id(who), answer_id, how="button", at=at
    )
    timeline.comes(at)


def _finds(timeline: Timeline, found: Found, known: dict[str, int], *, at: datetime) -> None:
    """Someone finds what was answered already, and need not ask."""
    asked, alike = drafts.ask_unless_known(
        timeline.session,
        timeline.workspace_id,
        timeline.id(found.who),
        questions.word(found.text),
        here=timeline.channel(WHERE).id,
        channel_id=timeline.channel(WHERE).id,
        request_key=timeline.key(),
        at=at,
    )
    assert alike, found.text
    drafts.deflect(
        timeline.session,
        timeline.workspace_id,
        timeline.id(found.who),
        asked.question_id,
        known[found.finds],
        at=at,
    )
    timeline.comes(at)


def days(stage: Stage, story: Questions, now: datetime) -> Iterator[Played]:
    """What is asked and answered over the last days."""
    for exchange in story.days:
        yield exchange.before(now), partial(_happens, stage, exchange)


async def _happens(stage: Stage, exchange: Exchange) -> None:
    """Someone asks, others reply, and the asker may accept a reply."""
    asker = stage.person(exchange.who)
    before = len(stage.cards)
    if exchange.anonymous:
        await asker.types(WHERE, "/learn")
        await asker.submits(
            {
                "Your question": exchange.text,
                "Details": exchange.details,
                "Topics": list(exchange.topics),
                "Your name": ["Ask without my name"],
            }
        )
    else:
        await asker.types(WHERE, f"/learn {exchange.text}")
    await stage.until(lambda: len(stage.cards) > before)
    card = stage.cards[before]
    replies = []
    for reply in exchange.replies:
        stage.passes(timedelta(minutes=7))
        replies.append(await stage.person(reply.who).types(WHERE, reply.text, thread=card))
        await stage.until(lambda: f"{len(replies)} repl" in card.all_text)
    for name in exchange.followers:
        await stage.person(name).presses(card, "questions.follow")
    for reply, message in zip(exchange.replies, replies, strict=True):
        if reply.accepted:
            stage.passes(timedelta(minutes=9))
            assert isinstance(message, Message)
            await asker.reacts(message, "white_check_mark")
            await stage.until(lambda: "Answered" in card.all_text)


FEATURE = Scene(shelf=Shelf.ASK, story=Questions, past=past, days=days)
