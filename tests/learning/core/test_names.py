"""Names that are written down have one home: no kind of message and no verb of the log is a literal."""

import ast
import importlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from learning.core.features import message_kinds

ROOT = Path(__file__).parents[3]
HOMES = sorted(ROOT.glob("learning/*/names.py"))
ELSEWHERE = {"names.py", "ids.py", "weekly.py"}
"""Buttons and schedules are called like messages here and there; those are other names."""


def constants(home: Path, group: str = "") -> dict[str, str]:
    """The names of a module: kinds of messages, or those of a group such as `Verbs`."""
    module = importlib.import_module(".".join(home.relative_to(ROOT).with_suffix("").parts))
    held = getattr(module, group, None) if group else module
    return {name: value for name, value in vars(held).items() if name.isupper()} if held else {}


def all_of(group: str = "") -> list[str]:
    return [value for home in HOMES for value in constants(home, group).values()]


def test_each_kind_of_message_has_a_name_and_the_other_way_round() -> None:
    assert sorted(all_of()) == sorted(message_kinds())


@pytest.mark.parametrize("group", ["", "Verbs", "Requests", "Schedules"])
def test_no_two_names_are_the_same(group: str) -> None:
    assert [value for value, times in Counter(all_of(group)).items() if times > 1] == []


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    paths = [
        path
        for layer in ("learning", "messages", "scheduling", "handlers", "bot")
        for path in sorted((ROOT / layer).rglob("*.py"))
        if path.name not in ELSEWHERE
    ]
    return tuple((str(path.relative_to(ROOT)), ast.parse(path.read_text())) for path in paths)


def texts(node: ast.AST) -> Iterator[ast.Constant]:
    """The literals in an expression, without those inside of calls in it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for each in node.elts:
            yield from texts(each)


def test_no_kind_of_message_is_a_literal() -> None:
    kinds = set(all_of())
    found = [
        f"{path}:{node.lineno} {node.value}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (node.value in kinds or node.value.partition(":")[0] in kinds)
    ]
    assert found == []


def verbs_taken() -> dict[str, int]:
    """Functions that take a verb of the log, as `module.function`: at which place."""
    log = "storage/activity_log.py"
    return {
        f"{Path(path).stem}.{node.name}": place
        for path, tree in ((log, ast.parse((ROOT / log).read_text())), *modules())
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for place, one in enumerate(node.args.args)
        if one.arg == "verb" and one.annotation and ast.unparse(one.annotation) == "str"
    }


def verbs_written(path: str, tree: ast.Module, taken: dict[str, int]) -> Iterator[ast.Constant]:
    """Literals where a verb of the log belongs: given to such a function, compared with one, kept as one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            place = taken.get(name if "." in name else f"{Path(path).stem}.{name}")
            if place is not None and place < len(node.args):
                yield from texts(node.args[place])
            if name.endswith(("verb.in_", "verb.not_in")):
                yield from texts(node.args[0])
        elif isinstance(node, ast.keyword) and node.arg == "verb":
            yield from texts(node.value)
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(ast.unparse(side).split(".")[-1] == "verb" for side in sides):
                yield from (text for side in sides for text in texts(side))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "verb":
            yield from texts(node.value)


def test_no_verb_of_the_log_is_a_literal() -> None:
    taken, verbs = verbs_taken(), all_of("Verbs")
    assert {"activity_log.record", "lunches.log", "log.numbers", "waitlist.give"} <= taken.keys()
    found = [
        f"{path}:{node.lineno} {node.value}"
        for path, tree in modules()
        for node in verbs_written(path, tree, taken)
        # Above, a word is called a verb too, and a command's.
        if path.startswith("learning/") or node.value in verbs
    ]
    assert found == []
