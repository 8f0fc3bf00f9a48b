"""Roles: who has one and why, the form that appoints, and what the appointed hear."""

from collections.abc import Sequence
from typing import Any

from slackblocks import Block, InputBlock, Modal, Option, RadioButtonGroup, UserSelectMenu

from learning.workspace.roles import ENVIRONMENT, GRANTED, SLACK, Appointed, News, Standing
from messages.core.text import Message, context, label, mention, message, section
from messages.workspace import ids

MEMBER, ROLE = "member", "role"
"""The form's fields: block and action ids alike, and the fields of errors."""
_ROLES = {
    "facilitator": ("Facilitator", "Runs circles, and decides about questions and lunches for others."),
    "admin": ("Admin", "The same, and settings, roles and the digest."),
    "member": ("Member", "Takes back what was given here."),
}
_WHY = {SLACK: "runs Slack here", ENVIRONMENT: "named in the bot's configuration", GRANTED: "appointed"}
_NAMES = {"admin": "an admin", "facilitator": "a facilitator", "member": "a member like everyone else"}
_SHOWN = 20


def form(standing: Sequence[Standing], before: Appointed | None = None) -> dict[str, Any]:
    """The modal that shows who has which role, and appoints; `before` is what it did a moment ago."""
    options = [Option(label(name), role, description=label(words)) for role, (name, words) in _ROLES.items()]
    blocks: list[Block] = []
    if before:
        blocks.append(section(f"✅ {appointed(before)['text']}"))
    blocks += [
        *(_people(name, [one for one in standing if one.role == role]) for role, name in _HEADS),
        InputBlock(label("Who?"), UserSelectMenu(MEMBER), block_id=MEMBER),
        InputBlock(
            label("Is from now on"),
            RadioButtonGroup(ROLE, options, initial_option=options[0]),
            block_id=ROLE,
        ),
        context("They hear of it. Guests and apps cannot have a role."),
    ]
    modal = Modal("Roles", blocks, close="Close", submit="Save", callback_id=ids.ROLES)
    return modal._resolve()


_HEADS = (("admin", "Admins"), ("facilitator", "Facilitators"))


def appointed(outcome: Appointed) -> Message:
    """To the admin, once it is done."""
    who = mention(outcome.member_id)
    if outcome.before == outcome.role:
        return message(f"{who} was {_NAMES[outcome.role]} already.")
    return message(f"{who} is {_NAMES[outcome.role]} now.")


def news(facts: News) -> Message:
    """To the one whose role was changed."""
    who = f"{mention(facts.by)} made you" if facts.by else "You are now"
    if facts.role == "admin":
        return message(
            f"{who} an admin of Teachback. `/learn settings` shows what you can decide. Thank you for "
            "looking after it!"
        )
    if facts.role == "facilitator":
        return message(
            f"{who} a facilitator of Teachback: you can run circles, accept answers and look after lunches "
            "for others. Thank you!"
        )
    return message(
        "You no longer facilitate or administer Teachback. Thank you for what you did! If that surprises "
        f"you, ask {mention(facts.by) if facts.by else 'your admins'}."
    )


def _people(head: str, them: Sequence[Standing]) -> Block:
    if not them:
        return section(f"*{head}*: nobody yet.")
    named = "\n".join(f"• {mention(one.member_id)} · {_WHY[one.why]}" for one in them[:_SHOWN])
    more = f"\n… and {len(them) - _SHOWN} more." if len(them) > _SHOWN else ""
    return section(f"*{head}*\n{named}{more}")
