"""Settings: each mistake is told in a sentence that names the variable and never shows a secret."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError

GOOD: dict[str, Any] = {"slack_bot_token": "xoxb-1-secret", "slack_app_token": "xapp-1-secret"}


def complaint(**changes: Any) -> str:
    with pytest.raises(SettingsError) as wrong:
        Settings.given(**GOOD | changes)
    return str(wrong.value)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine on which no variable of ours is set."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_tokens_alone_are_enough() -> None:
    settings = Settings.given(**GOOD)
    assert settings.socket_mode
    assert settings.database_url == "sqlite:///data/teachback.db"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.host, settings.port, settings.health_port) == ("127.0.0.1", 3000, 8081)
    assert (settings.log_level, settings.log_format) == ("INFO", "plain")
    assert settings.channels["questions_channel"] is None


def test_a_signing_secret_without_an_app_token_means_signed_http() -> None:
    settings = Settings.given(slack_bot_token="xoxb-1", slack_signing_secret="0123abcd")
    assert not settings.socket_mode


def test_a_newcomer_without_any_setting_is_told_both_that_they_need(bare: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError) as wrong:
        Settings.load(None)
    assert str(wrong.value) == (
        "SLACK_BOT_TOKEN is not set. Find it in your app's page at api.slack.com/apps under "
        "OAuth & Permissions: it starts with xoxb-.\n"
        "SLACK_APP_TOKEN is not set (nor is SLACK_SIGNING_SECRET, for signed HTTP). Make one in your app's "
        "page at api.slack.com/apps under Basic Information, App-Level Tokens, with the scope "
        "connections:write: it starts with xapp-."
    )


def test_the_environment_wins_over_the_env_file_and_an_empty_value_is_none(
    bare: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(
        'SLACK_BOT_TOKEN="xoxb-file"\nSLACK_APP_TOKEN=\nSLACK_SIGNING_SECRET=abc\nPORT=4000\nOTHER=thing\n'
        "TEACHBACK_ADMINS=U0ADA, U0BEN,\nLOG_LEVEL=debug\nLOG_FORMAT=JSON\n"
    )
    bare.setenv("PORT", "5000")
    bare.setenv("QUESTIONS_CHANNEL", "")
    settings = Settings.load(env_file)
    assert settings.slack_bot_token.get_secret_value() == "xoxb-file"
    assert settings.port == 5000
    assert settings.channels["questions_channel"] is None
    assert settings.teachback_admins == {"U0ADA", "U0BEN"}
    assert settings.teachback_facilitators == frozenset()
    assert (settings.log_level, settings.log_format) == ("DEBUG", "json")
    assert not settings.socket_mode


def test_given_settings_look_at_nothing_of_this_machine(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("QUESTIONS_CHANNEL", "C0SOMEWHERE")
    assert Settings.given(**GOOD).channels["questions_channel"] is None


def test_an_env_file_that_is_no_text_is_told(bare: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"SLACK_BOT_TOKEN=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        Settings.load(env_file)


@pytest.mark.parametrize("pasted", [" xoxb-1-secret", "xoxb-1-secret\r", "'xoxb-1-secret'", "xoxb-1 secret"])
def test_a_token_with_spaces_or_quotes_is_told_without_showing_it(pasted: str) -> None:
    told = complaint(slack_bot_token=pasted)
    assert told.startswith(
        "SLACK_BOT_TOKEN has spaces, quotes or line breaks in or around it: paste the value alone."
    )
    assert "secret" not in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"slack_bot_token": "xoxp-1-secret"},
            "SLACK_BOT_TOKEN must start with xoxb-, and it starts with xoxp-.",
        ),
        ({"slack_bot_token": "mysecret"}, "SLACK_BOT_TOKEN must start with xoxb-, and this one does not."),
        (
            {"slack_app_token": "xoxb-1-secret"},
            "SLACK_APP_TOKEN must start with xapp-, and it starts with xoxb-.",
        ),
        (
            {"slack_app_token": None, "slack_signing_secret": "xapp-1-secret"},
            "SLACK_SIGNING_SECRET holds a token (xapp-…), not the signing secret.",
        ),
    ],
)
def test_the_wrong_secret_in_the_wrong_place_is_told_without_showing_it(
    changes: dict[str, Any], told: str
) -> None:
    complaints = complaint(**changes)
    assert complaints.startswith(told)
    assert "secret" not in complaints.replace("signing secret", "")
    assert "\n" not in complaints


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"port": "many"}, "PORT must be a whole number from 1 to 65535."),
        ({"port": 0}, "PORT must be a whole number from 1 to 65535."),
        ({"health_port": 65536}, "HEALTH_PORT must be a whole number from 0 (off) to 65535."),
        ({"slack_timeout": 0}, "SLACK_TIMEOUT must be a whole number of seconds from 1 to 60."),
        ({"log_level": "LOUD"}, "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR."),
        ({"log_format": 3}, "LOG_FORMAT must be plain or json."),
        (
            {"slack_api_url": "slack.com"},
            "SLACK_API_URL must be a web address such as https://slack.com/api/.",
        ),
        (
            {"slack_api_url": "http://example.com/api"},
            "SLACK_API_URL must begin with https://, because the bot's token travels to it.",
        ),
        ({"database_url": "mysql://a@b/c"}, "DATABASE_URL must begin with sqlite:/// or postgresql://."),
        ({"database_url": "teachback.db"}, "DATABASE_URL must begin with sqlite:/// or postgresql://."),
        (
            {"database_url": "sqlite://"},
            "DATABASE_URL must name a file, such as sqlite:///data/teachback.db: memory is forgotten.",
        ),
        (
            {"questions_channel": "#learning"},
            "QUESTIONS_CHANNEL must be a channel's id, not '#learning'. Open the channel's details in Slack: "
            "its id stands at the bottom and looks like C0123456789.",
        ),
        (
            {"teachback_admins": "U0ADA ben"},
            "TEACHBACK_ADMINS must be people's ids with commas between them, and 'U0ADA ben' is none. "
            "A person's id is in their Slack profile under ⋮, Copy member ID.",
        ),
    ],
)
def test_a_value_that_cannot_be_is_told_with_what_could(changes: dict[str, Any], told: str) -> None:
    assert complaint(**changes) == told


def test_every_mistake_is_told_at_once() -> None:
    assert complaint(port=0, log_level="LOUD").count("\n") == 1


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_any_way_of_writing_postgres_will_do(scheme: str) -> None:
    settings = Settings.given(**GOOD, database_url=f"{scheme}://ada:pw@db/teachback")
    assert settings.database_url == "postgresql+psycopg://ada:pw@db/teachback"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/"])
def test_a_local_slack_may_be_plain_http(url: str) -> None:
    assert Settings.given(**GOOD, slack_api_url=url).slack_api_url == "http://127.0.0.1:8080/api/"


def test_printed_settings_show_no_secret() -> None:
    settings = Settings.given(**GOOD, database_url="postgres://ada:hush@db/teachback")
    assert "secret" not in repr(settings).replace("signing_secret", "").replace("SecretStr", "")
    assert "hush" not in repr(settings)


def test_sets_of_people_may_be_given_as_sets() -> None:
    assert Settings.given(**GOOD, teachback_admins={"U1"}).teachback_admins == {"U1"}
