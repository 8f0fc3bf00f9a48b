"""Prompts that a facilitator pastes: one a line, or CSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from learning.core import words
from learning.core.errors import LearningError

MOTION = "motion"
KINDS = ("retrospective", "technique", "failure", "reading", MOTION, "icebreaker")
"""The kinds of prompt; a motion is a statement to debate, the others are questions."""
MOST = 500
LONGEST = 300
"""Characters of a prompt."""
FIELD = "own"
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class PastedPrompt:
    """A prompt as it was pasted; its kind is empty where none was said."""

    text: str
    kind: str


def parse(pasted: str) -> tuple[PastedPrompt, ...]:
    """The prompts in a text, trimmed, each once: one a line, or CSV.

    From a line on that reads `prompt`, or `prompt, kind`, it is CSV, with commas, semicolons or tabs.
    Before it, a line that ends in a comma and the name of a kind has that kind, and one in quotes is read
    as CSV.
    Raises `LearningError` at `own`, naming the line.
    """
    lines = pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: dict[str, PastedPrompt] = {}
    for number, text, kind in _rows(lines):
        text = " ".join(words.clean(text).split())
        kind = kind.strip().casefold()
        if not text or (_header(text) and not kind):
            continue
        if len(text) > LONGEST:
            raise LearningError(
                f"Line {number} has {len(text):,} characters; there is room for {LONGEST}.", field=FIELD
            )
        if kind and kind not in KINDS:
            raise LearningError(
                f"Line {number}: “{words.shorten(kind, 40)}” is no kind I know. Choose one of "
                f"{', '.join(KINDS)}, or leave it out.",
                field=FIELD,
            )
        found.setdefault(sameness(text), PastedPrompt(text, kind))
    check_room(len(found))
    return tuple(found.values())


def check_room(number: int) -> None:
    """Raises `LearningError` when these are more than a circle keeps."""
    if number > MOST:
        raise LearningError(
            f"That makes {number:,} prompts; there is room for {MOST}. Take some away first.", field=FIELD
        )


def sameness(text: str) -> str:
    """Two prompts that differ only in case, spaces or the final stop are the same."""
    return " ".join(text.casefold().split()).rstrip(".!?… ") or text


def write(text: str, kind: str) -> str:
    """A prompt as a line that reads as the same prompt."""
    before, _, last = text.rpartition(",")
    if (before and last.strip().casefold() in KINDS) or (len(text) > 1 and text[0] == text[-1] == '"'):
        text = '"' + text.replace('"', '""') + '"'
    return f"{text}, {kind}" if kind else text


def _rows(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Line number, prompt and kind of each."""
    tables = [(number, found) for number, line in enumerate(lines) if (found := _header(line))]
    starts = [number for number, _ in tables] + [len(lines)]
    for number, line in enumerate(lines[: starts[0]], 1):
        yield number, *_alone(line.strip())
    for (number, (header, separator)), end in zip(tables, starts[1:], strict=True):
        yield from _table(lines[number + 1 : end], number + 1, header, separator)


def _header(line: str) -> tuple[list[str], str] | None:
    """The columns and the separator of a line that begins a table."""
    for separator in _SEPARATORS:
        header = [cell.strip().strip('"').casefold() for cell in line.split(separator)]
        if "prompt" in header and set(header) <= {"prompt", "kind", ""}:
            return header, separator
    return None


def _table(
    lines: list[str], before: int, header: list[str], separator: str
) -> Iterator[tuple[int, str, str]]:
    reader = csv.reader(
        (f"{line}\n" for line in lines), delimiter=separator, skipinitialspace=True, strict=True
    )
    number = before + 1
    try:
        for cells in reader:
            named = dict(zip(header, cells, strict=False))
            if any(cell.strip() for cell in cells[len(header) :]):
                raise LearningError(
                    f"Line {number} has more columns than the first one. Put a prompt with commas in quotes.",
                    field=FIELD,
                )
            yield number, named.get("prompt", ""), named.get("kind", "")
            number = before + reader.line_num + 1
    except csv.Error:
        raise LearningError(
            f"Line {number} has a quotation mark that I can't make sense of. Please look at it.", field=FIELD
        ) from None


def _alone(line: str) -> tuple[str, str]:
    """A line without a header before it: all of it is the prompt unless it is plainly CSV."""
    start, comma, kind = line.rpartition(",")
    if not comma or kind.strip().casefold() not in KINDS:
        start, kind = line, ""
    start = start.strip()
    if len(start) > 1 and start[0] == start[-1] == '"':
        try:
            cells = next(csv.reader([start], strict=True))
        except csv.Error:
            return start, kind
        if len(cells) == 1:
            start = cells[0]
    return start, kind
