"""Names of half hours that are written down: kinds of messages, verbs of the log, requests."""

REQUEST = "half_hours.request"
TOGETHER = "half_hours.together"
NONE_LEFT = "half_hours.none_left"
MET = "half_hours.met"


class Verbs:
    """What the activity log calls what happened."""

    ASKED_HALF_HOUR = "asked_half_hour"
    AGREED_HALF_HOUR = "agreed_half_hour"
    PASSED_HALF_HOUR = "passed_half_hour"
    WITHDREW_HALF_HOUR = "withdrew_half_hour"
    MET = "met"
    DID_NOT_MEET = "did_not_meet"


class Requests:
    """Kinds of requests for somebody's time."""

    HALF_HOUR = "half_hour"
