"""What a company decides about its Teachback: the environment and `.env`, checked before anything starts.

An empty value counts as not set. With SLACK_APP_TOKEN the bot uses Socket Mode; without it, signed HTTP.
HOST is where the bot listens, for signed HTTP and for /healthz alike: 127.0.0.1 unless told otherwise,
because Slack speaks HTTPS and so something in front of the bot (a proxy, a tunnel) ends it anyway.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    create_model,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MANIFEST = Path(__file__).parents[1] / "manifest.yml"
"""The app's manifest, beside the packages: the bot is installed from its clone with `pip install -e`."""
WHERE = {
    "SLACK_BOT_TOKEN": "Find it in your app's page at api.slack.com/apps under OAuth & Permissions: "
    "it starts with xoxb-.",
    "SLACK_APP_TOKEN": "Make one in your app's page at api.slack.com/apps under Basic Information, "
    "App-Level Tokens, with the scope connections:write: it starts with xapp-.",
    "SLACK_SIGNING_SECRET": "Find it in your app's page at api.slack.com/apps under Basic Information, "
    "App Credentials.",
    "TEACHBACK_ADMINS": "A person's id is in their Slack profile under ⋮, Copy member ID.",
    "TEACHBACK_FACILITATORS": "A person's id is in their Slack profile under ⋮, Copy member ID.",
}
A_CHANNEL = "Open the channel's details in Slack: its id stands at the bottom and looks like C0123456789."
SHAPES = {
    "PORT": "a whole number from 1 to 65535",
    "HEALTH_PORT": "a whole number from 0 (off) to 65535",
    "SLACK_TIMEOUT": "a whole number of seconds from 1 to 60",
    "LOG_LEVEL": "DEBUG, INFO, WARNING or ERROR",
    "LOG_FORMAT": "plain or json",
}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

People = Annotated[frozenset[str], NoDecode]


def _is_a_channel(channel: str | None) -> str | None:
    if channel is not None and not re.fullmatch(r"[CG][A-Z0-9]+", channel):
        raise ValueError(f"must be a channel's id, not {channel!r}. {A_CHANNEL.rstrip('.')}")
    return channel


Channel = Annotated[str | None, AfterValidator(_is_a_channel)]


class SettingsError(Exception):
    """What is wrong with the settings: one sentence a line, each naming its variable; never a secret."""


class Settings(BaseSettings):
    """The settings of one bot; the field names are the variables' names in lower case.

    Channels that activities let the environment name are fields of what `with_channels` makes of it.
    """

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = Field(default=None, validate_default=True)
    slack_api_url: str = "https://slack.com/api/"
    # Seconds one call to Slack may take; a post that a dead process left is taken up after a few of them.
    slack_timeout: int = Field(default=10, ge=1, le=60)
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    health_port: int = Field(default=8081, ge=0, le=65535)
    # The address may hold a password, so it stays out of the settings' printed form.
    database_url: str = Field(default="sqlite:///data/teachback.db", repr=False)
    teachback_admins: People = frozenset()
    teachback_facilitators: People = frozenset()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["plain", "json"] = "plain"

    @classmethod
    def load(cls, env_file: str | Path | None = ".env") -> "Settings":
        """The settings of this machine; raises SettingsError with a sentence for each thing to mend."""
        with _in_plain_words(env_file):
            # The types know the fields only, not what pydantic-settings takes beside them.
            return with_channels()(_env_file=env_file)  # type: ignore[call-arg]

    @classmethod
    def given(cls, **values: Any) -> "Settings":
        """Exactly these values and nothing of this machine's: for the demo and the tests."""
        whole = with_channels()
        settings = whole.__new__(whole)
        with _in_plain_words():
            # Past BaseSettings.__init__, which would fill what is not given from the environment.
            BaseModel.__init__(settings, **values)
        return settings

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is heard over Socket Mode (else over signed HTTP)."""
        return self.slack_app_token is not None

    @property
    def channels(self) -> dict[str, str | None]:
        """The ids of channels by the names of their settings; None where the environment says nothing."""
        named = type(self).model_fields.keys() - Settings.model_fields.keys()
        return {name: getattr(self, name) for name in type(self).model_fields if name in named}

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", mode="after")
    @classmethod
    def _is_pasted_whole(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if secret is None:
            # The signing secret is checked before the app token; one that was wrong has been told already.
            if info.field_name == "slack_app_token" and info.data.get("slack_signing_secret", "") is None:
                raise ValueError("is not set (nor is SLACK_SIGNING_SECRET, for signed HTTP)")
            return secret
        value = secret.get_secret_value()
        if value != value.strip(" \t\r\n\"'`") or re.search(r"\s", value):
            raise ValueError("has spaces, quotes or line breaks in or around it: paste the value alone")
        expected = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}.get(info.field_name or "")
        kind = re.match(r"xox[a-z]-|xapp-", value)
        if expected is None and kind:
            raise ValueError(f"holds a token ({kind[0]}…), not the signing secret")
        if expected and not value.startswith(expected):
            begins = f"it starts with {kind[0]}" if kind else "this one does not"
            raise ValueError(f"must start with {expected}, and {begins}")
        return secret

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise ValueError("must be a web address such as https://slack.com/api/")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise ValueError("must begin with https://, because the bot's token travels to it")
        return url.rstrip("/") + "/"

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        scheme, found, rest = url.partition("://")
        if found and scheme in ("postgres", "postgresql", "postgresql+psycopg"):
            return f"postgresql+psycopg://{rest}"
        if scheme == "sqlite" and rest in ("", "/", "/:memory:"):
            raise ValueError("must name a file, such as sqlite:///data/teachback.db: memory is forgotten")
        if scheme == "sqlite" and rest.startswith("/"):
            return url
        raise ValueError("must begin with sqlite:/// or postgresql://")

    @field_validator("teachback_admins", "teachback_facilitators", mode="before")
    @classmethod
    def _are_people(cls, people: Any) -> Any:
        if not isinstance(people, str):
            return people
        ids = frozenset(filter(None, (each.strip() for each in people.split(","))))
        for each in sorted(ids):
            if not re.fullmatch(r"[UW][A-Z0-9]+", each):
                raise ValueError(f"must be people's ids with commas between them, and {each!r} is none")
        return ids

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _in_any_case(cls, word: Any, info: ValidationInfo) -> Any:
        return (
            (word.upper() if info.field_name == "log_level" else word.lower())
            if isinstance(word, str)
            else word
        )


@cache
def with_channels() -> type[Settings]:
    """The settings with a field for each channel that an activity lets the environment name."""
    # All activities are read for it: not by whoever asks for help only.
    from learning.workspace.settings import channels

    named: dict[str, Any] = {one.name: (Channel, None) for one in channels() if one.environment}
    return create_model(Settings.__name__, __base__=Settings, **named)


@contextmanager
def _in_plain_words(env_file: str | Path | None = None) -> Iterator[None]:
    try:
        yield
    except ValidationError as wrong:
        # Without its cause: pydantic's own error would bring the values, secrets and all, into a traceback.
        raise SettingsError("\n".join(_sentence(dict(each)) for each in wrong.errors())) from None
    except (OSError, UnicodeDecodeError) as wrong:
        raise SettingsError(f"{env_file} cannot be read: {wrong}.") from None


def _sentence(wrong: dict[str, Any]) -> str:
    variable = str(wrong["loc"][0]).upper()
    where = WHERE.get(variable, "")
    if wrong["type"] == "missing":
        return f"{variable} is not set. {where}".strip()
    if variable in SHAPES:
        return f"{variable} must be {SHAPES[variable]}."
    return f"{variable} {wrong['ctx']['error']}. {where}".strip()
