"""Who takes part, as the digest tells it: its line and its curves."""

from learning.core.sockets.order import Shelf
from learning.digests.participation import PEOPLE, Participation
from messages.core.sockets.digest import ChartSlot, Curve, Curves, FigureLine


def _brief(people: Participation) -> str:
    return f"{people.active:,} of {people.people:,} people took part"


LINE = FigureLine(
    figure=PEOPLE,
    shelf=Shelf.PEOPLE,
    title="👥 *People*",
    tells=(
        lambda one: (f"{{}} of {one.people:,} took part", f"{one.active:,}"),
        lambda one: ("{} for the first time", f"{one.new:,}"),
    ),
    counts=lambda one: one.active,
    brief=_brief,
)
CURVES = Curves(
    slot=ChartSlot.PEOPLE,
    shelf=Shelf.PEOPLE,
    about="people",
    title="People in eight weeks",
    curves=(
        Curve(PEOPLE, "Took part", lambda one: one.active),
        Curve(PEOPLE, "For the first time", lambda one: one.new),
    ),
)
