"""What each kind of message is called, to somebody who looks for one."""

from learning.questions import names

TITLES = {
    names.CARD: "the card of a question",
    names.CHECK: "“Did this answer it?”",
    names.ACCEPTED: "the news that a question is answered",
    names.THANKS: "the thanks for an answer that helped again",
    names.STUCK: "word that a question could not be posted",
    names.EXPERT: "asking somebody to help with a question",
    names.WAITING: "word to facilitators of a question that waits",
}
