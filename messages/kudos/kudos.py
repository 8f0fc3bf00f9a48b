"""Thanks: the card, what those thanked and those who thank hear, the form, and one's own list."""

import json
from collections.abc import Sequence
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ExternalMultiSelectMenu,
    InputBlock,
    Modal,
    PlainTextInput,
    UserMultiSelectMenu,
)

from learning.core.topics import MOST as MOST_TOPICS
from learning.core.words import shorten
from learning.kudos.kudos import LONGEST, Given, MyKudos
from learning.kudos.reactions import Applause
from learning.kudos.thanks import REACTION, Thanks
from messages.core.dates import day
from messages.core.text import (
    Message,
    channel,
    context,
    count,
    escape,
    label,
    link,
    mention,
    message,
    quote,
    section,
    tags,
)
from messages.kudos import ids

PEOPLE, REASON, TOPICS = "people", "reason", "topics"
"""The form's fields: block ids, and action ids where no other is needed."""
NAMED = 10
"""How many people one line names."""
HELP_MINE = "`/kudos mine` shows you, and only you, what you were thanked for."


def everyone(member_ids: Sequence[str], most: int = NAMED) -> str:
    """People in a row: “A, B and C”, or “A, B and 7 others”."""
    shown = [mention(member_id) for member_id in member_ids[:most]]
    if len(member_ids) > most:
        shown.append(count(len(member_ids) - most, "other", "others"))
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def card(facts: Thanks) -> Message:
    """In a channel: who thanks whom, and for what."""
    words = f"🎉 {mention(facts.giver_id)} thanks {everyone(facts.member_ids)}"
    return message(words, section(f"{words}{_words(facts)}"), *_about(facts.topics))


def note(facts: Thanks) -> Message:
    """To somebody who is thanked."""
    words = f"💛 {mention(facts.giver_id)} thanks you"
    return message(words, section(f"{words}{_words(facts)}"), *_about(facts.topics))


def applause(facts: Applause) -> Message:
    """To somebody whose message earned a reaction that thanks."""
    place = f"{link(facts.link, 'your message')} in {channel(facts.channel_id)}"
    verb = "thanks" if len(facts.giver_ids) == 1 else "thank"
    return message(f"👏 {everyone(facts.giver_ids)} {verb} you for {place}.")


def applause_card(facts: Applause) -> Message:
    """In the channel for kudos: a message elsewhere earned thanks."""
    place = f"{link(facts.link, 'a message')} in {channel(facts.channel_id)}"
    verb = "thanks" if len(facts.giver_ids) == 1 else "thank"
    return message(f"🎉 {everyone(facts.giver_ids)} {verb} {mention(facts.member_id)} for {place}")


def given(facts: Given) -> Message:
    """To whoever thanked, alone."""
    to = everyone(facts.thanks.member_ids)
    if not facts.fresh:
        return message(f"You thanked {to} for this already. Once is heard!")
    if facts.card_in:
        where = f"The card is for everyone in {channel(facts.card_in)} to see."
    else:
        where = "I tell only them."
    words = f"You thanked {to}. {where} {_left(facts.left)}"
    back = Button(label("Take it back"), ids.KUDOS_TAKE_BACK, value=str(facts.thanks.kudos_id))
    return message(words, section(words), ActionsBlock([back]))


def taken_back(facts: Thanks) -> Message:
    return message(
        f"Taken back: {everyone(facts.member_ids)} no longer see it from me. You can give it to others."
    )


def used_up(allowance: int) -> Message:
    """To whoever reacts with thanks when none are left, once a day."""
    return message(
        f"You have given all {allowance} thanks of today, so reactions count as thanks again tomorrow. "
        "Until then, a few words in the thread do just as well."
    )


def thank_button(member_id: str, kind: str, number: int, words: str = "Thank them") -> Button:
    """Thanks with one press for an answer, a lunch or a round of a circle."""
    return Button(label(words), ids.KUDOS_THANK, value=f"{member_id}:{kind}:{number}")


def form(here: str, *, private: bool, left: int, member_ids: Sequence[str] = ()) -> dict[str, Any]:
    """The modal behind `/kudos`: whom, what for, on which topics. `here` is where it was asked for."""
    blocks: list[Block] = [
        InputBlock(
            label("Whom would you like to thank?"),
            UserMultiSelectMenu(
                PEOPLE,
                initial_users=list(member_ids) or None,
                max_selected_items=max(1, left),
                placeholder=label("Choose people"),
            ),
            block_id=PEOPLE,
            hint=label(_left(left)),
        ),
        InputBlock(
            label("What for?"),
            PlainTextInput(
                REASON, multiline=True, max_length=LONGEST, placeholder=label("For explaining joins so well")
            ),
            block_id=REASON,
            hint=label("What they did, and what it changed for you."),
        ),
        InputBlock(
            label("Topics"),
            ExternalMultiSelectMenu(
                ids.KUDOS_TOPICS,
                min_query_length=1,
                max_selected_items=MOST_TOPICS,
                placeholder=label("Type to search, or to add a new one"),
            ),
            block_id=TOPICS,
            optional=True,
        ),
    ]
    if private:
        blocks.append(context("🔒 You are in a private place: what you write is shown nowhere else."))
    modal = Modal(
        "Say thanks",
        blocks,
        close="Cancel",
        submit="Thank",
        callback_id=ids.KUDOS_GIVE,
        private_metadata=json.dumps({"here": here}),
    )
    return modal._resolve()


def done(words: Message) -> dict[str, Any]:
    """The form's last page."""
    return Modal("Say thanks", section(words["text"]), close="Done")._resolve()


def overview(facts: MyKudos, badges: Sequence[Block] = ()) -> Message:
    """What `/kudos mine` says: received, given, and what is left, for one's own eyes."""
    blocks: list[Block] = [section(f"*Thanks you received* · {facts.times_received:,} in all")]
    if facts.received:
        blocks += [section(_received(one)) for one in facts.received]
    else:
        blocks.append(context("None yet. Helping somebody is how they come: `/learn` shows what is asked."))
    blocks += [*badges, section(f"*Thanks you gave* · {facts.times_given:,} in all")]
    for one in facts.given:
        if one.how == REACTION:
            blocks.append(section(_gave(one)))
        else:
            back = Button(label("Take it back"), ids.KUDOS_TAKE_BACK, value=str(one.kudos_id))
            blocks.append(section(_gave(one), accessory=back))
    blocks += [
        context(_left(facts.left)),
        ActionsBlock([Button(label("Thank someone"), ids.KUDOS_OPEN, value="open", style="primary")]),
    ]
    return message("Your thanks", *blocks)


def mine(facts: MyKudos, shown: int = 3) -> list[Block]:
    """Thanks received, for one's Home; nothing when there are none."""
    if not facts.received:
        return []
    return [
        section(
            f"*Thanks you received* · {facts.times_received:,} in all",
            accessory=Button(label("All of mine"), ids.KUDOS_MINE, value="mine"),
        ),
        *(section(_received(one)) for one in facts.received[:shown]),
    ]


def help_text(emoji: str, allowance: int, lines: Sequence[str]) -> Message:
    """What `/kudos` can do, with examples; the lines say what words behind it do."""
    return message(
        "How /kudos works",
        section("*Say thanks, and what for: it is how people know that their help mattered.*"),
        section(
            "`/kudos @ana @ben for explaining joins #postgres` thanks both, and says what for.\n"
            "`/kudos` alone opens a form.\n"
            f"A :{escape(emoji)}: on somebody's message thanks them for it; taking it away takes it back.\n"
            + "\n".join(lines)
        ),
        context(
            f"You can thank {count(allowance, 'person', 'people')} a day, so that it stays worth something. "
            "What you write in a private place is shown nowhere else."
        ),
    )


def _words(facts: Thanks) -> str:
    """Their reason; nothing where whoever gave it had their data deleted."""
    return f":\n{quote(facts.reason)}" if facts.reason else ""


def _received(one: Thanks) -> str:
    what = quote(shorten(one.reason, 300)) if one.reason else f"> for {link(one.link, 'a message')}"
    return f"{mention(one.giver_id)}, {day(one.given_at)}\n{what}"


def _gave(one: Thanks) -> str:
    what = quote(shorten(one.reason, 150)) if one.reason else f"> for {link(one.link, 'a message')}"
    return f"{everyone(one.member_ids)}, {day(one.given_at)}\n{what}"


def _left(left: int) -> str:
    if left == 0:
        return "You have given all your thanks of today; tomorrow there are more."
    return f"You can thank {count(left, 'more person', 'more people')} today."


def _about(topics: Sequence[str]) -> list[Block]:
    return [context(tags(topics))] if topics else []
