"""Forms: the state of each kind of input, how a person's words become it, and what Slack says of it."""

import re
from datetime import date, datetime, time
from typing import Any

from sandbox.block_kit.mrkdwn import elements
from sandbox.errors import Refused
from sandbox.state.workspace import Workspace

State = dict[str, Any]
Values = dict[str, dict[str, State]]

_FIELDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_FORMS = {
    "number_input": (re.compile(r"-?\d+(\.\d+)?"), "Please enter a number."),
    "email_text_input": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "Please enter a valid email address."),
    "url_text_input": (re.compile(r"https?://\S+"), "Please enter a valid URL."),
}
REQUIRED = "Please complete this required field."


def is_stateful(element: dict[str, Any]) -> bool:
    """Whether an element keeps what a person put in."""
    return element["type"] in _FIELDS


def initial_state(element: dict[str, Any]) -> State:
    """The state of an element before anyone touched it."""
    field, initial = _FIELDS[element["type"]]
    empty: Any = [] if field.endswith("s") else None
    state = {"type": element["type"], field: element.get(initial, empty)}
    if "timezone" in element:
        state["timezone"] = element["timezone"]
    return state


def initial_values(workspace: Workspace, user: str, blocks: list[dict[str, Any]]) -> Values:
    """The first state of all elements for somebody, by block and action: no conversation hidden from them."""
    values: Values = {}
    for block, element in elements(blocks):
        if element["type"] in _FIELDS:
            state = initial_state(element)
            chosen = state.get("selected_conversation")
            if chosen and not (chosen in workspace.channels and workspace.can_see(user, chosen)):
                state["selected_conversation"] = None
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def content_of(state: State) -> Any:
    """The value in a state, whatever its kind."""
    return state.get(_FIELDS[state["type"]][0])


def fill(workspace: Workspace, element: dict[str, Any], value: Any, options: list[dict[str, Any]]) -> State:
    """The state of an element once a person put this in; `options` are those she can see."""
    kind = element["type"]
    field = _FIELDS[kind][0]
    state = initial_state(element)
    if value is None or value == [] or value == "":
        state[field] = [] if isinstance(state[field], list) else None
    elif field == "selected_option":
        state[field] = find_option(options, str(value))
    elif field == "selected_options":
        state[field] = [find_option(options, str(one)) for one in _list(value)]
    elif field in ("selected_user", "selected_conversation", "selected_channel"):
        state[field] = _id_of(workspace, field, value)
    elif field in ("selected_users", "selected_conversations", "selected_channels"):
        state[field] = [_id_of(workspace, field, one) for one in _list(value)]
    elif field == "selected_date_time":
        state[field] = int(value.timestamp()) if isinstance(value, datetime) else int(value)
    elif isinstance(value, date):
        state[field] = value.isoformat()
    elif isinstance(value, time):
        state[field] = value.strftime("%H:%M")
    else:
        state[field] = str(value)
    return state


def complaint(block: dict[str, Any], state: State) -> str | None:
    """Slack's own complaint about an input before it sends a form, if there is one."""
    element, value = block["element"], content_of(state)
    if value in (None, "", []):
        return None if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"Please enter at least {element['min_length']} characters."
        if len(value) > element.get("max_length", 3000):
            return f"Please enter no more than {element.get('max_length', 3000)} characters."
    if len(value) > element.get("max_selected_items", 10_000) if isinstance(value, list) else False:
        return f"Please choose no more than {element['max_selected_items']}."
    form = _FORMS.get(element["type"])
    if form is not None and not form[0].fullmatch(value):
        return form[1]
    return None


def find_option(options: list[dict[str, Any]], text: str) -> dict[str, Any]:
    """The option with this text (or value)."""
    for option in options:
        if option["text"]["text"] == text or option.get("value") == text:
            return option
    texts = [option["text"]["text"] for option in options]
    raise Refused("no_such_option", f"There is no option {text!r} among {texts}.")


def labels(block: dict[str, Any], element: dict[str, Any]) -> set[str]:
    """All names that a person might call an element by."""
    named = {element.get("action_id", ""), block.get("block_id", "")}
    for text in (block.get("label"), block.get("text"), element.get("text"), element.get("placeholder")):
        if isinstance(text, dict):
            named.add(text.get("text", ""))
    return named


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _id_of(workspace: Workspace, field: str, value: Any) -> str:
    name = str(getattr(value, "id", value))
    try:
        if field.startswith("selected_user"):
            return workspace.user(name).id
        return workspace.channel(name).id
    except KeyError as error:
        raise Refused("no_such_option", str(error)) from None
