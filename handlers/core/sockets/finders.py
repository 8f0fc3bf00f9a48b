"""Finders: what is found among the words of an activity."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from slackblocks import Block

from handlers.core.context import Actor, Context
from learning.core.sockets.order import Shelf


class Finder(NamedTuple):
    """Finds what somebody looks for, in a channel or, with "", nowhere: (ctx, actor, wanted, here)."""

    shelf: Shelf
    find: Callable[[Context, Actor, str, str], Awaitable[Sequence[Block]]]
