"""What did not go out and why, in words that a person understands."""

from collections.abc import Sequence

from learning.diagnostics.undelivered import Undelivered
from messages.core import titles
from messages.core.dates import day
from messages.core.text import Message, channel, context, count, escape, fit, mention, message, section
from storage.outbox.recipients import is_nobody, is_person

MOST = 12
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
HELP_WHY = (
    "`/digest why` tells what did not go out and why; add words to look for, as in `/digest why kubernetes`."
)


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
    name = titles.title(one.kind)
    words = f"*{name[0].upper()}{name[1:]}*{about}\n{STATES[one.state]} · {day(one.at)} · {_to(one)}"
    return f"{words}\n{escape(_reason(one.reason))}" if one.reason else words


def _to(one: Undelivered) -> str:
    if not one.recipient_id:
        return "to nobody" if one.recipients <= 1 else f"to {one.recipients:,} people"
    first = one.recipient_id
    member = is_person(first) or is_nobody(first)
    name = " and ".join(mention(number) for number in first.split(",")) if member else channel(first)
    more = one.recipients - 1
    return f"to {name}" + (f" and {count(more, 'other', 'others')}" if more else "")


def _reason(reason: str) -> str:
    """A reason as it was written down, with Slack's own words in ours."""
    before, colon, code = reason.rpartition(": ")
    return f"{before}{colon}{CODES.get(code, code)}"


def _haystack(one: Undelivered) -> str:
    words = (titles.title(one.kind), one.about, one.name, one.reason, STATES[one.state])
    return " ".join(words).casefold()
