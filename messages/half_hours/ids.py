"""Ids, as messages in Slack carry them, of the buttons of half hours."""

HALF_HOUR_ACCEPT = "half_hours.accept"
HALF_HOUR_DECLINE = "half_hours.decline"
HALF_HOUR_LATER = "half_hours.later"
MET = "half_hours.met"
NOT_MET = "half_hours.not_met"
