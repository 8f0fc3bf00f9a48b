"""Names of one's own data that are written down: kinds of messages, verbs of the log."""

FILE = "privacy.file"


class Verbs:
    """What the activity log calls what happened."""

    ERASED = "erased"
