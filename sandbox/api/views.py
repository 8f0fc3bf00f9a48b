"""views.*: opening, stacking, updating and publishing what an app shows a person."""

from typing import Any

from sandbox.api.dispatch import Arguments, Method
from sandbox.block_kit.modals import check_view, complete, too_large
from sandbox.errors import SlackError
from sandbox.limits import LIMITS
from sandbox.state.context import Change, Context
from sandbox.state.forms import initial_values
from sandbox.state.records import View

_STACK = LIMITS["view"]["stack"]


def checked_view(view: Any, kind: str) -> dict[str, Any]:
    """A view fit to be shown, or Slack's refusal."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] must be an object [json-pointer:/view]"])
    if too_large(view):
        raise SlackError("view_too_large")
    wrong = check_view(view, kind)
    if wrong:
        raise SlackError("invalid_arguments", wrong)
    return view


def make_view(ctx: Context, user: str, given: dict[str, Any], over: View | None = None) -> View:
    """A new view for a person, over another or on its own."""
    workspace = ctx.workspace
    view_id = workspace.next_id("V")
    body = complete(given) | {
        "id": view_id,
        "team_id": workspace.team_id,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": workspace.bot_id,
        "root_view_id": over.body["root_view_id"] if over else view_id,
        "previous_view_id": over.id if over else None,
        "state": {"values": {}},
        "hash": _hash(ctx),
    }
    view = View(user, body)
    view.values = initial_values(workspace, user, view.blocks)
    return view


def change_view(ctx: Context, view: View, given: dict[str, Any]) -> None:
    """Puts new content into an open view; what was typed stays where block and action are the same."""
    view.body = view.body | complete(given) | {"hash": _hash(ctx)}
    values = initial_values(ctx.workspace, view.user, view.blocks)
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            old = view.values.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state["type"]:
                actions[action_id] = old
    view.values = values


def stack_view(ctx: Context, user: str, given: dict[str, Any]) -> View:
    """Puts a modal on top of a person's others, of which there may be three in all."""
    stack = ctx.workspace.modals.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= _STACK:
        raise SlackError("push_limit_reached")
    view = make_view(ctx, user, given, stack[-1])
    stack.append(view)
    return view


def views_changed(ctx: Context, user: str) -> None:
    """Tells the listeners that someone's modals are others now."""
    ctx.changed(Change("views", user=user))


def _hash(ctx: Context) -> str:
    return f"{int(ctx.clock.now().timestamp())}.{ctx.workspace.next_id('h')}"


def _unique_external_id(ctx: Context, given: dict[str, Any], but: View | None = None) -> None:
    external_id = given.get("external_id")
    if external_id:
        for stack in ctx.workspace.modals.values():
            for view in stack:
                if view is not but and view.body["external_id"] == external_id:
                    raise SlackError("duplicate_external_id")


def _trigger(args: Arguments) -> str:
    if not args.get("trigger_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return str(args["trigger_id"])


def open_(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Opens a modal for the person whose trigger it is."""
    trigger_id, given = _trigger(args), checked_view(args["view"], "modal")
    _unique_external_id(ctx, given)
    user = ctx.tokens.exchange(trigger_id).user
    view = make_view(ctx, user, given)
    ctx.workspace.modals[user] = [view]
    views_changed(ctx, user)
    return {"view": view.body}


def push(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Puts a modal over the one that the trigger came from."""
    trigger_id, given = _trigger(args), checked_view(args["view"], "modal")
    _unique_external_id(ctx, given)
    trigger = ctx.tokens.exchange(trigger_id)
    if not trigger.from_modal:
        raise SlackError("invalid_trigger_id")
    view = stack_view(ctx, trigger.user, given)
    views_changed(ctx, trigger.user)
    return {"view": view.body}


def update(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Changes a modal or Home tab that someone has open."""
    view_id, external_id = args.get("view_id"), args.get("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", ["[ERROR] view_id or external_id is required"])
    if view_id:
        view = ctx.workspace.view(view_id)
    else:
        stacks = ctx.workspace.modals.values()
        view = next(
            (one for stack in stacks for one in stack if one.body["external_id"] == external_id), None
        )
    if view is None:
        raise SlackError("not_found")
    given = checked_view(args["view"], view.body["type"])
    _unique_external_id(ctx, given, view)
    if args.get("hash") and args["hash"] != view.body["hash"]:
        raise SlackError("hash_conflict")
    change_view(ctx, view, given)
    views_changed(ctx, view.user)
    return {"view": view.body}


def publish(ctx: Context, args: Arguments) -> dict[str, Any]:
    """Publishes a person's Home tab."""
    if not ctx.manifest.home_enabled:
        raise SlackError("not_enabled")
    user = ctx.workspace.users.get(args["user_id"])
    if user is None or user.deleted:
        raise SlackError("user_not_found")
    given = checked_view(args["view"], "home")
    home = ctx.workspace.homes.get(user.id)
    if args.get("hash") and home is not None and args["hash"] != home.body["hash"]:
        raise SlackError("hash_conflict")
    if home is None:
        home = ctx.workspace.homes[user.id] = make_view(ctx, user.id, given)
    else:
        change_view(ctx, home, given)
    ctx.changed(Change("home", user=user.id, save=True))
    return {"view": home.body}


METHODS: dict[str, Method] = {
    "views.open": open_,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
