"""The emoji for thanks on a message thanks whoever wrote it."""

from handlers.core.context import Context
from handlers.core.sockets.reactions import Reacted
from learning.kudos import reactions
from learning.kudos.settings import KUDOS_EMOJI


async def thanked(ctx: Context, reacted: Reacted) -> None:
    """Someone put a reaction on a message, or took one away that thanked, whatever emoji thanks now."""
    if not reacted.author_id or not await _thanks(ctx, reacted):
        return
    if reacted.stands:
        await ctx.channels.look(reacted.channel_id)
        await ctx.directory.try_to_look(reacted.author_id)
    await ctx.database.run(
        reactions.heard,
        ctx.workspace.id,
        reacted.member_id,
        author_id=reacted.author_id,
        channel_id=reacted.channel_id,
        message_ts=reacted.ts,
        name=reacted.name,
        stands=reacted.stands,
        at=reacted.at,
    )


async def _thanks(ctx: Context, reacted: Reacted) -> bool:
    if reactions.is_thanks(reacted.name, ctx.settings[KUDOS_EMOJI]):
        return True
    return not reacted.stands and await ctx.database.read(
        reactions.is_known,
        ctx.workspace.id,
        reacted.member_id,
        reacted.channel_id,
        reacted.ts,
        reacted.name,
    )
