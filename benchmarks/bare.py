"""The baseline: an app that acknowledges /learn and a button, no more, over the same Socket Mode."""

import asyncio
import os
import signal
import sys

import aiohttp
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.wires.socket_mode import SocketMode

CARD = [
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {
                "type": "button",
                "action_id": "lunches.join",
                "text": {"type": "plain_text", "text": "Sign up"},
                "value": "1",
            }
        ],
    }
]
"""A message with one button, for the presses to compare with."""


def create_app(client: AsyncWebClient, at_once: bool) -> AsyncApp:
    """A plain app: Bolt's own settings, but that it knows who it is and asks nobody."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=client.token)

    nameless = AsyncWebClient(base_url=client.base_url, session=client.session)
    app = AsyncApp(
        client=nameless,
        authorize=authorize,
        process_before_response=at_once,
        request_verification_enabled=False,
    )

    @app.command("/learn")
    async def learn(ack: AsyncAck) -> None:
        await ack()

    @app.action("lunches.join")
    async def join(ack: AsyncAck) -> None:
        await ack()

    return app


async def main() -> None:
    """Runs until it is asked to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"], session=session
        )
        socket_mode = SocketMode(
            create_app(client, "--at-once" in sys.argv), os.environ["SLACK_APP_TOKEN"], client
        )
        await socket_mode.connect()
        sys.stderr.write("The bare app is ready.\n")
        sys.stderr.flush()
        await stop.wait()
        await socket_mode.close(1.0)


if __name__ == "__main__":
    asyncio.run(main())
