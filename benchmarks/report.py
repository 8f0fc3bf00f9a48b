"""The table: each figure beside the bare app's, its target, and whether it was reached."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks.measure import A_SECOND, IN_FLIGHT, Figures
from benchmarks.signups import Signups


class Row(NamedTuple):
    """One figure: how it reads, its unit, what it must reach, and how it is taken from a bot's figures."""

    name: str
    unit: str
    target: float
    of: Callable[[Figures, dict[str, Figures]], float]
    more_is_better: bool = False

    def reached(self, value: float) -> bool:
        """Whether the target was reached."""
        return value >= self.target if self.more_is_better else value < self.target


def _signups(one: Figures) -> Signups:
    return one.signups or Signups(0.0, 0.0, 0.0)


ROWS = (
    Row(f"command to acknowledgement at {A_SECOND}/s, p50", "ms", 8, lambda one, _: one.p50 * 1e3),
    Row(f"command to acknowledgement at {A_SECOND}/s, p99", "ms", 50, lambda one, _: one.p99 * 1e3),
    Row(f"rate with {IN_FLIGHT} in flight", "/s", 0, lambda one, _: one.rate, True),
    Row("  beside the plain AsyncApp's", "×", 0.08, lambda one, all_: one.rate / all_["AsyncApp"].rate, True),
    Row(
        "  beside one that acknowledges at once",
        "×",
        0,
        lambda one, all_: one.rate / all_["at once"].rate,
        True,
    ),
    Row("sign-ups, 500 in 10 s for 50 seats, p50", "ms", 0, lambda one, _: _signups(one).p50 * 1e3),
    Row("sign-ups, 500 in 10 s for 50 seats, p99", "ms", 0, lambda one, _: _signups(one).p99 * 1e3),
    Row("sign-ups, 32 in flight", "/s", 0, lambda one, _: _signups(one).rate, True),
    Row(
        "  beside one that acknowledges at once",
        "×",
        0,
        lambda one, all_: _signups(one).rate / _signups(all_["at once"]).rate,
        True,
    ),
    Row("  updates of the card", "", 30, lambda one, _: _signups(one).updates),
    Row("similar questions, p95", "ms", 15, lambda one, _: one.lookup_p95 * 1e3),
    Row("  beside an empty read, p95", "ms", 0, lambda one, _: one.empty_read_p95 * 1e3),
    Row("start to ready", "s", 1.5, lambda one, _: one.to_ready),
    Row("resident after the load", "MB", 150, lambda one, _: one.megabytes),
)
BARE = ("AsyncApp", "at once")


def table(figures: dict[str, Figures], stored: int, seconds: float) -> str:
    """All of it as text."""
    out = [
        f"The whole /learn ask, committed, with {stored:,} questions stored, beside a bare AsyncApp that only"
    ]
    out += ["acknowledges: as Bolt has it, and at once (process_before_response), as Teachback does.", ""]
    out.append(
        f"{'':44}" + "".join(f"{name:>11}{'':{2 if name in BARE else 9}}" for name in figures) + "  target"
    )
    for row in ROWS:
        cells = (_cell(row, name, one, figures) for name, one in figures.items())
        sign = ("≥" if row.more_is_better else "<") if row.target else ""
        target = f"  {sign} {row.target:g} {row.unit}" if sign else ""
        out.append(f"{row.name:44}{''.join(cells)}{target}".rstrip())
    out.append("")
    for name, one in figures.items():
        if name not in BARE:
            out.append(
                f"{name}: {one.posted:,} cards posted meanwhile; {one.matched:.0%} of look-ups matched."
            )
        out += [f"{name}: {words}" for words in one.trouble]
    out.append(f"The whole bench took {seconds:.0f} s.")
    return "\n".join(out) + "\n"


def _cell(row: Row, name: str, one: Figures, figures: dict[str, Figures]) -> str:
    value = row.of(one, figures)
    if not value:
        return " " * (13 if name in BARE else 20)
    places = 0 if value >= 100 else 1 if value >= 10 else 2
    cell = f"{value:8,.{places}f} {row.unit:2}"
    if name in BARE:
        return f"{cell}  "
    verdict = ("ok" if row.reached(value) else "MISSED") if row.target else ""
    return f"{cell} {verdict:8}"
