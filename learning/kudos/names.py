"""Names of thanks and badges that are written down: kinds of messages, verbs of the log, schedules."""

CARD = "kudos.card"
NOTE = "kudos.note"
APPLAUSE = "kudos.applause"
APPLAUSE_CARD = "kudos.applause_card"
USED_UP = "kudos.used_up"
ROUNDUP = "kudos.roundup"
BADGE = "badges.earned"


class Verbs:
    """What the activity log calls what happened."""

    THANKED = "thanked"
    UNTHANKED = "unthanked"


class Schedules:
    """Kinds of schedules."""

    ROUNDUP = "kudos.roundup"
