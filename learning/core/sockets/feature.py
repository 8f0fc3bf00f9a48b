"""The feature of an activity: all that it plugs into the core, optional, typed, by reference.

An activity's `learning/<activity>/feature.py` holds one `FEATURE`, flat; `learning.core.features` finds them.
The other files of this folder are its sockets.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from learning.core.sockets.digest import Digest
from learning.core.sockets.home import Entry
from learning.core.sockets.messages import MessageKind
from learning.core.sockets.people import People
from learning.core.sockets.privacy import Privacy
from learning.core.sockets.settings import Setting
from learning.core.sockets.threads import Thread
from learning.core.sockets.time import Time
from learning.core.sockets.topics import Topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """All that one activity plugs into the core."""

    privacy: Privacy = field(default_factory=Privacy)
    messages: tuple[MessageKind, ...] = ()
    time: Time = field(default_factory=Time)
    home: tuple[Entry[Any], ...] = ()
    digest: Digest = field(default_factory=Digest)
    topics: Topics = field(default_factory=Topics)
    people: People = field(default_factory=People)
    threads: tuple[Thread, ...] = ()
    settings: tuple[Setting[Any], ...] = ()
    channels: tuple[Callable[..., object], ...] = ()
    """Verbs (session, workspace, channel, *, at) for a channel that was described anew or is gone."""
    registries: tuple[Callable[[], object], ...] = ()
    """What this activity builds of all features, once: a start builds it, and stops where it does not fit."""
