"""The context of a handler: what every one of them works with, and the person who acts."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from handlers.core.background import Background
from handlers.core.channels import Channels
from handlers.core.forms import open_view
from learning.core.clock import Clock
from learning.core.errors import Gone
from learning.workspace import people, settings
from learning.workspace.settings import Settings
from learning.workspace.workspaces import Workspace
from messages.core import dates
from messages.core.text import Message, page
from storage.engine.database import Busy, Database

T = TypeVar("T")


class Directory(Protocol):
    """The people of the workspace, as Slack tells of them."""

    async def sync(self) -> None: ...
    async def meet(self, users: list[dict[str, Any]]) -> None: ...
    async def look(self, member_id: str) -> None: ...
    async def try_to_look(self, member_id: str) -> None: ...
    def knows(self, member_id: str) -> bool: ...


class HomeTabs(Protocol):
    """People's Home tabs."""

    async def draw(self, member_id: str) -> None: ...


class Teams(Protocol):
    """Which team everyone is in, from where the admins said."""

    async def check(self, wanted: Settings) -> None: ...
    async def follow(self) -> None: ...


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
    channels: Channels
    directory: Directory
    home_tabs: HomeTabs
    teams: Teams
    settings: Settings = field(default_factory=Settings)
    background: Background = field(default_factory=Background)

    async def run(self, verb: Callable[..., T], actor: Actor, /, *args: Any, **kwargs: Any) -> T:
        """Runs a verb that writes for somebody: (session, workspace, actor, …), `at` now."""
        return await self.database.run(verb, actor.workspace_id, actor.id, *args, **self._now(verb), **kwargs)

    async def read(self, verb: Callable[..., T], actor: Actor, /, *args: Any, **kwargs: Any) -> T:
        """The same for a verb that only looks."""
        return await self.database.read(
            verb, actor.workspace_id, actor.id, *args, **self._now(verb), **kwargs
        )

    def _now(self, verb: Callable[..., object]) -> dict[str, datetime]:
        return {"at": self.clock.now()} if _takes_at(verb) else {}

    async def reread(self) -> None:
        """Looks at the workspace's settings: kept here, so that nobody who asks waits for them."""
        self.settings = await self.database.read(settings.get, self.workspace.id)

    def whisper(self, body: dict[str, Any], respond: AsyncRespond, said: Message) -> None:
        """Answers only the one who acted, where they acted: in the channel or thread, or over the page."""
        self.background(self._whisper(body, respond, said))

    async def _whisper(self, body: dict[str, Any], respond: AsyncRespond, said: Message) -> None:
        said = await self.localised(body["user"]["id"], said)
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

    async def localised(self, member_id: str, said: Message) -> Message:
        """What is said to one person alone, with dates in their own words."""
        if not dates.has_dates(said):
            return said
        try:
            return dates.localised(said, await self.database.read(people.get, self.workspace.id, member_id))
        except Busy:
            return said  # What it tells of is written: it stands as it is.


@lru_cache(maxsize=512)
def _takes_at(verb: Callable[..., object]) -> bool:
    return "at" in inspect.signature(verb).parameters


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
