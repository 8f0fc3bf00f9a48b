"""Kinds of messages about one's own data."""

from learning.core.sockets.messages import ONES_OWN, MessageKind
from learning.privacy import names

MESSAGES = (MessageKind(names.FILE, ONES_OWN),)
