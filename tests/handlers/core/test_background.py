"""What is said after the acknowledgement is waited for, and its failures are told in the log."""

import asyncio
from datetime import UTC, datetime

import pytest

from handlers.core.background import Background
from handlers.core.context import instant, number
from learning.core.errors import Gone


async def test_shutdown_waits_for_what_is_in_hand() -> None:
    later, done = Background(), []

    async def work() -> None:
        await asyncio.sleep(0)
        done.append(True)

    later(work())
    await later.finish(1)
    assert done == [True]
    await later.finish(1)


async def test_what_takes_too_long_is_let_go() -> None:
    later, forever = Background(), asyncio.Event()
    later(_wait(forever))
    await later.finish(0.01)


async def test_a_failure_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    later = Background()

    async def fail() -> None:
        raise ValueError("no such luck")

    later(fail())
    await later.finish(1)
    assert "no such luck" in caplog.text


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


@pytest.mark.parametrize(
    ("ts", "at"),
    [
        ("1767225600.000100", datetime(2026, 1, 1, 0, 0, 0, 100, tzinfo=UTC)),
        ("1767225600", datetime(2026, 1, 1, tzinfo=UTC)),
        ("1767225600.5", datetime(2026, 1, 1, 0, 0, 0, 500000, tzinfo=UTC)),
    ],
)
def test_slacks_timestamps_are_instants(ts: str, at: datetime) -> None:
    assert instant(ts) == at


def test_a_button_carries_a_number_or_nothing() -> None:
    assert number("42") == 42
    for rubbish in ("", "-1", "4 2", "٤", "x", "9" * 19):
        with pytest.raises(Gone):
            number(rubbish)
