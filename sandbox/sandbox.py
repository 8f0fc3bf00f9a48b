"""The sandbox itself: one workspace behind one local server, put together from its parts."""

import asyncio
import json
import os
import secrets
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from sandbox.api import chat, conversations, files, front, people, response_urls, views
from sandbox.clock import Agenda, Clock, MovableClock, RealClock, Stopwatch
from sandbox.page import server
from sandbox.page.live import Pages
from sandbox.people.person import Person
from sandbox.state import fixtures
from sandbox.state.events import Events, user_data
from sandbox.state.limits import Limits
from sandbox.state.manifest import Manifest
from sandbox.state.records import Message, User, make_id
from sandbox.state.tokens import Tokens
from sandbox.state.workspace import Workspace
from sandbox.wires.delivery import Delivery
from sandbox.wires.faults import Faults
from sandbox.wires.interactions import Interactions
from sandbox.wires.sockets import Sockets
from sandbox.wires.time_travel import Journeys, Live

T = TypeVar("T")
HOST = "127.0.0.1"
SAVE_AFTER_SECONDS = 0.2
CALLS_KEPT = 20_000
FAMILIES = (chat, conversations, files, people, views)
"""The modules whose import registers the Web API's methods."""


class Sandbox:
    """A strict local Slack with one workspace, for demo, tests and benchmark."""

    def __init__(
        self,
        manifest: Path,
        *,
        workspace: Workspace | None = None,
        clock: Clock | None = None,
        state: Path | None = None,
        on_advance: Callable[[], None] | None = None,
        live: Live | None = None,
    ) -> None:
        """`on_advance` hears of each move of the clock; with `live` the page moves it as time goes by."""
        self.manifest = Manifest.read(manifest)
        self.clock: Clock = clock or RealClock()
        self.http_endpoint: str | None = None
        self._state = state
        self._on_advance = on_advance
        if state is not None and state.exists():
            self.workspace = Workspace.restore(json.loads(state.read_text("utf-8")))
        else:
            self.workspace = workspace or fixtures.believable()
        domain = self.workspace.domain
        self.bot_token = "-".join(("xoxb", "sandbox", make_id("1", domain), make_id("2", domain)))
        self.app_token = "-".join(("xapp", "sandbox", make_id("1", domain), make_id("3", domain)))
        self.signing_secret = make_id("s", domain, "signing").lower()
        self.verification_token = make_id("v", domain, "verification")
        self.scopes_header = ",".join(self.manifest.scopes)
        self.workspace.bot.real_name = self.manifest.bot_name
        self.bot_profile = {
            "id": self.workspace.bot_id,
            "app_id": self.workspace.app_id,
            "name": self.manifest.bot_name,
            "deleted": False,
            "updated": 0,
            "team_id": self.workspace.team_id,
            "icons": {},
        }
        self.calls: deque[front.Call] = deque(maxlen=CALLS_KEPT)
        self.complaints: list[str] = []
        """What Slack would have shown a person as trouble, or let pass with a warning."""
        self.limits = Limits()
        self.faults = Faults()
        self.sockets = Sockets(self)
        self.delivery = Delivery(self)
        self.events = Events(self)
        self.tokens = Tokens(self)
        self.interactions = Interactions(self)
        self.pages = Pages(self)
        self.journeys = Journeys(self, live)
        self.stopping = asyncio.Event()
        self._stopwatch = Stopwatch(self.clock)
        self.agenda = Agenda(self.seconds)
        self._people: dict[str, Person] = {}
        self._waiters: list[asyncio.Future[None]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._saving: asyncio.TimerHandle | None = None
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def page_url(self) -> str:
        """The address of the web page."""
        return f"http://{HOST}:{self._port}/"

    @property
    def connected(self) -> bool:
        """Whether the app can be reached at present."""
        return self.http_endpoint is not None or self.sockets.count > 0

    @property
    def api_url(self) -> str:
        """The address of the Web API, for slack_sdk's base_url."""
        return f"{self.page_url}api/"

    async def start(self, port: int = 0) -> None:
        """Begins to serve on 127.0.0.1."""
        application = web.Application(client_max_size=4 << 20)
        application.add_routes(
            [
                web.route("*", "/api/{method}", partial(front.serve, self)),
                web.post("/response/{key:.+}", partial(response_urls.serve, self)),
                web.get("/socket/{ticket}", self.sockets.handle),
                web.post("/upload/{file}/{ticket}", partial(files.upload, self)),
                web.get("/files/{file}", partial(files.download, self)),
            ]
        )
        server.add_routes(self, application)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.spawn(self.sockets.ping())

    async def stop(self) -> None:
        """Stops serving, breaks off what is under way, and saves the state."""
        self.stopping.set()
        self.delivery.stop()
        self.sockets.stop()
        self.pages.stop()
        self.agenda.clear()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.delivery.close()
        if self._runner:
            await self._runner.cleanup()
        if self._saving:
            self._saving.cancel()
        self._save()

    async def __aenter__(self) -> "Sandbox":
        """Starts on a free port."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stops."""
        await self.stop()

    def person(self, who: str) -> Person:
        """The person with this name or id, to act for."""
        user = self.workspace.user(who)
        found = self._people.get(user.id)
        if found is None:
            found = self._people[user.id] = Person(self, user)
        return found

    def hires(self, user: User) -> Person:
        """Lets somebody new join the workspace."""
        self.workspace.add(user)
        self.user_changed(user, "team_join")
        return self.person(user.id)

    def user_changed(self, user: User, event: str) -> None:
        """Tells the app that somebody is new here or has changed."""
        user.updated = int(self.clock.now().timestamp())
        self.events.anywhere(event, user=user_data(self, user))
        self.pages.channels_changed()
        self.changed(save=True)

    def permalink(self, message: Message) -> str:
        """The address of a message on the sandbox's page."""
        thread = message.thread_ts if message.is_reply else None
        link = f"{self.page_url}#/{message.channel}/p{message.ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}" if thread else link

    async def verify_url(self) -> bool:
        """Whether the HTTP endpoint answers Slack's url_verification."""
        return await self.delivery.verify_url()

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward at once, runs what falls due, and tells whoever asked to know."""
        if not isinstance(self.clock, MovableClock):
            raise TypeError("this sandbox's clock cannot be moved")
        self.clock.advance(by)
        self.tick()
        if self._on_advance:
            self._on_advance()
        self.pages.tell_clock()
        self.changed()

    def seconds(self) -> float:
        """Seconds gone by since the start, really or by moving the clock."""
        return self._stopwatch.seconds()

    def tick(self) -> None:
        """Runs what has fallen due, for clocks that were moved behind the sandbox's back."""
        self.agenda.tick()

    # A time of its own, not the caller's `asyncio.timeout`: it ends with the messages there were instead.
    async def until(self, predicate: Callable[[], T], timeout: float = 15.0) -> T:  # noqa: ASYNC109
        """Waits until the predicate is truthy, looking again whenever something changes."""
        try:
            async with asyncio.timeout(timeout):
                while not (found := predicate()):
                    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                    self._waiters.append(waiter)
                    await waiter
                return found
        except TimeoutError:
            pass
        last = "\n".join(map(repr, self.workspace.messages()[-10:]))
        raise AssertionError(f"not within {timeout} s; the last messages are\n{last}") from None

    def changed(self, save: bool = False) -> None:
        """Something changed: whoever waits looks again; `save` also writes the snapshot soon."""
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)
        if save and self._state is not None and self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(SAVE_AFTER_SECONDS, self._save)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs something in the background, until it ends or the sandbox stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def secret(self, kind: str) -> str:
        """Something that cannot be guessed."""
        return f"{kind}-{secrets.token_hex(12)}"

    def _save(self) -> None:
        self._saving = None
        if self._state is None:
            return
        draft = self._state.with_name(f".{self._state.name}.new")
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(self.workspace.snapshot()), "utf-8")
        os.replace(draft, self._state)
