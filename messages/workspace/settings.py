"""The admins' settings: the frame of their form, what was saved, and what was changed."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from slackblocks import Block, Button, DividerBlock, HeaderBlock, InputBlock, Modal, Option

from learning.core.sockets.settings import Part
from learning.workspace import audit, settings, settings_form
from learning.workspace.audit import Change
from learning.workspace.settings_form import Form
from messages.core import features
from messages.core.sockets.settings import Field
from messages.core.text import HIDDEN, Message, context, escape, label, mention, message, section
from messages.workspace import ids
from storage import discovery

HEADINGS = {
    Part.CHANNELS: "Channels",
    Part.FACILITATORS: "Channels",
    Part.ADMINS: "Channels",
    Part.HOURS: "Working hours",
    Part.OPENING: "Weekly posts",
    Part.CLOSING: "Weekly posts",
    Part.OWN: None,
    Part.TEAMS: "Teams, and what is kept",
    Part.KEPT: "Teams, and what is kept",
}
"""The form from top to bottom: what each part stands under; what is an activity's own brings its heading."""


@cache
def fields() -> Mapping[str, Field[Any]]:
    """The fields of all activities by their settings' names, in the order of the settings.

    A setting's name is its field's block id, and what it is called in the database.
    """
    plugged = discovery.unique(
        "fields of settings",
        (
            (activity, field.setting.name, field)
            for activity, feature in features.features().items()
            for field in feature.settings
        ),
    )
    return {name: plugged[name] for name in settings.known() if name in plugged}


def form(facts: Form, hidden: Collection[str] = ()) -> dict[str, Any]:
    """The modal that shows and changes the workspace's settings.

    Of those `hidden`, Slack shows this admin no channel: empty is how they had it, so that it stays.
    """
    seen = settings_form.marks(facts.settings) | dict.fromkeys(hidden, settings_form.mark(None))
    blocks: list[Block] = [
        section(
            "*Admins and facilitators* are those who run Slack here, whom you appoint, and whom the bot's "
            "own configuration names.",
            accessory=Button(label("Roles"), ids.ROLES_OPEN, value="roles"),
        ),
        *_inputs(facts, hidden),
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
    changed = "\n".join(f"• {title(name)}" for name in names)
    return done(message(f"Saved. From now on this is different:\n{changed}"))


def done(words: Message) -> dict[str, Any]:
    """The last page, in words."""
    return Modal("Settings", section(words["text"]), close="Done")._resolve()


def zone_options(names: Sequence[str]) -> list[dict[str, Any]]:
    """What the field for the zone suggests."""
    return [Option(label(name.replace("_", " ")), name)._resolve() for name in names]


def title(name: str) -> str:
    """What a setting is called; its own name where nobody has it any more."""
    return fields()[name].title if name in fields() else name


def changed_line(change: Change) -> str:
    """One change, in a line: who, what, when."""
    when = f"<!date^{int(change.at.timestamp())}^{{date_short_pretty}}|{change.at:%Y-%m-%d}>"
    who = mention(change.actor_id) if change.actor_id else "The command line"
    if change.name == audit.ROLE:
        return f"{when}: {who} made {mention(change.member_id or '')} {change.after}, before {change.before}."
    if change.name == audit.TEAM:
        return f"{when}: {who} brought in the teams of {change.after} people."
    return f"{when}: {who} set {title(change.name)} to {_shown(change.name, change.after)}."


def _shown(name: str, value: Any) -> str:
    """A setting's value as people read it; from the database, so that a tuple is a list."""
    if value is None or value == []:
        return "nothing"
    field = fields().get(name)
    if field is not None and field.shown is not None:
        return field.shown(value)
    if isinstance(value, bool):
        return "on" if value else "off"
    return escape(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _inputs(facts: Form, hidden: Collection[str]) -> Iterator[Block]:
    """The fields under their headings."""
    above = None
    for part, heading in HEADINGS.items():
        for name, field in fields().items():
            if field.setting.part is not part:
                continue
            if (heading or field.heading) != above:
                above = heading or field.heading
                yield HeaderBlock(above)
            now, hint = facts.settings[field.setting], field.hint
            if name in hidden:
                now, hint = None, HIDDEN
            said = hint if isinstance(hint, str) else hint(facts)
            yield InputBlock(
                label(field.title),
                field.element(now),
                block_id=name,
                hint=label(said) if said else None,
                optional=field.optional,
            )
