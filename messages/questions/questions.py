"""What a question looks like: its card, what is known already, what was found, and the news of it."""

from collections.abc import Sequence

from slackblocks import ActionsBlock, Block, Button, Element, Option, OverflowMenu

from learning.core.words import shorten
from learning.questions.acceptance import Accepted
from learning.questions.answers import AnswerFacts, Check
from learning.questions.follows import Following
from learning.questions.knowledge import Known
from learning.questions.questions import Asked, Card
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
    quote,
    section,
    tags,
)
from messages.kudos.kudos import thank_button
from messages.questions import ids
from messages.questions.experts import steps
from storage.outbox.recipients import is_nobody

HIDDEN = "You asked without your name: the buttons here keep it so, a reaction in the thread would show it."
BEGINNING = 300
"""Characters of an answer that are shown before one opens it."""


def card(facts: Card) -> Message:
    """The question in its channel, as it stands now."""
    asker = mention(facts.asker_id) if facts.asker_id else "Someone"
    answers = count(facts.answers, "reply", "replies") if facts.answers else "no replies yet"
    state = "✅\u00a0Answered" if facts.state == "answered" else "💬\u00a0Open"
    facts_line = " · ".join(
        part for part in (f"Asked by {asker}", tags(facts.topics), f"{state}, {answers}") if part
    )
    blocks: list[Block] = [section(f"❓ {bold(facts.text)}")]
    if facts.details:
        blocks.append(section(fit(facts.details)))
    if facts.source_link:
        blocks.append(context(link(facts.source_link, "Asked about this message")))
    blocks.append(context(facts_line))
    if facts.answer is not None and facts.answer_author_id:
        blocks.append(
            section(
                f"✅ {mention(facts.answer_author_id)} answered:\n{_beginning(facts.answer)}\n"
                f"{link(facts.answer_link or '', 'Read the answer')}"
            )
        )
    elif not facts.answers:
        blocks.append(context("Do you know this? Reply in the thread."))
        if progress := steps(facts.search):
            blocks.append(context(progress))
    follow = f"Follow ({facts.followers})" if facts.followers else "Follow"
    options = [Option(label("Stop following"), f"{ids.UNFOLLOW}:{facts.question_id}")]
    if facts.state == "answered":
        options.append(Option(label("Open it again"), f"{ids.REOPEN}:{facts.question_id}"))
    blocks.append(
        ActionsBlock(
            [
                Button(label(follow), ids.FOLLOW, value=str(facts.question_id)),
                OverflowMenu(ids.MORE, options),
            ]
        )
    )
    return message(
        f"{'Answered' if facts.state == 'answered' else 'Question'}: {fit(facts.text, 250)}", *blocks
    )


def asked(facts: Asked) -> Message:
    """To whoever just asked."""
    if facts.link:
        return message(f"Your question is {link(facts.link, 'here')} in {channel(facts.channel_id)}.")
    return message(f"I'm asking in {channel(facts.channel_id)}. You'll hear from me when someone replies.")


def matches(draft_id: int, known: Sequence[Known]) -> Message:
    """To whoever asks, alone: what was answered already and may mean the same."""
    return message("This may be answered already.", *matches_blocks(draft_id, known), _ask_anyway(draft_id))


def matches_blocks(draft_id: int, known: Sequence[Known]) -> list[Block]:
    blocks: list[Block] = [section("*This may be answered already.* Does one of these help?")]
    for item in known:
        blocks.append(
            section(
                _known(item),
                accessory=Button(
                    label("That answers it"),
                    ids.ANSWERS_IT,
                    value=f"{draft_id}:{item.question_id}",
                    style="primary",
                ),
            )
        )
    return blocks


def deflected(known: Known) -> Message:
    """To whoever found their answer without asking."""
    thanked = f" I'll thank {mention(known.answer_author_id)} for you." if known.answer_author_id else ""
    return message(
        f"Good to hear!{thanked} {link(known.answer_link or known.link, 'Read the whole answer')} "
        "or type `/learn` whenever you have another question."
    )


def found(words: str, known: Sequence[Known], beside: Sequence[Block] = ()) -> Message:
    """To whoever searched, alone; `beside` the questions stands what else was found."""
    if beside and not known:
        title = f"What there is about “{fit(shorten(words, 100))}”"
        return message(title, section(f"*{title}*"), *beside, _ask_words("Ask it instead", words))
    if not known:
        nothing = f"I found nothing about “{fit(shorten(words, 100))}” yet. Shall we ask?"
        return message(nothing, section(nothing), _ask_words("Ask it", words))
    title = f"{count(len(known), 'question', 'questions')} about “{fit(shorten(words, 100))}”"
    return message(
        title,
        section(f"*{title}*"),
        *(section(_known(item)) for item in known),
        *beside,
        _ask_words("Ask it instead", words),
    )


def following(facts: Following) -> Message:
    start = "You already follow" if facts.before else "You now follow"
    return message(f"{start} “{escape(shorten(facts.text, 120))}”. I'll message you when it's answered.")


def not_following(facts: Following) -> Message:
    start = "You no longer follow" if facts.before else "You weren't following"
    return message(f"{start} “{escape(shorten(facts.text, 120))}”.")


def check(facts: Check) -> Message | None:
    """To the asker, alone: did this answer it? None when there is no reply to ask about."""
    title = link(facts.link, escape(shorten(facts.text, 120)))
    if facts.state == "answered" and facts.accepted:
        words = f"✅ {title} is answered by {mention(facts.accepted.author_id)}. Thank you for saying so!"
        again = Button(label("Open it again"), ids.REOPEN, value=str(facts.question_id))
        # Thanks would show who asked without their name.
        hidden = facts.anonymous or facts.accepted.author_id == facts.asker_id
        thank = [] if hidden else _thank(facts.accepted)
        return message(words, section(words), ActionsBlock([*thank, again]))
    if facts.stale:
        return message(f"{title} stays open. I'll ask you again when someone else replies.")
    if not facts.replies:
        return None
    words = f"*Did this answer it?* {title}"
    return message(
        f"Did this answer it? {escape(shorten(facts.text, 120))}",
        section(words),
        *(
            section(
                _reply(reply),
                accessory=Button(label("Accept"), ids.ACCEPT, value=str(reply.answer_id), style="primary"),
            )
            for reply in facts.replies
        ),
        ActionsBlock([Button(label("Not yet"), ids.NOT_YET, value=str(facts.question_id))]),
        *([context(HIDDEN)] if facts.anonymous else []),
    )


def accepted(facts: Accepted, reader_id: str) -> Message:
    """To those who follow, to whoever answered, and to whoever asked."""
    title = link(facts.link, escape(shorten(facts.text, 120)))
    answer = f"{_beginning(facts.reply.text)}\n{link(facts.reply.link, 'Read the answer')}"
    if reader_id == facts.reply.author_id:
        return message(f"✅ Your reply answered {title}\nThank you for helping!")
    words = f"✅ {title} is answered by {mention(facts.reply.author_id)}:\n{answer}"
    thank = [] if facts.hides(reader_id) else _thank(facts.reply)
    return message(words, section(words), *([ActionsBlock(thank)] if thank else []))


def accept_done(facts: Accepted, reader_id: str) -> Message:
    """To whoever accepted a reply, alone."""
    start = "Marked" if facts.fresh else "It was already marked"
    words = f"✅ {start} as the answer to {link(facts.link, escape(shorten(facts.text, 120)))}."
    again = Button(label("Open it again"), ids.REOPEN, value=str(facts.question_id))
    hidden = facts.reply.author_id == reader_id or facts.hides(reader_id)
    return message(words, section(words), ActionsBlock([*([] if hidden else _thank(facts.reply)), again]))


def reopened(changed: bool) -> Message:
    return message(
        "It's open again: others can see that it still needs an answer." if changed else "It's open already."
    )


def thanks(known: Known) -> Message:
    """To whoever gave an answer that helped once more."""
    return message(
        f"🙌 Your answer to {link(known.link, escape(shorten(known.text, 120)))} just helped someone else. "
        "Thank you for writing it down!"
    )


def stuck(facts: Card, channel_id: str) -> Message:
    """To the asker: the card could not be posted."""
    words = (
        f"I couldn't post your question “{escape(shorten(facts.text, 120))}” in {channel(channel_id)}. "
        "Nothing is lost: invite me there with `/invite @Teachback`, then try again."
    )
    again = ActionsBlock([Button(label("Post it again"), ids.POST_AGAIN, value=str(facts.question_id))])
    return message(words, section(words), again)


def _thank(reply: AnswerFacts) -> list[Element]:
    """The press that thanks for a reply, if its author is there to be thanked."""
    if is_nobody(reply.author_id):
        return []
    return [thank_button(reply.author_id, "answer", reply.answer_id)]


def _ask_words(words_on_it: str, words: str) -> ActionsBlock:
    return ActionsBlock([Button(label(words_on_it), ids.ASK_WORDS, value=shorten(words, 250))])


def _ask_anyway(draft_id: int) -> ActionsBlock:
    return ActionsBlock([Button(label("Ask anyway"), ids.ASK_ANYWAY, value=str(draft_id))])


def _known(item: Known) -> str:
    title = link(item.link, escape(shorten(item.text, 200)))
    if item.answer is None:
        replies = count(item.answers, "reply", "replies") if item.answers else "no replies yet"
        return f"*{title}*\n_Open, {replies}_"
    author = mention(item.answer_author_id) if item.answer_author_id else "someone"
    return (
        f"*{title}*\n{_beginning(item.answer)}\n"
        f"{author} · {link(item.answer_link or item.link, 'Read the answer')}"
    )


def _reply(reply: AnswerFacts) -> str:
    return (
        f"{mention(reply.author_id)}:\n{_beginning(reply.text)}\n{link(reply.link, 'Read it in the thread')}"
    )


def _beginning(text: str) -> str:
    return quote(shorten(text, BEGINNING) or "(a file, or words that were deleted)")
