"""Circles in Slack: all that is plugged in."""

from handlers.circles import circles, coffees, debates, replies, rounds, turns
from handlers.core.sockets.commands import Help, Subcommand
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.reactions import Reaction
from handlers.core.sockets.routes import Route
from learning.core.sockets.order import Shelf
from messages.circles import circles as render
from messages.circles import ids

FEATURE = Feature(
    routes=(
        Route("command", "/circle", circles.command),
        Route("view_submission", ids.CIRCLE_BEGIN, circles.submit),
        Route("view_submission", ids.CIRCLE_EDIT, circles.submit_edit),
        Route("view_submission", ids.CIRCLE_PAUSE, circles.submit_pause),
        Route("view_submission", ids.CIRCLE_END, circles.submit_end),
        Route("block_action", ids.HOME_CIRCLES, circles.show),
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
    ),
    subcommands=(
        Subcommand(
            command="/circle",
            words=("list", "mine", "join"),
            takes=circles.a_page,
            handler=circles.type_list,
            help=Help(Shelf.TALK, render.HELP_LIST),
        ),
    ),
    reactions=(Reaction(Shelf.TALK, replies.liked),),
)
