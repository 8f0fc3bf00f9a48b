"""Home in words: all that is plugged in."""

from messages.core.sockets.feature import Feature
from messages.home import home

FEATURE = Feature(
    registries=(home.sections, home.doors),
)
