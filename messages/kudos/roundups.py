"""The weekly roundup of thanks: who was seen too little first, then what it was about, and a few reasons."""

from slackblocks import ActionsBlock, Block, Button, DividerBlock

from learning.kudos.roundups import Roundup, Theme
from messages.core.text import Message, context, count, escape, label, mention, message, often, quote, section
from messages.kudos import ids
from messages.kudos.kudos import everyone

REASON = 700
"""Characters of one reason: three of them are read at a glance."""


def weekly(facts: Roundup) -> Message:
    """In the channel for kudos, once a week."""
    if facts.times:
        more = f", {often(facts.times)} in all" if facts.times > facts.people else ""
        title = f"🎉 This week {count(facts.people, 'person', 'people')} heard thanks{more}"
    else:
        title = "🍃 A quiet week: nobody was thanked"
    blocks: list[Block] = [section(f"*{title}*")]
    if facts.first_timers:
        blocks.append(section(f"🌱 *For the first time:* {everyone(facts.first_timers)}"))
    if facts.quiet:
        verb = "helps" if len(facts.quiet) == 1 else "help"
        blocks.append(
            section(
                f"🤫 *Quiet helpers:* {everyone(facts.quiet)} {verb} again and again, and hardly anyone has "
                "said so lately. Is it your turn?"
            )
        )
    if facts.themes:
        blocks.append(section("*What it was about*\n" + "\n".join(_theme(theme) for theme in facts.themes)))
    if facts.reasons:
        blocks += [DividerBlock(), section("*In your words*")]
        blocks += [
            section(
                f"{mention(one.giver_id)} to {everyone(one.member_ids)}:\n{quote(one.reason, REASON)}",
            )
            for one in facts.reasons
        ]
    if facts.ranked:
        ranked = ", ".join(f"{mention(member_id)} ({people})" for member_id, people in facts.ranked)
        blocks.append(section(f"*Thanked by the most people:* {ranked}"))
    blocks += [
        ActionsBlock([Button(label("Thank someone"), ids.KUDOS_OPEN, value="open", style="primary")]),
        context("Would you rather not be named here? Untick it in *Preferences*, on my Home."),
    ]
    return message(title, *blocks)


def _theme(theme: Theme) -> str:
    return f"*#{escape(theme.topic)}*, {often(theme.times)}: {everyone(theme.member_ids, 5)}"
