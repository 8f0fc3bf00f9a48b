"""The sandbox itself: one workspace behind one local server, put together from its parts."""

import asyncio
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from aiohttp import web

from sandbox.api import chat, conversations, dispatch, files, people, response_urls, views
from sandbox.clock import Clock, RealClock
from sandbox.page.live import Live
from sandbox.page.server import PageApi
from sandbox.people.person import Person
from sandbox.state import fixtures, operations
from sandbox.state.context import Change, Context
from sandbox.state.manifest import Manifest
from sandbox.state.records import User
from sandbox.state.workspace import Workspace
from sandbox.wires.delivery import Delivery
from sandbox.wires.interactions import Interactions
from sandbox.wires.sockets import Sockets
from sandbox.wires.time_travel import RunDue, TimeTravel

HOST = "127.0.0.1"
SAVE_AFTER_SECONDS = 0.2
METHODS = chat.METHODS | conversations.METHODS | files.METHODS | people.METHODS | views.METHODS


class Sandbox(Context):
    """A strict local Slack with one workspace, for demo, tests and benchmark."""

    def __init__(
        self,
        manifest: Path,
        *,
        workspace: Workspace | None = None,
        clock: Clock | None = None,
        state: Path | None = None,
        on_advance: Callable[[], None] | None = None,
        run_due: RunDue | None = None,
    ) -> None:
        """`on_advance` hears of each move of the clock; with `run_due` the page moves it as time goes by."""
        if state is not None and state.exists():
            workspace = Workspace.restore(json.loads(state.read_text("utf-8")))
        super().__init__(
            Manifest.read(manifest), workspace or fixtures.believable(), clock or RealClock(), on_advance
        )
        self._state = state
        self.sockets = Sockets(self)
        self.delivery = Delivery(self, self.sockets)
        self.interactions = Interactions(self, self.delivery)
        self.time_travel = TimeTravel(self, self.delivery, run_due)
        self.live = Live(self, self.delivery, self.time_travel)
        self.event_listeners.append(self.delivery.event)
        self.listeners += [self.live.hear, self._save_soon]
        self._people: dict[str, Person] = {}
        self._saving: asyncio.TimerHandle | None = None
        self._runner: web.AppRunner | None = None

    @property
    def connected(self) -> bool:
        """Whether the app can be reached at present."""
        return self.delivery.connected

    async def start(self, port: int = 0) -> None:
        """Begins to serve on 127.0.0.1."""
        page = PageApi(self, self.person, self.delivery, self.time_travel, self.live)
        application = web.Application(client_max_size=4 << 20)
        application.add_routes(
            [
                web.route("*", "/api/{method}", partial(dispatch.serve, self, METHODS)),
                web.post("/response/{key:.+}", partial(response_urls.serve, self)),
                web.get("/socket/{ticket}", partial(self.sockets.handle, self.delivery)),
                web.post("/upload/{file}/{ticket}", partial(files.upload, self)),
                web.get("/files/{file}", partial(files.download, self)),
                *page.routes(),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        await site.start()
        self.page_url = f"http://{HOST}:{self._runner.addresses[0][1]}/"
        self.spawn(self.sockets.ping())

    async def stop(self) -> None:
        """Stops serving, breaks off what is under way, and saves the state."""
        self.stopping.set()
        self.delivery.stop()
        self.sockets.stop()
        self.live.stop()
        self.agenda.clear()
        await self.cancel_tasks()
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
            found = self._people[user.id] = Person(self, self.interactions, user)
        return found

    def hires(self, user: User) -> Person:
        """Lets somebody new join the workspace."""
        self.workspace.add(user)
        operations.change_user(self, user, "team_join")
        return self.person(user.id)

    def _save_soon(self, change: Change) -> None:
        if change.save and self._state is not None and self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(SAVE_AFTER_SECONDS, self._save)

    def _save(self) -> None:
        self._saving = None
        if self._state is None:
            return
        draft = self._state.with_name(f".{self._state.name}.new")
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(self.workspace.snapshot()), "utf-8")
        os.replace(draft, self._state)
