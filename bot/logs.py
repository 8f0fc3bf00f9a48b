"""The bot's log: plain lines or one JSON object a line, on standard error, with every secret taken out."""

import json
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

# Tokens, a password inside a database's address, the ticket in a Socket Mode address, and response addresses.
_SECRETS = re.compile(
    r"(?<![A-Za-z0-9])(?:xox[a-z]|xapp)(?:\.xox[a-z])?-[A-Za-z0-9._-]+"
    r"|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)"
    r"|(?<=ticket=)[A-Za-z0-9._-]+"
    r"|(?<=hooks\.slack\.com/)[^\s\"'>]+"
)
QUIETED = (
    # These speak at INFO of every tick and every call, which nobody reads until they debug.
    "slack_sdk",
    "apscheduler",
    "aiohttp",
    "alembic",
    "asyncio",
    # slack_sdk asks these for their own level, not the effective one, before it builds its debug text.
    "slack_sdk.web.async_base_client",
    "slack_sdk.web.async_client",
)


def set_up(level: str, form: Literal["plain", "json"], secrets: Iterable[str] = ()) -> None:
    """Log from `level` upwards, leaving out whatever looks like a secret and exactly these `secrets`."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json(secrets) if form == "json" else _Plain(secrets))
    if level != "DEBUG":
        handler.addFilter(_is_not_bolts_chatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIETED:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.WARNING)


def redact(text: str) -> str:
    """The text without whatever looks like a secret."""
    return _SECRETS.sub("(redacted)", text)


def one_line(error: Exception) -> str:
    """What an error says, without secrets and without the statement and links that SQLAlchemy adds."""
    return redact(str(getattr(error, "orig", None) or error).strip().partition("\n")[0])


def _is_not_bolts_chatter(record: logging.LogRecord) -> bool:
    # Bolt's loggers take the root's level when they are made, so it cannot be set for them beforehand.
    return record.levelno >= logging.WARNING or not record.name.startswith("slack_bolt.")


class _Redacting(logging.Formatter):
    """Redacts the finished line, because a secret may also come in by an argument or a traceback."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._exact = sorted(filter(None, secrets), key=len, reverse=True)

    def redact(self, text: str) -> str:
        for secret in self._exact:
            text = text.replace(secret, "(redacted)")
        return redact(text)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _Plain(_Redacting):
    def format(self, record: logging.LogRecord) -> str:
        return self.redact(super().format(record))


class _Json(_Redacting):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "instant": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": self.redact(record.getMessage()),
        }
        if error_id := getattr(record, "error_id", None):
            line["error_id"] = str(error_id)
        if record.exc_info:
            line["traceback"] = self.redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)
