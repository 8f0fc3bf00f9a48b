"""Errors by which Slack says no, to the app and to people."""

from typing import Any


class SlackError(Exception):
    """A refusal that the app gets as `{"ok": false, "error": code}`."""

    def __init__(self, code: str, messages: list[str] | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.body: dict[str, Any] = {"ok": False, "error": code, **more}
        if messages:
            self.body["errors"] = messages
            self.body["response_metadata"] = {"messages": messages}


class RateLimited(SlackError):
    """A 429 that says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = seconds


class Refused(Exception):
    """A refusal that a person gets, in a sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
