"""The workspace in Slack: all that is plugged in."""

from handlers.core.sockets.commands import Subcommand
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.workspace import directory, preferences, settings
from messages.workspace import ids

FEATURE = Feature(
    routes=(
        Route("block_action", ids.PREFERENCES_OPEN, preferences.open_form),
        Route("view_submission", ids.PREFERENCES, preferences.submit),
        Route("block_action", ids.PREFERENCES_RESUME, preferences.resume),
        Route("view_submission", ids.SETTINGS, settings.submit),
        Route("view_submission", ids.ROLES, settings.appoint),
        Route("options", ids.ZONES, settings.suggest_zones),
        Route("block_action", ids.SETTINGS_OPEN, settings.open_),
        Route("block_action", ids.ROLES_OPEN, settings.open_roles),
        Route("event", "team_join", directory.changed),
        Route("event", "user_change", directory.changed),
    ),
    subcommands=(Subcommand(command="/learn", words=("settings",), handler=settings.open_),),
)
