"""Names of teaching that are written down: kinds of messages, verbs of the log, requests."""

UNDERSTUDY = "understudies.ask"
HELLO = "introductions.hello"


class Verbs:
    """What the activity log calls what happened."""

    OFFERED = "offered"
    CHANGED_OFFER = "changed_offer"
    WITHDREW_OFFER = "withdrew_offer"
    REFERRED = "referred"
    WISHED = "wished"
    UNWISHED = "unwished"
    ASKED_TO_TEACH = "asked_to_teach"
    AGREED_TO_TEACH = "agreed_to_teach"
    DECLINED_TO_TEACH = "declined_to_teach"


class Requests:
    """Kinds of requests for somebody's time."""

    TEACH = "teach"


class Signals:
    """What others hear of it by."""

    WISHES = "wishes"
    """The signal that a topic is wanted: who wishes for it."""
