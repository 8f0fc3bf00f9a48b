"""How the bot fares, on Home of admins: what is not set up yet, and what was said in the last seven days."""

from slackblocks import Block, Button

from learning.diagnostics import health
from learning.diagnostics.health import Health, Trouble
from messages.core.dates import day
from messages.core.sockets.home import Section
from messages.core.text import context, escape, fit, label, section
from messages.core.titles import title
from messages.diagnostics import ids
from messages.diagnostics.undelivered import CODES
from messages.workspace import ids as workspace_ids
from messages.workspace.settings import fields


def report(facts: Health) -> list[Block]:
    """What is not set up yet and what that means, and what was said in the last seven days."""
    blocks: list[Block] = []
    for name in facts.unset:
        choose = Button(label("Choose a channel"), workspace_ids.SETTINGS_OPEN, value=name)
        blocks.append(section(f"⚪ {fields()[name].unset}", accessory=choose))
    if facts.unset:
        blocks.append(context("Nothing of this has to be chosen: it all works as it says."))
    figures = " · ".join(
        (
            f"✅ {facts.sent:,} sent",
            f"⏳ {facts.waiting:,} waiting",
            f"➖ {facts.skipped:,} left out",
            f"{'❌' if facts.failed else '🟢'} {facts.failed:,} failed",
        )
    )
    state = section(f"*Messages of the last seven days*\n{figures}")
    if facts.failed or facts.skipped:
        state.accessory = Button(label("Why?"), ids.HOME_WHY)
    return [*blocks, state, *(section(_trouble(one)) for one in facts.troubles)]


def _trouble(one: Trouble) -> str:
    before, colon, code = one.reason.rpartition(": ")
    why = fit(f"{before}{colon}{CODES.get(code, code)}", 300) or "no reason was given"
    return f"❌ *{escape(title(one.kind))}* · {one.count:,} · {day(one.at)}\n{why}"


HEALTH = Section(health.HEALTH, report)
