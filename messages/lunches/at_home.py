"""Lunches on Home: those to host, those that come, those without a host, and topics that want one."""

from collections.abc import Sequence

from slackblocks import ActionsBlock, Block, Button

from learning.core.sockets.home import DUTIES_SHOWN, SHOWN
from learning.core.sockets.order import Shelf
from learning.lunches import at_home
from learning.lunches.demand import Unmet
from learning.lunches.listings import ListedLunch
from learning.lunches.lunches import Card
from messages.core.sockets.home import Door, Section, more_duties
from messages.core.text import context, count, label, section, tags
from messages.lunches import demand, ids, lunches
from messages.lunches.lunches import title, when
from messages.teaching import ids as teaching_ids


def coming(found: Sequence[ListedLunch]) -> list[Block]:
    """One's own, the next first."""
    blocks = lunches.mine(found[:SHOWN])
    if len(found) > SHOWN:
        blocks.append(context("Yours go on after these: *Coming lunches* shows what is planned."))
    return blocks


def orphaned(found: Sequence[Card]) -> list[Block]:
    """To facilitators: those that nobody hosts any more."""
    blocks: list[Block] = []
    for card in found[:DUTIES_SHOWN]:
        number = str(card.lunch_id)
        blocks += [
            section(f"🎓 {title(card)} has no host any more.\n🗓️ {when(card)}"),
            ActionsBlock(
                [
                    Button(label("I'll host it"), ids.LUNCH_TAKE_OVER, value=number, style="primary"),
                    Button(label("Cancel it"), ids.LUNCH_CANCEL, value=number),
                ]
            ),
        ]
    return blocks


def untaught(found: Sequence[Unmet]) -> list[Block]:
    """To facilitators: what enough people want and nobody teaches."""
    blocks: list[Block] = []
    for topic in found[:DUTIES_SHOWN]:
        wanted = count(topic.people, "person wants", "people want")
        blocks.append(
            section(
                f"🙋 {tags([topic.topic])}: {wanted} it, and nobody teaches it yet.",
                accessory=Button(label("I can teach this"), teaching_ids.TEACH_THIS, value=topic.topic),
            )
        )
    return blocks


TO_HOST = Section(at_home.TO_HOST, demand.mine)
COMING = Section(at_home.COMING, coming)
ORPHANED = Section(at_home.ORPHANED, orphaned, more_duties)
UNTAUGHT = Section(at_home.UNTAUGHT, untaught, more_duties)
SEE_COMING = Door(Shelf.GATHER, Button(label("Coming lunches"), ids.HOME_COMING))
PROPOSE = Door(Shelf.HOST, Button(label("Propose a lunch"), ids.HOME_PROPOSE))
