"""Block elements: which there are, what each may hold, and where each may stand."""

from collections.abc import Callable
from typing import Any

from sandbox.block_kit.schema import (
    Check,
    Complaints,
    anything,
    boolean,
    complain,
    exactly_one,
    integer,
    many,
    mrkdwn,
    one_of,
    pattern,
    plain,
    record,
    string,
    tagged,
)
from sandbox.limits import LIMITS

_L = LIMITS
KIND = ID = string(100)

CONFIRM = record(
    {
        "title": plain(_L["confirm"]["title"]),
        "text": mrkdwn(_L["confirm"]["text"]),
        "confirm": plain(_L["confirm"]["confirm"]),
        "deny": plain(_L["confirm"]["deny"]),
    },
    {"style": one_of("primary", "danger")},
)


def _option(text: Callable[[int], Check], **more: Check) -> Check:
    required = {"text": text(_L["option"]["text"]), "value": string(_L["option"]["value"])}
    return record(required, {"description": text(_L["option"]["description"]), **more})


OPTION = _option(plain)
_FREE_OPTION = _option(mrkdwn)
_OVERFLOW_OPTION = _option(plain, url=string(_L["option"]["url"]))
OPTIONS = many(OPTION, _L["select"]["options"])
OPTION_GROUP = record(
    {
        "label": plain(_L["option_group"]["label"]),
        "options": many(OPTION, _L["option_group"]["options"]),
    }
)
OPTION_GROUPS = many(OPTION_GROUP, _L["select"]["option_groups"])

_ACTION = {"action_id": string(_L["action_id"]), "focus_on_load": boolean}
_COMMON = {**_ACTION, "confirm": CONFIRM}
_SELECT = {**_COMMON, "placeholder": plain(_L["select"]["placeholder"])}
_MULTI = {**_SELECT, "max_selected_items": integer(1, 10_000)}
_STATIC = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
_CONVERSATIONS = {
    "default_to_current_conversation": boolean,
    "filter": record(
        {},
        {
            "include": many(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
}
_TEXT = {
    **_ACTION,
    "placeholder": plain(_L["select"]["placeholder"]),
    "dispatch_action_config": record(
        {}, {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
}
_DATE = pattern(r"\d{4}-\d{2}-\d{2}", "must be a date in the format YYYY-MM-DD")
_TIME = pattern(r"\d{2}:\d{2}", "must be a time in the format HH:mm")


def all_options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options of a static menu, through its groups."""
    if "option_groups" in element:
        return [option for group in element["option_groups"] for option in group["options"]]
    return list(element.get("options", ()))


def _initial_among_options(value: Any, path: str, out: Complaints) -> None:
    if "initial_option" in value and value["initial_option"] not in all_options(value):
        complain(out, "initial_option must exactly match one of the options", f"{path}/initial_option")
    for index, one in enumerate(value.get("initial_options", ())):
        if one not in all_options(value):
            complain(
                out,
                "initial_options must exactly match some of the options",
                f"{path}/initial_options/{index}",
            )


def _static(value: Any, path: str, out: Complaints) -> None:
    exactly_one("options", "option_groups")(value, path, out)
    _initial_among_options(value, path, out)
    _not_over_selected(value, path, out)


def _not_over_selected(value: Any, path: str, out: Complaints) -> None:
    most = value.get("max_selected_items")
    if most is not None and len(value.get("initial_options", ())) > most:
        complain(out, f"no more than {most} items allowed", f"{path}/initial_options")


def _text_lengths(value: Any, path: str, out: Complaints) -> None:
    most = value.get("max_length", _L["plain_text_input"])
    if value.get("min_length", 0) > most:
        complain(out, "min_length must not be greater than max_length", path)
    if len(value.get("initial_value", "")) > most:
        complain(out, f"must be less than {most + 1} characters", f"{path}/initial_value")


def _element(required: dict[str, Check], optional: dict[str, Check], also: Check | None = None) -> Check:
    return record({"type": KIND, **required}, optional, also=also)


IMAGE = _element(
    {"alt_text": string(_L["image"]["alt_text"])},
    {"image_url": string(_L["image"]["url"]), "slack_file": anything},
    exactly_one("image_url", "slack_file"),
)
BUTTON = _element(
    {"text": plain(_L["button"]["text"])},
    {
        **_COMMON,
        "url": string(_L["button"]["url"]),
        "value": string(_L["button"]["value"]),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(_L["button"]["accessibility_label"]),
    },
)
_INITIAL_OPTIONS = many(OPTION, _L["select"]["options"])
_SELECTS: dict[str, Check] = {
    "static_select": _element({}, {**_SELECT, **_STATIC, "initial_option": OPTION}, _static),
    "external_select": _element(
        {}, {**_SELECT, "initial_option": OPTION, "min_query_length": integer(0, 3000)}
    ),
    "users_select": _element({}, {**_SELECT, "initial_user": ID}),
    "conversations_select": _element(
        {}, {**_SELECT, **_CONVERSATIONS, "initial_conversation": ID, "response_url_enabled": boolean}
    ),
    "channels_select": _element({}, {**_SELECT, "initial_channel": ID, "response_url_enabled": boolean}),
}
_MULTIS: dict[str, Check] = {
    "multi_static_select": _element({}, {**_MULTI, **_STATIC, "initial_options": _INITIAL_OPTIONS}, _static),
    "multi_external_select": _element(
        {},
        {**_MULTI, "initial_options": _INITIAL_OPTIONS, "min_query_length": integer(0, 3000)},
        _not_over_selected,
    ),
    "multi_users_select": _element({}, {**_MULTI, "initial_users": many(ID, 100)}),
    "multi_conversations_select": _element(
        {}, {**_MULTI, **_CONVERSATIONS, "initial_conversations": many(ID, 100)}
    ),
    "multi_channels_select": _element({}, {**_MULTI, "initial_channels": many(ID, 100)}),
}
_CHOICES: dict[str, Check] = {
    "checkboxes": _element(
        {"options": many(_FREE_OPTION, _L["checkboxes"])},
        {**_COMMON, "initial_options": many(_FREE_OPTION, _L["checkboxes"])},
        _initial_among_options,
    ),
    "radio_buttons": _element(
        {"options": many(_FREE_OPTION, _L["radio_buttons"])},
        {**_COMMON, "initial_option": _FREE_OPTION},
        _initial_among_options,
    ),
}
_TIMES: dict[str, Check] = {
    "datepicker": _element({}, {**_SELECT, "initial_date": _DATE}),
    "timepicker": _element({}, {**_SELECT, "initial_time": _TIME, "timezone": string(100)}),
}
_MOMENT: dict[str, Check] = {
    "datetimepicker": _element({}, {**_COMMON, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
}
_TEXTS: dict[str, Check] = {
    "plain_text_input": _element(
        {},
        {
            **_TEXT,
            "initial_value": string(_L["plain_text_input"], 0),
            "multiline": boolean,
            "min_length": integer(0, _L["plain_text_input"]),
            "max_length": integer(1, _L["plain_text_input"]),
        },
        _text_lengths,
    ),
    "number_input": _element(
        {"is_decimal_allowed": boolean},
        {**_TEXT, "initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "url_text_input": _element({}, {**_TEXT, "initial_value": string(3000)}),
    "email_text_input": _element({}, {**_TEXT, "initial_value": string(3000)}),
}
_OVERFLOW: dict[str, Check] = {
    "overflow": _element(
        {"options": many(_OVERFLOW_OPTION, _L["overflow"])},
        {"action_id": string(_L["action_id"]), "confirm": CONFIRM},
    ),
}

IN_ACTIONS = tagged({"button": BUTTON, **_SELECTS, **_CHOICES, **_TIMES, **_MOMENT, **_OVERFLOW})
IN_SECTION = tagged(
    {"button": BUTTON, "image": IMAGE, **_SELECTS, **_MULTIS, **_CHOICES, **_TIMES, **_OVERFLOW}
)
IN_INPUT = tagged({**_SELECTS, **_MULTIS, **_CHOICES, **_TIMES, **_MOMENT, **_TEXTS})
IN_CONTEXT = tagged({"image": IMAGE, **{kind: mrkdwn(_L["text"]) for kind in ("plain_text", "mrkdwn")}})
IN_CARD = tagged({"button": BUTTON})
