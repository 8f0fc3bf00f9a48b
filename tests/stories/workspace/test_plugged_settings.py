"""An activity brings settings of its own: they are in the form, checked, saved, audited and shown."""

from collections.abc import AsyncIterator

import pytest

from learning.core import checks, schedules
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Part, Setting
from learning.core.sockets.time import Time, WeeklyPost
from learning.workspace import audit
from messages.core import fields
from messages.core.sockets.feature import Feature as Shown
from messages.core.sockets.settings import Field
from tests.plugging import plugged
from tests.stories.company import Company
from tests.stories.workspace.test_settings import TUESDAY_TEN, chosen, opens_settings

CHANNEL: Setting[str | None] = Setting(
    "tips_channel", None, checks.channel, Part.CHANNELS, Shelf.WANT, channel=True
)
DAY = Setting("tips_day", 4, checks.day, Part.CLOSING, Shelf.GROW)
HOUR = Setting("tips_time", "16:00", checks.clock, Part.CLOSING, Shelf.GROW)
MOST = Setting("tips_most", 3, checks.whole(1, 9), Part.OWN, Shelf.GROW)
TIPS = Feature(settings=(CHANNEL, DAY, HOUR, MOST), time=Time(weekly=(WeeklyPost("tips.week", DAY, HOUR),)))
IN_WORDS = Shown(
    settings=(
        fields.channel(CHANNEL, "Tips", "For tips of the week.", unset="*Tips* are kept for oneself."),
        fields.day(DAY, "Tips: day"),
        fields.clock(HOUR, "Tips: time"),
        Field(
            MOST,
            "Tips a week",
            lambda now: fields.whole(MOST.name, now, 1, 9),
            shown=lambda number: f"{number} tips",
            heading="Tips of the week",
        ),
    )
)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    with plugged({"tips": TIPS}, {"tips": IN_WORDS}):
        async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
            yield opened


async def test_a_made_up_activitys_settings_are_decided_like_all_others(company: Company) -> None:
    grace, team = company.grace, company.sandbox.workspace.team_id
    await opens_settings(grace)
    assert grace.modal is not None
    above = [
        block["text"]["text"] if block["type"] == "header" else block["block_id"]
        for block in grace.modal.blocks
        if block["type"] in ("header", "input")
    ]
    assert above[above.index("ranking") - 3 : above.index("ranking") + 4] == [
        "Thanks",
        "kudos_allowance",
        "kudos_emoji",
        "ranking",
        "Tips of the week",
        "tips_most",
        "Teams, and what is kept",
    ]
    assert above[above.index("circles_channel") + 1] == "tips_channel"
    assert above[above.index("roundup_time") + 1 :][:2] == ["tips_day", "tips_time"]

    refused = await grace.submits({"Tips": "#random", "Tips a week": "9", "Holidays": "soon"})
    assert set(refused.errors) == {"Tips", "Holidays"}
    assert refused.errors["Tips"].startswith("I'm not in that channel, so I can't post there.")
    wanted = {"Tips": "#learning", "Tips a week": "9", "Tips: day": "Wednesday", "Tips: time": "08:00"}
    assert (await grace.submits({**wanted, "Holidays": None})).ok
    assert grace.modal.all_text.endswith(
        "Saved. From now on this is different:\n• Tips\n• Tips: day\n• Tips: time\n• Tips a week"
    )
    now = await chosen(company)
    assert now[CHANNEL] == company.sandbox.workspace.channel("#learning").id
    assert (now[DAY], now[HOUR], now[MOST]) == (2, "08:00", 9)

    latest = await company.database.read(audit.latest, team)
    assert [(one.actor_id, one.name, one.before, one.after) for one in latest[:2]] == [
        (grace.id, "tips_most", 3, 9),
        (grace.id, "tips_time", "16:00", "08:00"),
    ]
    assert await company.logged() == ["changed_setting"] * 4

    coming = await company.database.read(schedules.upcoming, team, "tips.week", 0)
    assert coming is not None
    assert coming.weekday() == 2
    await opens_settings(grace)
    assert f"<@{grace.id}> set Tips a week to 9 tips." in grace.modal.all_text
    assert f"<@{grace.id}> set Tips: day to Wednesday." in grace.modal.all_text
