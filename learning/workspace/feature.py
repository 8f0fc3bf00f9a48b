"""The workspace to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.workspace import settings, weekly
from learning.workspace.messages import MESSAGES
from learning.workspace.personal import PRIVACY
from learning.workspace.settings import SETTINGS

FEATURE = Feature(
    settings=SETTINGS,
    messages=MESSAGES,
    privacy=PRIVACY,
    registries=(settings.known, weekly.posts),
)
