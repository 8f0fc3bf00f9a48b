"""The weekly digest: figures beside those of the week before, what to do next, and eight weeks as charts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from slackblocks import ActionsBlock, Block, Button, Option, StaticSelectMenu
from slackblocks.elements import Element

from learning.core.weeks import Week
from learning.digests.digest import Digest
from learning.digests.figures import Figures, Lunches, Questions
from messages.core.dates import written_span
from messages.core.text import Message, context, count, label, message, section
from messages.digests import charts, ids
from messages.digests import suggestions as next_steps
from messages.kudos import rings as ring_render

CHOICES = 26
"""How many earlier weeks can be chosen from."""


Tell = Callable[[Figures], tuple[str, str | None]]
"""Words with a place for a figure, and the figure; without one, words that say so, or none."""


class FigureLine(NamedTuple):
    """One line of figures: how it begins, what it tells, and whether there is anything to tell."""

    title: str
    tells: Sequence[Tell]
    counts: Callable[[Figures], int]


LINES = (
    FigureLine(
        "👥 *People*",
        (
            lambda one: (f"{{}} of {one.people.people:,} took part", f"{one.people.active:,}"),
            lambda one: ("{} for the first time", f"{one.people.new:,}"),
        ),
        lambda one: one.people.active,
    ),
    FigureLine(
        "❓ *Questions*",
        (
            lambda one: ("{} asked", f"{one.questions.asked:,}"),
            lambda one: ("{} answered", f"{one.questions.answered:,}"),
            lambda one: ("{} within a working day", f"{one.questions.in_time:,}"),
            lambda one: _first_reply(one.questions),
        ),
        lambda one: one.questions.asked,
    ),
    FigureLine(
        "💡 *Found without asking*",
        (lambda one: ("{}", f"{one.deflections:,}"),),
        lambda one: one.deflections,
    ),
    FigureLine(
        "🎓 *Lunch-and-learns*",
        (
            lambda one: ("{} held", f"{one.lunches.held:,}"),
            lambda one: _seats(one.lunches),
            lambda one: _there(one.lunches.attended),
            lambda one: _rating(one.lunches),
        ),
        lambda one: one.lunches.held,
    ),
    FigureLine(
        "💬 *Circles*",
        (
            lambda one: ("{} prompt" if one.prompts == 1 else "{} prompts", f"{one.prompts:,}"),
            lambda one: ("{} voice" if one.voices == 1 else "{} voices", f"{one.voices:,}"),
        ),
        lambda one: one.prompts + one.voices,
    ),
    FigureLine(
        "🎉 *Kudos*",
        (
            lambda one: ("{} given", f"{one.thanks:,}"),
            lambda one: (
                "to {} person" if one.thanked == 1 else "to {} different people",
                f"{one.thanked:,}",
            ),
        ),
        lambda one: one.thanks,
    ),
    FigureLine(
        "🌱 *Learners become teachers*",
        (lambda one: ("{}", f"{one.new_teachers:,}"),),
        lambda one: one.new_teachers,
    ),
)


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
    lines = [_line(line, this, before) for line in LINES if line.counts(this) or line.counts(before)]
    figures = "\n".join(lines) or "Nobody asked, taught or thanked anybody in these two weeks."
    blocks: list[Block] = [section(f"*{title}*\n{figures}")]
    quiet = [
        line.title.split("*")[1].lower() for line in LINES if not line.counts(this) + line.counts(before)
    ]
    notes = ["In brackets: the week before."] if lines else []
    if lines and quiet:
        notes.append(f"Nothing in either week: {', '.join(quiet)}.")
    if notes:
        blocks.append(context(" ".join(notes)))
    blocks += next_steps.blocks(facts.suggestions)
    blocks += ring_render.note(facts.rings)
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


def _line(line: FigureLine, this: Figures, before: Figures) -> str:
    parts = []
    for tell in line.tells:
        (words, now), (_, then) = tell(this), tell(before)
        if words and (now is not None or then is not None):
            parts.append(words.format(now) + (f" ({then})" if then is not None else ""))
    return f"{line.title}  {', '.join(parts)}"


def _first_reply(questions: Questions) -> tuple[str, str | None]:
    hours = questions.median_hours
    if hours is None:
        return "no reply yet" if questions.asked else "", None
    if hours < 1:
        figure = f"{round(hours * 60)} min"
    else:
        figure = f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
    return "median {} to the first reply", figure


def _there(attended: int | None) -> tuple[str, str | None]:
    return ("nobody said yet who was there", None) if attended is None else ("{} there", f"{attended:,}")


def _rating(lunches: Lunches) -> tuple[str, str | None]:
    if lunches.rating is None:
        return "too few ratings" if lunches.held else "", None
    return "rated {} of 5", f"{lunches.rating:.1f}"


def _seats(lunches: Lunches) -> tuple[str, str]:
    filled = f"{lunches.filled:,}"
    if not lunches.seats:
        return "{} seat filled" if lunches.filled == 1 else "{} seats filled", filled
    return f"{{}} of {count(lunches.seats, 'seat', 'seats')} filled", filled


def _summary(title: str, facts: Digest) -> str:
    this = facts.this
    words = (
        f"{title}: {this.people.active:,} of {this.people.people:,} people took part, "
        f"{count(this.questions.asked, 'question', 'questions')} asked, {this.questions.answered:,} answered."
    )
    open_ones = sum(one.state == "open" for one in facts.suggestions)
    return (
        f"{words} {count(open_ones, 'suggestion', 'suggestions')} for what to do next."
        if open_ones
        else words
    )
