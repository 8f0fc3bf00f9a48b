"""Lunches as everyone sees them: what is coming."""

from handlers.desk import Desk, Who
from learning import listings
from messages import lunches as voice
from messages.text import Said


async def coming(desk: Desk, who: Who, here: str) -> Said:
    """What `/learn lunches` says."""
    listed = await desk.database.read(
        listings.coming, who.workspace_id, who.id, here=here, at=desk.clock.now()
    )
    return voice.coming(listed)
