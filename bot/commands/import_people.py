"""`teachback import people`: a CSV of teams and roles, checked against who is in Slack now."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.service import slack_client
from bot.settings import Settings
from handlers.workspace.directory import SlackDirectory
from learning.core.errors import LearningError
from learning.workspace import rosters, workspaces
from learning.workspace.rosters import BroughtIn, Roster
from learning.workspace.workspaces import Workspace
from storage.engine.database import Database
from storage.migrate import migrate

NO_EMAILS = (
    "Slack shows no email addresses to this app. Name people by their id (Slack's list of members has it as "
    "userid), or add the permission users:read.email in the app's page and reinstall it; you may take it "
    "away again afterwards. Addresses are only compared, never kept."
)


async def bring_in(settings: Settings, path: Path, tell: Callable[[str], None]) -> None:
    """Reads the file, then who is in Slack, and writes both down; says how far it is.

    Raises `LearningError` for a file that cannot be taken, of which nothing is written then.
    """
    roster = rosters.read(await asyncio.to_thread(path.read_bytes))
    tell(f"{path.name}: {_many(len(roster.lines), 'person', 'people')}.")
    if roster.unused:
        tell(f"Columns that are not used: {', '.join(roster.unused)}.")
    await asyncio.to_thread(migrate, settings.database_url)
    database = Database.open(settings.database_url)
    try:
        workspace, emails = await _meet(settings, database, tell)
        outcome = await _write(database, workspace, roster, emails, tell)
    finally:
        await database.close()
    tell(_outcome(outcome))


async def _meet(
    settings: Settings, database: Database, tell: Callable[[str], None]
) -> tuple[str, dict[str, str]]:
    """Writes down who is in Slack; returns the workspace's id, and the ids by addresses, as far as shown."""
    client = slack_client(settings)
    try:
        who = await client.auth_test()
        workspace = Workspace(who["team_id"], who["team"], who["url"], bot_user_id=who["user_id"])
        await database.run(workspaces.identify, workspace)
        directory = SlackDirectory(workspace.id, client, database)
        emails: dict[str, str] = {}
        met = 0
        async for users in directory.pages():
            await directory.meet(users)
            emails |= {address: user["id"] for user in users if (address := _address(user))}
            met += len(users)
            tell(f"Slack has told of {_many(met, 'account', 'accounts')}.")
    except SlackApiError as refusal:
        raise LearningError(f"Slack refuses to say who is here ({refusal.response['error']}).") from None
    return workspace.id, emails


async def _write(
    database: Database,
    workspace_id: str,
    roster: Roster,
    emails: dict[str, str],
    tell: Callable[[str], None],
) -> BroughtIn:
    if roster.has_emails and not emails:
        raise LearningError(NO_EMAILS)

    def write(session: Session) -> BroughtIn:
        def done(lines: int) -> None:
            tell(f"{lines:,} of {len(roster.lines):,} done.")

        return rosters.bring_in(session, workspace_id, roster, emails, tell=done, at=datetime.now(UTC))

    return await database.run(write)


def _address(user: dict[str, Any]) -> str:
    """Someone's address; those who left keep theirs, and somebody else may have it by now."""
    return "" if user.get("deleted") else ((user.get("profile") or {}).get("email") or "").casefold()


def _outcome(outcome: BroughtIn) -> str:
    said = [
        f"Changed the team of {_many(outcome.teams, 'person', 'people')} "
        f"and the role of {_many(outcome.roles, 'person', 'people')}."
    ]
    if outcome.gone:
        said.append(f"{_many(outcome.gone, 'person', 'people')} left the company and stayed as they were.")
    if outcome.kept:
        said.append(
            f"{_many(outcome.kept, 'person keeps', 'people keep')} a higher role, which Slack or the "
            "configuration gives them."
        )
    return " ".join(said)


def _many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
