"""After a lunch: were you there, what did you make of it, did you use it; and what its host hears."""

from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    CheckboxGroup,
    Element,
    InputBlock,
    Modal,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    StaticMultiSelectMenu,
)

from learning.core.words import shorten
from learning.lunches.afterwards import LONGEST, Roll, Summary, Visit
from messages.core.text import (
    Message,
    context,
    count,
    label,
    mention,
    message,
    quote,
    section,
    tags,
)
from messages.kudos.kudos import thank_button
from messages.lunches import ids
from messages.lunches.lunches import title, when
from storage.outbox.recipients import is_nobody

RATING, USE, MISSING, NAMED, ATTENDED = "rating", "use", "missing", "named", "attended"
"""The forms' fields: block and action ids alike."""
_CHOICES = 100
"""How many people one menu can list."""
_RATINGS = {5: "5: I learned a lot", 4: "4", 3: "3", 2: "2", 1: "1: it was not for me"}
SHOWN = 12
"""How many opinions one message shows."""


def there(facts: Visit) -> Message:
    """To each who had a seat, when it is over."""
    lunch, number = facts.card, str(facts.card.lunch_id)
    if facts.there is None:
        words = f"🎓 {title(lunch)} is over. *Were you there?*"
        buttons: list[Element] = [
            Button(label("I was there"), ids.LUNCH_THERE, value=number, style="primary"),
            Button(label("I wasn't"), ids.LUNCH_NOT_THERE, value=number),
        ]
    elif not facts.there:
        words = f"You weren't at {title(lunch)}. Thank you for telling!"
        buttons = [Button(label("I was there"), ids.LUNCH_THERE, value=number)]
    elif facts.rated:
        words = f"You were at {title(lunch)}. Thank you for your feedback!"
        buttons = [Button(label("Change it"), ids.LUNCH_RATE, value=number)]
    else:
        words = f"Good to hear you were at {title(lunch)}. What did you make of it?"
        buttons = [Button(label("Give feedback"), ids.LUNCH_RATE, value=number, style="primary")]
    if facts.there and not is_nobody(lunch.host_id):
        buttons.append(thank_button(lunch.host_id, "lunch", lunch.lunch_id, "Thank the host"))
    return message(words, section(words), ActionsBlock(buttons))


def rate(facts: Visit) -> dict[str, Any]:
    """The modal that asks what somebody made of a lunch."""
    options = [Option(label(text), str(value)) for value, text in _RATINGS.items()]
    unnamed = "Without it, nobody is told who says this. The host reads answers once there are three."
    blocks: list[Block] = [
        section(f"What did you make of {title(facts.card)}?"),
        InputBlock(label("How was it?"), RadioButtonGroup(RATING, options), block_id=RATING),
        InputBlock(
            label("What will you use?"),
            PlainTextInput(USE, multiline=True, max_length=LONGEST),
            block_id=USE,
            optional=True,
        ),
        InputBlock(
            label("What was missing?"),
            PlainTextInput(MISSING, multiline=True, max_length=LONGEST),
            block_id=MISSING,
            optional=True,
        ),
        InputBlock(
            label("Your name"),
            CheckboxGroup(NAMED, [Option(label("Show it to the host"), "yes")]),
            block_id=NAMED,
            optional=True,
            hint=label(unnamed),
        ),
    ]
    modal = Modal(
        "Feedback",
        blocks,
        close="Cancel",
        submit="Send",
        callback_id=ids.LUNCH_RATE,
        private_metadata=str(facts.card.lunch_id),
    )
    return modal._resolve()


def roll(facts: Roll) -> Message:
    """To the host, when it is over: who was there?"""
    decided = [guest for guest in facts.guests if guest.attended is not None]
    number = str(facts.card.lunch_id)
    if decided:
        came = sum(bool(guest.attended) for guest in decided)
        of = count(len(decided), "person", "people")
        words = f"{title(facts.card)}: {came} of {of} came. Thank you for hosting!"
    else:
        said = sum(bool(guest.says_there) for guest in facts.guests)
        says = f" {count(said, 'says they were', 'say they were')} there." if said else ""
        words = f"🎓 {title(facts.card)} is over. Thank you for hosting! *Who was there?*{says}"
    buttons: list[Element] = [Button(label("Who was there?"), ids.LUNCH_ROLL, value=number)]
    if not (facts.card.recording or facts.card.slides):
        buttons.append(Button(label("Add recording or slides"), ids.LUNCH_RECORD, value=number))
    return message(words, section(words), ActionsBlock(buttons))


def call(facts: Roll) -> dict[str, Any]:
    """The modal in which the host says who was there; whoever did not deny it is chosen already."""
    blocks: list[Block] = [section(f"Who was at {title(facts.card)}, {when(facts.card)}?")]
    for start in range(0, len(facts.guests), _CHOICES):
        part = facts.guests[start : start + _CHOICES]
        options = {
            guest.member_id: Option(label(shorten(guest.name, 70) or guest.member_id), guest.member_id)
            for guest in part
        }
        chosen = [
            options[guest.member_id]
            for guest in part
            if (guest.says_there is not False if guest.attended is None else guest.attended)
        ]
        menu = StaticMultiSelectMenu(
            f"{ATTENDED}.{start}", list(options.values()), initial_options=chosen or None
        )
        name = "They were there" if len(facts.guests) <= _CHOICES else f"From {part[0].name}"
        blocks.append(InputBlock(label(name), menu, block_id=f"{ATTENDED}.{start}", optional=True))
    modal = Modal(
        "Who was there?",
        blocks,
        close="Cancel",
        submit="Save",
        callback_id=ids.LUNCH_ROLL,
        private_metadata=str(facts.card.lunch_id),
    )
    return modal._resolve()


def confirmed(facts: Roll) -> Message:
    came = sum(bool(guest.attended) for guest in facts.guests)
    return message(
        f"Noted: {came} of {count(len(facts.guests), 'person', 'people')} came to {title(facts.card)}."
    )


def thanks(facts: Visit) -> Message:
    return message(f"Thank you! It helps whoever hosts {title(facts.card)} next.")


def feedback(facts: Summary) -> Message:
    """To the host, from three answers on."""
    answers = count(len(facts.opinions), "answer", "answers")
    words = f"💬 {title(facts.card)}: {facts.average:.1f} of 5, from {answers}."
    blocks: list[Block] = [section(words)]
    told = [one for one in facts.opinions if one.use or one.missing or one.member_id]
    for one in told[:SHOWN]:
        who = mention(one.member_id) if one.member_id else "Someone"
        lines = [f"{who}, {one.rating} of 5"]
        if one.use:
            lines.append(f"Will use:\n{quote(one.use, 1200)}")
        if one.missing:
            lines.append(f"Missing:\n{quote(one.missing, 1200)}")
        blocks.append(section("\n".join(lines)))
    if len(told) > SHOWN:
        blocks.append(context(f"And {len(told) - SHOWN} more."))
    return message(words, *blocks)


def used(facts: Visit) -> Message:
    """Two weeks later: did you use it, and would you help others with it?"""
    lunch, number = facts.card, str(facts.card.lunch_id)
    about = tags(lunch.topics)
    blocks: list[Block] = []
    text = f"Two weeks ago you were at {title(lunch)}."
    if facts.used is None:
        blocks.append(section(f"{text} *Have you used what you learned?*"))
        blocks.append(
            ActionsBlock(
                [
                    Button(label("Yes, I have"), ids.LUNCH_USED, value=number),
                    Button(label("Not yet"), ids.LUNCH_NOT_USED, value=number),
                ]
            )
        )
    else:
        blocks.append(section(f"{text} You {'have used it. 🎉' if facts.used else 'have not used it yet.'}"))
    if not about:
        pass  # Questions find people by topics, and this lunch had none.
    elif facts.teaches is None:
        blocks.append(section(f"*Would you answer questions on {about}?* Teaching is how it stays."))
        blocks.append(
            ActionsBlock(
                [
                    Button(label("Yes, ask me"), ids.LUNCH_TEACH, value=number, style="primary"),
                    Button(label("Rather not"), ids.LUNCH_RATHER_NOT, value=number),
                ]
            )
        )
    elif facts.teaches:
        blocks.append(section(f"🌱 You answer questions on {about} now. Thank you! `/teach mine` shows it."))
    else:
        blocks.append(section(f"No questions on {about} for you then. `/teach` if you change your mind."))
    return message(text, *blocks)
