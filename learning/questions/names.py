"""Names of questions that are written down: kinds of messages, verbs of the log, requests."""

CARD = "questions.card"
CHECK = "questions.check"
ACCEPTED = "questions.accepted"
THANKS = "questions.thanks"
STUCK = "questions.stuck"
EXPERT = "experts.ask"
WAITING = "experts.waiting"


class Verbs:
    """What the activity log calls what happened."""

    MATCHED = "matched"
    DEFLECTED = "deflected"
    ASKED = "asked"
    ANSWERED = "answered"
    DELETED = "deleted"
    ACCEPTED = "accepted"
    WITHDREW = "withdrew"
    NOT_YET = "not_yet"
    REOPENED = "reopened"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    ESCALATED = "escalated"


class Requests:
    """Kinds of requests for somebody's time."""

    QUESTION = "question"


class Signals:
    """What others hear of it by."""

    THANKABLE = "answer"
    """The kind of subject that somebody is thanked for."""
    ANSWERS = "answers"
    """The signal that somebody knows a topic: their accepted answers."""
    QUESTIONS = "questions"
    """The signal that a topic is wanted: what is asked about it and open."""
