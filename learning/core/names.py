"""Names that several activities write down."""


class Verbs:
    """What the activity log calls what happened."""

    EDITED = "edited"
    TOOK_OVER = "took_over"
    ORPHANED = "orphaned"
    PASSED = "passed"
    REMOVED = "removed"
