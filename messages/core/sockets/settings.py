"""Settings: the fields by which admins decide."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from slackblocks import Element

from learning.core.sockets.settings import Setting
from learning.workspace.settings_form import Form

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Field(Generic[T]):
    """The field of a setting in the form: what it is called, and its element with the value now.

    `shown` says a value as people read it in the list of changes, where its own text would not do. A setting
    that only one activity goes by stands under the activity's `heading`. `unset` says on an admin's Home what
    happens while no channel is chosen.
    """

    setting: Setting[T]
    title: str
    element: Callable[[T], Element]
    hint: str | Callable[[Form], str] = ""
    optional: bool = False
    shown: Callable[[T], str] | None = None
    heading: str = ""
    unset: str = ""
