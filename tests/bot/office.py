"""A sandbox and a small bot that listens to it over Socket Mode, for the tests of the connection."""

import asyncio
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.wires.socket_connection import Heartbeat
from bot.wires.socket_mode import SocketMode, Waits
from sandbox import CommandResult, Sandbox

QUICK = Waits(
    heartbeat=Heartbeat(ping=0.02, silence=0.1),
    attempt=0.5,
    patient_attempt=0.5,
    first_pause=0.01,
    longest_pause=0.02,
    permanent_pause=0.02,
    settled=0.0,
    linger=5.0,
    patience=0.0,
)


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for what happens on the other side of a socket; fail when it does not."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - looks at every turn of the loop, so that no moment is missed
            await asyncio.sleep(0)


class Office:
    """A Slack, a small bot that answers /learn, and what the two are doing."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.asked = 0
        self.client = AsyncWebClient(slack.bot_token, base_url=slack.api_url, timeout=1)
        identity = AuthorizeResult(
            enterprise_id=None,
            team_id=slack.workspace.team_id,
            bot_user_id=slack.workspace.bot.id,
            bot_token=slack.bot_token,
        )

        async def authorize() -> AuthorizeResult:
            return identity

        async def learn(ack: AsyncAck, body: dict[str, str]) -> None:
            self.asked += 1
            await self.may_answer.wait()
            await ack(f"You asked: {body['text']}")

        self.app = AsyncApp(
            client=self.client, authorize=authorize, signing_secret="unused", process_before_response=True
        )
        self.app.command("/learn")(learn)
        self.socket_mode = self.listener(QUICK)

    def listener(self, waits: Waits, *, client: AsyncWebClient | None = None) -> SocketMode:
        return SocketMode(self.app, self.slack.app_token, client or self.client, waits=waits)

    def answers_with(self, listener: Callable[..., Awaitable[None]]) -> None:
        self.app._async_listeners.clear()
        self.app.command("/learn")(listener)

    async def ana_asks(self, words: str = "How?") -> CommandResult:
        result = await self.slack.person("ana").types("#learning", f"/learn {words}")
        assert isinstance(result, CommandResult)
        return result

    def ana_begins_to_ask(self) -> asyncio.Task[CommandResult]:
        self.may_answer.clear()
        return asyncio.create_task(self.ana_asks())

    def addresses_asked(self) -> int:
        return sum(call.method == "apps.connections.open" for call in self.slack.calls)

    async def answers(self) -> None:
        """Ana asks, and hears the bot's answer."""
        result = await self.ana_asks()
        assert result.ok
        assert result.message
        assert result.message.text == "You asked: How?"
