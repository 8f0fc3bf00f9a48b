"""Ids, as messages in Slack carry them, of settings, roles and preferences."""

SETTINGS = "settings.save"
SETTINGS_OPEN = "settings.open"
ZONES = "settings.zones"
ROLES = "roles.appoint"
ROLES_OPEN = "roles.open"
PREFERENCES = "preferences.save"
PREFERENCES_OPEN = "preferences.open"
PREFERENCES_RESUME = "preferences.resume"

DATA_DOWNLOAD = "privacy.download"
DATA_DELETE = "privacy.ask"
"""Drawn in the preferences, answered by who keeps data private."""
