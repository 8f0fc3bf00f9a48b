"""Home: what is mine now, and one press to everything else."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from slackblocks import ActionsBlock, Block, Button, DividerBlock, HomeTabView

from learning.core.sockets.home import Slot
from learning.core.sockets.order import SHELVES
from learning.core.words import shorten
from learning.home.home import Home, entries
from messages.core.dates import localised, written_day
from messages.core.features import features
from messages.core.sockets.home import Door, Section
from messages.core.text import context, heading, label, section
from messages.workspace import ids
from storage import discovery
from storage.discovery import PlugError


def home(facts: Home) -> dict[str, Any]:
    """The whole tab, as it is true now; of very much, the beginning."""
    blocks: list[Block] = [heading(f"👋 Hello, {shorten(facts.member.name, 60) or 'you'}")]
    if facts.pause is not None:
        until = written_day(facts.pause, facts.member.zone, facts.member.locale)
        blocks.append(
            section(
                f"🌙 You paused everything until {until}. I write nothing until then.",
                accessory=Button(label("End the pause"), ids.PREFERENCES_RESUME),
            )
        )
    if facts.is_new:
        blocks += _welcome()
    blocks += [
        *_doors(),
        *_under("⏰ Waiting for you", _shown(facts, Slot.WAITING)),
        *_under("📅 Coming up", _shown(facts, Slot.COMING)),
        *_shown(facts, Slot.MINE),
        *_for_facilitators(facts),
        *_for_admins(facts),
        *_own(facts),
    ]
    return localised(HomeTabView(blocks)._resolve(), facts.member)


@cache
def sections() -> Mapping[Slot, Sequence[Section[Any]]]:
    """What Home is made of, by slot, in the order of its entries.

    Raises `PlugError` for an entry that two sections show, or none, and for a section without an entry.
    """
    found = discovery.unique(
        "sections of Home",
        ((activity, one.entry.name, one) for activity, feature in features().items() for one in feature.home),
    )
    there = {entry.name: entry for entry in entries()}
    for name in there.keys() - found.keys():
        raise PlugError(f"No section of Home shows the entry called {name!r}.")
    for name, one in found.items():
        if there.get(name) is not one.entry:
            raise PlugError(f"A section of Home called {name!r} shows no entry that is plugged in.")
    return {slot: [found[entry.name] for entry in entries() if entry.slot is slot] for slot in Slot}


@cache
def doors() -> Mapping[Slot | None, Sequence[Door]]:
    """The doors on Home by slot, in the order of what they are for; those for everyone have none.

    Raises `PlugError` for two that lead to the same.
    """
    plugged = discovery.unique(
        "doors on Home",
        (
            (activity, door.button.action_id or "", door)
            for activity, feature in features().items()
            for door in feature.doors
        ),
    )
    found = sorted(plugged.values(), key=lambda door: SHELVES.index(door.shelf))
    return {slot: [door for door in found if door.slot is slot] for slot in (None, *Slot)}


def _shown(facts: Home, slot: Slot) -> list[Block]:
    return [block for one in _seen(facts, slot) for block in one.render(facts[one.entry])]


def _seen(facts: Home, slot: Slot) -> list[Section[Any]]:
    return [one for one in sections()[slot] if one.entry in facts]


def _under(words: str, blocks: Sequence[Block]) -> list[Block]:
    return [heading(words), *blocks] if blocks else []


def _doors(slot: Slot | None = None) -> list[Block]:
    """One press to everything, so that nobody has to know a command."""
    found = doors()[slot]
    return [ActionsBlock([door.button for door in found])] if found else []


def _welcome() -> list[Block]:
    return [
        section(
            "This is where colleagues learn from each other. Ask whatever you would ask over lunch: "
            "the people who know see it, and whoever has the same question next finds the answer.\n"
            "*A good first step: ask one small thing you'd like to know.*"
        )
    ]


def _for_facilitators(facts: Home) -> list[Block]:
    """What waits for facilitators; a word for nothing, when nothing does."""
    seen = _seen(facts, Slot.FACILITATORS)
    if not seen:
        return []
    blocks = _shown(facts, Slot.FACILITATORS)
    if not blocks:
        blocks.append(
            section("Nothing else waits for you here: each lunch and each circle is in good hands. 🌱")
        )
    if any(one.has_more(facts[one.entry]) for one in seen):
        blocks.append(context("There is more of it; the newest comes first."))
    return [DividerBlock(), heading("🧭 For facilitators"), *blocks, *_doors(Slot.FACILITATORS)]


def _for_admins(facts: Home) -> list[Block]:
    """What is not set up yet, and how the bot fares."""
    blocks = _shown(facts, Slot.ADMINS)
    return [DividerBlock(), heading("🛠️ For admins"), *blocks, *_doors(Slot.ADMINS)] if blocks else []


def _own(facts: Home) -> list[Block]:
    """At the end of every Home: who sees it, and what one decides for oneself."""
    chosen = facts.preferences
    quiet = f" · quiet from {chosen.quiet_from} until {chosen.quiet_until}" if chosen.quiet_from else ""
    return [
        DividerBlock(),
        ActionsBlock([Button(label("Preferences"), ids.PREFERENCES_OPEN)]),
        context(f"🔒 Only you see this page{quiet}"),
    ]
