"""Context: what all parts of the sandbox share, and how they tell each other that something changed."""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from sandbox.clock import Agenda, Clock, MovableClock, Stopwatch
from sandbox.limits import Limits
from sandbox.state.faults import Faults
from sandbox.state.manifest import Manifest
from sandbox.state.records import Call, Message, make_id
from sandbox.state.tokens import Tokens
from sandbox.state.workspace import Workspace

T = TypeVar("T")
CALLS_KEPT = 20_000


class Change(NamedTuple):
    """A change of the state, as listeners hear of it."""

    kind: str = ""
    """The name that web pages give it; empty if none of them shows it."""
    message: Message | None = None
    """The message that it concerns: whoever cannot see it does not hear of it."""
    user: str = ""
    """The only person it concerns, by id."""
    save: bool = False
    """Whether the snapshot is another one now."""


UNSEEN = Change()
SAVED = Change(save=True)


class Context:
    """The state of a local Slack with one workspace and one app, its clock, and its listeners."""

    def __init__(
        self,
        manifest: Manifest,
        workspace: Workspace,
        clock: Clock,
        on_advance: Callable[[], None] | None = None,
    ) -> None:
        """`on_advance` hears of each move of the clock."""
        self.manifest = manifest
        self.workspace = workspace
        self.clock = clock
        self._on_advance = on_advance
        domain = workspace.domain
        self.bot_token = "-".join(("xoxb", "sandbox", make_id("1", domain), make_id("2", domain)))
        self.app_token = "-".join(("xapp", "sandbox", make_id("1", domain), make_id("3", domain)))
        self.signing_secret = make_id("s", domain, "signing").lower()
        self.verification_token = make_id("v", domain, "verification")
        self.scopes_header = ",".join(manifest.scopes)
        self.workspace.bot.real_name = manifest.bot_name
        self.bot_profile = {
            "id": workspace.bot_id,
            "app_id": workspace.app_id,
            "name": manifest.bot_name,
            "deleted": False,
            "updated": 0,
            "team_id": workspace.team_id,
            "icons": {},
        }
        self.page_url = "http://127.0.0.1:0/"
        """The address of the web page, once it is served."""
        self.http_endpoint: str | None = None
        """The app's address, if it is reached by HTTP instead of Socket Mode."""
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.complaints: list[str] = []
        """Trouble that Slack would have shown a person, or let pass with a warning."""
        self.limits = Limits()
        self.faults = Faults()
        self._stopwatch = Stopwatch(clock)
        self.agenda = Agenda(self.seconds)
        self.tokens = Tokens(self.limits, self.seconds)
        self.listeners: list[Callable[[Change], None]] = []
        """Callbacks for each change of the state."""
        self.event_listeners: list[Callable[[dict[str, Any]], None]] = []
        """Callbacks for each Events API payload."""
        self.stopping = asyncio.Event()
        self._waiters: list[asyncio.Future[None]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def api_url(self) -> str:
        """The address of the Web API, for slack_sdk's base_url."""
        return f"{self.page_url}api/"

    def permalink(self, message: Message) -> str:
        """The address of a message on the sandbox's page."""
        thread = message.thread_ts if message.is_reply else None
        link = f"{self.page_url}#/{message.channel}/p{message.ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}" if thread else link

    def response_url(self, channel: str, user: str, source: Message | None = None) -> str:
        """A new address to answer an interaction at, which may have come from a message."""
        return f"{self.page_url}response/{self.tokens.response_key(channel, user, source)}"

    def next_ts(self) -> str:
        """A message timestamp for the present instant, later than every one before it."""
        return self.workspace.next_ts(self.clock.now())

    def seconds(self) -> float:
        """Seconds gone by since the start, really or by moving the clock."""
        return self._stopwatch.seconds()

    def tick(self) -> None:
        """Runs what has fallen due, for clocks that were moved behind the sandbox's back."""
        self.agenda.tick()

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward at once, runs what falls due, and tells whoever asked to know."""
        if not isinstance(self.clock, MovableClock):
            raise TypeError("this sandbox's clock cannot be moved")
        self.clock.advance(by)
        self.tick()
        if self._on_advance:
            self._on_advance()
        self.changed(Change("clock"))

    def changed(self, change: Change = UNSEEN) -> None:
        """Wakes whoever waits for something, and tells the listeners of a change."""
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)
        for listener in self.listeners:
            listener(change)

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

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Runs something in the background, until it ends or the sandbox stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def cancel_tasks(self) -> None:
        """Ends what runs in the background."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
