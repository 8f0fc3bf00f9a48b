"""What those with a seat, or in line for one, are told privately as a lunch comes near."""

from slackblocks import ActionsBlock, Button

from learning.lunches.lunches import Card
from learning.lunches.seats import Standing
from messages.core.dates import moment
from messages.core.text import Message, label, mention, message, section
from messages.lunches import ids
from messages.lunches.lunches import details, title
from messages.lunches.lunches import seats as taken


def offer(facts: Standing) -> Message:
    """To the first in line: a seat is free. Once it is decided, it says how."""
    lunch = facts.card
    if lunch.state == "cancelled":
        return message(f"{title(lunch)} is cancelled, and with it the seat that was free.")
    if facts.state == "going":
        return message(f"✅ The seat at {title(lunch)} is yours.")
    if facts.state == "waiting":
        return message(
            f"There is one seat less at {title(lunch)} now. You are number {facts.position} in line."
        )
    if facts.state != "offered" or facts.offered_until is None:
        return message(_passed(lunch))
    until = moment(facts.offered_until, lunch.zone)
    words = f"🎟️ A seat is free at {title(lunch)}, and you are first in line. It's held for you until {until}."
    number = str(lunch.lunch_id)
    return message(
        words,
        section(f"{words}\n{details(lunch)}"),
        ActionsBlock(
            [
                Button(label("Take the seat"), ids.LUNCH_TAKE, value=number, style="primary"),
                Button(label("Pass"), ids.LUNCH_PASS, value=number),
            ]
        ),
    )


def seat(facts: Card) -> Message:
    """To someone who was in line and has a seat now."""
    words = f"🎟️ A seat became free: you're in at {title(facts)}. If you can't come, leave it to the next."
    return _with_leave(facts, words)


def reminder(facts: Card, reader_id: str, *, soon: bool) -> Message:
    """To someone with a seat, or the host, a day or ten minutes before."""
    start = "⏰ In ten minutes:" if soon else "⏰ In a day:"
    if reader_id == facts.host_id:
        words = f"{start} you host {title(facts)}. {taken(facts)}."
        return message(words, section(f"{words}\n{details(facts)}"))
    return _with_leave(facts, f"{start} {title(facts)}, with {mention(facts.host_id)}.")


def calendar(facts: Card, sequence: int, *, gone: bool) -> Message:
    """What goes along with a calendar file; `gone` when it takes the lunch out of the calendar."""
    if gone:
        what = "is cancelled" if facts.state == "cancelled" else "goes on without you"
        return message(f"🗓️ {title(facts)} {what}: open this file to take it out of your calendar.")
    if sequence:
        return message(f"🗓️ {title(facts)} as it is now: open this file to update your calendar.")
    return message(f"🗓️ {title(facts)} for your calendar: open this file to add it.")


def _passed(lunch: Card) -> str:
    """What became of a seat that somebody let go: the next in line has it, unless nobody was."""
    if lunch.full:
        return f"The seat at {title(lunch)} went to the next in line. Sign up again to wait for another."
    again = "." if lunch.closed else ": sign up again if you'd like to come after all."
    return f"The seat at {title(lunch)} is free for others now{again}"


def _with_leave(facts: Card, words: str) -> Message:
    leave = Button(label("Leave"), ids.LUNCH_LEAVE, value=str(facts.lunch_id))
    return message(words, section(f"{words}\n{details(facts)}"), ActionsBlock([leave]))
