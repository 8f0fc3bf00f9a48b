"""Channels in forms: the list of those that one can choose."""

from slackblocks import ConversationFilter, ConversationSelectMenu


def channel_menu(action_id: str, chosen: str | None) -> ConversationSelectMenu:
    """A list of channels, public and private, beginning with the one that was chosen, if any."""
    kinds = ConversationFilter(include=["public", "private"], exclude_bot_users=True)
    return ConversationSelectMenu(action_id, initial_conversation=chosen, filter=kinds)
