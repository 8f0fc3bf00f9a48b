"""The documents are held to the code: settings, commands, targets, tables and files, by name."""

import re
from pathlib import Path

import pytest
import typer
import yaml
from pydantic_core import PydanticUndefined

from bot.cli import app
from bot.settings import with_channels
from storage.models.base import Base
from tests import ROOT

DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/decisions/{path.name}" for path in sorted((ROOT / "docs/decisions").glob("*.md"))),
]
GUIDES = ["README.md", "CONTRIBUTING.md"]
GENERATED = (".venv/", ".demo/", "data/")
KINDS_OF_FILE = "py|md|yml|toml|json|txt|service|png|js|css|html"

every_document = pytest.mark.parametrize("document", DOCUMENTS)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its height."""
    level = heading.partition(" ")[0]
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)", text, re.M | re.S)
    assert found, f"there is no {heading!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    rules = [number for number, line in enumerate(lines) if re.fullmatch(r"[|\s:-]+", line)]
    heads = {number for rule in rules for number in (rule - 1, rule)}
    return [cells for number, cells in enumerate(table) if number not in heads]


def code(text: str) -> list[str]:
    """What a text sets as code: the lines of its blocks, and the spans in its lines."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.M | re.S)
    prose = re.sub(r"^ *```\w*\n.*?^ *```", "", text, flags=re.M | re.S)
    lines = [line.partition(" # ")[0].strip() for block in blocks for line in block.splitlines()]
    return [each for each in lines + re.findall(r"`([^`\n]+)`", prose) if each]


def everything_said() -> str:
    return "\n".join(line for guide in GUIDES for line in code(read(guide)))


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def as_told(name: str) -> str:
    """A setting's default as the README tells it."""
    default = with_channels().model_fields[name].default
    if default is PydanticUndefined:
        return "required"
    if default is None:
        return "not set"
    if default == frozenset():
        return "nobody"
    return f"`{default}`"


def test_the_readme_has_each_setting_with_its_default_and_no_other() -> None:
    told = {
        name.strip("`"): default for name, default, _ in rows(section(read("README.md"), "## Configuration"))
    }
    assert told == {name.upper(): as_told(name) for name in with_channels().model_fields}


def test_the_readme_has_each_command_and_what_its_hint_promises() -> None:
    told = {
        span for row in rows(section(read("README.md"), "## What people can do")) for span in code(row[0])
    }
    for command in yaml.safe_load(read("manifest.yml"))["features"]["slash_commands"]:
        name = command["command"]
        verbs = re.findall(r"(?:^|\| )([a-z]+)", command["usage_hint"])
        for wanted in (name, *(f"{name} {verb}" for verb in verbs)):
            assert any(span == wanted or span.startswith(f"{wanted} ") for span in told), wanted
        known = re.compile(rf"{re.escape(name)}( ({'|'.join(verbs)})\b.*| [A-Z@].*)?")
        unknown = [span for span in told if span.startswith(name) and not known.fullmatch(span)]
        assert unknown == []


def test_the_readme_has_each_shortcut() -> None:
    told = section(read("README.md"), "## What people can do")
    shortcuts = [each["name"] for each in yaml.safe_load(read("manifest.yml"))["features"]["shortcuts"]]
    assert [name for name in shortcuts if f"**{name}**" not in told] == []


def test_each_make_target_that_is_mentioned_exists_and_each_that_exists_is_mentioned() -> None:
    makefile = read("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    assert phony
    mentioned = set(re.findall(r"^(?:\$ )?make ([a-z.][\w.-]*)", everything_said(), re.M))
    targets = set(re.findall(r"^([a-z.][\w./-]*):", makefile, re.M))
    assert mentioned - targets == set()
    assert set(phony[1].split()) - mentioned == set()


def test_each_command_of_the_command_line_is_in_the_readme_and_no_other() -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    mentioned = set(re.findall(r"\bteachback ([a-z]+)\b", "\n".join(code(read("README.md")))))
    assert mentioned == commands


def test_the_privacy_section_accounts_for_each_table() -> None:
    told = [span for row in rows(section(read("README.md"), "## Privacy")) for span in code(row[2])]
    assert sorted(told) == sorted(Base.metadata.tables)


@every_document
def test_each_link_leads_somewhere(document: str) -> None:
    text = read(document)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        place = (ROOT / document).parent / path if path else ROOT / document
        if not place.exists() or (anchor and anchor not in anchors(place.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


@every_document
def test_each_file_that_is_mentioned_exists(document: str) -> None:
    spans = code(read(document))
    files = [span for span in spans if re.fullmatch(rf"[\w./-]+\.(?:{KINDS_OF_FILE})", span)]
    folders = [span for span in spans if re.fullmatch(r"\.?[a-z]\w*/(?:[\w.-]+/?)*", span)]
    kept = [name for name in (*files, *folders) if not name.startswith(GENERATED)]
    assert [name for name in kept if not (ROOT / name).exists()] == []


def test_the_house_in_contributing_has_each_package() -> None:
    told = [code(row[0])[0] for row in rows(section(read("CONTRIBUTING.md"), "## The house"))]
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert set(told) == {f"{name}/" for name in packages - {"tests", "benchmarks"}}


def test_the_changelog_keeps_its_form() -> None:
    text = read("CHANGELOG.md")
    assert text.startswith("# Changelog\n")
    assert "https://keepachangelog.com/" in text
    assert re.findall(r"^## (.+)$", text, re.M)[0] == "[Unreleased]"
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.M)) <= kinds
    assert "\n- " in section(text, "### Added")


@every_document
def test_each_decision_and_guide_opens_with_one_title(document: str) -> None:
    prose = re.sub(r"^ *```\w*\n.*?^ *```", "", read(document), flags=re.M | re.S)
    assert prose.startswith("# ")
    assert len(re.findall(r"^# ", prose, re.M)) == 1


@pytest.mark.parametrize("document", DOCUMENTS[3:])
def test_each_decision_says_why_what_and_what_follows(document: str) -> None:
    text = read(document)
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]
    assert text.startswith(f"# {int(Path(document).name[:4])}. ")
