"""Names of the digest that are written down: kinds of messages, verbs of the log, schedules."""

WEEKLY = "digests.weekly"
CHARTS = "digests.charts"


class Verbs:
    """What the activity log calls what happened."""

    ACTED_ON = "acted_on"
    PUT_OFF = "put_off"


class Schedules:
    """Kinds of schedules."""

    WEEKLY = "digests.weekly"
