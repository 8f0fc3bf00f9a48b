"""Names of people and settings that are written down: kinds of messages, verbs of the log."""

ROLE = "roles.appointed"


class Verbs:
    """What the activity log calls what happened."""

    APPOINTED = "appointed"
    TOOK_BACK_ROLE = "took_back_role"
    CHANGED_SETTING = "changed_setting"
    IMPORTED_TEAMS = "imported_teams"
