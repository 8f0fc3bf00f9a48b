"""Lunch-and-learns in Slack: all that is plugged in."""

from handlers.core.sockets.feature import Feature

FEATURE = Feature()
