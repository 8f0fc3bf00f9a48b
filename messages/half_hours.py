"""Half hours: asking a teacher, bringing two people together, and asking whether they met."""

from slackblocks import ActionsBlock, Button

from learning.half_hours import Meeting
from messages import ids
from messages.text import Said, escape, label, mention, say, section

OPENERS = (
    "What would make this half hour worth it?",
    "What have you tried so far, and where did it stop?",
    "What could you show, rather than tell?",
)


def asked(facts: Meeting, teacher_id: str) -> Said:
    """To whoever asked, alone."""
    return say(f"I'm asking {mention(teacher_id)} about #{escape(facts.topic)}, within their working hours.")


def request(facts: Meeting, teacher_id: str, waiting: bool) -> Said:
    """To the teacher: would they?"""
    about = f"half an hour about #{escape(facts.topic)}"
    if facts.state == "agreed" and facts.teacher_id == teacher_id:
        return say(f"You and {mention(facts.learner_id)} agreed on {about}. Thank you!")
    if not waiting:
        return say(
            f"{mention(facts.learner_id)} asked for {about}. No need to do anything any more. Thank you!"
        )
    words = f"{mention(facts.learner_id)} would like {about} with you. Would you?"
    value = str(facts.half_hour_id)
    buttons = ActionsBlock(
        [
            Button(label("Yes, gladly"), ids.HALF_HOUR_ACCEPT, value=value, style="primary"),
            Button(label("Not this time"), ids.HALF_HOUR_DECLINE, value=value),
            Button(label("Ask me tomorrow"), ids.HALF_HOUR_LATER, value=value),
        ]
    )
    return say(words, section(words), buttons)


def together(facts: Meeting) -> Said:
    """To both, in one conversation."""
    openers = "\n".join(f"• {opener}" for opener in OPENERS)
    return say(
        f"{mention(facts.learner_id)}, meet {mention(facts.teacher_id)}. You both said yes to half an "
        f"hour about #{escape(facts.topic)}. Find a time that suits you. Three questions "
        f"to begin with:\n{openers}"
    )


def none_left(facts: Meeting) -> Said:
    """To whoever asked: nobody has room now."""
    return say(
        f"Nobody has room for half an hour about #{escape(facts.topic)} right now. Try again next week, or "
        "ask your question with `/learn`: it takes people less time."
    )


def met(facts: Meeting, reader_id: str) -> Said:
    """To each of the two, a week later."""
    other = facts.teacher_id if reader_id == facts.learner_id else facts.learner_id
    about = f"{mention(other)} about #{escape(facts.topic)}"
    if facts.met == "yes":
        return say(f"You met {about}. Lovely!")
    words = f"Did you meet {about}?"
    value = str(facts.half_hour_id)
    buttons = ActionsBlock(
        [Button(label("We did"), ids.MET, value=value), Button(label("Not yet"), ids.NOT_MET, value=value)]
    )
    return say(words, section(words), buttons)


def postponed() -> Said:
    return say("I'll ask you again tomorrow.")
