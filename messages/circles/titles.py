"""What each kind of message is called, to somebody who looks for one."""

from learning.circles import names

TITLES = {
    names.PROMPT: "the prompt of a circle",
    names.REST: "word that a circle rests today",
    names.PREVIEW: "next week's prompt to its facilitator",
    names.RECAP: "the recap of a round",
    names.ADDED: "word that somebody is in a circle",
    names.QUIET: "word that a circle has gone quiet",
    names.STUCK: "word that a prompt could not be posted",
    names.STRANDED: "word that a circle lost its channel",
    names.ORPHAN: "asking for a new facilitator",
    names.TURNS_NEXT: "whose turn it is in a circle's round",
    names.TURNS_DONE: "word that a circle's round is done",
    names.DEBATE_SIDES: "the sides of a circle's debate",
    names.DEBATE_AGAIN: "the second vote of a circle's debate",
    names.DEBATE_RESULT: "the result of a circle's debate",
    names.COFFEE_VOTE: "the vote in a circle's lean coffee",
    names.COFFEE_AGENDA: "the agenda of a circle's lean coffee",
    names.COFFEE_TOPIC: "gathering topics for a circle's lean coffee",
}
