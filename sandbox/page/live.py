"""Live updates of the web pages that are open, and the cards that they show."""

import asyncio
import contextlib
import json
from typing import Any

from aiohttp import web

from sandbox.state.context import Change, Context
from sandbox.state.records import Channel, Message, User
from sandbox.wires.delivery import Delivery
from sandbox.wires.time_travel import TimeTravel

OWN_HOSTS = ("127.0.0.1", "localhost")


class Live:
    """The sockets of the pages that are open, each for one person, which hear of every change."""

    def __init__(self, ctx: Context, delivery: Delivery, time_travel: TimeTravel) -> None:
        self._ctx = ctx
        self._delivery = delivery
        self._time_travel = time_travel
        self._open: dict[web.WebSocketResponse, tuple[str, asyncio.Queue[str]]] = {}

    def clock_card(self) -> dict[str, float | None]:
        """The clock as the page shows it: now, and until when it is being moved."""
        until = self._time_travel.until
        return {"now": self._ctx.clock.now().timestamp(), "until": until.timestamp() if until else None}

    def hear(self, change: Change) -> None:
        """Sends a change to the pages of everyone whom it concerns."""
        if not self._open or not change.kind:
            return
        news: dict[str, Any] = {"type": change.kind}
        if change.kind == "clock":
            news |= self.clock_card()
        elif change.kind == "app":
            news["connected"] = self._delivery.connected
        elif change.message:
            news |= {"channel": change.message.channel, "ts": change.message.ts}
            if change.message.thread_ts:
                news["thread_ts"] = change.message.thread_ts
        text = json.dumps(news)
        for user, queue in self._open.values():
            if self._concerns(user, change):
                queue.put_nowait(text)

    def _concerns(self, user: str, change: Change) -> bool:
        only = change.message.seen_by if change.message else change.user
        if only:
            return user == only
        return change.message is None or self._ctx.workspace.can_see(user, change.message.channel)

    def stop(self) -> None:
        """Closes every page's socket."""
        for ws in list(self._open):
            self._ctx.spawn(ws.close())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serves one page's socket."""
        require_own_page(request)
        user = request.query.get("as", "")
        if user not in self._ctx.workspace.users:
            raise web.HTTPNotFound
        ws = web.WebSocketResponse(heartbeat=20)
        await ws.prepare(request)
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._open[ws] = (user, queue)
        writer = asyncio.create_task(_write(ws, queue))
        try:
            async for _ in ws:
                pass
        finally:
            del self._open[ws]
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer
        return ws


def require_own_page(request: web.Request) -> None:
    """Turns away what another web site sends through somebody's browser."""
    origin = request.headers.get("Origin")
    if request.url.host not in OWN_HOSTS or origin not in (None, f"http://{request.host}"):
        raise web.HTTPForbidden


def person_card(ctx: Context, user: User) -> dict[str, Any]:
    """A person as the page shows them."""
    now = ctx.clock.now()
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "team": user.team,
        "tz": user.tz,
        "tz_label": user.zone_label(now),
        "tz_offset": user.offset(now),
        "color": user.color,
        "is_admin": user.is_admin,
        "is_bot": user.is_bot,
        "is_guest": user.is_guest,
        "deleted": user.deleted,
    }


def channel_card(ctx: Context, user_id: str, channel: Channel) -> dict[str, Any]:
    """A channel as the page lists it for a person."""
    card: dict[str, Any] = {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "is_member": user_id in channel.members,
        "is_archived": channel.is_archived,
        "member_count": len(channel.members),
        "bot_is_member": ctx.workspace.bot.id in channel.members,
        "last_ts": next(reversed(channel.messages), None),
    }
    if channel.kind == "dm":
        card["with"] = next((one for one in channel.members if one != user_id), user_id)
    return card


def message_card(message: Message) -> dict[str, Any]:
    """A message as the page shows it."""
    return {**message.data, "ephemeral": True} if message.ephemeral else message.data


async def _write(ws: web.WebSocketResponse, queue: asyncio.Queue[str]) -> None:
    while True:
        await ws.send_str(await queue.get())
