"""What each command says it can do, to the byte: composed from all activities, it reads as from one hand."""

import json
from pathlib import Path
from typing import Any

from handlers.core.features import features
from sandbox import CommandResult
from tests.plugging import PINNED
from tests.stories.company import Company

HELPS: dict[str, Any] = json.loads(Path(__file__).with_name("helps.json").read_text("utf-8"))
"""The whole message by what was typed, without the ids of blocks, which are new each time."""


def without_later(text: str) -> str:
    """A help text without the lines of activities that came after it was pinned."""
    for activity, feature in features().items():
        for line in (one.help.text for one in feature.subcommands if one.help):
            if activity not in PINNED:
                text = text.replace(json.dumps(f"\n{line}")[1:-1], "")
    return text


async def test_each_command_says_what_it_can_do(sqlite_url: str) -> None:
    said: dict[str, Any] = {}
    async with Company(sqlite_url) as company:
        for typed in HELPS:
            result = await company.ana.types("#learning", typed)
            assert isinstance(result, CommandResult)
            assert result.message is not None
            blocks = [
                {key: value for key, value in block.items() if key != "block_id"}
                for block in result.message.blocks
            ]
            shown = without_later(json.dumps({"text": result.message.text, "blocks": blocks}))
            said[typed] = json.loads(shown)
    assert said == HELPS
    assert json.dumps(said) == json.dumps(HELPS)
