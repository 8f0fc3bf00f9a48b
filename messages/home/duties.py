"""On Home, for those who look after others: what waits for facilitators, and how the bot fares for admins."""

from slackblocks import ActionsBlock, Block, Button, DividerBlock, HeaderBlock

from learning.diagnostics.health import Health, Trouble
from learning.home.duties import SHOWN, Duties
from messages.circles import circles as circle_render
from messages.core import ids
from messages.core.dates import day
from messages.core.text import context, count, escape, fit, label, section, tags, titled
from messages.diagnostics.undelivered import CODES, KINDS
from messages.lunches.lunches import title, when

UNSET = {
    "questions_channel": "*Questions* are asked wherever people type `/learn`.",
    "lunches_channel": "*Lunch-and-learns* are announced in the channel that their host chooses.",
    "circles_channel": "*Circles* meet in the channel that their facilitator chooses.",
    "kudos_channel": "*Thanks* are shown where they are given, and the weekly roundup is left out.",
    "facilitators_channel": "*What needs a facilitator* goes to each of them privately.",
    "admin_channel": "*The weekly digest* goes only to the admins who ask for it in their preferences.",
}
"""What happens while nobody chose a channel, by the setting's name."""


def duties(facts: Duties) -> list[Block]:
    """What waits for facilitators; a word for nothing, when nothing does."""
    begin = ActionsBlock([Button(label("New circle"), ids.CIRCLE_OPEN, value="open")])
    return [DividerBlock(), HeaderBlock(label("🧭 For facilitators")), *_waiting(facts), begin]


def _waiting(facts: Duties) -> list[Block]:
    if not facts.some:
        return [section("Nothing else waits for you here: each lunch and each circle is in good hands. 🌱")]
    blocks: list[Block] = []
    for one in facts.unanswered[:SHOWN]:
        words = f"❓ {titled(one.link, one.text)}\nNo reply since {day(one.asked_at)}"
        blocks.append(section(f"{words}. Who could know? Reply “ask @someone” there, and I'll ask them."))
    for card in facts.orphaned[:SHOWN]:
        number = str(card.lunch_id)
        blocks += [
            section(f"🎓 {title(card)} has no host any more.\n🗓️ {when(card)}"),
            ActionsBlock(
                [
                    Button(label("I'll host it"), ids.LUNCH_TAKE_OVER, value=number, style="primary"),
                    Button(label("Cancel it"), ids.LUNCH_CANCEL, value=number),
                ]
            ),
        ]
    blocks += circle_render.orphans(facts.circles[:SHOWN])
    for topic in facts.unmet[:SHOWN]:
        wanted = count(topic.people, "person wants", "people want")
        blocks.append(
            section(
                f"🙋 {tags([topic.topic])}: {wanted} it, and nobody teaches it yet.",
                accessory=Button(label("I can teach this"), ids.TEACH_THIS, value=topic.topic),
            )
        )
    if any(len(kind) > SHOWN for kind in (facts.unanswered, facts.orphaned, facts.circles, facts.unmet)):
        blocks.append(context("There is more of it; the newest comes first."))
    return blocks


def health(facts: Health) -> list[Block]:
    """For admins: what is not set up yet and what that means, and what was said in the last seven days."""
    blocks: list[Block] = [DividerBlock(), HeaderBlock(label("🛠️ For admins"))]
    buttons = [
        Button(label("Settings"), ids.SETTINGS_OPEN, value="settings"),
        Button(label("Roles"), ids.ROLES_OPEN, value="roles"),
        Button(label("The week so far"), ids.HOME_WEEK),
    ]
    for name in facts.unset:
        choose = Button(label("Choose a channel"), ids.SETTINGS_OPEN, value=name)
        blocks.append(section(f"⚪ {UNSET[name]}", accessory=choose))
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
    blocks.append(state)
    blocks += [section(_trouble(one)) for one in facts.troubles]
    return [*blocks, ActionsBlock([*buttons])]


def _trouble(one: Trouble) -> str:
    before, colon, code = one.reason.rpartition(": ")
    why = fit(f"{before}{colon}{CODES.get(code, code)}", 300) or "no reason was given"
    return f"❌ *{escape(KINDS.get(one.kind, one.kind))}* · {one.count:,} · {day(one.at)}\n{why}"
