"""Blocks and whole block lists: shapes, limits, and which surface each may appear on."""

import random
import string as letters
from typing import Any

from sandbox.block_kit.elements import (
    IMAGE,
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
    KIND,
)
from sandbox.block_kit.mrkdwn import elements
from sandbox.block_kit.schema import (
    Check,
    Complaints,
    anything,
    at_least_one,
    boolean,
    complain,
    exactly_one,
    integer,
    many,
    mrkdwn,
    number,
    one_of,
    plain,
    positive,
    record,
    string,
    tagged,
)
from sandbox.limits import LIMITS

_L = LIMITS
_CHART = _L["data_visualization"]
_SURFACES = {name: frozenset(kinds) for name, kinds in _L["surfaces"].items()}
_IDS = random.Random(7)


def _block(
    required: dict[str, Check], optional: dict[str, Check] | None = None, also: Check | None = None
) -> Check:
    return record(
        {"type": KIND, **required}, {"block_id": string(_L["block_id"]), **(optional or {})}, also=also
    )


_LEAVES = ("text", "link", "emoji", "user", "channel", "usergroup", "broadcast", "date", "color", "team")
_RICH_LEAF = tagged(dict.fromkeys(_LEAVES, anything))
_RICH_SECTION = record({"type": KIND, "elements": many(_RICH_LEAF, 1000, 0)})
_RICH = tagged(
    {
        "rich_text_section": _RICH_SECTION,
        "rich_text_list": record(
            {"type": KIND, "style": one_of("bullet", "ordered"), "elements": many(_RICH_SECTION, 1000)},
            {"indent": integer(0, 8), "border": integer(0, 1), "offset": integer(0, 100_000)},
        ),
        "rich_text_preformatted": record(
            {"type": KIND, "elements": many(_RICH_LEAF, 1000, 0)},
            {"border": integer(0, 1), "language": string(100)},
        ),
        "rich_text_quote": record(
            {"type": KIND, "elements": many(_RICH_LEAF, 1000, 0)}, {"border": integer(0, 1)}
        ),
    }
)
_RICH_TEXT = _block({"elements": many(_RICH, 1000)})
_RAW_TEXT = record({"type": KIND, "text": string(_L["data_table"]["content"])})
_RAW_NUMBER = record({"type": KIND, "value": number}, {"text": string(100)})
_CELL = tagged({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": _RICH_TEXT})
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _even_rows(value: Any, path: str, out: Complaints) -> None:
    widths = {len(row) for row in value["rows"]}
    if len(widths) > 1:
        complain(out, "all rows must have the same number of cells", f"{path}/rows")
    most = _L["data_table"]["content"]
    if sum(len(str(cell.get("text", ""))) for row in value["rows"] for cell in row) > most:
        complain(out, f"must be less than {most + 1} characters in all", f"{path}/rows")
    if any(cell.get("type") == "rich_text" for cell in value["rows"][0]):
        complain(out, "header cells cannot be rich_text", f"{path}/rows/0")


def _points_match(value: Any, path: str, out: Complaints) -> None:
    categories = value["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        complain(out, "categories must be unique", f"{path}/axis_config/categories")
    if len({series["name"] for series in value["series"]}) != len(value["series"]):
        complain(out, "series names must be unique", f"{path}/series")
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            complain(out, "must have exactly one point for each category", f"{path}/series/{index}/data")


_AXES = record(
    {
        "type": KIND,
        "series": many(
            record(
                {
                    "name": string(_CHART["name"]),
                    "data": many(record({"label": string(_CHART["label"]), "value": number}), _CHART["data"]),
                }
            ),
            _CHART["series"],
        ),
        "axis_config": record(
            {"categories": many(string(_CHART["label"]), _CHART["categories"])},
            {"x_label": string(_CHART["axis_label"]), "y_label": string(_CHART["axis_label"])},
        ),
    },
    also=_points_match,
)
_PIE = record(
    {
        "type": KIND,
        "segments": many(record({"label": string(_CHART["label"]), "value": positive}), _CHART["segments"]),
    }
)
_CARD = _block(
    {},
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": anything,
        "title": mrkdwn(_L["card"]["title"]),
        "subtitle": mrkdwn(_L["card"]["subtitle"]),
        "body": mrkdwn(_L["card"]["body"]),
        "subtext": mrkdwn(_L["card"]["subtext"]),
        "actions": many(IN_CARD, _L["card"]["actions"]),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
BLOCKS: dict[str, Check] = {
    "section": _block(
        {},
        {
            "text": mrkdwn(_L["section"]["text"]),
            "fields": many(mrkdwn(_L["section"]["field"]), _L["section"]["fields"]),
            "accessory": IN_SECTION,
            "expand": boolean,
        },
        at_least_one("text", "fields"),
    ),
    "divider": _block({}),
    "header": _block({"text": plain(_L["header"])}, {"level": integer(1, 6)}),
    "context": _block({"elements": many(IN_CONTEXT, _L["context"])}),
    "actions": _block({"elements": many(IN_ACTIONS, _L["actions"])}),
    "input": _block(
        {"label": plain(_L["input"]["label"]), "element": IN_INPUT},
        {"hint": plain(_L["input"]["hint"]), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": _block(
        {"alt_text": string(_L["image"]["alt_text"])},
        {
            "image_url": string(_L["image"]["url"]),
            "slack_file": anything,
            "title": plain(_L["image"]["title"]),
        },
        exactly_one("image_url", "slack_file"),
    ),
    "markdown": _block({"text": string(_L["message"]["markdown"])}),
    "rich_text": _RICH_TEXT,
    "table": _block(
        {"rows": many(many(_CELL, _L["table"]["columns"]), _L["table"]["rows"])},
        {"column_settings": many(_COLUMN, _L["table"]["columns"])},
    ),
    "data_table": _block(
        {
            "rows": many(many(_CELL, _L["data_table"]["columns"]), _L["data_table"]["rows"], 2),
            "caption": string(_L["data_table"]["content"]),
        },
        {
            "page_size": integer(1, _L["data_table"]["page_size"]),
            "row_header_column_index": integer(0, _L["data_table"]["columns"] - 1),
        },
        _even_rows,
    ),
    "data_visualization": _block(
        {
            "title": string(_CHART["title"]),
            "chart": tagged({"pie": _PIE, "bar": _AXES, "area": _AXES, "line": _AXES}),
        }
    ),
    "alert": _block(
        {"text": mrkdwn(_L["alert"])}, {"level": one_of("default", "info", "warning", "error", "success")}
    ),
    "card": _CARD,
    "carousel": _block({"elements": many(tagged({"card": _CARD}), _L["carousel"])}),
}
_CHILDREN = ("actions", "context", "divider", "header", "image", "rich_text", "section", "table")
BLOCKS["container"] = _block(
    {
        "child_blocks": many(
            tagged({kind: BLOCKS[kind] for kind in _CHILDREN}), _L["container"]["child_blocks"]
        )
    },
    {
        "title": plain(_L["container"]["title"]),
        "rich_text_title": _RICH_TEXT,
        "subtitle": mrkdwn(_L["container"]["subtitle"]),
        "width": one_of("narrow", "standard", "wide", "full"),
        "icon": IMAGE,
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    at_least_one("title", "rich_text_title"),
)
_ANY_BLOCK = tagged(BLOCKS)


def check_blocks(blocks: Any, surface: str, path: str = "/blocks", least: int = 0) -> Complaints:
    """All complaints about a list of blocks on a surface: `message`, `modal` or `home`."""
    out: Complaints = []
    most = _L["message"]["blocks"] if surface == "message" else _L["view"]["blocks"]
    many(_ANY_BLOCK, most, least)(blocks, path, out)
    if out:
        return out
    allowed, seen = _SURFACES[surface], set()
    for index, block in enumerate(blocks):
        if block["type"] not in allowed:
            complain(out, f"unsupported type: {block['type']}", f"{path}/{index}/type")
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            complain(out, "block_id already exists", f"{path}/{index}/block_id")
        seen.add(block_id)
    actions = set()
    for block, element in elements(blocks):
        action_id = element.get("action_id")
        if action_id is not None and (id(block), action_id) in actions:
            complain(out, f'`action_id` "{action_id}" already exists in this block', path)
        actions.add((id(block), action_id))
    kinds = [block["type"] for block in blocks]
    if kinds.count("table") > _L["message"]["tables"]:
        complain(out, "only_one_table_allowed", path)
    if kinds.count("data_visualization") > _L["message"]["charts"]:
        complain(out, f"no more than {_L['message']['charts']} data_visualization blocks allowed", path)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > _L["message"]["markdown"]:
        complain(out, f"markdown must be less than {_L['message']['markdown'] + 1} characters in all", path)
    return out


def name_blocks(blocks: list[dict[str, Any]]) -> None:
    """Gives every block and element that came without an id one of its own, as Slack does."""
    for block in blocks:
        if "block_id" not in block:
            block["block_id"] = _short_id()
    for _, element in elements(blocks):
        if element["type"] != "image" and "action_id" not in element:
            element["action_id"] = _short_id()


def _short_id() -> str:
    return "".join(_IDS.choices(letters.ascii_letters + letters.digits, k=5))
