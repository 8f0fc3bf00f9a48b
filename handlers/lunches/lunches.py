"""Lunches as everyone sees them: what is coming."""

from handlers.core.context import Actor, Context
from learning.lunches import listings
from messages.core.text import Message
from messages.lunches import lunches as render


async def coming(ctx: Context, actor: Actor, here: str) -> Message:
    """What `/learn lunches` says."""
    listed = await ctx.read(listings.coming, actor, here=here)
    return render.coming(listed)
