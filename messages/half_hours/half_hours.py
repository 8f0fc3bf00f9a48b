"""Half hours: asking a teacher, bringing two people together, and asking whether they met."""

from collections.abc import Sequence

from slackblocks import ActionsBlock, Block, Button, Element

from learning.half_hours.half_hours import Meeting
from messages.core.text import Message, escape, label, mention, message, section
from messages.half_hours import ids

OPENERS = (
    "What would make this half hour worth it?",
    "What have you tried so far, and where did it stop?",
    "What could you show, rather than tell?",
)


def asked(facts: Meeting, teacher_id: str) -> Message:
    """To whoever asked, alone."""
    return message(
        f"I'm asking {mention(teacher_id)} about #{escape(facts.topic)}, within their working hours."
    )


def request(facts: Meeting, teacher_id: str, waiting: bool) -> Message:
    """To the teacher: would they?"""
    about = f"half an hour about #{escape(facts.topic)}"
    if facts.state == "agreed" and facts.teacher_id == teacher_id:
        return message(f"You and {mention(facts.learner_id)} agreed on {about}. Thank you!")
    if not waiting:
        return message(
            f"{mention(facts.learner_id)} asked for {about}. No need to do anything any more. Thank you!"
        )
    words = _would_you(facts)
    later = Button(label("Ask me later"), ids.HALF_HOUR_LATER, value=str(facts.half_hour_id))
    return message(words, section(words), ActionsBlock([*_answers(facts), later]))


def mine(found: Sequence[Meeting], reader_id: str) -> list[Block]:
    """On somebody's Home: who would like half an hour of theirs, and whom they have still to meet."""
    blocks: list[Block] = []
    for one in found:
        if one.state == "agreed":
            words = f"🤝 You and {_other(one, reader_id)} agreed on half an hour about #{escape(one.topic)}."
            had = Button(label("We did it"), ids.MET, value=str(one.half_hour_id))
            blocks.append(section(f"{words} Have you found a time?", accessory=had))
        else:
            blocks += [section(f"🎓 {_would_you(one)}"), ActionsBlock(_answers(one))]
    return blocks


def together(facts: Meeting) -> Message:
    """To both, in one conversation."""
    openers = "\n".join(f"• {opener}" for opener in OPENERS)
    return message(
        f"{mention(facts.learner_id)}, meet {mention(facts.teacher_id)}. You both said yes to half an "
        f"hour about #{escape(facts.topic)}. Find a time that suits you. Three questions "
        f"to begin with:\n{openers}"
    )


def none_left(facts: Meeting) -> Message:
    """To whoever asked: nobody has room now."""
    return message(
        f"Nobody has room for half an hour about #{escape(facts.topic)} right now. Try again next week, or "
        "ask your question with `/learn`: it takes people less time."
    )


def met(facts: Meeting, reader_id: str) -> Message:
    """To each of the two, a week later."""
    about = f"{_other(facts, reader_id)} about #{escape(facts.topic)}"
    if facts.met == "yes":
        return message(f"You met {about}. Lovely!")
    words = f"Did you meet {about}?"
    value = str(facts.half_hour_id)
    buttons = ActionsBlock(
        [Button(label("We did"), ids.MET, value=value), Button(label("Not yet"), ids.NOT_MET, value=value)]
    )
    return message(words, section(words), buttons)


def _would_you(facts: Meeting) -> str:
    about = f"half an hour about #{escape(facts.topic)}"
    return f"{mention(facts.learner_id)} would like {about} with you. Would you?"


def _answers(facts: Meeting) -> list[Element]:
    value = str(facts.half_hour_id)
    return [
        Button(label("Yes, gladly"), ids.HALF_HOUR_ACCEPT, value=value, style="primary"),
        Button(label("Not this time"), ids.HALF_HOUR_DECLINE, value=value),
    ]


def _other(facts: Meeting, reader_id: str) -> str:
    return mention(facts.teacher_id if reader_id == facts.learner_id else facts.learner_id)


def postponed() -> Message:
    return message("I'll ask you again on your next working day.")
