"""Order: lists that span activities go by purpose, never by a number or the alphabet."""

from enum import Enum


class Shelf(Enum):
    """What something is for; lists that span activities are in this order."""

    PEOPLE = "who takes part"
    ASK = "questions and answers"
    PAIR = "two people together"
    GATHER = "coming together at a time"
    TALK = "talking on over weeks"
    TEACH = "offering what one knows"
    HOST = "giving a session"
    WANT = "what is wished for"
    THANK = "thanks and what comes of them"
    GROW = "what became of it all"
    LOOK_AFTER = "running it all"


SHELVES = tuple(Shelf)
