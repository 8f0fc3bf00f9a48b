"""The workspace in words: all that is plugged in."""

from learning.workspace import names
from messages.core.sockets.feature import Feature
from messages.workspace import at_home, settings
from messages.workspace.fields import FIELDS

FEATURE = Feature(
    doors=(at_home.SETTINGS, at_home.ROLES),
    settings=FIELDS,
    titles={names.ROLE: "word of a new role"},
    registries=(settings.fields,),
)
