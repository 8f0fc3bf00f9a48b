"""Offers and wishes in Slack: all that is plugged in."""

from handlers.core import topics
from handlers.core.sockets.commands import Help, Subcommand
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.routes import Route
from handlers.teaching import offers, teach, understudies, wishes
from learning.core.sockets.order import Shelf
from messages.teaching import ids
from messages.teaching import offers as offer_render
from messages.teaching import wishes as wish_render

FEATURE = Feature(
    routes=(
        Route("command", "/teach", teach.command),
        Route("view_submission", ids.OFFER, offers.submit),
        Route("view_submission", ids.PAUSE, offers.pause),
        Route("options", ids.OFFER_TOPICS, topics.suggest),
        Route("block_action", ids.HOME_OFFER, offers.ask),
        Route("block_action", ids.HOME_OFFERS, offers.show_mine),
        Route("block_action", ids.WITHDRAW, offers.withdraw),
        Route("block_action", ids.CHANGE_OFFER, offers.change),
        Route("block_action", ids.PAUSE, offers.ask_until),
        Route("block_action", ids.RESUME, offers.resume),
        Route("block_action", ids.TEACH_THIS, offers.teach_this),
        Route("block_action", ids.HOME_WANTED, wishes.show_board),
        Route("block_action", ids.WISHES, wishes.mine),
        Route("block_action", ids.WISH_FORGET, wishes.forget),
        Route("block_action", ids.WISH_TEACHERS, wishes.teachers),
        Route("block_action", ids.UNDERSTUDY_AGREE, understudies.agree),
        Route("block_action", ids.UNDERSTUDY_DECLINE, understudies.decline),
    ),
    subcommands=(
        Subcommand(command="/teach", words=("help", "?"), handler=teach.show_help),
        Subcommand(
            command="/teach",
            words=("mine", "list", "pause", "stop"),
            handler=teach.show_mine,
            help=Help(Shelf.TEACH, offer_render.HELP_MINE),
        ),
        Subcommand(
            command="/teach",
            words=("wanted",),
            handler=wishes.type_wanted,
            help=Help(Shelf.TEACH, wish_render.HELP_WANTED),
        ),
        Subcommand(command="/learn", words=("wanted", "topics"), handler=wishes.type_wanted),
        Subcommand(
            command="/learn",
            words=("from",),
            takes=wishes.a_topic,
            handler=wishes.type_from,
            help=Help(Shelf.PAIR, wish_render.HELP_TOPIC),
        ),
        Subcommand(command="/learn", words=("topic",), takes=wishes.a_topic, handler=wishes.type_topic),
    ),
)
