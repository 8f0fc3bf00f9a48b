"""Routes: what Slack sends, and who answers it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

Handler = Callable[..., Awaitable[None]]
"""Answers a request; gets as much of it as its parameters name (see `handlers.core.router`)."""


class Route(NamedTuple):
    """One thing that Slack sends: its kind in Bolt's words, its name, and the handler.

    A command's handler answers what no subcommand does, and gets the words behind the command as `text`.
    """

    kind: str
    name: str
    handler: Handler
