"""Questions on Home: those that wait for somebody, one's own, and those that found nobody."""

from collections.abc import Sequence

from slackblocks import Block, Button

from learning.core.sockets.home import DUTIES_SHOWN, SHOWN
from learning.core.sockets.order import Shelf
from learning.questions import at_home
from learning.questions.at_home import AskedOfMe, MyQuestion, Unanswered
from messages.core.dates import day
from messages.core.sockets.home import Door, Section, more_duties
from messages.core.text import context, count, escape, heading, label, section, titled
from messages.questions import ids
from messages.questions.experts import to_you


def asked(found: Sequence[AskedOfMe]) -> list[Block]:
    """Those that somebody was named for, each with a way out."""
    blocks: list[Block] = []
    for one in found[:SHOWN]:
        words = f"{titled(one.link, one.text)}\nAsked {day(one.asked_at)}: {escape(to_you(one.why))}"
        blocks.append(
            section(words, accessory=Button(label("Not me"), ids.NOT_ME, value=str(one.request_id)))
        )
    if len(found) > SHOWN:
        blocks.append(context("There is more: answer these first."))
    return blocks


def mine(found: Sequence[MyQuestion]) -> list[Block]:
    """One's own that are open."""
    if not found:
        return []
    blocks: list[Block] = [heading("💬 Your open questions")]
    for one in found[:SHOWN]:
        replies = f"*{count(one.replies, 'reply', 'replies')}*" if one.replies else "no replies yet"
        parts = [replies, day(one.asked_at), "without your name" if one.anonymous else ""]
        blocks.append(section(f"{titled(one.link, one.text)}\n{' · '.join(part for part in parts if part)}"))
    if len(found) > SHOWN:
        blocks.append(context("There are older ones, still open."))
    return blocks


def unanswered(found: Sequence[Unanswered]) -> list[Block]:
    """To facilitators: those that nobody replied to."""
    blocks: list[Block] = []
    for one in found[:DUTIES_SHOWN]:
        words = f"❓ {titled(one.link, one.text)}\nNo reply since {day(one.asked_at)}"
        blocks.append(section(f"{words}. Who could know? Reply “ask @someone” there, and I'll ask them."))
    return blocks


ASKED = Section(at_home.ASKED, asked)
MINE = Section(at_home.MINE, mine)
UNANSWERED = Section(at_home.UNANSWERED, unanswered, more_duties)
ASK = Door(Shelf.ASK, Button(label("Ask a question"), ids.HOME_ASK, style="primary"))
FIND = Door(Shelf.ASK, Button(label("Find an answer"), ids.HOME_FIND))
