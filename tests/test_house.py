"""The walls of the house: one folder an activity in every layer, in no circle, all alike."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

from tests import ROOT

LAYERS = ("bot", "handlers", "scheduling", "messages", "learning", "storage")
MACHINE = {"core"}
LOOK_AT_OTHERS = ("home", "privacy", "digests", "diagnostics")
"""What shows, keeps or counts what all activities do, and so may know none of them."""
FOREIGN_TABLES: dict[str, set[str]] = {}
"""Tables of others that an activity reads although it does not import theirs: this may only grow shorter."""


def activities() -> set[str]:
    """Every activity: a folder of the core's."""
    folders = {path.parent.name for path in (ROOT / "learning").glob("*/__init__.py")}
    return folders - MACHINE


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*LAYERS, cache_dir=None)


def room(module: str) -> str | None:
    """The activity that a module belongs to, whatever its layer; None for the machine and the wiring."""
    parts = module.split(".")
    if parts[0] in ("handlers", "messages", "learning", "scheduling"):
        place = parts[1:2]
    elif parts[:2] == ["storage", "models"]:
        place = parts[2:3]
    else:
        place = []
    return place[0] if place and place[0] in activities() else None


def crossings() -> Iterator[tuple[str, str, str, str]]:
    """Imports from one activity to another: the activities, then the modules."""
    for module in graph().modules:
        here = room(module)
        for other in graph().find_modules_directly_imported_by(module):
            there = room(other)
            if here and there and here != there:
                yield here, there, module, other


def reachable(edges: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        for other in edges.get(todo.pop(), set()) - seen:
            seen.add(other)
            todo.append(other)
    return seen


def test_over_all_layers_together_activities_are_in_no_circle() -> None:
    edges: dict[str, set[str]] = {}
    for here, there, *_ in crossings():
        edges.setdefault(here, set()).add(there)
    assert sorted(name for name in edges if name in reachable(edges, name)) == []


def test_what_looks_at_all_activities_knows_none_of_them() -> None:
    known = [
        f"{module} imports {other}"
        for here, there, module, other in crossings()
        if here in LOOK_AT_OTHERS and there != "workspace"
    ]
    assert sorted(known) == []


def test_the_machine_imports_no_activity() -> None:
    machine = [name for name in graph().modules if len(name.split(".")) > 1 and name.split(".")[1] == "core"]
    known = [
        f"{module} imports {other}"
        for module in machine
        for other in graph().find_modules_directly_imported_by(module)
        if room(other) not in (None, "workspace")
    ]
    assert sorted(known) == []


def test_a_table_is_read_by_whoever_may_import_its_activity() -> None:
    imports: dict[str, set[str]] = {}
    read: dict[str, set[str]] = {}
    for here, there, module, other in crossings():
        if module.startswith("learning."):
            (read if other.startswith("storage.") else imports).setdefault(here, set()).add(there)
    foreign = {
        here: others - reachable(imports, here) - {"workspace"}
        for here, others in read.items()
        if others - reachable(imports, here) - {"workspace"}
    }
    assert foreign == FOREIGN_TABLES


@pytest.mark.parametrize("activity", sorted(activities()))
def test_each_activity_is_like_the_others(activity: str) -> None:
    boards = [f"{layer}/{activity}/feature.py" for layer in ("learning", "messages", "handlers")]
    wanted = [*boards, f"tests/learning/{activity}", f"tests/learning/matrix/{activity}.py"]
    assert [place for place in wanted if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("board", sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/*/feature.py")))
def test_a_plug_board_is_one_flat_page(board: str) -> None:
    lines = (ROOT / board).read_text("utf-8").splitlines()
    assert len(lines) <= 80
    assert [
        line for line in lines if line.startswith((" def", "def ", "async def", "class ", "    def"))
    ] == []


def test_no_module_of_the_core_stands_loose() -> None:
    assert [path.name for path in Path(ROOT / "learning").glob("*.py")] == ["__init__.py"]
