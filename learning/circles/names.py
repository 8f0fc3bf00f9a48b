"""Names of circles that are written down: kinds of messages, verbs of the log, schedules."""

PROMPT = "circles.prompt"
REST = "circles.rest"
PREVIEW = "circles.preview"
RECAP = "circles.recap"
ADDED = "circles.added"
QUIET = "circles.quiet"
STUCK = "circles.stuck"
STRANDED = "circles.stranded"
ORPHAN = "circles.orphan"
TURNS_NEXT = "turns.next"
TURNS_DONE = "turns.done"
DEBATE_SIDES = "debates.sides"
DEBATE_AGAIN = "debates.again"
DEBATE_RESULT = "debates.result"
COFFEE_VOTE = "coffees.vote"
COFFEE_AGENDA = "coffees.agenda"
COFFEE_TOPIC = "coffees.topic"


class Verbs:
    """What the activity log calls what happened."""

    BEGAN = "began"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    JOINED_CIRCLE = "joined_circle"
    LEFT_CIRCLE = "left_circle"
    PROMPTED = "prompted"
    SKIPPED = "skipped"
    VOICED = "voiced"
    BROUGHT_TOPIC = "brought_topic"
    WITHDREW_TOPIC = "withdrew_topic"
    VOTED = "voted"
    MOVED_ON = "moved_on"
    DREW_SIDES = "drew_sides"


class Schedules:
    """Kinds of schedules."""

    ROUND = "circles.round"


class Signals:
    """What others hear of it by."""

    THANKABLE = "round"
    """The kind of subject that somebody is thanked for."""
