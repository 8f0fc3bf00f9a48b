"""Questions in Slack: all that is plugged in."""

from handlers.core.sockets.commands import Help, Subcommand, more
from handlers.core.sockets.feature import Feature
from handlers.core.sockets.reactions import Reaction
from handlers.core.sockets.routes import Route
from handlers.questions import answers, experts, home, learn, questions
from learning.core.sockets.order import Shelf
from messages.questions import form, ids

FEATURE = Feature(
    routes=(
        Route("command", "/learn", learn.command),
        Route("message_shortcut", ids.ASK_THIS, questions.ask_this),
        Route("message_shortcut", ids.ACCEPT_THIS, answers.accept_this),
        Route("view_submission", ids.ASK, questions.submit),
        Route("view_submission", ids.ASK_ANYWAY, questions.submit_anyway),
        Route("view_submission", ids.HOME_FIND, home.submit_find),
        Route("block_action", ids.HOME_ASK, home.ask),
        Route("block_action", ids.HOME_FIND, home.find),
        Route("block_action", ids.ANSWERS_IT, questions.answers_it),
        Route("block_action", ids.ASK_ANYWAY, questions.ask_anyway),
        Route("block_action", ids.ASK_WORDS, questions.ask_words),
        Route("block_action", ids.FOLLOW, questions.follow),
        Route("block_action", ids.MORE, questions.more),
        Route("block_action", ids.REOPEN, questions.reopen),
        Route("block_action", ids.POST_AGAIN, questions.post_again),
        Route("block_action", ids.ACCEPT, answers.accept),
        Route("block_action", ids.NOT_YET, answers.not_yet),
        Route("block_action", ids.NOT_ME, experts.not_me),
    ),
    subcommands=(
        Subcommand(command="/learn", words=("help", "?"), handler=learn.show_help),
        Subcommand(
            command="/learn",
            words=("find",),
            takes=more,
            handler=learn.show_found,
            help=Help(Shelf.ASK, form.HELP_FIND),
        ),
        Subcommand(command="/learn", words=("mine",), handler=learn.show_mine),
    ),
    reactions=(Reaction(Shelf.ASK, answers.reacted),),
)
