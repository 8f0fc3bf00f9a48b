"""Every listener, one line each: what Slack sends, and who answers it."""

import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from handlers.circles import circles, coffees, debates, rounds, turns
from handlers.core import channel_events, reactions
from handlers.core.context import Actor, Context
from handlers.digests import digests
from handlers.half_hours import half_hours
from handlers.home import home
from handlers.kudos import kudos
from handlers.lunches import afterwards, demand, hosting, proposals, recordings, seats
from handlers.privacy import privacy
from handlers.questions import answers, experts, learn, questions
from handlers.teaching import offers, teach, wishes
from handlers.workspace import directory, preferences, settings
from messages.core import ids
from messages.core.text import Message


class Route(NamedTuple):
    """One thing that Slack sends: its kind in Bolt's words, its name, and the handler."""

    kind: str
    name: str
    handler: Callable[..., Awaitable[None]]


ROUTES = (
    Route("command", "/learn", learn.command),
    Route("command", "/teach", teach.command),
    Route("command", "/digest", digests.command),
    Route("command", "/kudos", kudos.command),
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
    Route("view_submission", ids.OFFER, offers.submit),
    Route("view_submission", ids.PAUSE, offers.pause),
    Route("options", ids.OFFER_TOPICS, offers.suggest_topics),
    Route("block_action", ids.WITHDRAW, offers.withdraw),
    Route("block_action", ids.CHANGE_OFFER, offers.change),
    Route("block_action", ids.PAUSE, offers.ask_until),
    Route("block_action", ids.RESUME, offers.resume),
    Route("block_action", ids.TEACH_THIS, offers.teach_this),
    Route("block_action", ids.HALF_HOUR, half_hours.ask),
    Route("block_action", ids.HALF_HOUR_ACCEPT, half_hours.accept),
    Route("block_action", ids.HALF_HOUR_DECLINE, half_hours.decline),
    Route("block_action", ids.HALF_HOUR_LATER, half_hours.postpone),
    Route("block_action", ids.MET, half_hours.met),
    Route("block_action", ids.NOT_MET, half_hours.not_met),
    Route("block_action", ids.NOT_ME, experts.not_me),
    Route("block_action", ids.HOST_IT, demand.host),
    Route("block_action", ids.NOT_HOST, demand.decline),
    Route("block_action", ids.HOST_ON, demand.host_on),
    Route("block_action", ids.WISHES, wishes.mine),
    Route("block_action", ids.WISH_FORGET, wishes.forget),
    Route("block_action", ids.WISH_TEACHERS, wishes.teachers),
    Route("view_submission", ids.LUNCH_PROPOSE, proposals.submit),
    Route("view_submission", ids.LUNCH_EDIT, proposals.submit_edit),
    Route("view_submission", ids.LUNCH_CANCEL, hosting.submit_cancel),
    Route("view_submission", ids.LUNCH_WRITE, hosting.submit_note),
    Route("view_submission", ids.LUNCH_RECORD, recordings.submit),
    Route("view_submission", ids.LUNCH_RATE, afterwards.submit_rating),
    Route("view_submission", ids.LUNCH_ROLL, afterwards.submit_roll),
    Route("block_action", ids.LUNCH_JOIN, seats.join),
    Route("block_action", ids.LUNCH_LEAVE, seats.leave),
    Route("block_action", ids.LUNCH_TAKE, seats.take),
    Route("block_action", ids.LUNCH_PASS, seats.leave),
    Route("block_action", ids.LUNCH_CALENDAR, seats.calendar),
    Route("block_action", ids.LUNCH_MORE, hosting.more),
    Route("block_action", ids.LUNCH_EDIT, proposals.edit),
    Route("block_action", ids.LUNCH_CANCEL, hosting.cancel),
    Route("block_action", ids.LUNCH_RECORD, recordings.ask),
    Route("block_action", ids.LUNCH_POST_AGAIN, hosting.post_again),
    Route("block_action", ids.LUNCH_TAKE_OVER, hosting.take_over),
    Route("block_action", ids.LUNCH_ROLL, afterwards.ask_roll),
    Route("block_action", ids.LUNCH_THERE, afterwards.there),
    Route("block_action", ids.LUNCH_NOT_THERE, afterwards.not_there),
    Route("block_action", ids.LUNCH_RATE, afterwards.ask_rating),
    Route("block_action", ids.LUNCH_USED, afterwards.used),
    Route("block_action", ids.LUNCH_NOT_USED, afterwards.not_used),
    Route("block_action", ids.LUNCH_TEACH, afterwards.teach),
    Route("block_action", ids.LUNCH_RATHER_NOT, afterwards.rather_not),
    Route("block_action", ids.HOME_ASK, home.ask),
    Route("block_action", ids.HOME_FIND, home.find),
    Route("view_submission", ids.HOME_FIND, home.submit_find),
    Route("block_action", ids.HOME_COMING, home.coming),
    Route("block_action", ids.HOME_CIRCLES, home.show_circles),
    Route("block_action", ids.HOME_OFFER, home.offer),
    Route("block_action", ids.HOME_OFFERS, home.mine),
    Route("block_action", ids.HOME_PROPOSE, home.propose),
    Route("block_action", ids.HOME_OCCURRENCES, home.occurrences),
    Route("block_action", ids.HOME_WANTED, home.wanted),
    Route("block_action", ids.HOME_WHY, home.why),
    Route("block_action", ids.HOME_WEEK, home.week),
    Route("block_action", ids.PREFERENCES_OPEN, preferences.open_form),
    Route("view_submission", ids.PREFERENCES, preferences.submit),
    Route("block_action", ids.PREFERENCES_RESUME, preferences.resume),
    Route("block_action", ids.DATA_DOWNLOAD, privacy.download),
    Route("block_action", ids.DATA_DELETE, privacy.ask),
    Route("view_submission", ids.DATA_DELETED, privacy.delete),
    Route("event", "app_home_opened", home.opened),
    Route("view_submission", ids.SETTINGS, settings.submit),
    Route("view_submission", ids.ROLES, settings.appoint),
    Route("options", ids.ZONES, settings.suggest_zones),
    Route("block_action", ids.SETTINGS_OPEN, settings.open_),
    Route("block_action", ids.ROLES_OPEN, settings.open_roles),
    Route("block_action", ids.DIGEST_WEEK, digests.week),
    Route("block_action", ids.DIGEST_CHARTS, digests.charts),
    Route("block_action", ids.SUGGESTION_ACT, digests.act),
    Route("block_action", ids.SUGGESTION_DISMISS, digests.dismiss),
    Route("block_action", ids.UNDERSTUDY_AGREE, digests.agree),
    Route("block_action", ids.UNDERSTUDY_DECLINE, digests.decline),
    Route("block_action", ids.LUNCH_AGAIN, digests.again),
    Route("view_submission", ids.KUDOS_GIVE, kudos.submit),
    Route("options", ids.KUDOS_TOPICS, kudos.suggest_topics),
    Route("block_action", ids.KUDOS_OPEN, kudos.open_),
    Route("block_action", ids.KUDOS_THANK, kudos.thank),
    Route("block_action", ids.KUDOS_TAKE_BACK, kudos.take_back),
    Route("block_action", ids.KUDOS_MINE, kudos.show_mine),
    Route("command", "/circle", circles.command),
    Route("view_submission", ids.CIRCLE_BEGIN, circles.submit),
    Route("view_submission", ids.CIRCLE_EDIT, circles.submit_edit),
    Route("view_submission", ids.CIRCLE_PAUSE, circles.submit_pause),
    Route("view_submission", ids.CIRCLE_END, circles.submit_end),
    Route("block_action", ids.CIRCLE_OPEN, circles.open_form),
    Route("block_action", ids.CIRCLE_JOIN, circles.join),
    Route("block_action", ids.CIRCLE_LEAVE, circles.leave),
    Route("block_action", ids.CIRCLE_MORE, circles.more),
    Route("block_action", ids.CIRCLE_EDIT, circles.act),
    Route("block_action", ids.CIRCLE_SLOWER, circles.act),
    Route("block_action", ids.CIRCLE_PAUSE, circles.act),
    Route("block_action", ids.CIRCLE_RESUME, circles.act),
    Route("block_action", ids.CIRCLE_END, circles.act),
    Route("block_action", ids.CIRCLE_TAKE_OVER, circles.take_over),
    Route("view_submission", ids.ROUND_EDIT, rounds.submit),
    Route("block_action", ids.ROUND_SWAP, rounds.swap),
    Route("block_action", ids.ROUND_EDIT, rounds.edit),
    Route("block_action", ids.ROUND_SKIP, rounds.skip),
    Route("block_action", ids.TURN_PASS, turns.let_pass),
    Route("block_action", ids.DEBATE_FOR, debates.vote),
    Route("block_action", ids.DEBATE_AGAINST, debates.vote),
    Route("block_action", ids.DEBATE_UNDECIDED, debates.vote),
    Route("block_action", ids.DEBATE_TAKE_BACK, debates.vote),
    Route("view_submission", ids.COFFEE_ADD, coffees.submit_topic),
    Route("view_submission", ids.COFFEE_VOTE, coffees.submit_votes),
    Route("block_action", ids.COFFEE_ADD, coffees.add),
    Route("block_action", ids.COFFEE_BACK, coffees.bring_back),
    Route("block_action", ids.COFFEE_WITHDRAW, coffees.withdraw),
    Route("block_action", ids.COFFEE_VOTE, coffees.vote),
    Route("block_action", ids.COFFEE_NEXT, coffees.go_on),
    Route("event", "message", answers.message),
    Route("event", "reaction_added", reactions.added),
    Route("event", "reaction_removed", reactions.removed),
    Route("event", "team_join", directory.changed),
    Route("event", "user_change", directory.changed),
    Route("event", "member_joined_channel", channel_events.came),
    Route("event", "channel_left", channel_events.changed),
    Route("event", "group_left", channel_events.changed),
    Route("event", "channel_archive", channel_events.changed),
    Route("event", "channel_unarchive", channel_events.changed),
    Route("event", "group_archive", channel_events.changed),
    Route("event", "group_unarchive", channel_events.changed),
)


_NAME: dict[str, Callable[[dict[str, Any]], str]] = {
    "command": lambda body: str(body["command"]),
    "message_shortcut": lambda body: str(body["callback_id"]),
    "options": lambda body: str(body["action_id"]),
    "view_submission": lambda body: str(body["view"]["callback_id"]),
    "block_action": lambda body: str(body["actions"][0]["action_id"]),
    "event": lambda body: str(body["event"]["type"]),
}
"""Where Slack writes the name, for each kind of what it sends."""


def register(app: AsyncApp) -> None:
    """Lets the app listen to all of them.

    One Bolt listener a kind: Bolt asks its listeners one after the other whether they want a request, and
    each asking costs as much as a query.
    """
    for kind in _NAME:
        handlers = {route.name: route.handler for route in ROUTES if route.kind == kind}
        listen: Any = getattr(app, kind)
        listen(re.compile(rf"\A(?:{'|'.join(map(re.escape, handlers))})\Z"))(_hand_on(kind, handlers))


def _hand_on(kind: str, handlers: Mapping[str, Callable[..., Awaitable[None]]]) -> Any:
    """Gives a request to the handler of its name, with as much of it as that handler names.

    After a press or a form the Home of whoever acted is drawn anew if they acted there, or in a form, which
    may have been opened from it.
    """
    wanted = {name: tuple(inspect.signature(handler).parameters) for name, handler in handlers.items()}
    draws = kind in ("block_action", "view_submission")

    async def handle(
        ack: AsyncAck,
        body: dict[str, Any],
        client: AsyncWebClient,
        context: AsyncBoltContext,
        ctx: Context,
        actor: Actor,
    ) -> None:
        async def tell(**said: Any) -> None:
            # What a command is answered with is for one person; it may be nothing.
            await (ack(**await ctx.localised(actor.id, cast(Message, said))) if said else ack())

        given: dict[str, Any] = {
            "ack": tell if kind == "command" else ack,
            "body": body,
            "client": client,
            "ctx": ctx,
            "actor": actor,
        }
        given |= {"respond": context.respond, "event": body.get("event")}
        name = _NAME[kind](body)
        try:
            await handlers[name](**{each: given[each] for each in wanted[name]})
        finally:
            if draws and "view" in body:
                ctx.background(ctx.home_tabs.draw(actor.id))

    return handle
