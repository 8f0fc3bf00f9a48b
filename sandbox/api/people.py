"""auth.test, api.test, apps.connections.open, team.*, users.*, usergroups.*: the app, and who is here."""

from typing import Any

from sandbox.api.conversations import page
from sandbox.api.dispatch import Arguments, Method
from sandbox.errors import SlackError
from sandbox.state.context import Context
from sandbox.state.events import user_data
from sandbox.state.records import make_id

TEAM_FIELD = "Xf0TEAM"
"""The id of the profile field that holds someone's team."""


def api_test(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Echoes what it is given."""
    if args.get("error"):
        raise SlackError(args["error"], args=args)
    return {"args": args} if args else {}


def auth_test(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The app and workspace that the token belongs to."""
    workspace = ctx.workspace
    return {
        "url": ctx.page_url,
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.team_id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(ctx: Context, args: Arguments) -> dict[str, Any]:
    """A one-time address for Socket Mode."""
    return {"url": f"{ctx.page_url.replace('http', 'ws', 1)}socket/{ctx.tokens.ticket()}"}


def team_info(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The workspace's name and domain."""
    workspace = ctx.workspace
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


def team_profile_get(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The fields that this workspace's profiles have beside Slack's own: here it is the team."""
    if args.get("visibility") not in (None, "all", "visible", "hidden"):
        raise SlackError("invalid_arguments")
    field = {
        "id": TEAM_FIELD,
        "ordering": 0,
        "label": "Team",
        "hint": "",
        "type": "text",
        "possible_values": None,
        "options": None,
        "is_hidden": False,
        "section_id": "Xs0CUSTOM",
    }
    return {"profile": {"fields": [] if args.get("visibility") == "hidden" else [field], "sections": []}}


def users_profile_get(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Someone's profile with its own fields, which users.list and users.info leave out."""
    user = ctx.workspace.users.get(args.get("user") or ctx.workspace.bot.id)
    if user is None:
        raise SlackError("user_not_found")
    # Nothing filled in comes as a list, as PHP writes an empty mapping.
    fields = {TEAM_FIELD: {"value": user.team, "alt": ""}} if user.team else []
    if args.get("include_labels") and isinstance(fields, dict):
        fields[TEAM_FIELD]["label"] = "Team"
    return {"profile": {**user_data(ctx, user)["profile"], "fields": fields}}


def usergroups_list(ctx: Context, args: Arguments) -> dict[str, Any]:
    """The user groups, and on demand who is in them."""
    groups = []
    for handle, members in ctx.workspace.groups.items():
        group: dict[str, Any] = {
            "id": make_id("S", ctx.workspace.team_id, handle),
            "team_id": ctx.workspace.team_id,
            "is_usergroup": True,
            "name": handle.replace("-", " ").capitalize(),
            "description": "",
            "handle": handle,
            "is_external": False,
            "date_delete": 0,
            "auto_type": "admin" if handle == "admins" else None,
            "prefs": {"channels": [], "groups": []},
        }
        if args.get("include_users"):
            group["users"] = list(members)
        if args.get("include_count"):
            group["user_count"] = len(members)
        groups.append(group)
    return {"usergroups": groups}


def users_info(ctx: Context, args: Arguments) -> dict[str, Any]:
    """A person's data."""
    user = ctx.workspace.users.get(args["user"])
    if user is None:
        raise SlackError("user_not_found")
    data = user_data(ctx, user)
    if args.get("include_locale"):
        data["locale"] = user.locale
    return {"user": data}


def users_list(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Everyone in the workspace, those who left too."""
    users = list(ctx.workspace.users.values())
    if not args.get("limit"):
        shown, cursor = users, ""
    else:
        part, cursor = page(users, args)
        shown = list(part)
    members = [user_data(ctx, user) for user in shown]
    if args.get("include_locale"):
        for data, user in zip(members, shown, strict=True):
            data["locale"] = user.locale
    return {
        "members": members,
        "cache_ts": int(ctx.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


METHODS: dict[str, Method] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "team.info": team_info,
    "team.profile.get": team_profile_get,
    "users.profile.get": users_profile_get,
    "usergroups.list": usergroups_list,
    "users.info": users_info,
    "users.list": users_list,
}
