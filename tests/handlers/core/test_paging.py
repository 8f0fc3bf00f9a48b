"""Calls in a row keep to Slack's tiers: as fast as it lets them, and no faster."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.core import paging
from handlers.core.paging import Pace


class Slack:
    """Answers as it is told to, and remembers when it was asked."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked: list[float] = []

    async def method(self, **arguments: object) -> AsyncSlackResponse:
        self.asked.append(asyncio.get_running_loop().time())
        error = self._answers.pop(0) if self._answers else ""
        answer = AsyncSlackResponse(
            client=None,
            http_verb="GET",
            api_url="",
            req_args={},
            data={"ok": not error, "error": error, **arguments},
            headers={"Retry-After": "7"},
            status_code=200,
        )
        if error:
            raise SlackApiError("no", answer)
        return answer


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was slept, without sleeping."""
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    monkeypatch.setattr(paging.asyncio, "sleep", sleep)
    return naps


async def test_only_the_call_that_would_be_one_too_many_waits(slept: list[float]) -> None:
    slack, paced = Slack(), Pace(3)
    for number in range(3):
        assert (await paced.call(slack.method, cursor=number))["cursor"] == number
    assert slept == [0, 0, 0]
    await paced.call(slack.method)
    assert 59 < slept[-1] <= 60


async def test_slack_is_given_the_time_it_asks_for(slept: list[float]) -> None:
    slack = Slack("ratelimited", "ratelimited")
    await Pace(20).call(slack.method)
    assert slept == [0, 7, 0, 7, 0]
    assert len(slack.asked) == 3


async def test_another_refusal_is_told(slept: list[float]) -> None:
    with pytest.raises(SlackApiError, match="missing_scope"):
        await Pace(20).call(Slack("missing_scope").method)
