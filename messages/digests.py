"""The weekly digest: figures beside those of the week before, what to do next, and eight weeks as charts."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from slackblocks import (
    ActionsBlock,
    AxisConfig,
    BarChart,
    Block,
    DataPoint,
    DataSeries,
    DataVisualizationBlock,
    LineChart,
    Option,
    StaticSelectMenu,
)

from learning.briefings import Briefing
from learning.digests import Figures, Point
from learning.weeks import Week
from messages import ids
from messages import rings as ring_voice
from messages import suggestions as next_steps
from messages.text import Said, context, count, label, say, section

CHOICES = 26
"""How many earlier weeks can be chosen from."""


class Line(NamedTuple):
    """One line of figures: how it begins, and each figure's words, None where it has no value."""

    title: str
    tells: Sequence[Callable[[Figures], str | None]]
    counts: Callable[[Figures], int]


LINES = (
    Line(
        "👥 *People*",
        (
            lambda one: f"{one.people.active:,} of {one.people.people:,} took part",
            lambda one: f"{one.people.new:,} for the first time",
        ),
        lambda one: one.people.active,
    ),
    Line(
        "❓ *Questions*",
        (
            lambda one: f"{one.questions.asked:,} asked",
            lambda one: f"{one.questions.answered:,} answered",
            lambda one: f"{one.questions.in_time:,} within a working day",
            lambda one: _hours(one.questions.median_hours),
        ),
        lambda one: one.questions.asked,
    ),
    Line("💡 *Found without asking*", (lambda one: f"{one.deflections:,}",), lambda one: one.deflections),
    Line(
        "🎓 *Lunch-and-learns*",
        (
            lambda one: f"{one.lunches.held:,} held",
            lambda one: _seats(one),
            lambda one: f"{one.lunches.attended:,} there",
            lambda one: f"rated {one.lunches.rating:.1f} of 5" if one.lunches.rating else None,
        ),
        lambda one: one.lunches.held,
    ),
    Line(
        "💬 *Circles*",
        (
            lambda one: count(one.prompts, "prompt", "prompts"),
            lambda one: count(one.voices, "voice", "voices"),
        ),
        lambda one: one.prompts + one.voices,
    ),
    Line(
        "🎉 *Kudos*",
        (
            lambda one: f"{one.thanks:,} given",
            lambda one: f"to {count(one.thanked, 'person', 'different people')}",
        ),
        lambda one: one.thanks,
    ),
    Line(
        "🌱 *Learners become teachers*", (lambda one: f"{one.new_teachers:,}",), lambda one: one.new_teachers
    ),
)
CURVES: tuple[tuple[str, Callable[[Point], int]], ...] = (
    ("Took part", lambda one: one.active),
    ("New", lambda one: one.new),
    ("Asked", lambda one: one.asked),
    ("Answered", lambda one: one.answered),
    ("Kudos", lambda one: one.thanks),
)
"""What the charts show: people in bars, then what they did in lines; names of 20 characters at most."""
BARS = 2


def weekly(facts: Briefing) -> Said:
    """The post to admins, readable in a minute: the week, what to do next, and eight weeks at a glance."""
    this, before = facts.this, facts.before
    title = f"Learning, {span(this.week)}{' so far' if facts.so_far else ''}"
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
    blocks += ring_voice.note(facts.rings)
    if any(value(one) for _, value in CURVES for one in facts.trend):
        blocks += _charts(facts.trend)
    return say(_summary(title, facts), *blocks)


def read(facts: Briefing, now: Week) -> Said:
    """To an admin who asks, alone: the same, with the weeks before to choose from."""
    said = weekly(facts)
    options = [
        Option(label("This week so far" if number == 0 else span(week)), week.monday.isoformat())
        for number, week in enumerate(now.back(number) for number in range(CHOICES + 1))
    ]
    shown = next((one for one in options if one.value == facts.this.week.monday.isoformat()), None)
    menu = StaticSelectMenu(ids.DIGEST_WEEK, options, initial_option=shown, placeholder=label("Another week"))
    choose = say(
        "", context("Only you see this. `/digest why` tells what did not go out."), ActionsBlock([menu])
    )
    return Said(text=said["text"], blocks=[*said["blocks"], *choose["blocks"]])


def span(week: Week) -> str:
    """A week by its first and last day: 30 March – 5 April 2026."""
    first, last = week.monday, week.sunday
    begins = f"{first:%-d}" if first.month == last.month else f"{first:%-d %B}"
    year = f" {first.year}" if first.year != last.year else ""
    dash = "–" if first.month == last.month else " – "
    return f"{begins}{year}{dash}{last:%-d %B %Y}"


def usage() -> Said:
    """How `/digest` works."""
    return say(
        "`/digest` shows this week so far, `/digest last` the week before, and `/digest` with a date like "
        "2026-11-02 the week that it lies in. `/digest why` tells what did not go out and why; add words to "
        "look for, as in `/digest why kubernetes`. The digest itself comes once a week, on the day and hour "
        "in the settings."
    )


def _line(line: Line, this: Figures, before: Figures) -> str:
    parts = []
    for tell in line.tells:
        now, then = tell(this), tell(before)
        if now is not None:
            parts.append(f"{now} ({_bare(then)})" if then is not None else now)
    return f"{line.title}  {', '.join(parts)}"


def _bare(words: str) -> str:
    """The figure alone, out of its words."""
    return next((word for word in words.split() if word[0].isdigit()), words)


def _hours(hours: float | None) -> str | None:
    if hours is None:
        return None
    if hours < 1:
        return f"{round(hours * 60)} min to the first reply"
    return f"{hours:.1f} h to the first reply" if hours < 48 else f"{hours / 24:.1f} days to the first reply"


def _seats(one: Figures) -> str:
    lunches = one.lunches
    if lunches.seats is None:
        return f"{count(lunches.filled, 'seat', 'seats')} filled"
    return f"{lunches.filled:,} of {count(lunches.seats, 'seat', 'seats')} filled"


def _charts(weeks: Sequence[Point]) -> list[Block]:
    """Eight weeks as Slack draws them, and the same figures in words for clients that draw nothing."""
    axis = AxisConfig([_day(one.week.monday) for one in weeks], x_label="Week from")
    people, deeds = (
        [
            DataSeries(name, [DataPoint(_day(one.week.monday), value(one)) for one in weeks])
            for name, value in curves
        ]
        for curves in (CURVES[:BARS], CURVES[BARS:])
    )
    words = "\n".join(f"{name}: {', '.join(f'{value(one):,}' for one in weeks)}" for name, value in CURVES)
    return [
        DataVisualizationBlock("People in eight weeks", BarChart(people, axis)),
        DataVisualizationBlock("What they did", LineChart(deeds, axis)),
        context(f"By week, from {weeks[0].week.monday:%-d %B} on\n{words}"),
    ]


def _day(day: date) -> str:
    return f"{day:%-d %b}"


def _summary(title: str, facts: Briefing) -> str:
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
