"""Teaching on Home: what somebody offers to teach, and what they would like to learn."""

from collections.abc import Sequence

from slackblocks import Block, Button

from learning.core.sockets.order import Shelf
from learning.core.words import shorten
from learning.teaching import at_home
from learning.teaching.offers import MyOffers
from learning.teaching.wishes import Wish
from messages.core.dates import day
from messages.core.sockets.home import Door, Section
from messages.core.text import count, heading, label, section, tags
from messages.teaching import ids

TOPICS_SHOWN = 12


def offers(mine: MyOffers) -> list[Block]:
    """The topics, and how much more of it this week."""
    if not mine.offers:
        return []
    shown = tags([shorten(one.topic, 40) for one in mine.offers[:TOPICS_SHOWN]])
    more = len(mine.offers) - TOPICS_SHOWN
    topics = f"{shown} and {more} more" if more > 0 else shown
    if mine.paused_until:
        left = f"paused until {day(mine.paused_until)}"
    else:
        left = f"{mine.left} of {count(mine.weekly, 'request', 'requests')} left this week"
    return [
        heading("🎓 You teach"),
        section(f"{topics}\n{left}", accessory=Button(label("Change"), ids.HOME_OFFERS)),
    ]


def wishes(mine: Sequence[Wish]) -> list[Block]:
    """The topics, and one press to all of them."""
    if not mine:
        return []
    shown = tags([shorten(one.topic, 40) for one in mine[:TOPICS_SHOWN]])
    more = f" and {len(mine) - TOPICS_SHOWN} more" if len(mine) > TOPICS_SHOWN else ""
    change = Button(label("Change"), ids.WISHES)
    return [section(f"*You'd like to learn*\n{shown}{more}", accessory=change)]


OFFERS = Section(at_home.OFFERS, offers)
WISHES = Section(at_home.WISHES, wishes)
OFFER = Door(Shelf.TEACH, Button(label("Offer to teach"), ids.HOME_OFFER))
WANTED = Door(Shelf.WANT, Button(label("What's wanted"), ids.HOME_WANTED))
