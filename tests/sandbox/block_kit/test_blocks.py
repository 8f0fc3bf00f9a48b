"""Blocks and views over any documented limit are refused, with the place that is wrong."""

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.modals import check_view
from tests.sandbox.rawbot import RawBot, button, modal, mrkdwn, plain, question, refusal

DIVIDER = {"type": "divider"}


def section(text: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def option(text: str = "One", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": value, **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def chart(**more: Any) -> dict[str, Any]:
    series = {"name": "Asked", "data": [{"label": "May", "value": 3}]}
    axes = {"type": "bar", "series": [series], "axis_config": {"categories": ["May"]}}
    return {"type": "data_visualization", "title": "Questions", "chart": {**axes, **more}}


def pie(value: float = 1, label: str = "a") -> dict[str, Any]:
    segments = [{"label": label, "value": value}]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": segments}}


def table(rows: int = 2, columns: int = 2) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


CONFIRM = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}

FINE: list[Any] = [
    [],
    [DIVIDER] * 50,
    [section("x" * 3000, accessory=button("Go"))],
    [{"type": "section", "fields": [mrkdwn("x" * 2000)] * 10}],
    [{"type": "header", "text": plain("x" * 150)}],
    [
        {
            "type": "context",
            "elements": [mrkdwn("x")] * 9 + [{"type": "image", "image_url": "u", "alt_text": "a"}],
        }
    ],
    [actions(*[button("Go", f"a{n}") for n in range(25)])],
    [actions(button("Go", confirm=CONFIRM, style="danger", value="x" * 2000))],
    [actions(select(initial_option=option()))],
    [actions({"type": "overflow", "action_id": "o", "options": [option(url="https://x.example")]})],
    [section(accessory={"type": "multi_static_select", "action_id": "m", "options": [option()]})],
    [{"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a", "title": plain("t")}],
    [{"type": "markdown", "text": "# x"}],
    [RICH],
    [table(100, 20)],
    [chart(), pie()],
    [question("Name", type="number_input", is_decimal_allowed=False)],
    [{"type": "card", "title": plain("t"), "actions": [button("Go")]}],
    [{"type": "carousel", "elements": [{"type": "card", "body": mrkdwn("b")}]}],
    [{"type": "container", "title": plain("t"), "child_blocks": [section()]}],
    [
        {
            "type": "data_table",
            "caption": "c",
            "rows": [[{"type": "raw_text", "text": "h"}], [{"type": "raw_number", "value": 3}]],
        }
    ],
]
WRONG: list[tuple[Any, str]] = [
    ({}, "must be an array [json-pointer:/blocks]"),
    ([7], "must be an object [json-pointer:/blocks/0]"),
    ([DIVIDER] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([{"type": "shout"}], "unsupported type: shout [json-pointer:/blocks/0/type]"),
    ([{"type": "alert", "text": plain("x")}], "unsupported type: alert [json-pointer:/blocks/0/type]"),
    ([{"type": "video"}], "unsupported type: video [json-pointer:/blocks/0/type]"),
    ([{"type": "context_actions"}], "unsupported type: context_actions [json-pointer:/blocks/0/type]"),
    ([question("x", type="file_input")], "unsupported type: file_input"),
    ([{"type": "divider", "text": "x"}], "invalid additional property: text [json-pointer:/blocks/0]"),
    ([{"type": "section"}], "must have at least one of text, fields [json-pointer:/blocks/0]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "header", "text": mrkdwn("x")}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header"}], "missing required field: text [json-pointer:/blocks/0]"),
    ([{"type": "context", "elements": [mrkdwn("x")] * 11}], "no more than 10 items"),
    ([{"type": "context", "elements": [button("x")]}], "unsupported type: button"),
    ([actions()], "no less than 1 items required [json-pointer:/blocks/0/elements]"),
    ([actions(*[button("x", f"a{n}") for n in range(26)])], "no more than 25 items"),
    ([actions(button("x" * 76))], "must be less than 76 characters"),
    ([actions(button("x", value="v" * 2001))], "must be less than 2001 characters"),
    ([actions(button("x", style="loud"))], "must be one of primary, danger"),
    ([actions(button("x", "a" * 256))], "must be less than 256 characters"),
    ([actions(button("x"), button("y"))], '`action_id` "press" already exists'),
    (
        [actions(button("x", confirm={**CONFIRM, "title": plain("x" * 101)}))],
        "must be less than 101 characters",
    ),
    ([actions(button("x", confirm={"title": plain("x")}))], "missing required field: text"),
    (
        [section(block_id="b"), section(block_id="b")],
        "block_id already exists [json-pointer:/blocks/1/block_id]",
    ),
    ([actions(select(options=[]))], "no less than 1 items required"),
    ([actions(select(options=[option()] * 101))], "no more than 100 items allowed"),
    ([actions(select(option_groups=[]))], "no less than 1 items"),
    (
        [actions({"type": "static_select", "action_id": "s"})],
        "must have exactly one of options, option_groups",
    ),
    ([actions(select(initial_option=option("Two")))], "initial_option must exactly match one of the options"),
    ([actions(select(options=[option("x" * 76)]))], "must be less than 76 characters"),
    ([actions(select(options=[option("x", "v" * 151)]))], "must be less than 151 characters"),
    ([actions(select(placeholder=plain("x" * 151)))], "must be less than 151 characters"),
    ([actions({"type": "overflow", "action_id": "o", "options": [option()] * 6})], "no more than 5 items"),
    ([actions({"type": "plain_text_input", "action_id": "t"})], "unsupported type: plain_text_input"),
    ([actions({"type": "multi_static_select", "action_id": "t"})], "unsupported type: multi_static_select"),
    (
        [actions({"type": "checkboxes", "action_id": "c", "options": [option()] * 11})],
        "no more than 10 items",
    ),
    ([actions({"type": "datepicker", "action_id": "d", "initial_date": "1.2.26"})], "must be a date"),
    ([actions({"type": "timepicker", "action_id": "d", "initial_time": "9"})], "must be a time"),
    ([actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": 5})], "must be between"),
    ([question("x" * 2001)], "must be less than 2001 characters"),
    ([question("x", max_length=3001)], "must be between 1 and 3000"),
    ([question("x", min_length=5, max_length=4)], "min_length must not be greater than max_length"),
    ([question("x", max_length=2, initial_value="abc")], "must be less than 3 characters"),
    ([question("x", type="number_input")], "missing required field: is_decimal_allowed"),
    ([question("x", type="button", text=plain("x"))], "unsupported type: button"),
    ([{"type": "image", "alt_text": "a"}], "must have exactly one of image_url, slack_file"),
    ([{"type": "markdown", "text": "x" * 7000}] * 2, "markdown must be less than 12001 characters in all"),
    ([table(101)], "no more than 100 items"),
    ([table(), table()], "only_one_table_allowed"),
    ([chart(), chart(), chart()], "no more than 2 data_visualization blocks allowed"),
    ([chart(axis_config={"categories": ["June"]})], "must have exactly one point for each category"),
    ([pie(value=0)], "must be greater than 0"),
    ([pie(label="x" * 21)], "must be less than 21 characters"),
    (
        [{"type": "card", "subtitle": plain("x")}],
        "must have at least one of hero_image, title, actions, body",
    ),
    (
        [{"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]}],
        "missing required field",
    ),
    (
        [{"type": "data_table", "caption": "c", "rows": [[{"type": "raw_text", "text": "h"}]]}],
        "no less than 2 items",
    ),
]


@pytest.mark.parametrize("blocks", FINE)
def test_blocks_within_the_limits_are_taken(blocks: Any) -> None:
    assert check_blocks(blocks, "message") == []


@pytest.mark.parametrize(("blocks", "says"), WRONG)
def test_blocks_over_a_limit_are_refused(blocks: Any, says: str) -> None:
    assert any(says in one for one in check_blocks(blocks, "message")), check_blocks(blocks, "message")


VIEWS: list[tuple[Any, str]] = [
    (
        modal(question("x"), title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    (modal(submit=plain("x" * 25)), "must be less than 25 characters"),
    (modal(close=plain("x" * 25)), "must be less than 25 characters"),
    (modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
    (modal(callback_id="x" * 256), "must be less than 256 characters"),
    (modal(*[DIVIDER] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    ({**modal(), "blocks": []}, "no less than 1 items required"),
    ({"type": "modal", "title": plain("x"), "blocks": [question("x")]}, "missing required field: submit"),
    ({"type": "modal", "blocks": [DIVIDER]}, "missing required field: title"),
    ({"type": "home", "blocks": [DIVIDER]}, "must be one of modal"),
    (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    (modal(table()), "unsupported type: table"),
    (modal(color="red"), "invalid additional property: color"),
    ({"type": "sheet"}, "unsupported type: sheet"),
]


@pytest.mark.parametrize(("view", "says"), VIEWS)
def test_views_over_a_limit_are_refused(view: Any, says: str) -> None:
    assert any(says in one for one in check_view(view, "modal")), check_view(view, "modal")


def test_an_alert_belongs_in_a_modal() -> None:
    assert check_view(modal({"type": "alert", "text": plain("Careful"), "level": "warning"}), "modal") == []


def test_a_home_tab_may_be_empty_and_takes_a_table() -> None:
    assert check_view({"type": "home", "blocks": []}, "home") == []
    assert check_view({"type": "home", "blocks": [table()]}, "home") == []


async def test_the_web_api_tells_what_is_wrong_with_blocks(slack: Sandbox, bot: RawBot) -> None:
    general = slack.workspace.channel("general").id
    said = await refusal(bot.web.chat_postMessage(channel=general, text="x", blocks=[section("")]))
    assert said["error"] == "invalid_blocks"
    assert said["response_metadata"]["messages"] == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]
