"""What a lunch-and-learn looks like: its card, the list of what is coming, and answers to those who press."""

from collections.abc import Sequence

from slackblocks import ActionsBlock, Block, Button, DividerBlock, Element, Option, OverflowMenu

from learning.core.words import shorten
from learning.lunches import calendar_files
from learning.lunches.listings import ListedLunch
from learning.lunches.lunches import Card
from learning.lunches.seats import Standing
from messages.core.dates import moment
from messages.core.text import (
    Message,
    bold,
    channel,
    context,
    count,
    escape,
    fit,
    label,
    link,
    mention,
    message,
    section,
    tags,
    titled,
)
from messages.lunches import ids

HELP_COMING = "`/learn lunches` shows which lunch-and-learns are coming."
HELP_PROPOSE = "`/teach lunch` announces a lunch-and-learn."

REPEATS = {"weekly": "every week", "fortnightly": "every two weeks", "monthly": "every month"}


def card(facts: Card) -> Message:
    """The lunch in its channel, as it stands now."""
    blocks: list[Block] = [section(f"🎓 {bold(facts.title)}")]
    if facts.state == "cancelled":
        blocks = [
            section(f"🚫 {bold(f'Cancelled: {facts.title}')}"),
            section(f"{when(facts)}\n{fit(facts.why, 2500)}"),
            context(f"Hosted by {mention(facts.host_id)}"),
        ]
        return message(f"Cancelled: {fit(facts.title, 250)}", *blocks)
    if facts.takeaways:
        blocks.append(section(f"What you'll take away:\n{fit(facts.takeaways, 2800)}"))
    blocks.append(section(details(facts)))
    blocks.append(context(" · ".join(_facts(facts))))
    if facts.recording or facts.slides:
        blocks.append(section(f"🎬 {looking_back(facts)}"))
    blocks.append(ActionsBlock(_buttons(facts)))
    return message(f"Lunch-and-learn: {fit(facts.title, 250)}", *blocks)


def when(facts: Card) -> str:
    """The time of a lunch as each reader's own clock shows it; in its own zone where that cannot be shown."""
    return moment(facts.starts_at, facts.zone)


def details(facts: Card) -> str:
    """When and where."""
    lines = [f"🗓️ {when(facts)} · {facts.minutes} minutes"]
    if facts.place:
        lines.append(f"📍 {place(facts)}")
    return "\n".join(lines)


def place(facts: Card) -> str:
    """A room in words, or a link."""
    if facts.place.startswith(("http://", "https://")):
        return address(facts.place, shorten(facts.place, 80))
    return escape(facts.place)


def address(url: str, words: str) -> str:
    """A link that somebody typed."""
    return link(escape(url), escape(words))


def looking_back(facts: Card) -> str:
    """Links to what there is to look back on."""
    links = ((facts.recording, "Recording"), (facts.slides, "Slides"))
    return " · ".join(address(url, words) for url, words in links if url)


def seats(facts: Card) -> str:
    """How many seats are taken, and how many people wait."""
    if facts.seats is None:
        taken = f"{facts.held:,} signed up"
    else:
        taken = f"{facts.held:,} of {count(facts.seats, 'seat', 'seats')}"
    return f"{taken}, {facts.waiting:,} waiting" if facts.waiting else taken


def title(facts: Card) -> str:
    """A lunch's title, linked to its card."""
    return link(facts.link, f"“{escape(shorten(facts.title, 120))}”")


def coming(listed: Sequence[ListedLunch]) -> Message:
    """To whoever asked, alone: what is coming, with the same buttons as on the cards."""
    if not listed:
        return message("Nothing is planned yet. Type `/teach lunch` to give the first one.")
    text = count(len(listed), "lunch-and-learn is coming", "lunch-and-learns are coming")
    return message(text, section(f"*{text}*"), *list_blocks(listed))


def mine(listed: Sequence[ListedLunch]) -> list[Block]:
    """The lunches to come of one member, for their Home: one block each, two with more to press."""
    blocks: list[Block] = []
    for item in listed:
        facts = item.card
        name = titled(facts.link, facts.title, 140)
        parts = [part for part in (_mine(item), seats(facts), _later(item)) if part]
        text = f"{name}\n{details(facts)}\n{' · '.join(parts)}"
        buttons = _buttons(facts, item.mine)
        if item.mine == "hosting":
            blocks.append(section(text, accessory=buttons[-1]))
        elif item.mine == "offered":
            number = str(facts.lunch_id)
            take = Button(label("Take the seat"), ids.LUNCH_TAKE, value=number, style="primary")
            blocks += [
                section(text),
                ActionsBlock([take, Button(label("Pass"), ids.LUNCH_PASS, value=number)]),
            ]
        else:
            blocks.append(section(text, accessory=buttons[0]))
        if item.later:
            see = Button(label(f"See all {item.later + 1}"), ids.HOME_OCCURRENCES, value=str(facts.series_id))
            blocks.append(ActionsBlock([see]))
    return blocks


def occurrences(listed: Sequence[ListedLunch]) -> Message:
    """To whoever wants to see all of a series that is theirs, alone."""
    if not listed:
        return message("Nothing of it is yours any more. *Coming lunches* on Home shows what is planned.")
    return message("Yours to come", *list_blocks(listed)[1:])


def rhythm(facts: Card) -> str:
    """How often a series comes: every Tuesday."""
    day = f"{facts.local:%A}"
    return {"weekly": f"every {day}", "fortnightly": f"every second {day}"}.get(facts.repeat, "every month")


def list_blocks(listed: Sequence[ListedLunch]) -> list[Block]:
    blocks: list[Block] = []
    for item in listed:
        facts = item.card
        state = _mine(item)
        full = "*Full*: sign up to wait in line" if facts.full and not item.mine else None
        closed = "Sign-ups are closed" if facts.closed and not item.mine else None
        facts_line = " · ".join(part for part in (seats(facts), state, closed or full) if part)
        name = link(facts.link, escape(shorten(facts.title, 140)))
        blocks += [
            DividerBlock(),
            section(f"🎓 *{name}*\n{details(facts)}\nWith {mention(facts.host_id)}\n{facts_line}"),
            ActionsBlock(_buttons(facts, item.mine)),
        ]
    return blocks


def _later(item: ListedLunch) -> str:
    """What else of its series is theirs: whoever hosts it hosts all of it, guests may come now and then."""
    if not item.later:
        return ""
    return f"and {item.later} more, " + (
        rhythm(item.card) if item.mine == "hosting" else "of the same series"
    )


def _mine(item: ListedLunch) -> str | None:
    """What somebody is to a lunch."""
    return {
        "hosting": "🎤 You host this one",
        "going": "✅ You have a seat",
        "waiting": f"⏳ You are number {item.position} in line",
        "offered": "🎟️ A seat is held for you",
    }.get(item.mine)


def joined(facts: Standing) -> Message:
    """To whoever pressed Sign up."""
    lunch = facts.card
    if facts.state == "waiting":
        start = "You are in line already" if facts.before else "It's full, and you are in line now"
        return message(
            f"{start} for {title(lunch)}: number {facts.position}. "
            "I'll message you as soon as a seat is free for you."
        )
    start = "You have a seat already" if facts.before else "You're in"
    return message(
        f"{start}: {title(lunch)}, {when(lunch)}. I'll remind you a day and ten minutes before. "
        "A calendar file is in your messages with me."
    )


def left(facts: Standing) -> Message:
    """To whoever pressed Leave."""
    if facts.before:
        return message(f"You weren't signed up for {title(facts.card)}.")
    return message(
        f"You gave up your place at {title(facts.card)}. Thank you for telling: someone else may have it."
    )


def calendar(facts: Standing, reader_id: str, host: str) -> Message:
    """To whoever pressed Add to calendar."""
    lunch = facts.card
    web = f"<{escape(calendar_files.web_link(lunch, host=host, url=lunch.link))}|Open it in a web calendar>"
    if facts.state == "going" or reader_id == lunch.host_id:
        return message(
            f"🗓️ {title(lunch)}: {web}. The calendar file is in your messages with me; changes will follow."
        )
    return message(
        f"🗓️ {title(lunch)}: {web}. Sign up, and I'll send you a calendar file that I keep up to date."
    )


def proposed(facts: Card, occurrences: int) -> Message:
    """To whoever just proposed a lunch."""
    words = f"I'm announcing {title(facts)} in {channel(facts.channel_id)}: {when(facts)}."
    if occurrences > 1:
        words += f" It has {occurrences} sittings; I announce each of the others a week before."
    return message(f"{words} After it, I'll ask you who was there.")


def _facts(facts: Card) -> list[str]:
    parts = [f"Hosted by {mention(facts.host_id)}", tags(facts.topics), seats(facts)]
    if facts.series_id is not None and facts.repeat in REPEATS:
        parts.append(REPEATS[facts.repeat])
    if facts.state == "over":
        parts.append("It's over")
    elif facts.closed:
        parts.append("Sign-ups are closed")
    return [part for part in parts if part]


def _buttons(facts: Card, mine: str | None = None) -> list[Element]:
    """What can be pressed; `mine` is None on a card that everyone sees."""
    number = str(facts.lunch_id)
    join = Button(label("Sign up"), ids.LUNCH_JOIN, value=number, style="primary")
    leave = Button(label("Leave"), ids.LUNCH_LEAVE, value=number)
    add = Button(label("Add to calendar"), ids.LUNCH_CALENDAR, value=number)
    hosts = OverflowMenu(
        ids.LUNCH_MORE, [Option(label(text), f"{chosen}:{number}") for text, chosen in _choices(facts)]
    )
    if facts.state == "over":
        return [hosts]
    if mine is None:
        return [join, leave, add, hosts]
    if mine == "hosting":
        return [add, hosts]
    return [leave if mine in ("going", "waiting") else join, add]


def _choices(facts: Card) -> list[tuple[str, str]]:
    """The host's menu."""
    record = ("Add recording or slides", ids.LUNCH_RECORD)
    if facts.state == "over":
        return [("Who was there?", ids.LUNCH_ROLL), record]
    close = ("Open sign-ups", ids.LUNCH_OPEN) if facts.closed else ("Close sign-ups", ids.LUNCH_CLOSE)
    return [
        ("Edit", ids.LUNCH_EDIT),
        ("Write to those signed up", ids.LUNCH_WRITE),
        close,
        record,
        ("Cancel", ids.LUNCH_CANCEL),
    ]
