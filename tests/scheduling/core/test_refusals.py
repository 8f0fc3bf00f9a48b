"""What Slack's refusals mean for a message."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from scheduling.core import refusals


def refusal(**answer: Any) -> SlackApiError:
    return SlackApiError("no", SimpleNamespace(**answer))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"status_code": 200, "data": {"ok": False, "error": "is_archived"}}, "is_archived"),
        ({"status_code": 429, "data": {"ok": False, "error": "ratelimited"}}, "ratelimited"),
        ({"status_code": 429, "data": "slow down"}, "ratelimited"),
        ({"status_code": 502, "data": {}}, "http_502"),
        ({"status_code": 503, "data": "upstream connect error"}, "http_503"),
        # An answer whose JSON was cut off comes as aiohttp's response, without data.
        ({"status": 200}, "http_200"),
    ],
)
def test_a_refusal_has_slacks_word_or_the_status(answer: dict[str, Any], code: str) -> None:
    assert refusals.code(refusal(**answer)) == code


@pytest.mark.parametrize("word", ["http_200", "http_503", "http_0", "internal_error", "fatal_error"])
def test_only_slacks_own_refusal_says_that_nothing_was_taken(word: str) -> None:
    assert refusals.is_unsure(word)
    assert not refusals.is_unsure("team_access_not_granted")


def test_a_token_that_is_refused_says_nothing_about_the_message() -> None:
    tokens = {"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"}
    assert refusals.PERMANENT & (tokens | refusals.UNSURE | refusals.TOO_FAST) == set()


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "7"}, 7), ({"Retry-After": "0"}, 1), ({}, 30), (None, 30)]
)
def test_slack_says_how_long_to_wait(headers: dict[str, str] | None, seconds: int) -> None:
    assert refusals.retry_after(refusal(headers=headers)) == timedelta(seconds=seconds)


def test_each_attempt_waits_twice_as_long_up_to_five_minutes() -> None:
    waits = [refusals.backoff(attempts).total_seconds() for attempts in (1, 2, 3, 4, 50)]
    for wait, least in zip(waits, [2, 4, 8, 16, 300], strict=True):
        assert least <= wait <= least * 1.25
