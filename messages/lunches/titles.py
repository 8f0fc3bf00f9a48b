"""What each kind of message is called, to somebody who looks for one."""

from learning.lunches import names

TITLES = {
    names.CARD: "the announcement of a lunch",
    names.STUCK: "word that a lunch could not be announced",
    names.OFFER: "the offer of a free seat",
    names.SEAT: "word of a seat that became free",
    names.DAY: "the reminder a day before a lunch",
    names.SOON: "the reminder ten minutes before a lunch",
    names.CHANGED: "word of a change to a lunch",
    names.CANCELLED: "word that a lunch is cancelled",
    names.NOTE: "a host's note to the guests",
    names.ORPHAN: "asking for a new host",
    names.RECORDING: "the recording of a lunch",
    names.ROLL: "asking the host who was there",
    names.THERE: "asking a guest whether they were there",
    names.USED: "asking a guest whether they used what they learned",
    names.FEEDBACK: "what people made of a lunch",
    names.CALENDAR: "the calendar file of a lunch",
    names.WITHDRAWN: "taking a lunch out of a calendar",
    names.AGAIN: "asking a host to repeat a lunch",
    names.HOST_WANTED: "asking somebody to host a lunch",
    names.UNMET: "word to facilitators of a topic nobody teaches",
    names.ANNOUNCED: "first word of a lunch to those who wanted it",
}
