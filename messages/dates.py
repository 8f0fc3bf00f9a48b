"""Dates: on each reader's own clock where Slack can show them, in their language where it cannot."""

from datetime import datetime

from messages.text import escape


def day(at: datetime) -> str:
    """The day of an instant, as each reader's own calendar and language have it."""
    return f"<!date^{int(at.timestamp())}^{{date_pretty}}|{escape(f'{at:%Y-%m-%d}')}>"
