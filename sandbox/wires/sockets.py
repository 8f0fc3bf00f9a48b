"""Socket Mode connections: hello, pings, disconnects, and the ways in which they break."""

import asyncio
import contextlib
import json
import socket
import struct
from collections import deque
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from sandbox.state.context import Change, Context

FROZEN_KEPT_SECONDS = 30.0
APP_CHANGED = Change("app")
"""The app can be reached by more or fewer connections now."""


class Connection:
    """One Socket Mode connection of the app."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport) -> None:
        self.ws = ws
        self.transport = transport
        self.frozen_at: float | None = None
        self.leaving = False
        self._outbox: deque[str] = deque()
        self._wake = asyncio.Event()

    def send(self, text: str) -> None:
        """Puts a message on its way; a frozen peer never gets it."""
        if self.frozen_at is None:
            self._outbox.append(text)
            self._wake.set()

    async def write(self) -> None:
        """Sends what was put on its way, until the connection ends."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._outbox:
                await self.ws.send_str(self._outbox.popleft())

    def reset(self) -> None:
        """Breaks the connection off with a TCP reset."""
        raw = self.transport.get_extra_info("socket")
        if raw is not None:
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()


class Receiver(Protocol):
    """An object that hears of the connections and of what comes in by them."""

    def opened(self) -> None:
        """A connection has opened."""

    def acknowledged(self, connection: Connection, message: dict[str, Any]) -> None:
        """The app sent an acknowledgement."""

    def closed(self, connection: Connection) -> None:
        """A connection has ended."""


class Sockets:
    """The set of the app's connections, and what tests may do to them."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._open: list[Connection] = []
        self._turn = 0
        self._to_refuse = 0
        self._new_works = True
        self._acks_to_lose = 0
        self.opened = 0
        """The number of connections that were ever opened."""
        self.refused = 0
        """The number of attempts that were turned away."""

    @property
    def count(self) -> int:
        """The number of open connections."""
        return len(self._open)

    def reset(self) -> None:
        """Breaks every connection off with a TCP reset."""
        for connection in list(self._open):
            connection.reset()

    def freeze(self) -> None:
        """Leaves every connection open but dead: nothing is read, answered or sent."""
        for connection in self._open:
            connection.frozen_at = self._ctx.seconds()
            connection.transport.pause_reading()

    def thaw(self) -> None:
        """Brings frozen connections back to life."""
        for connection in self._open:
            if connection.frozen_at is not None:
                connection.frozen_at = None
                connection.transport.resume_reading()

    def refuse(self, n: int, new_address_works: bool = True) -> None:
        """Refuses the next n attempts at addresses already issued (or at any address)."""
        self._to_refuse, self._new_works = n, new_address_works
        tickets = self._ctx.tokens.tickets
        tickets.update(dict.fromkeys(tickets, False))

    def lose_acks(self, n: int) -> None:
        """Swallows the next n acknowledgements."""
        self._acks_to_lose += n

    def loses_this_ack(self) -> bool:
        """Whether the acknowledgement that just came is one to swallow."""
        if self._acks_to_lose:
            self._acks_to_lose -= 1
            return True
        return False

    def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Sends `disconnect` on every connection: `warning`, `refresh_requested` or `link_disabled`."""
        text = json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        for connection in list(self._open):
            connection.send(text)
            if reason == "warning":
                continue
            connection.leaving = True
            grace = 0.0 if reason == "link_disabled" else self._ctx.limits.refresh_grace_seconds
            asyncio.get_running_loop().call_later(grace, self._let_go, connection)

    def pick(self) -> Connection | None:
        """The connection that gets the next payload, each in turn."""
        usable = [one for one in self._open if not one.leaving] or self._open
        if not usable:
            return None
        self._turn += 1
        return usable[self._turn % len(usable)]

    def drop_dead(self) -> None:
        """Gives up connections that have answered no ping for a while."""
        for one in list(self._open):
            if one.frozen_at is not None and self._ctx.seconds() - one.frozen_at > FROZEN_KEPT_SECONDS:
                one.transport.abort()

    async def ping(self) -> None:
        """Pings every connection, again and again."""
        while True:
            await asyncio.sleep(self._ctx.limits.ping_seconds)
            self.drop_dead()
            for one in list(self._open):
                if one.frozen_at is None:
                    with contextlib.suppress(ConnectionError):
                        await one.ws.ping(b"sandbox")

    async def handle(self, receiver: Receiver, request: web.Request) -> web.StreamResponse:
        """Serves one connection from upgrade to end."""
        tickets, ticket = self._ctx.tokens.tickets, request.match_info["ticket"]
        if self._to_refuse and not (self._new_works and tickets.get(ticket)):
            self._to_refuse -= 1
            self.refused += 1
            return web.Response(status=408, text="refused")
        if tickets.pop(ticket, None) is None:
            self.refused += 1
            return web.Response(status=403, text="no such ticket")
        ws = web.WebSocketResponse(compress=False, max_msg_size=1 << 20)
        await ws.prepare(request)
        transport = request.transport
        if transport is None:
            return ws
        if len(self._open) >= self._ctx.limits.connections:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}})
            await ws.close()
            return ws
        connection = Connection(ws, transport)
        self._open.append(connection)
        self.opened += 1
        await ws.send_json(self._hello())
        writer = asyncio.create_task(connection.write())
        receiver.opened()
        self._ctx.changed(APP_CHANGED)
        try:
            async for frame in ws:
                if frame.type is WSMsgType.TEXT:
                    receiver.acknowledged(connection, json.loads(frame.data))
        finally:
            writer.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writer
            if connection in self._open:
                self._open.remove(connection)
            receiver.closed(connection)
            self._ctx.changed(APP_CHANGED)
        return ws

    def stop(self) -> None:
        """Breaks off whatever is still open."""
        for connection in self._open:
            connection.transport.abort()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._ctx.workspace.app_id},
        }

    def _let_go(self, connection: Connection) -> None:
        if connection in self._open:
            self._ctx.spawn(connection.ws.close())
