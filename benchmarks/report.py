"""The table: each figure beside the bare app's, its target, and whether it was reached."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.measure import A_SECOND, IN_FLIGHT, Figures


class Line(NamedTuple):
    """One figure: how it reads, its unit, what it must reach, and how it is taken from a bot's figures."""

    name: str
    unit: str
    target: float
    of: Callable[[Figures, Figures], float]
    more_is_better: bool = False

    def reached(self, value: float) -> bool:
        """Whether the target was reached."""
        return value >= self.target if self.more_is_better else value < self.target


LINES = (
    Line(f"command to acknowledgement at {A_SECOND}/s, p50", "ms", 8, lambda one, bare: one.p50 * 1e3),
    Line(f"command to acknowledgement at {A_SECOND}/s, p99", "ms", 50, lambda one, bare: one.p99 * 1e3),
    Line(f"rate with {IN_FLIGHT} in flight", "/s", 0, lambda one, bare: one.rate, True),
    Line("  beside the bare app's", "×", 0.08, lambda one, bare: one.rate / bare.rate, True),
    Line("similar questions, p95 (bare: an empty read)", "ms", 15, lambda one, bare: one.lookup_p95 * 1e3),
    Line("start to ready", "s", 1.5, lambda one, bare: one.to_ready),
    Line("resident after the load", "MB", 150, lambda one, bare: one.megabytes),
)


def table(figures: dict[str, Figures], stored: int, seconds: float) -> str:
    """All of it as text."""
    bare = figures["bare"]
    heads = "".join(f"{name:>15}   " for name in figures)
    out = [
        f"The whole /learn ask, committed, with {stored:,} questions stored; a bare app acknowledges only.",
        "",
    ]
    out.append(f"{'':46}{heads}   target")
    for line in LINES:
        row = f"{line.name:46}"
        for name, one in figures.items():
            value = line.of(one, bare)
            mark = ""
            if name != "bare" and line.target:
                mark = "ok" if line.reached(value) else "MISSED"
            row += f"{value:8.{_places(value)}f} {line.unit:2} {mark:6}"
        if line.target:
            row += f"   {'≥' if line.more_is_better else '<'} {line.target:g} {line.unit}"
        out.append(row)
    out.append("")
    for name, one in figures.items():
        if name != "bare":
            out.append(
                f"{name}: {one.posted:,} cards posted meanwhile; {one.matched:.0%} of look-ups matched."
            )
        out += [f"{name}: {words}" for words in one.trouble]
    out.append(f"The whole bench took {seconds:.0f} s.")
    return "\n".join(out) + "\n"


def _places(value: float) -> int:
    return 0 if value >= 100 else 1 if value >= 10 else 2
