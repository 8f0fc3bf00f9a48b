"""auth.test, apps.connections.open, api.test, team.info and users.*: who the app is and who is here."""

from typing import TYPE_CHECKING, Any

from sandbox.api import Arguments, method
from sandbox.api_conversations import page
from sandbox.errors import SlackError
from sandbox.events import user_data

if TYPE_CHECKING:
    from sandbox.core import Sandbox


@method("api.test")
def api_test(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Echoes what it is given."""
    if args.get("error"):
        raise SlackError(args["error"], args=args)
    return {"args": args} if args else {}


@method("auth.test")
def auth_test(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Who the token belongs to."""
    workspace = sandbox.workspace
    return {
        "url": sandbox.page_url,
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open")
def connections_open(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """A one-time address for Socket Mode."""
    return {"url": sandbox.sockets.issue()}


@method("team.info")
def team_info(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """What the workspace is called."""
    workspace = sandbox.workspace
    if args.get("team") not in (None, workspace.team_id):
        raise SlackError("team_not_found")
    team = {
        "id": workspace.team_id,
        "name": workspace.name,
        "domain": workspace.domain,
        "email_domain": "",
        "icon": {},
    }
    return {"team": team}


@method("users.info")
def users_info(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Who someone is."""
    user = sandbox.workspace.users.get(args["user"])
    if user is None:
        raise SlackError("user_not_found")
    data = user_data(sandbox, user)
    if args.get("include_locale"):
        data["locale"] = user.locale
    return {"user": data}


@method("users.list")
def users_list(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Everyone in the workspace, those who left too."""
    users = list(sandbox.workspace.users.values())
    if not args.get("limit"):
        shown, cursor = users, ""
    else:
        part, cursor = page(users, args)
        shown = list(part)
    members = [user_data(sandbox, user) for user in shown]
    if args.get("include_locale"):
        for data, user in zip(members, shown, strict=True):
            data["locale"] = user.locale
    return {
        "members": members,
        "cache_ts": int(sandbox.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }
