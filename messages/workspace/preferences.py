"""What a person decides for themselves: the form behind Preferences on Home."""

from datetime import datetime
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    CheckboxGroup,
    DatePicker,
    DividerBlock,
    InputBlock,
    Modal,
    Option,
    TimePicker,
)

from learning.core import wallclock
from learning.workspace import preferences
from learning.workspace.people import Member
from learning.workspace.preferences import Preferences
from messages.core.text import context, label, section
from messages.workspace import ids

QUIET, FROM, UNTIL, PAUSE, CHOICES = "quiet", "quiet_from", "quiet_until", "pause", "choices"
"""The modal's fields: block and action ids alike."""


def form(member: Member, chosen: Preferences, at: datetime) -> dict[str, Any]:
    """The modal, as chosen so far; a pause that is over by `at` (UTC) is none."""
    quiet = Option(label("Write to me outside these hours only"), QUIET)
    choices = _choices(member)
    blocks: list[Block] = [
        InputBlock(
            label("Quiet hours"),
            CheckboxGroup(QUIET, [quiet], initial_options=[quiet] if chosen.quiet_from else None),
            block_id=QUIET,
            optional=True,
            hint=label("What comes meanwhile waits for you, unless it would be of no use by then."),
        ),
        _time("From", FROM, chosen.quiet_from or preferences.QUIET[0]),
        _time("Until", UNTIL, chosen.quiet_until or preferences.QUIET[1]),
        InputBlock(
            label("Pause everything until"),
            DatePicker(PAUSE, initial_date=_paused_until(member, chosen, at)),
            block_id=PAUSE,
            optional=True,
            hint=label("I write nothing, and nobody is asked for your time. Leave it empty to hear from me."),
        ),
        InputBlock(
            label("What I may do"),
            CheckboxGroup(
                CHOICES,
                [option for _, option in choices],
                initial_options=[option for name, option in choices if getattr(chosen, name)] or None,
            ),
            block_id=CHOICES,
            optional=True,
        ),
        DividerBlock(),
        section("*Your data*\nWhat I hold about you is yours: have all of it as a file, or have it deleted."),
        ActionsBlock(
            [
                Button(label("Download my data"), ids.DATA_DOWNLOAD),
                Button(label("Delete my data"), ids.DATA_DELETE, style="danger"),
            ]
        ),
        context("Times are on your own clock. Dates come in the language that your Slack is set to."),
    ]
    modal = Modal("Preferences", blocks, close="Cancel", submit="Save", callback_id=ids.PREFERENCES)
    return modal._resolve()


def _choices(member: Member) -> list[tuple[str, Option]]:
    """What can be ticked, by its name in `Preferences`; only admins may have the digest."""
    named = [
        ("reminders", "Remind me of what I signed up for"),
        ("roundups", "Name me in the weekly thanks"),
    ]
    if member.administers:
        named.append(("digest", "Send me the weekly digest"))
    return [(name, Option(label(words), name)) for name, words in named]


def _time(words: str, name: str, chosen: str) -> InputBlock:
    return InputBlock(label(words), TimePicker(name, initial_time=chosen), block_id=name, optional=True)


def _paused_until(member: Member, chosen: Preferences, at: datetime) -> str | None:
    if chosen.paused_until is None or chosen.paused_until <= at:
        return None
    day = wallclock.wall(chosen.paused_until, member.zone).date()
    return day.isoformat()
