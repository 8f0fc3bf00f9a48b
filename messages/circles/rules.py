"""What the digest proposes about circles, in words."""

from learning.circles import rules
from messages.core.sockets.digest import Facts, RuleWords
from messages.core.text import fit, mention


def _quiet(facts: Facts) -> str:
    return (
        f"*{fit(facts['name'], 100)} has gone quiet*: nobody joined in its last {facts['silent']} rounds. "
        f"{mention(facts['by'])} could slow it down."
    )


QUIET = RuleWords(rule=rules.QUIET, evidence=_quiet, button="Change its rhythm")
