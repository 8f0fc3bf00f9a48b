"""Figures of questions, as the digest tells them: their lines and their curves."""

from learning.core.sockets.order import Shelf
from learning.questions.figures import DEFLECTIONS, QUESTIONS, Questions
from messages.core.sockets.digest import ChartSlot, Curve, Curves, FigureLine
from messages.core.text import count


def _brief(questions: Questions) -> str:
    return f"{count(questions.asked, 'question', 'questions')} asked, {questions.answered:,} answered"


def _first_reply(questions: Questions) -> tuple[str, str | None]:
    hours = questions.median_hours
    if hours is None:
        return "no reply yet" if questions.asked else "", None
    if hours < 1:
        figure = f"{round(hours * 60)} min"
    else:
        figure = f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.1f} days"
    return "median {} to the first reply", figure


ASKED = FigureLine(
    figure=QUESTIONS,
    shelf=Shelf.ASK,
    title="❓ *Questions*",
    tells=(
        lambda one: ("{} asked", f"{one.asked:,}"),
        lambda one: ("{} answered", f"{one.answered:,}"),
        lambda one: ("{} within a working day", f"{one.in_time:,}"),
        _first_reply,
    ),
    counts=lambda one: one.asked,
    brief=_brief,
)
FOUND = FigureLine(
    figure=DEFLECTIONS,
    shelf=Shelf.ASK,
    title="💡 *Found without asking*",
    tells=(lambda one: ("{}", f"{one:,}"),),
    counts=lambda one: one,
)
ASKING = Curves(
    slot=ChartSlot.ASKING,
    shelf=Shelf.ASK,
    about="questions",
    title="Questions in eight weeks",
    curves=(
        Curve(QUESTIONS, "Asked", lambda one: one.asked),
        Curve(QUESTIONS, "Answered", lambda one: one.answered),
        Curve(QUESTIONS, "Within a working day", lambda one: one.in_time),
        Curve(DEFLECTIONS, "Found without asking", lambda one: one),
    ),
)
WAITING = Curves(
    slot=ChartSlot.WAITING,
    shelf=Shelf.ASK,
    about="how soon answers come",
    title="How soon the first reply came",
    curves=(Curve(QUESTIONS, "Median hours", lambda one: one.median_hours),),
    unit="Hours",
)
