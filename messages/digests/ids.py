"""Ids, as messages in Slack carry them, of the digest's buttons."""

DIGEST_WEEK = "digests.week"
DIGEST_CHARTS = "digests.charts"
SUGGESTION_ACT = "suggestions.act"
SUGGESTION_DISMISS = "suggestions.dismiss"

HOME_WEEK = "home.week"
