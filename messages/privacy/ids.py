"""Ids, as messages in Slack carry them, of the form that deletes somebody's data."""

DATA_DELETED = "privacy.delete"
