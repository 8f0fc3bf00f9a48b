"""The weekly digest: figures beside those of the week before, what to do next, and eight weeks as charts."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from slackblocks import ActionsBlock, Block, Button, Option, StaticSelectMenu
from slackblocks.elements import Element

from learning.core.sockets.order import SHELVES
from learning.core.weeks import Week
from learning.digests.digest import Digest
from learning.digests.figures import Figures
from messages.core.dates import written_span
from messages.core.features import features
from messages.core.sockets.digest import FigureLine, RemarkWords
from messages.core.text import Message, context, count, label, message, section
from messages.digests import charts, ids
from messages.digests import suggestions as next_steps
from storage import discovery

T = TypeVar("T")
CHOICES = 26
"""How many earlier weeks can be chosen from."""


@cache
def lines() -> tuple[FigureLine[Any], ...]:
    """The lines of figures that activities plug in, in their order."""
    plugged = discovery.unique(
        "lines of the digest",
        (
            (activity, line.title, line)
            for activity, feature in features().items()
            for line in feature.digest.lines
        ),
    )
    return tuple(sorted(plugged.values(), key=lambda line: SHELVES.index(line.shelf)))


@cache
def remarks() -> tuple[RemarkWords[Any], ...]:
    """The words of remarks that activities plug in, in their order."""
    plugged = [words for feature in features().values() for words in feature.digest.remarks]
    return tuple(sorted(plugged, key=lambda words: SHELVES.index(words.shelf)))


def weekly(facts: Digest, locale: str = "") -> Message:
    """The post to admins, readable in two minutes: the week, what to do next, and eight weeks at a glance.

    The rest of the charts are in its thread: Slack takes two in a message. What one person gets alone has
    the days as their Slack `locale` has them.
    """
    rest = charts.named(facts.trend)
    return _digest(facts, locale, *([context(f"📈 In the thread: {rest}.")] if rest else []))


def read(facts: Digest, now: Week, locale: str = "") -> Message:
    """To an admin who asks, alone: the same, with the weeks before and the rest of the charts to choose."""
    elements: list[Element] = [_menu(facts, now, locale)]
    if charts.named(facts.trend):
        week = facts.this.week.monday.isoformat()
        elements.append(Button(label("More charts"), ids.DIGEST_CHARTS, value=week))
    return _digest(facts, locale, _note(), ActionsBlock(elements))


def whole(facts: Digest, now: Week, locale: str = "") -> Message:
    """The same over a page, which shows no charts: every figure of the eight weeks in words."""
    return _digest(
        facts, locale, *charts.rest(facts.trend), _note(), ActionsBlock([_menu(facts, now, locale)])
    )


def _digest(facts: Digest, locale: str, *end: Block) -> Message:
    this, before = facts.this, facts.before
    title = f"Learning, {span(this.week, locale)}{' so far' if facts.so_far else ''}"
    told = [_line(line, this, before) for line in lines() if _counts(line, this, before)]
    figures = "\n".join(told) or "Nobody asked, taught or thanked anybody in these two weeks."
    blocks: list[Block] = [section(f"*{title}*\n{figures}")]
    quiet = [line.title.split("*")[1].lower() for line in lines() if not _counts(line, this, before)]
    notes = ["In brackets: the week before."] if told else []
    if told and quiet:
        notes.append(f"Nothing in either week: {', '.join(quiet)}.")
    if notes:
        blocks.append(context(" ".join(notes)))
    blocks += next_steps.blocks(facts.suggestions)
    for words in remarks():
        if words.remark in facts.remarks:
            blocks += words.blocks(facts.remarks[words.remark])
    blocks += charts.headline(facts.trend)
    return message(_summary(title, facts), *blocks, *end)


def _menu(facts: Digest, now: Week, locale: str) -> StaticSelectMenu:
    options = [
        Option(label("This week so far" if number == 0 else span(week, locale)), week.monday.isoformat())
        for number, week in enumerate(now.back(number) for number in range(CHOICES + 1))
    ]
    shown = next((one for one in options if one.value == facts.this.week.monday.isoformat()), None)
    return StaticSelectMenu(ids.DIGEST_WEEK, options, initial_option=shown, placeholder=label("Another week"))


def _note() -> Block:
    return context("Only you see this. `/digest why` tells what did not go out.")


def span(week: Week, locale: str = "") -> str:
    """A week by its first and last day: 30 March – 5 April 2026, or as a Slack locale has it."""
    first, last = week.monday, week.sunday
    if locale:
        return written_span(first, last, locale)
    begins = f"{first:%-d}" if first.month == last.month else f"{first:%-d %B}"
    year = f" {first.year}" if first.year != last.year else ""
    dash = "–" if first.month == last.month else " – "
    return f"{begins}{year}{dash}{last:%-d %B %Y}"


def usage(lines: Sequence[str]) -> Message:
    """How `/digest` works; the lines say what words behind it do."""
    return message(
        "`/digest` shows this week so far, `/digest last` the week before, and `/digest` with a date like "
        "2026-11-02 the week that it lies in. "
        + "".join(f"{line} " for line in lines)
        + "The digest itself comes once a week, on the day and hour in the settings."
    )


def _line(line: FigureLine[T], this: Figures, before: Figures) -> str:
    parts = []
    for tell in line.tells:
        (words, now), (_, then) = tell(this[line.figure]), tell(before[line.figure])
        if words and (now is not None or then is not None):
            parts.append(words.format(now) + (f" ({then})" if then is not None else ""))
    return f"{line.title}  {', '.join(parts)}"


def _counts(line: FigureLine[T], this: Figures, before: Figures) -> bool:
    """Whether there is anything to tell of either week."""
    return bool(line.counts(this[line.figure]) or line.counts(before[line.figure]))


def _summary(title: str, facts: Digest) -> str:
    briefs = [line.brief(facts.this[line.figure]) for line in lines() if line.brief]
    words = f"{title}: {', '.join(briefs)}."
    open_ones = sum(one.state == "open" for one in facts.suggestions)
    return (
        f"{words} {count(open_ones, 'suggestion', 'suggestions')} for what to do next."
        if open_ones
        else words
    )
