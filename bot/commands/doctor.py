"""`teachback doctor`: looks at everything the bot needs, and says for each what to do where it is missing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Literal

import aiohttp
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import one_line
from bot.service import slack_client
from bot.settings import A_CHANNEL, MANIFEST, WHERE, Settings
from bot.wires.socket_mode import refusal_code
from learning.workspace import people
from learning.workspace import settings as choices
from messages.workspace.settings import title
from storage.engine.database import Database, Session
from storage.migrate import current, head

WELCOME = {"users:read.email"}
"""Permissions that somebody may add for a while: with this one, a CSV may name people by their addresses."""
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
    database = await asyncio.to_thread(_database, settings.database_url)
    office = Office.of_environment(settings)
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
        if database.mark == "✓":
            office = await _office(settings, who["team_id"])
        for name, where in office.channels.items():
            yield await _channel(client, name, where)
    yield database
    for finding in office.people:
        yield finding


@dataclass(frozen=True)
class Office:
    """What is decided for the workspace: its channels, each by what it is called, and who looks after it."""

    channels: dict[str, str]
    people: tuple[Finding, ...] = ()

    @classmethod
    def of_environment(cls, settings: Settings) -> "Office":
        """As far as the environment says; what admins choose in Slack is in the database."""
        return cls({name.upper(): channel for name, channel in settings.channels.items() if channel})


async def _office(settings: Settings, team_id: str) -> Office:
    """What admins chose in Slack beside what the environment says, and who they are."""
    database = Database.open(settings.database_url)
    try:
        return await database.read(_decided, team_id, Office.of_environment(settings).channels)
    finally:
        await database.close()


def _decided(session: Session, team_id: str, environment: dict[str, str]) -> Office:
    chosen = choices.get(session, team_id)
    channels = dict(environment)
    for setting in choices.channels():
        here = choices.chosen_in_slack(session, team_id, setting.name)
        if here:
            channels.pop(setting.name.upper(), None)
        if here and (channel := chosen[setting]):
            channels[f"{title(setting.name)} (settings)"] = channel
    if not people.known(session, team_id):
        return Office(channels)
    admins, helpers = people.admins(session, team_id), people.facilitators(session, team_id)
    zone = choices.zone(session, team_id).replace("_", " ")
    whence = "chosen in the settings" if chosen[choices.ZONE] else "where most people are"
    if not admins:
        remedy = "Name one in TEACHBACK_ADMINS, and start the bot again."
        return Office(channels, (Finding("!", "Nobody is an admin.", remedy),))
    others = [number for number in helpers if number not in admins]
    return Office(
        channels,
        (
            Finding("✓", f"Admins: {len(admins)}, and other facilitators: {len(others)}."),
            Finding("✓", f"The weekly posts go by the clocks of {zone}, {whence}."),
        ),
    )


def _scopes(who: AsyncSlackResponse) -> Finding:
    """What Slack grants (it says so with every answer) beside what the manifest asks for."""
    wanted = set(yaml.safe_load(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])
    granted = set(filter(None, who.headers.get("x-oauth-scopes", "").replace(" ", "").split(",")))
    if missing := wanted - granted:
        return Finding("✗", f"The app lacks permissions: {', '.join(sorted(missing))}.", REINSTALL)
    if more := granted - wanted - WELCOME:
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


async def _channel(client: AsyncWebClient, what: str, channel: str) -> Finding:
    # A variable's name is in capitals, a setting's in words.
    where = A_CHANNEL if what.isupper() else "Choose another with /learn settings."
    try:
        found = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as refusal:
        return Finding(
            "✗",
            f"{what} {channel} is not to be seen ({refusal_code(refusal)}).",
            f"{where} Invite the bot to it.",
        )
    name = f"#{found['name']}"
    if found.get("is_archived"):
        return Finding("✗", f"{what} {name} is archived.", "Choose another channel.")
    if not found.get("is_member"):
        return Finding("✗", f"The bot is not in {what} {name}.", f"Say /invite @Teachback in {name}.")
    return Finding("✓", f"{what}: the bot is in {name}.")


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
