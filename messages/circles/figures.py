"""Figures of circles, as the digest tells them: their line and their curves."""

from learning.circles.figures import CIRCLES
from learning.core.sockets.order import Shelf
from messages.core.sockets.digest import ChartSlot, Curve, Curves, FigureLine

LINE = FigureLine(
    figure=CIRCLES,
    shelf=Shelf.TALK,
    title="💬 *Circles*",
    tells=(
        lambda one: ("{} prompt" if one.prompts == 1 else "{} prompts", f"{one.prompts:,}"),
        lambda one: ("{} voice" if one.voices == 1 else "{} voices", f"{one.voices:,}"),
    ),
    counts=lambda one: one.prompts + one.voices,
)
CURVES = Curves(
    slot=ChartSlot.TALKING,
    shelf=Shelf.TALK,
    about="circles",
    title="circles",
    curves=(
        Curve(CIRCLES, "Prompts", lambda one: one.prompts),
        Curve(CIRCLES, "Voices", lambda one: one.voices),
    ),
)
