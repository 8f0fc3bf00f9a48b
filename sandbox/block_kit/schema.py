"""Schema of JSON values: small checks, composed once into tables and complaining in Slack's words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Complaints = list[str]
Check = Callable[[Any, str, Complaints], None]


def complain(out: Complaints, sentence: str, path: str) -> None:
    """Adds a complaint as Slack words it in response_metadata.messages."""
    out.append(f"[ERROR] {sentence} [json-pointer:{path}]")


def string(most: int, least: int = 1) -> Check:
    """A string with a length between the two."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if not isinstance(value, str):
            complain(out, "must be a string", path)
        elif len(value) > most:
            complain(out, f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            complain(out, f"must be more than {least - 1} characters", path)

    return check


def pattern(expression: str, says: str) -> Check:
    """A string of a certain form."""
    compiled = re.compile(expression)

    def check(value: Any, path: str, out: Complaints) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            complain(out, says, path)

    return check


def boolean(value: Any, path: str, out: Complaints) -> None:
    """True or false."""
    if not isinstance(value, bool):
        complain(out, "must be a boolean", path)


def integer(least: int, most: int) -> Check:
    """A whole number between the two."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            complain(out, "must be an integer", path)
        elif not least <= value <= most:
            complain(out, f"must be between {least} and {most}", path)

    return check


def number(value: Any, path: str, out: Complaints) -> None:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        complain(out, "must be a number", path)


def positive(value: Any, path: str, out: Complaints) -> None:
    """A number above nought."""
    number(value, path, out)
    if isinstance(value, int | float) and value <= 0:
        complain(out, "must be greater than 0", path)


def anything(value: Any, path: str, out: Complaints) -> None:
    """Any value; it is not looked into."""


def one_of(*choices: str) -> Check:
    """One of a few words."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if value not in choices:
            complain(out, f"must be one of {', '.join(choices)}", path)

    return check


def many(item: Check, most: int, least: int = 1) -> Check:
    """A list of so many of the same."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if not isinstance(value, list):
            complain(out, "must be an array", path)
            return
        if len(value) > most:
            complain(out, f"no more than {most} items allowed", path)
        if len(value) < least:
            complain(out, f"no less than {least} items required", path)
        for index, one in enumerate(value):
            item(one, f"{path}/{index}", out)

    return check


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, also: Check | None = None
) -> Check:
    """An object with these fields and no others; `also` looks at it as a whole once the fields are right."""
    fields = {**required, **(optional or {})}
    names = tuple(required)

    def check(value: Any, path: str, out: Complaints) -> None:
        if not isinstance(value, dict):
            complain(out, "must be an object", path)
            return
        before = len(out)
        for name in names:
            if name not in value:
                complain(out, f"missing required field: {name}", path)
        for name, one in value.items():
            field = fields.get(name)
            if field is None:
                complain(out, f"invalid additional property: {name}", path)
            else:
                field(one, f"{path}/{name}", out)
        if also is not None and len(out) == before:
            also(value, path, out)

    return check


def tagged(table: Mapping[str, Check]) -> Check:
    """An object whose `type` says which of the table's shapes it has to have."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if not isinstance(value, dict):
            complain(out, "must be an object", path)
            return
        chosen = table.get(value.get("type", ""))
        if chosen is None:
            complain(out, f"unsupported type: {value.get('type')}", f"{path}/type")
        else:
            chosen(value, path, out)

    return check


def exactly_one(*names: str) -> Check:
    """Exactly one of these fields is there."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if sum(name in value for name in names) != 1:
            complain(out, f"must have exactly one of {', '.join(names)}", path)

    return check


def at_least_one(*names: str) -> Check:
    """At least one of these fields is there."""

    def check(value: Any, path: str, out: Complaints) -> None:
        if not any(value.get(name) for name in names):
            complain(out, f"must have at least one of {', '.join(names)}", path)

    return check


_TYPE = string(100)


def plain(most: int) -> Check:
    """A plain_text object."""
    return tagged({"plain_text": record({"type": _TYPE, "text": string(most)}, {"emoji": boolean})})


def mrkdwn(most: int) -> Check:
    """A text object of either kind."""
    return tagged(
        {
            "plain_text": record({"type": _TYPE, "text": string(most)}, {"emoji": boolean}),
            "mrkdwn": record({"type": _TYPE, "text": string(most)}, {"verbatim": boolean}),
        }
    )
