"""Which of the subcommands does what people type, and what falls through to the command itself."""

import importlib
import pkgutil

import pytest

from handlers.circles import circles
from handlers.core import commands
from handlers.core.sockets.routes import Handler
from handlers.diagnostics import undelivered
from handlers.digests import digests
from handlers.kudos import kudos
from handlers.lunches import lunches, proposals
from handlers.questions import learn
from handlers.teaching import teach, wishes
from handlers.workspace import settings
from tests import handlers as handlers_tests

ELSE = None
"""The handler of the command itself."""

TYPED: dict[str, tuple[Handler | None, str]] = {
    "/learn help": (learn.show_help, ""),
    "/learn HELP": (learn.show_help, ""),
    "/learn ?": (learn.show_help, ""),
    "/learn help me": (ELSE, ""),
    "/learn find": (learn.show_found, ""),
    "/learn find  two words": (learn.show_found, "  two words"),
    "/learn Find rebase": (learn.show_found, " rebase"),
    "/learn find\nrebase": (ELSE, ""),
    "/learn finding": (ELSE, ""),
    "/learn lunch": (lunches.type_coming, ""),
    "/learn Lunches": (lunches.type_coming, ""),
    "/learn list": (lunches.type_coming, ""),
    "/learn lunch today": (ELSE, ""),
    "/learn mine": (learn.show_mine, ""),
    "/learn mine all": (ELSE, ""),
    "/learn wanted": (wishes.type_wanted, ""),
    "/learn topics": (wishes.type_wanted, ""),
    "/learn from": (wishes.type_from, ""),
    "/learn from rust": (wishes.type_from, " rust"),
    "/learn From Rust lang": (wishes.type_from, " Rust lang"),
    "/learn from one two three": (wishes.type_from, " one two three"),
    "/learn from one two three four": (ELSE, ""),
    "/learn from where?": (ELSE, ""),
    "/learn from\trust": (ELSE, ""),
    "/learn topic": (wishes.type_topic, ""),
    "/learn topic rust": (wishes.type_topic, " rust"),
    "/learn topic of the day is what?": (ELSE, ""),
    "/learn settings": (settings.open_, ""),
    "/learn settings now": (ELSE, ""),
    "/learn How do I rebase?": (ELSE, ""),
    "/teach help": (teach.show_help, ""),
    "/teach help desk": (ELSE, ""),
    "/teach mine": (teach.show_mine, ""),
    "/teach LIST": (teach.show_mine, ""),
    "/teach pause": (teach.show_mine, ""),
    "/teach stop": (teach.show_mine, ""),
    "/teach wanted": (wishes.type_wanted, ""),
    "/teach wanted rust": (ELSE, ""),
    "/teach lunches": (lunches.type_coming, ""),
    "/teach lunches x": (ELSE, ""),
    "/teach lunch": (proposals.type_propose, ""),
    "/teach Lunch  Indexes that help": (proposals.type_propose, "  Indexes that help"),
    "/teach lunch\nIndexes": (proposals.type_propose, "\nIndexes"),
    "/teach lunch, tomorrow": (ELSE, ""),
    "/teach postgres five years of it": (ELSE, ""),
    "/digest help me": (digests.show_help, " me"),
    "/digest ?": (digests.show_help, ""),
    "/digest why": (undelivered.type_why, ""),
    "/digest WHY  Kubernetes": (undelivered.type_why, "  Kubernetes"),
    "/digest why\nso": (ELSE, ""),
    "/digest last": (ELSE, ""),
    "/circle list": (circles.type_list, ""),
    "/circle Mine 2": (circles.type_list, " 2"),
    "/circle join 9999": (circles.type_list, " 9999"),
    "/circle list 0": (ELSE, ""),
    "/circle list  2": (ELSE, ""),
    "/circle list 10000": (ELSE, ""),
    "/circle help": (ELSE, ""),
    "/kudos mine": (kudos.type_mine, ""),
    "/kudos List": (kudos.type_mine, ""),
    "/kudos mine x": (ELSE, ""),
    "/kudos ?": (kudos.show_help, ""),
    "/kudos @ben for joins": (ELSE, ""),
}
for _module in pkgutil.walk_packages(handlers_tests.__path__, f"{handlers_tests.__name__}."):
    if _module.name.endswith(".typed"):  # An activity that came later brings its own.
        TYPED |= importlib.import_module(_module.name).TYPED


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_reaches_the_activity_that_it_is_for(typed: str) -> None:
    command, _, text = typed.partition(" ")
    chosen = commands.choose(command, text)
    assert (chosen and chosen[0].handler, chosen[1] if chosen else "") == TYPED[typed]


def test_each_word_of_a_subcommand_is_typed_here() -> None:
    typed = {" ".join(each.casefold().split()[:2]) for each in TYPED}
    told_alike = {"/teach ?", "/digest help", "/digest ?", "/kudos help"}
    assert set(commands.subcommands()) <= typed | told_alike
