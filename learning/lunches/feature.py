"""Lunch-and-learns to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.lunches import announcements, at_home
from learning.lunches.settings import SETTINGS

FEATURE = Feature(
    home=(at_home.TO_HOST, at_home.COMING, at_home.ORPHANED, at_home.UNTAUGHT),
    settings=SETTINGS,
    channels=(announcements.look_at_channel,),
)
