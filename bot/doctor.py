"""`teachback doctor`: looks at everything the bot needs, and says for each what to do where it is missing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import one_line
from bot.service import slack_client
from bot.settings import WHERE, Settings
from bot.socket_mode import refusal_code
from storage.migrate import current, head

# Beside the packages: the bot is installed from its clone with `pip install -e`.
MANIFEST = Path(__file__).parents[1] / "manifest.yml"
SLOW_SECONDS = 5
# https://docs.slack.dev/authentication/verifying-requests-from-slack: older than five minutes is refused.
REFUSED_SECONDS = 300
REINSTALL = (
    "Put manifest.yml into the app's page at api.slack.com/apps under App Manifest, then reinstall it."
)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: ✓ well, ! worth a look, ✗ to be mended."""

    mark: Literal["✓", "!", "✗"]
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.mark} {self.what}" + (f"\n  {self.remedy}" if self.remedy else "")


async def examine(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Every finding as it is made; `now` is what this machine's clock says."""
    client = slack_client(settings)
    try:
        who = await client.auth_test()
    except SlackApiError as refusal:
        yield Finding(
            "✗", f"Slack refuses SLACK_BOT_TOKEN ({refusal_code(refusal)}).", WHERE["SLACK_BOT_TOKEN"]
        )
    except (aiohttp.ClientError, OSError) as error:
        yield Finding(
            "✗",
            f"Slack cannot be reached at {settings.slack_api_url} ({type(error).__name__}).",
            "Look at this machine's network, name service and proxy (HTTPS_PROXY).",
        )
    else:
        yield Finding("✓", f"SLACK_BOT_TOKEN: the bot is {who['user']} in {who['team']}.")
        yield _scopes(who)
        yield _clock(who, now, settings)
        yield await _hearing(client, settings)
        if settings.questions_channel:
            yield await _channel(client, settings.questions_channel)
    yield await asyncio.to_thread(_database, settings.database_url)


def _scopes(who: AsyncSlackResponse) -> Finding:
    """What Slack grants (it says so with every answer) beside what the manifest asks for."""
    wanted = set(yaml.safe_load(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])
    granted = set(filter(None, who.headers.get("x-oauth-scopes", "").replace(" ", "").split(",")))
    if missing := wanted - granted:
        return Finding("✗", f"The app lacks permissions: {', '.join(sorted(missing))}.", REINSTALL)
    if more := granted - wanted:
        return Finding(
            "!", f"The app has permissions it does not need: {', '.join(sorted(more))}.", REINSTALL
        )
    return Finding("✓", "The app has the permissions it needs and no other.")


def _clock(who: AsyncSlackResponse, now: datetime, settings: Settings) -> Finding:
    if "Date" not in who.headers:
        return Finding("!", "Slack's answer bore no time, so this machine's clock was not compared.")
    apart = abs((now - parsedate_to_datetime(who.headers["Date"])).total_seconds())
    if apart <= SLOW_SECONDS:
        return Finding("✓", "This machine's clock agrees with Slack's.")
    fatal = apart > REFUSED_SECONDS and not settings.socket_mode
    what = f"This machine's clock is {apart:.0f} s away from Slack's."
    why = " Signed requests more than five minutes old are refused." if fatal else ""
    return Finding(
        "✗" if fatal else "!", what + why, "Let the clock be set by NTP (timedatectl set-ntp true)."
    )


async def _hearing(client: AsyncWebClient, settings: Settings) -> Finding:
    if settings.slack_app_token is None:
        return Finding(
            "✓",
            "SLACK_SIGNING_SECRET is set; Slack tries it when you save the Request URL.",
            f"That address must lead to {settings.host}:{settings.port}/slack/events, by HTTPS.",
        )
    try:
        await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as refusal:
        return Finding(
            "✗", f"Slack refuses SLACK_APP_TOKEN ({refusal_code(refusal)}).", WHERE["SLACK_APP_TOKEN"]
        )
    return Finding("✓", "SLACK_APP_TOKEN: Socket Mode is on.")


async def _channel(client: AsyncWebClient, channel: str) -> Finding:
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as refusal:
        return Finding(
            "✗",
            f"QUESTIONS_CHANNEL {channel} is not to be seen ({refusal_code(refusal)}).",
            f"{WHERE['QUESTIONS_CHANNEL']} Invite the bot to it.",
        )
    name = f"#{found['name']}"
    if found.get("is_archived"):
        return Finding("✗", f"QUESTIONS_CHANNEL {name} is archived.", "Choose another channel.")
    if not found.get("is_member"):
        return Finding(
            "✗", f"The bot is not in QUESTIONS_CHANNEL {name}.", f"Say /invite @Teachback in {name}."
        )
    return Finding("✓", f"QUESTIONS_CHANNEL: the bot is in {name}.")


def _database(url: str) -> Finding:
    try:
        revision = current(url)
    except (SQLAlchemyError, OSError) as error:
        return Finding("✗", f"DATABASE_URL: {one_line(error)}", "Is it running, and may the bot log in?")
    if revision == head():
        return Finding("✓", "The database answers and is up to date.")
    return Finding(
        "!",
        "The database answers and has migrations to come.",
        "They run at the next start, or: teachback migrate",
    )
