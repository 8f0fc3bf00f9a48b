"""What happens to channels: archived, brought back, joined or left by the bot."""

from typing import Any

from handlers.core.context import Context


async def changed(event: dict[str, Any], ctx: Context) -> None:
    """A channel was archived or brought back, or the bot was removed: what is known of it is asked again."""
    await ctx.channels.ask(event["channel"])


async def came(event: dict[str, Any], ctx: Context) -> None:
    """Someone joined a channel; only the bot's own coming matters."""
    if event.get("user") == ctx.workspace.bot_user_id:
        await changed(event, ctx)
