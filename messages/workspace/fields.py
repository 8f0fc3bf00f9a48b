"""The workspace's own settings, as fields: facilitators' channel, working hours, zone, holidays and teams."""

from slackblocks import CheckboxGroup, ExternalSelectMenu, Option, PlainTextInput, RadioButtonGroup

from learning.workspace.settings import (
    CSV,
    FACILITATORS_CHANNEL,
    GROUPS,
    HOLIDAYS,
    PROFILE,
    TEAM_FIELD,
    TEAM_GROUPS,
    TEAM_SOURCE,
    WORK_BEGIN,
    WORK_END,
    WORKING_DAYS,
    ZONE,
)
from learning.workspace.settings_form import Form
from messages.core import fields
from messages.core.sockets.settings import Field
from messages.core.text import count, label
from messages.workspace import ids

_SOURCES = {
    CSV: "A CSV file (teachback import people)",
    PROFILE: "A field of people's Slack profiles",
    GROUPS: "Slack's user groups",
}


def _working_days(chosen: tuple[int, ...]) -> CheckboxGroup:
    days = fields.days()
    return CheckboxGroup(WORKING_DAYS.name, days, initial_options=[days[day] for day in chosen])


def _zone(chosen: str | None) -> ExternalSelectMenu:
    now = Option(label(_spaced(chosen)), chosen) if chosen else None
    return ExternalSelectMenu(
        ids.ZONES, initial_option=now, min_query_length=1, placeholder=label("Type a city")
    )


def _usual_zone(facts: Form) -> str:
    return (
        "For the weekly posts. Until one is chosen, the zone that most people are in: "
        f"{_spaced(facts.usual_zone)}."
    )


def _spaced(zone: str) -> str:
    return zone.replace("_", " ")


def _holidays(chosen: tuple[str, ...]) -> PlainTextInput:
    return PlainTextInput(
        HOLIDAYS.name,
        initial_value="\n".join(chosen) or None,
        multiline=True,
        placeholder=label("2026-12-25"),
        max_length=3000,
    )


def _team_source(chosen: str) -> RadioButtonGroup:
    sources = {name: Option(label(text), name) for name, text in _SOURCES.items()}
    return RadioButtonGroup(TEAM_SOURCE.name, list(sources.values()), initial_option=sources[chosen])


def _team_field(chosen: str | None) -> PlainTextInput:
    return PlainTextInput(
        TEAM_FIELD.name, initial_value=chosen, max_length=100, placeholder=label("Department")
    )


def _team_groups(chosen: tuple[str, ...]) -> PlainTextInput:
    return PlainTextInput(
        TEAM_GROUPS.name,
        initial_value="\n".join(f"@{handle}" for handle in chosen) or None,
        multiline=True,
        max_length=3000,
        placeholder=label("@platform"),
    )


FIELDS = (
    fields.channel(
        FACILITATORS_CHANNEL,
        "Facilitators",
        "For what needs a facilitator. Until one is chosen, I write to each of them.",
        unset="*What needs a facilitator* goes to each of them privately.",
    ),
    Field(
        WORKING_DAYS,
        "Working days",
        _working_days,
        "People are asked for their time only within working hours, each in their own zone.",
        shown=lambda chosen: ", ".join(fields.DAYS[day] for day in chosen),
    ),
    fields.clock(WORK_BEGIN, "The day begins"),
    fields.clock(WORK_END, "The day ends"),
    Field(ZONE, "Time zone", _zone, _usual_zone, optional=True),
    Field(
        HOLIDAYS,
        "Holidays",
        _holidays,
        "One date a line, like 2026-12-25. Nobody is asked for anything then, and circles pause.",
        optional=True,
        shown=lambda chosen: count(len(chosen), "day", "days"),
    ),
    Field(
        TEAM_SOURCE,
        "Where teams come from",
        _team_source,
        "The digest looks at how much teams learn from each other. Without teams it leaves that out.",
    ),
    Field(
        TEAM_FIELD,
        "Profile field",
        _team_field,
        "If teams come from profiles: what the field is called.",
        optional=True,
    ),
    Field(
        TEAM_GROUPS,
        "User groups",
        _team_groups,
        "If teams come from user groups: which ones, one a line; the first that someone is in counts. "
        "Empty: all groups, and the smallest that someone is in counts.",
        optional=True,
    ),
)
