"""views.*: opening, stacking, updating and publishing what an app shows a person."""

from typing import TYPE_CHECKING, Any

from sandbox.api.front import Arguments, method
from sandbox.block_kit.modals import check_view, complete, too_large
from sandbox.errors import SlackError
from sandbox.people.forms import initial_values
from sandbox.state.limits import LIMITS
from sandbox.state.records import View

if TYPE_CHECKING:
    from sandbox.sandbox import Sandbox

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


def make_view(sandbox: "Sandbox", user: str, given: dict[str, Any], over: View | None = None) -> View:
    """A new view for a person, over another or on its own."""
    workspace = sandbox.workspace
    view_id = workspace.next_id("V")
    body = complete(
        given,
        id=view_id,
        team_id=workspace.team_id,
        app_id=workspace.app_id,
        app_installed_team_id=workspace.team_id,
        bot_id=workspace.bot_id,
        root_view_id=over.body["root_view_id"] if over else view_id,
        previous_view_id=over.id if over else None,
        state={"values": {}},
        hash=_hash(sandbox),
    )
    view = View(user, body)
    view.values = initial_values(workspace, user, view.blocks)
    return view


def change_view(sandbox: "Sandbox", view: View, given: dict[str, Any]) -> None:
    """Puts new content into an open view; what was typed stays where block and action are the same."""
    kept = (
        "id",
        "team_id",
        "app_id",
        "app_installed_team_id",
        "bot_id",
        "root_view_id",
        "previous_view_id",
        "state",
    )
    before = view.body
    view.body = complete(given, **{name: before[name] for name in kept}, hash=_hash(sandbox))
    values = initial_values(sandbox.workspace, view.user, view.blocks)
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            old = view.values.get(block_id, {}).get(action_id)
            if old is not None and old["type"] == state["type"]:
                actions[action_id] = old
    view.values = values


def stack_view(sandbox: "Sandbox", user: str, given: dict[str, Any]) -> View:
    """Puts a modal on top of a person's others, of which there may be three in all."""
    stack = sandbox.workspace.modals.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= _STACK:
        raise SlackError("push_limit_reached")
    view = make_view(sandbox, user, given, stack[-1])
    stack.append(view)
    return view


def views_changed(sandbox: "Sandbox", user: str) -> None:
    """Tells the page and whoever waits that someone's modals are others now."""
    sandbox.pages.tell_user(user, {"type": "views"})
    sandbox.changed()


def _hash(sandbox: "Sandbox") -> str:
    return f"{int(sandbox.clock.now().timestamp())}.{sandbox.workspace.next_id('h')}"


def _unique_external_id(sandbox: "Sandbox", given: dict[str, Any], but: View | None = None) -> None:
    external_id = given.get("external_id")
    if external_id:
        for stack in sandbox.workspace.modals.values():
            for view in stack:
                if view is not but and view.body["external_id"] == external_id:
                    raise SlackError("duplicate_external_id")


def _trigger(args: Arguments) -> str:
    if not args.get("trigger_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return str(args["trigger_id"])


@method("views.open")
def open_(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Opens a modal for the person whose trigger it is."""
    trigger_id, given = _trigger(args), checked_view(args["view"], "modal")
    _unique_external_id(sandbox, given)
    user = sandbox.tokens.exchange(trigger_id).user
    view = make_view(sandbox, user, given)
    sandbox.workspace.modals[user] = [view]
    views_changed(sandbox, user)
    return {"view": view.body}


@method("views.push")
def push(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Puts a modal over the one that the trigger came from."""
    trigger_id, given = _trigger(args), checked_view(args["view"], "modal")
    _unique_external_id(sandbox, given)
    trigger = sandbox.tokens.exchange(trigger_id)
    if not trigger.from_modal:
        raise SlackError("invalid_trigger_id")
    view = stack_view(sandbox, trigger.user, given)
    views_changed(sandbox, trigger.user)
    return {"view": view.body}


@method("views.update")
def update(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Changes a modal or Home tab that someone has open."""
    view_id, external_id = args.get("view_id"), args.get("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", ["[ERROR] view_id or external_id is required"])
    if view_id:
        view = sandbox.workspace.view(view_id)
    else:
        stacks = sandbox.workspace.modals.values()
        view = next(
            (one for stack in stacks for one in stack if one.body["external_id"] == external_id), None
        )
    if view is None:
        raise SlackError("not_found")
    given = checked_view(args["view"], view.body["type"])
    _unique_external_id(sandbox, given, view)
    if args.get("hash") and args["hash"] != view.body["hash"]:
        raise SlackError("hash_conflict")
    change_view(sandbox, view, given)
    views_changed(sandbox, view.user)
    return {"view": view.body}


@method("views.publish")
def publish(sandbox: "Sandbox", args: Arguments) -> dict[str, Any]:
    """Puts a Home tab in front of a person."""
    if not sandbox.manifest.home_enabled:
        raise SlackError("not_enabled")
    user = sandbox.workspace.users.get(args["user_id"])
    if user is None or user.deleted:
        raise SlackError("user_not_found")
    given = checked_view(args["view"], "home")
    home = sandbox.workspace.homes.get(user.id)
    if args.get("hash") and home is not None and args["hash"] != home.body["hash"]:
        raise SlackError("hash_conflict")
    if home is None:
        home = sandbox.workspace.homes[user.id] = make_view(sandbox, user.id, given)
    else:
        change_view(sandbox, home, given)
    sandbox.pages.tell_user(user.id, {"type": "home"})
    sandbox.changed(save=True)
    return {"view": home.body}
