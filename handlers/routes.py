"""Every listener, one line each: what Slack sends, and who answers it."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncApp

from handlers import answers, channels, learn, people, questions
from messages import ids


class Route(NamedTuple):
    """One thing that Slack sends: its kind in Bolt's words, its name, and the handler."""

    kind: str
    name: str
    handler: Callable[..., Awaitable[None]]


ROUTES = (
    Route("command", "/learn", learn.command),
    Route("message_shortcut", ids.ASK_THIS, questions.ask_this),
    Route("message_shortcut", ids.ACCEPT_THIS, answers.accept_this),
    Route("view_submission", ids.ASK, questions.submit),
    Route("view_submission", ids.ASK_ANYWAY, questions.submit_anyway),
    Route("options", ids.TOPICS, questions.suggest_topics),
    Route("block_action", ids.ANSWERS_IT, questions.answers_it),
    Route("block_action", ids.ASK_ANYWAY, questions.ask_anyway),
    Route("block_action", ids.ASK_WORDS, questions.ask_words),
    Route("block_action", ids.FOLLOW, questions.follow),
    Route("block_action", ids.MORE, questions.more),
    Route("block_action", ids.REOPEN, questions.reopen),
    Route("block_action", ids.POST_AGAIN, questions.post_again),
    Route("block_action", ids.ACCEPT, answers.accept),
    Route("block_action", ids.NOT_YET, answers.not_yet),
    Route("event", "message", answers.message),
    Route("event", "reaction_added", answers.reacted),
    Route("event", "reaction_removed", answers.unreacted),
    Route("event", "team_join", people.changed),
    Route("event", "user_change", people.changed),
    Route("event", "member_joined_channel", channels.came),
    Route("event", "channel_left", channels.changed),
    Route("event", "group_left", channels.changed),
    Route("event", "channel_archive", channels.changed),
    Route("event", "channel_unarchive", channels.changed),
    Route("event", "group_archive", channels.changed),
    Route("event", "group_unarchive", channels.changed),
)


def register(app: AsyncApp) -> None:
    """Lets the app listen to all of them."""
    for kind, name, handler in ROUTES:
        listen: Any = getattr(app, kind)
        listen(name)(handler)
