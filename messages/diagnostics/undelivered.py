"""What did not go out and why, in words that a person understands."""

from collections.abc import Sequence

from learning.diagnostics.undelivered import Undelivered
from messages.core.dates import day
from messages.core.text import Message, channel, context, count, escape, fit, mention, message, section
from storage.models.base import NOBODY

MOST = 12
HELP_WHY = (
    "`/digest why` tells what did not go out and why; add words to look for, as in `/digest why kubernetes`."
)
KINDS = {
    "questions.card": "the card of a question",
    "questions.check": "“Did this answer it?”",
    "questions.accepted": "the news that a question is answered",
    "questions.thanks": "the thanks for an answer that helped again",
    "questions.stuck": "word that a question could not be posted",
    "experts.ask": "asking somebody to help with a question",
    "experts.waiting": "word to facilitators of a question that waits",
    "half_hours.request": "asking somebody for half an hour",
    "half_hours.together": "bringing two people together for half an hour",
    "half_hours.none_left": "word that nobody had half an hour",
    "half_hours.met": "asking whether a half hour took place",
    "demand.suggest": "asking somebody to host a lunch",
    "demand.unmet": "word to facilitators of a topic nobody teaches",
    "demand.announced": "first word of a lunch to those who wanted it",
    "lunches.card": "the announcement of a lunch",
    "lunches.stuck": "word that a lunch could not be announced",
    "lunches.offer": "the offer of a free seat",
    "lunches.seat": "word of a seat that became free",
    "lunches.day": "the reminder a day before a lunch",
    "lunches.soon": "the reminder ten minutes before a lunch",
    "lunches.changed": "word of a change to a lunch",
    "lunches.cancelled": "word that a lunch is cancelled",
    "lunches.note": "a host's note to the guests",
    "lunches.orphan": "asking for a new host",
    "lunches.recording": "the recording of a lunch",
    "lunches.roll": "asking the host who was there",
    "lunches.there": "asking a guest whether they were there",
    "lunches.used": "asking a guest whether they used what they learned",
    "lunches.feedback": "what people made of a lunch",
    "lunches.calendar": "the calendar file of a lunch",
    "lunches.withdrawn": "taking a lunch out of a calendar",
    "lunches.again": "asking a host to repeat a lunch",
    "understudies.ask": "asking somebody to help with a topic",
    "introductions.hello": "the introduction of two people",
    "roles.appointed": "word of a new role",
    "digests.weekly": "the weekly digest",
    "digests.charts": "the charts in the weekly digest's thread",
    "circles.prompt": "the prompt of a circle",
    "circles.rest": "word that a circle rests today",
    "circles.preview": "next week's prompt to its facilitator",
    "circles.recap": "the recap of a round",
    "circles.added": "word that somebody is in a circle",
    "circles.quiet": "word that a circle has gone quiet",
    "circles.stuck": "word that a prompt could not be posted",
    "circles.stranded": "word that a circle lost its channel",
    "circles.orphan": "asking for a new facilitator",
    "turns.next": "whose turn it is in a circle's round",
    "turns.done": "word that a circle's round is done",
    "debates.sides": "the sides of a circle's debate",
    "debates.again": "the second vote of a circle's debate",
    "debates.result": "the result of a circle's debate",
    "coffees.topic": "gathering topics for a circle's lean coffee",
    "coffees.vote": "the vote in a circle's lean coffee",
    "coffees.agenda": "the agenda of a circle's lean coffee",
    "kudos.card": "the card of thanks",
    "kudos.note": "thanks to somebody",
    "kudos.applause": "thanks by reaction to somebody",
    "kudos.applause_card": "the card of thanks by reaction",
    "kudos.used_up": "word that today's thanks are used up",
    "kudos.roundup": "the weekly roundup of thanks",
    "badges.earned": "word of a badge",
    "privacy.file": "somebody's own data",
}
"""What each kind of message is, to somebody who looks for one."""
STATES = {
    "failed": "❌ could not be sent",
    "expired": "⌛ came too late",
    "waiting": "⏳ waits",
    "sending": "⏳ is on its way",
    "skipped": "➖ was left out",
}
CODES = {
    "channel_not_found": "I can't see that channel: invite me with /invite",
    "is_archived": "that channel is archived",
    "not_in_channel": "I'm not in that channel: invite me with /invite",
    "restricted_action": "only some people may post in that channel",
    "message_not_found": "the message was deleted",
    "missing_scope": "a permission is missing: run `teachback doctor`",
    "user_disabled": "they have left the company",
    "user_not_found": "Slack doesn't know them any more",
    "cannot_dm_bot": "it is an app, not a person",
    "messages_tab_disabled": "the app's Messages tab is turned off",
    "ratelimited": "Slack asked to wait",
}
"""Slack's words for what it refuses, in ours."""


def title(kind: str) -> str:
    """What a kind of message is, to somebody who looks for one."""
    return KINDS.get(kind, kind)


def told(silences: Sequence[Undelivered], wanted: str = "") -> Message:
    """To an admin, alone: what did not go out, of what has all the wanted words in it."""
    found = [one for one in silences if all(word in _haystack(one) for word in wanted.casefold().split())]
    if not found:
        about = f" about “{escape(wanted)}”" if wanted else ""
        return message(
            f"Everything{about} that was due in the last two weeks went out."
            if not wanted
            else f"I find nothing{about} in the last two weeks that did not go out. Try fewer words?"
        )
    text = count(len(found), "message did not go out as planned", "messages did not go out as planned")
    rest = len(found) - MOST
    blocks = [section(f"*{text}*"), *(section(_line(one)) for one in found[:MOST])]
    if rest > 0:
        blocks.append(section(f"And {rest:,} more. Add a word to look for, as in `/digest why reminder`."))
    return message(
        text,
        *blocks,
        context("The last two weeks. What was left out is nothing to mend: it was of no use any more."),
    )


def _line(one: Undelivered) -> str:
    about = f": {fit(one.about, 150)}" if one.about else ""
    name = title(one.kind)
    words = f"*{name[0].upper()}{name[1:]}*{about}\n{STATES[one.state]} · {day(one.at)} · {_to(one)}"
    return f"{words}\n{escape(_reason(one.reason))}" if one.reason else words


def _to(one: Undelivered) -> str:
    if not one.recipient_id:
        return "to nobody" if one.recipients <= 1 else f"to {one.recipients:,} people"
    first = one.recipient_id
    member = first[0] in "UW" or first.startswith(NOBODY)
    name = " and ".join(mention(number) for number in first.split(",")) if member else channel(first)
    more = one.recipients - 1
    return f"to {name}" + (f" and {count(more, 'other', 'others')}" if more else "")


def _reason(reason: str) -> str:
    """A reason as it was written down, with Slack's own words in ours."""
    before, colon, code = reason.rpartition(": ")
    return f"{before}{colon}{CODES.get(code, code)}"


def _haystack(one: Undelivered) -> str:
    words = (title(one.kind), one.about, one.name, one.reason, STATES[one.state])
    return " ".join(words).casefold()
