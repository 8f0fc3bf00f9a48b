"""`python -m benchmarks`: prints the table; a target that was missed says so in its line."""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Scale, measure
from benchmarks.report import table
from benchmarks.servers import databases


def main() -> None:
    """Measures the bare app, then Teachback on SQLite and on Postgres."""
    scale = Scale()
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--questions", type=int, default=scale.questions, help="stored beforehand")
    options.add_argument("--seconds", type=float, default=scale.seconds, help="of each load")
    given = options.parse_args()
    began = time.perf_counter()
    gc.set_threshold(50_000, 20, 100)  # The load generator's own pauses are not the bot's.
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as urls:
        figures = asyncio.run(
            measure(urls, Path(folder), Scale(questions=given.questions, seconds=given.seconds))
        )
    sys.stdout.write(table(figures, given.questions, time.perf_counter() - began))


if __name__ == "__main__":
    main()
