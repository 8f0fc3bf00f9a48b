"""Lunches as everyone sees them: what is coming."""

from handlers.core.context import Desk, Who
from learning.lunches import listings
from messages.core.text import Said
from messages.lunches import lunches as voice


async def coming(desk: Desk, who: Who, here: str) -> Said:
    """What `/learn lunches` says."""
    listed = await desk.database.read(
        listings.coming, who.workspace_id, who.id, here=here, at=desk.clock.now()
    )
    return voice.coming(listed)
