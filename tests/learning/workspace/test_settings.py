"""Settings as activities plug them in: each name once, in one order, by default or as they were decided."""

import re

import pytest

from bot.settings import Settings as OfTheProcess
from bot.settings import SettingsError, with_channels
from learning.core import checks
from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.settings import Part, Setting
from learning.core.sockets.time import Time, WeeklyPost
from learning.digests.settings import ADMIN_CHANNEL
from learning.kudos.settings import KUDOS_ALLOWANCE, KUDOS_CHANNEL, RANKING
from learning.workspace import settings, weekly
from learning.workspace.settings import FACILITATORS_CHANNEL, HOLIDAYS, ZONE, Settings
from messages.core.sockets.feature import Feature as Shown
from messages.core.sockets.settings import Field
from messages.workspace import settings as render
from storage.discovery import PlugError
from tests.plugging import plugged

CHANNEL: Setting[str | None] = Setting(
    "tips_channel", None, checks.channel, Part.CHANNELS, Shelf.WANT, channel=True, environment=True
)
DAY = Setting("tips_day", 2, checks.day, Part.CLOSING, Shelf.WANT)
HOUR = Setting("tips_hour", "10:00", checks.clock, Part.CLOSING, Shelf.WANT)


def test_two_settings_of_one_name_stop_the_start() -> None:
    twice = Setting("ranking", "", lambda said, field: checks.text(said), Part.OWN)
    sentence = "There are two settings called 'ranking': in kudos and in tips."
    with plugged({"tips": Feature(settings=(twice,))}):
        with pytest.raises(PlugError, match=f"^{re.escape(sentence)}$"):
            settings.known()
        with pytest.raises(PlugError):
            OfTheProcess.load(None)


def test_two_fields_of_one_setting_stop_the_start() -> None:
    again = Shown(settings=(Field(RANKING, "Ranks", lambda _: pytest.fail("nobody draws it")),))
    with (
        plugged({}, {"tips": again}),
        pytest.raises(PlugError, match="two fields of settings called 'ranking'"),
    ):
        render.fields()


def test_two_weekly_posts_of_one_kind_stop_the_start() -> None:
    again = Feature(time=Time(weekly=(WeeklyPost("kudos.roundup", DAY, HOUR),)))
    with (
        plugged({"tips": again}),
        pytest.raises(PlugError, match=r"two weekly posts called 'kudos\.roundup'"),
    ):
        weekly.posts()


def test_settings_of_all_activities_are_in_one_order_by_what_they_are_about() -> None:
    with plugged({"tips": Feature(settings=(HOUR, CHANNEL, DAY))}):
        channels = [one.name for one in settings.channels()]
        names = list(settings.known())
    assert channels == [
        "questions_channel",
        "lunches_channel",
        "circles_channel",
        "tips_channel",
        "kudos_channel",
        "facilitators_channel",
        "admin_channel",
    ]
    first = names.index("digest_day")
    assert names[first : first + 6] == [
        "digest_day",
        "digest_time",
        "tips_hour",
        "tips_day",
        "roundup_day",
        "roundup_time",
    ]


def test_what_was_not_decided_is_by_default() -> None:
    chosen = Settings({KUDOS_ALLOWANCE: 7, ZONE: None})
    assert (chosen[KUDOS_ALLOWANCE], chosen[ZONE], chosen[HOLIDAYS], chosen[KUDOS_CHANNEL]) == (
        7,
        None,
        (),
        None,
    )
    assert chosen == Settings({KUDOS_ALLOWANCE: 7}) == settings.DEFAULTS | {KUDOS_ALLOWANCE: 7}
    assert chosen != settings.DEFAULTS
    assert chosen != {KUDOS_ALLOWANCE: 7}
    assert repr(chosen) == "Settings({'kudos_allowance': 7, 'zone': None})"


def test_the_environment_names_the_channels_that_let_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPS_CHANNEL", "C0TIPS")
    monkeypatch.setenv("KUDOS_CHANNEL", "C0KUDOS")
    given = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"}
    for name, value in given.items():
        monkeypatch.setenv(name.upper(), value)
    with plugged({"tips": Feature(settings=(CHANNEL,))}):
        assert list(with_channels().model_fields)[-3:] == [
            "questions_channel",
            "tips_channel",
            FACILITATORS_CHANNEL.name,
        ]
        channels = OfTheProcess.load(None).channels
        with pytest.raises(
            SettingsError, match=r"^TIPS_CHANNEL must be a channel's id, not '#tips'\. Open the"
        ):
            OfTheProcess.given(**given, tips_channel="#tips")
    assert channels == {"questions_channel": None, "tips_channel": "C0TIPS", "facilitators_channel": None}
    assert not ADMIN_CHANNEL.environment
