"""Home to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.home import home

FEATURE = Feature(
    registries=(home.entries,),
)
