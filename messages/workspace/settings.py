"""The admins' settings: their form, what was saved, and who may change them."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from slackblocks import (
    Block,
    Button,
    CheckboxGroup,
    ConversationFilter,
    ConversationSelectMenu,
    DividerBlock,
    Element,
    ExternalSelectMenu,
    HeaderBlock,
    InputBlock,
    Modal,
    NumberInput,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    StaticSelectMenu,
    TimePicker,
)

from learning.workspace import audit, settings_form
from learning.workspace.audit import Change
from learning.workspace.settings import Settings
from learning.workspace.settings_form import CSV, GROUPS, PROFILE, Form
from messages.core import ids
from messages.core.text import HIDDEN, Message, channel, context, escape, label, mention, message, section

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = {
    "questions_channel": "Questions",
    "lunches_channel": "Lunch-and-learns",
    "circles_channel": "Circles",
    "kudos_channel": "Kudos",
    "facilitators_channel": "Facilitators",
    "admin_channel": "Admins",
    "working_days": "Working days",
    "work_begin": "The day begins",
    "work_end": "The day ends",
    "zone": "Time zone",
    "holidays": "Holidays",
    "digest_day": "Digest: day",
    "digest_time": "Digest: time",
    "roundup_day": "Roundup of thanks: day",
    "roundup_time": "Roundup of thanks: time",
    "kudos_allowance": "Thanks a person may give a day",
    "kudos_emoji": "Emoji that gives thanks",
    "ranking": "Ranking",
    "retention_days": "Days to keep things",
    "team_source": "Where teams come from",
    "team_field": "Profile field",
    "team_groups": "User groups",
}
"""Each setting as its field is called; the settings' own names are block and action ids."""
_CHANNELS = {
    "questions_channel": "Until one is chosen, questions stay in the channel where they are asked.",
    "lunches_channel": "What the form for a lunch begins with. Until one is chosen, the channel one is in.",
    "circles_channel": "What the form for a circle begins with. Until one is chosen, the channel one is in.",
    "kudos_channel": "For thanks and their weekly roundup. Until one is chosen, thanks show where they are "
    "given, and there is no roundup.",
    "facilitators_channel": "For what needs a facilitator. Until one is chosen, I write to each of them.",
    "admin_channel": "For the weekly digest. Until one is chosen, only admins who ask for it get it.",
}
_SOURCES = {
    CSV: "A CSV file (teachback import people)",
    PROFILE: "A field of people's Slack profiles",
    GROUPS: "Slack's user groups",
}


def form(facts: Form, hidden: Collection[str] = ()) -> dict[str, Any]:
    """The modal that shows and changes the workspace's settings.

    Of those `hidden`, Slack shows this admin no channel: empty is how they had it, so that it stays.
    """
    now = facts.settings
    seen = settings_form.marks(now) | dict.fromkeys(hidden, settings_form.mark(None))
    blocks: list[Block] = [
        section(
            "*Admins and facilitators* are those who run Slack here, whom you appoint, and whom the bot's "
            "own configuration names.",
            accessory=Button(label("Roles"), ids.ROLES_OPEN, value="roles"),
        ),
        HeaderBlock("Channels"),
        *(
            _channel(name, None, HIDDEN) if name in hidden else _channel(name, getattr(now, name), hint)
            for name, hint in _CHANNELS.items()
        ),
        HeaderBlock("Working hours"),
        *_hours(now, facts.usual_zone),
        HeaderBlock("Weekly posts"),
        *_weekly(now),
        HeaderBlock("Thanks"),
        *_kudos(now),
        HeaderBlock("Teams, and what is kept"),
        *_teams(now),
    ]
    if facts.latest:
        blocks += [DividerBlock(), context("\n".join(changed_line(change) for change in facts.latest))]
    modal = Modal(
        "Settings",
        blocks,
        close="Cancel",
        submit="Save",
        callback_id=ids.SETTINGS,
        private_metadata=json.dumps(seen),
    )
    return modal._resolve()


def saved(names: Sequence[str]) -> dict[str, Any]:
    """The form's last page."""
    if not names:
        return done(message("Nothing was changed."))
    changed = "\n".join(f"• {NAMES[name]}" for name in names)
    return done(message(f"Saved. From now on this is different:\n{changed}"))


def done(words: Message) -> dict[str, Any]:
    """The last page, in words."""
    return Modal("Settings", section(words["text"]), close="Done")._resolve()


def zone_options(names: Sequence[str]) -> list[dict[str, Any]]:
    """What the field for the zone suggests."""
    return [Option(label(name.replace("_", " ")), name)._resolve() for name in names]


def changed_line(change: Change) -> str:
    """One change, in a line: who, what, when."""
    when = f"<!date^{int(change.at.timestamp())}^{{date_short_pretty}}|{change.at:%Y-%m-%d}>"
    who = mention(change.actor_id) if change.actor_id else "The command line"
    if change.name == audit.ROLE:
        return f"{when}: {who} made {mention(change.member_id or '')} {change.after}, before {change.before}."
    if change.name == audit.TEAM:
        return f"{when}: {who} brought in the teams of {change.after} people."
    return f"{when}: {who} set {NAMES.get(change.name, change.name)} to {_shown(change.name, change.after)}."


def _shown(name: str, value: Any) -> str:
    """A setting's value as people read it."""
    if value is None or value == []:
        return "nothing"
    if name.endswith("_channel"):
        return channel(value)
    if name == "working_days":
        return ", ".join(DAYS[day] for day in value)
    if name.endswith("_day"):
        return DAYS[value]
    if name == "holidays":
        return f"{len(value)} {'day' if len(value) == 1 else 'days'}"
    if name == "kudos_emoji":
        return f":{value}:"
    if isinstance(value, bool):
        return "on" if value else "off"
    return escape(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _input(name: str, element: Element, hint: str = "", *, optional: bool = False) -> InputBlock:
    shown = label(hint) if hint else None
    return InputBlock(label(NAMES[name]), element, block_id=name, hint=shown, optional=optional)


def _channel(name: str, chosen: str | None, hint: str) -> InputBlock:
    kinds = ConversationFilter(include=["public", "private"], exclude_bot_users=True)
    menu = ConversationSelectMenu(name, initial_conversation=chosen, filter=kinds)
    return _input(name, menu, hint, optional=True)


def _days(name: str, chosen: int) -> InputBlock:
    options = [Option(label(day), str(number)) for number, day in enumerate(DAYS)]
    return _input(name, StaticSelectMenu(name, options, initial_option=options[chosen]))


def _hours(now: Settings, usual_zone: str) -> list[Block]:
    days = [Option(label(day), str(number)) for number, day in enumerate(DAYS)]
    zone = Option(label(now.zone.replace("_", " ")), now.zone) if now.zone else None
    return [
        _input(
            "working_days",
            CheckboxGroup("working_days", days, initial_options=[days[day] for day in now.working_days]),
            "People are asked for their time only within working hours, each in their own zone.",
        ),
        _input("work_begin", TimePicker("work_begin", initial_time=now.work_begin)),
        _input("work_end", TimePicker("work_end", initial_time=now.work_end)),
        _input(
            "zone",
            ExternalSelectMenu(
                ids.ZONES, initial_option=zone, min_query_length=1, placeholder=label("Type a city")
            ),
            "For the weekly posts. Until one is chosen, the zone that most people are in: "
            f"{usual_zone.replace('_', ' ')}.",
            optional=True,
        ),
        _input(
            "holidays",
            PlainTextInput(
                "holidays",
                initial_value="\n".join(now.holidays) or None,
                multiline=True,
                placeholder=label("2026-12-25"),
                max_length=3000,
            ),
            "One date a line, like 2026-12-25. Nobody is asked for anything then, and circles pause.",
            optional=True,
        ),
    ]


def _weekly(now: Settings) -> list[Block]:
    return [
        _days("digest_day", now.digest_day),
        _input("digest_time", TimePicker("digest_time", initial_time=now.digest_time)),
        _days("roundup_day", now.roundup_day),
        _input("roundup_time", TimePicker("roundup_time", initial_time=now.roundup_time)),
    ]


def _kudos(now: Settings) -> list[Block]:
    on = [Option(label("Rank people in the roundup"), "on")]
    return [
        _input(
            "kudos_allowance",
            NumberInput(
                False,
                "kudos_allowance",
                initial_value=str(now.kudos_allowance),
                min_value="1",
                max_value=str(settings_form.MOST_KUDOS),
            ),
            "Counted for each person thanked.",
        ),
        _input(
            "kudos_emoji",
            PlainTextInput("kudos_emoji", initial_value=f":{now.kudos_emoji}:", max_length=102),
            "As a reaction to a message, it thanks whoever wrote it.",
        ),
        _input(
            "ranking",
            CheckboxGroup("ranking", on, initial_options=on if now.ranking else None),
            "Without it nobody is compared: those thanked for the first time come first.",
            optional=True,
        ),
    ]


def _teams(now: Settings) -> list[Block]:
    sources = {name: Option(label(text), name) for name, text in _SOURCES.items()}
    fewest, most = settings_form.KEPT_DAYS
    return [
        _input(
            "team_source",
            RadioButtonGroup("team_source", list(sources.values()), initial_option=sources[now.team_source]),
            "The digest looks at how much teams learn from each other. Without teams it leaves that out.",
        ),
        _input(
            "team_field",
            PlainTextInput(
                "team_field", initial_value=now.team_field, max_length=100, placeholder=label("Department")
            ),
            "If teams come from profiles: what the field is called.",
            optional=True,
        ),
        _input(
            "team_groups",
            PlainTextInput(
                "team_groups",
                initial_value="\n".join(f"@{handle}" for handle in now.team_groups) or None,
                multiline=True,
                max_length=3000,
                placeholder=label("@platform"),
            ),
            "If teams come from user groups: which ones, one a line; the first that someone is in counts. "
            "Empty: all groups, and the smallest that someone is in counts.",
            optional=True,
        ),
        _input(
            "retention_days",
            NumberInput(
                False,
                "retention_days",
                initial_value=str(now.retention_days) if now.retention_days else None,
                min_value=str(fewest),
                max_value=str(most),
            ),
            "Older words of questions, answers and thanks are deleted. Empty: everything is kept.",
            optional=True,
        ),
    ]
