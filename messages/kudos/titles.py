"""What each kind of message is called, to somebody who looks for one."""

from learning.kudos import names

TITLES = {
    names.CARD: "the card of thanks",
    names.NOTE: "thanks to somebody",
    names.APPLAUSE: "thanks by reaction to somebody",
    names.APPLAUSE_CARD: "the card of thanks by reaction",
    names.USED_UP: "word that today's thanks are used up",
    names.ROUNDUP: "the weekly roundup of thanks",
    names.BADGE: "word of a badge",
}
