"""People's own data to the rest of the house: all that is plugged in."""

from learning.core.sockets.feature import Feature
from learning.core.sockets.order import Shelf
from learning.core.sockets.time import Step, Tick, Time
from learning.privacy import erasure, export, personal_data, retention
from learning.privacy.messages import MESSAGES
from learning.privacy.personal import PRIVACY
from learning.privacy.settings import SETTINGS

FEATURE = Feature(
    settings=SETTINGS,
    messages=MESSAGES,
    time=Time(ticks=(Tick(erasure.finish, Step.CLOSE, Shelf.LOOK_AFTER),), sweeps=(retention.sweep,)),
    privacy=PRIVACY,
    registries=(export.files, personal_data.columns, personal_data.named_numbers, retention.parents),
)
