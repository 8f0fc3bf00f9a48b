"""Home in Slack: all that is plugged in."""

from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.home import home

FEATURE = Feature(
    routes=(Route("event", "app_home_opened", home.opened),),
)
