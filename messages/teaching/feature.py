"""Teaching in words: all that is plugged in."""

from learning.teaching import names
from messages.core.sockets.digest import Digest
from messages.core.sockets.feature import Feature
from messages.teaching import at_home, introductions, signals

FEATURE = Feature(
    home=(at_home.OFFERS, at_home.WISHES),
    doors=(at_home.OFFER, at_home.WANTED),
    titles={
        names.UNDERSTUDY: "asking somebody to help with a topic",
        names.HELLO: "the introduction of two people",
    },
    digest=Digest(rules=(introductions.TEAMS,)),
    registries=(signals.knows, signals.wants),
)
