"""Figures of lunch-and-learns, as the digest tells them: their lines and their curves."""

from learning.core.sockets.order import Shelf
from learning.lunches.figures import LUNCHES, NEW_TEACHERS, Lunches
from messages.core.sockets.digest import ChartSlot, Curve, Curves, FigureLine
from messages.core.text import count


def _there(lunches: Lunches) -> tuple[str, str | None]:
    if lunches.attended is None:
        return "nobody said yet who was there", None
    return "{} there", f"{lunches.attended:,}"


def _rating(lunches: Lunches) -> tuple[str, str | None]:
    if lunches.rating is None:
        return "too few ratings" if lunches.held else "", None
    return "rated {} of 5", f"{lunches.rating:.1f}"


def _seats(lunches: Lunches) -> tuple[str, str]:
    filled = f"{lunches.filled:,}"
    if not lunches.seats:
        return "{} seat filled" if lunches.filled == 1 else "{} seats filled", filled
    return f"{{}} of {count(lunches.seats, 'seat', 'seats')} filled", filled


HELD = FigureLine(
    figure=LUNCHES,
    shelf=Shelf.GATHER,
    title="🎓 *Lunch-and-learns*",
    tells=(lambda one: ("{} held", f"{one.held:,}"), _seats, _there, _rating),
    counts=lambda one: one.held,
)
BECAME_TEACHERS = FigureLine(
    figure=NEW_TEACHERS,
    shelf=Shelf.GROW,
    title="🌱 *Learners become teachers*",
    tells=(lambda one: ("{}", f"{one:,}"),),
    counts=lambda one: one,
)
MEETING = Curves(
    slot=ChartSlot.MEETING,
    shelf=Shelf.GATHER,
    about="lunches",
    title="Lunch-and-learns",
    curves=(
        Curve(LUNCHES, "Held", lambda one: one.held),
        Curve(LUNCHES, "Seats filled", lambda one: one.filled),
        Curve(LUNCHES, "Were there", lambda one: one.attended),
    ),
)
OPINION = Curves(
    slot=ChartSlot.OPINION,
    shelf=Shelf.GATHER,
    about="how they were rated",
    title="How lunch-and-learns were rated",
    curves=(Curve(LUNCHES, "Rating, of 5", lambda one: one.rating),),
)
PEOPLE = Curves(
    slot=ChartSlot.PEOPLE,
    shelf=Shelf.GROW,
    curves=(Curve(NEW_TEACHERS, "Became teachers", lambda one: one),),
)
