"""Fields of the settings' form that several activities have: channels, days, times and numbers."""

from slackblocks import (
    ConversationSelectMenu,
    NumberInput,
    Option,
    StaticSelectMenu,
    TimePicker,
)

from learning.core.sockets.settings import Setting
from messages.core.channels import channel_menu
from messages.core.sockets.settings import Field
from messages.core.text import channel as link
from messages.core.text import label

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def channel(setting: Setting[str | None], title: str, hint: str, *, unset: str) -> Field[str | None]:
    """A field for a channel; `unset` says what happens while none is chosen."""

    def menu(chosen: str | None) -> ConversationSelectMenu:
        return channel_menu(setting.name, chosen)

    return Field(
        setting, title, menu, hint, optional=True, shown=lambda id: link(id) if id else "nothing", unset=unset
    )


def day(setting: Setting[int], title: str) -> Field[int]:
    """A field for a day of the week; Monday is 0."""
    return Field(
        setting,
        title,
        lambda chosen: StaticSelectMenu(setting.name, days(), initial_option=days()[chosen]),
        shown=DAYS.__getitem__,
    )


def clock(setting: Setting[str], title: str) -> Field[str]:
    """A field for a wall time, HH:MM."""
    return Field(setting, title, lambda chosen: TimePicker(setting.name, initial_time=chosen))


def whole(name: str, now: int | None, fewest: int, most: int) -> NumberInput:
    """An element for a whole number between two."""
    return NumberInput(
        False,
        name,
        initial_value=None if now is None else str(now),
        min_value=str(fewest),
        max_value=str(most),
    )


def days() -> list[Option]:
    """The days of the week to choose from."""
    return [Option(label(name), str(number)) for number, name in enumerate(DAYS)]
