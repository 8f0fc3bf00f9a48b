"""Ids, as messages in Slack carry them, of the button that asks what did not go out."""

HOME_WHY = "home.why"
