"""Lunch-and-learns in Slack: all that is plugged in."""

from handlers.core.sockets.commands import Help, Subcommand, anything
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.finders import Finder
from handlers.core.sockets.routes import Route
from handlers.lunches import afterwards, demand, hosting, lunches, proposals, recordings, seats
from learning.core.sockets.order import Shelf
from messages.lunches import ids
from messages.lunches import lunches as render
from messages.teaching.ids import HOST_ON

FEATURE = Feature(
    routes=(
        Route("view_submission", ids.LUNCH_PROPOSE, proposals.submit),
        Route("view_submission", ids.LUNCH_EDIT, proposals.submit_edit),
        Route("view_submission", ids.LUNCH_CANCEL, hosting.submit_cancel),
        Route("view_submission", ids.LUNCH_WRITE, hosting.submit_note),
        Route("view_submission", ids.LUNCH_RECORD, recordings.submit),
        Route("view_submission", ids.LUNCH_RATE, afterwards.submit_rating),
        Route("view_submission", ids.LUNCH_ROLL, afterwards.submit_roll),
        Route("block_action", ids.HOME_COMING, lunches.show_coming),
        Route("block_action", ids.HOME_OCCURRENCES, lunches.show_occurrences),
        Route("block_action", ids.HOME_PROPOSE, proposals.ask),
        Route("block_action", ids.HOST_IT, demand.host),
        Route("block_action", ids.NOT_HOST, demand.decline),
        Route("block_action", HOST_ON, demand.host_on),
        Route("block_action", ids.LUNCH_AGAIN, proposals.again),
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
    ),
    subcommands=(
        Subcommand(
            command="/learn",
            words=("lunch", "lunches", "list"),
            handler=lunches.type_coming,
            help=Help(Shelf.GATHER, render.HELP_COMING),
        ),
        Subcommand(command="/teach", words=("lunches",), handler=lunches.type_coming),
        Subcommand(
            command="/teach",
            words=("lunch",),
            takes=anything,
            handler=proposals.type_propose,
            help=Help(Shelf.HOST, render.HELP_PROPOSE),
        ),
    ),
    finders=(Finder(Shelf.GATHER, lunches.find),),
)
