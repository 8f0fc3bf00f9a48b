"""Figures of kudos, as the digest tells them: their line, their curves, and the rings that it remarks."""

from learning.core.sockets.order import Shelf
from learning.kudos.figures import KUDOS
from learning.kudos.figures import RINGS as RINGS_FOUND
from messages.core.sockets.digest import ChartSlot, Curve, Curves, FigureLine, RemarkWords
from messages.kudos import rings

LINE = FigureLine(
    figure=KUDOS,
    shelf=Shelf.THANK,
    title="🎉 *Kudos*",
    tells=(
        lambda one: ("{} given", f"{one.thanks:,}"),
        lambda one: (
            "to {} person" if one.thanked == 1 else "to {} different people",
            f"{one.thanked:,}",
        ),
    ),
    counts=lambda one: one.thanks,
)
CURVES = Curves(
    slot=ChartSlot.TALKING,
    shelf=Shelf.THANK,
    about="kudos",
    title="kudos",
    curves=(
        Curve(KUDOS, "Kudos given", lambda one: one.thanks),
        Curve(KUDOS, "People thanked", lambda one: one.thanked),
    ),
)
RINGS = RemarkWords(remark=RINGS_FOUND, shelf=Shelf.THANK, blocks=rings.note)
