"""What did not go out in words: all that is plugged in."""

from messages.core.sockets.feature import Feature

FEATURE = Feature()
