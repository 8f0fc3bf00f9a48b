"""Open web pages: what they are shown, and telling them that something changed."""

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.state.records import Channel, Message, User, View

if TYPE_CHECKING:
    from sandbox.people.person import Person
    from sandbox.sandbox import Sandbox

OWN_HOSTS = ("127.0.0.1", "localhost")


class Pages:
    """The pages that are open, each for one person."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox
        self._open: dict[web.WebSocketResponse, tuple[str, asyncio.Queue[str]]] = {}

    def tell(
        self, channel: Channel, kind: str, ts: str, thread_ts: str | None, only: str | None = None
    ) -> None:
        """Tells everyone who can see it of a message that came, changed or went."""
        if not self._open:
            return
        news = {"type": kind, "channel": channel.id, "ts": ts}
        if thread_ts:
            news["thread_ts"] = thread_ts
        text = json.dumps(news)
        for user, queue in self._open.values():
            if user == only if only else self._sandbox.person(user).can_see(channel):
                queue.put_nowait(text)

    def tell_user(self, user_id: str, news: dict[str, Any]) -> None:
        """Tells one person's pages."""
        for user, queue in self._open.values():
            if user == user_id:
                queue.put_nowait(json.dumps(news))

    def tell_all(self, news: dict[str, Any]) -> None:
        """Tells every page."""
        for _, queue in self._open.values():
            queue.put_nowait(json.dumps(news))

    def tell_clock(self) -> None:
        """Tells every page what time it is, and where the clock is on its way to."""
        self.tell_all({"type": "clock", **clock_card(self._sandbox)})

    def channels_changed(self) -> None:
        """Tells every page that people or channels are others now."""
        self.tell_all({"type": "channels"})

    def stop(self) -> None:
        """Closes every page's socket."""
        for ws in list(self._open):
            self._sandbox.spawn(ws.close())

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serves one page's socket."""
        require_own_page(request)
        user = request.query.get("as", "")
        if user not in self._sandbox.workspace.users:
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


def clock_card(sandbox: "Sandbox") -> dict[str, float | None]:
    """The clock as the page shows it: now, and until when it is being moved."""
    until = sandbox.journeys.until
    return {"now": sandbox.clock.now().timestamp(), "until": until.timestamp() if until else None}


def person_card(sandbox: "Sandbox", user: User) -> dict[str, Any]:
    """A person as the page shows them."""
    now = sandbox.clock.now()
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


def channel_card(sandbox: "Sandbox", me: "Person", channel: Channel) -> dict[str, Any]:
    """A channel as the page lists it for a person."""
    card: dict[str, Any] = {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "is_member": me.id in channel.members,
        "is_archived": channel.is_archived,
        "member_count": len(channel.members),
        "bot_is_member": sandbox.workspace.bot.id in channel.members,
        "last_ts": next(reversed(channel.messages), None),
    }
    if channel.kind == "dm":
        card["with"] = next((one for one in channel.members if one != me.id), me.id)
    return card


def message_card(message: Message) -> dict[str, Any]:
    """A message as the page shows it."""
    return {**message.data, "ephemeral": True} if message.ephemeral else message.data


def view_card(view: View) -> dict[str, Any]:
    """A modal or Home tab as the page shows it, with what was put in so far."""
    return {**view.body, "state": {"values": view.values}}


async def _write(ws: web.WebSocketResponse, queue: "asyncio.Queue[str]") -> None:
    while True:
        await ws.send_str(await queue.get())
