"""What every handler works with, handed to it by name: the desk, and who stands before it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.background import Later
from handlers.core.forms import open_view
from learning.core.errors import Gone
from learning.workspace import people, settings
from learning.workspace.settings import Settings
from learning.workspace.workspaces import Workspace
from messages.core import dates
from messages.core.text import Said, page
from storage.engine.database import Busy, Database


class Clock(Protocol):
    """Tells the aware UTC now."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: their workspace and Slack id."""

    workspace_id: str
    id: str


@dataclass(slots=True)
class Context:
    """The parts that handlers share, put together once by `bot.app`."""

    database: Database
    client: AsyncWebClient
    clock: Clock
    workspace: Workspace
    settings: Settings = settings.DEFAULTS
    later: Later = field(default_factory=Later)
    rooms: Any = None
    directory: Any = None
    homes: Any = None
    teams: Any = None

    @property
    def questions_channel(self) -> str | None:
        """Where questions go; None means wherever they are asked."""
        return self.settings.questions_channel

    async def reread(self) -> None:
        """Looks at the workspace's settings: kept here, so that nobody who asks waits for them."""
        self.settings = await self.database.read(settings.of, self.workspace.id)

    def whisper(self, body: dict[str, Any], respond: AsyncRespond, said: Said) -> None:
        """Answers only the one who acted, where they acted: in the channel or thread, or over the page."""
        self.later(self._whisper(body, respond, said))

    async def _whisper(self, body: dict[str, Any], respond: AsyncRespond, said: Said) -> None:
        said = await self.told(body["user"]["id"], said)
        if "view" in body:
            await open_view(self.client, body["trigger_id"], page(said), over=body["view"])
            return
        message = body.get("message") or {}
        thread_ts = message.get("thread_ts")
        await respond(
            response_type="ephemeral",
            replace_original=False,
            thread_ts=thread_ts if thread_ts != message.get("ts") else None,
            **said,
        )

    async def told(self, member_id: str, said: Said) -> Said:
        """What is said to one person alone, with dates in their own words."""
        if not dates.dated(said):
            return said
        try:
            return dates.told(said, await self.database.read(people.get, self.workspace.id, member_id))
        except Busy:
            return said  # What it tells of is written: it stands as it is.


def number(carried: str) -> int:
    """The id that a button or form carries; raises `Gone` for what cannot be one."""
    if not (carried.isascii() and carried.isdigit() and len(carried) < 19):
        raise Gone("That isn't there any more. Type /learn find to look for it.")
    return int(carried)


def pressed(body: dict[str, Any]) -> int:
    """The id that the button carries which was pressed."""
    return number(body["actions"][0]["value"])


def instant(ts: str) -> datetime:
    """The aware UTC instant of a Slack timestamp, exact to the microsecond."""
    seconds, _, micros = ts.partition(".")
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
        seconds=int(seconds), microseconds=int((micros + "000000")[:6])
    )
