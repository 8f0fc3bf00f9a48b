"""Settings and roles: admins decide in Slack, everyone else is told who does, and it holds at once."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from learning.core import schedules
from learning.digests.settings import DIGEST
from learning.kudos.settings import KUDOS_ALLOWANCE, KUDOS_CHANNEL
from learning.privacy.settings import RETENTION_DAYS
from learning.workspace import audit, people, settings
from sandbox import CommandResult, Message, Person
from tests.stories.company import Company

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        yield opened


async def opens_settings(who: Person) -> None:
    result = await who.types("#learning", "/learn settings")
    assert not isinstance(result, Message)
    assert result.ok, result
    assert who.modal is not None
    assert who.modal.title == "Settings"


async def chosen(company: Company) -> settings.Settings:
    return await company.database.read(settings.get, company.sandbox.workspace.team_id)


async def role(company: Company, who: Person) -> str:
    def look(session: Session) -> str:
        return people.get(session, company.sandbox.workspace.team_id, who.id).role

    return await company.database.read(look)


async def test_an_admin_chooses_where_questions_go_and_it_holds_at_once(company: Company) -> None:
    grace = company.grace
    await opens_settings(grace)
    await grace.submits({"Questions": "#learning", "Holidays": "2026-12-25\n\n2026-01-01"})
    assert grace.modal is not None
    assert grace.modal.all_text.endswith("Saved. From now on this is different:\n• Questions\n• Holidays")
    await company.asked(company.ana, "How do I see slow queries?", where="#learning")
    await company.ana.types("#general", "/learn How do I see fast queries?")
    await company.sandbox.until(lambda: len(company.cards("#learning")) == 2)
    assert (await chosen(company))[settings.HOLIDAYS] == ("2026-01-01", "2026-12-25")
    assert (await company.logged())[:2] == ["changed_setting", "changed_setting"]
    await opens_settings(grace)
    assert f"<@{grace.id}> set Questions to <#" in grace.modal.all_text
    assert f"<@{grace.id}> set Holidays to 2 days." in grace.modal.all_text
    await grace.submits({})
    assert grace.modal.all_text.endswith("Nothing was changed.")


@pytest.mark.parametrize("name", ["ana", "chiara", "mei"])
async def test_nobody_but_admins_opens_them(company: Company, name: str) -> None:
    who = company.sandbox.person(name)
    result = await who.types("#learning", "/learn settings")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert "Only admins can do that." in result.message.all_text
    assert who.modal is None


@pytest.mark.parametrize(
    ("label", "value", "sentence"),
    [
        ("Working days", [], "Please complete this required field."),
        ("The day ends", "08:30", "The day would end before it begins. Choose a later hour."),
        (
            "Holidays",
            "2026-12-25\n24.12.2026",
            "Line 2, “24.12.2026”, is no date. Write one a line, like 2026-12-25.",
        ),
        ("Holidays", "2026-02-30", "Line 1, “2026-02-30”, is no date. Write one a line, like 2026-12-25."),
        ("Emoji that gives thanks", "thank you!", "Write one emoji's name, like :tada:."),
        (
            "Emoji that gives thanks",
            ":white_check_mark:",
            "That one accepts answers already. Choose another.",
        ),
        ("User groups", "@platform ,, a/b", "“a/b” is no user group's handle, like @platform."),
        ("Where teams come from", "A field of people's Slack profiles", None),
        (
            "Questions",
            "#random",
            "I'm not in that channel, so I can't post there. Type /invite @Teachback in it, then try again.",
        ),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    company: Company, label: str, value: Any, sentence: str | None
) -> None:
    await opens_settings(company.grace)
    result = await company.grace.submits({label: value})
    expected = (
        {label: sentence}
        if sentence
        else {"Profile field": "What is the profile field called? Write its name."}
    )
    assert result.errors == expected
    assert await chosen(company) == settings.DEFAULTS


async def test_everything_that_cannot_be_is_told_at_once(company: Company) -> None:
    await opens_settings(company.grace)
    result = await company.grace.submits(
        {"Questions": "#random", "The day ends": "08:30", "Holidays": "soon", "Profile field": "Team"}
    )
    assert result.errors == {
        "Questions": "I'm not in that channel, so I can't post there. "
        "Type /invite @Teachback in it, then try again.",
        "The day ends": "The day would end before it begins. Choose a later hour.",
        "Holidays": "Line 1, “soon”, is no date. Write one a line, like 2026-12-25.",
    }
    assert await chosen(company) == settings.DEFAULTS


async def test_an_archived_channel_is_refused_only_when_it_is_chosen(company: Company) -> None:
    grace = company.grace
    await opens_settings(grace)
    await grace.submits({"Questions": "#general"})
    await grace.archives("#general")
    await opens_settings(grace)
    assert (await grace.submits({"Kudos": "#general"})).errors == {
        "Kudos": "That channel is archived. Choose another one."
    }
    assert (await grace.submits({"Kudos": "#learning"})).ok
    assert (await chosen(company))[KUDOS_CHANNEL] == company.sandbox.workspace.channel("#learning").id


async def test_two_admins_at_once_keep_each_others_changes(company: Company) -> None:
    grace, ben = company.grace, company.ben
    await appoints(grace, "ben", "Admin")
    await opens_settings(grace)
    await opens_settings(ben)
    await ben.submits({"Days to keep things": "365", "Thanks a person may give a day": "7"})
    await grace.submits({"Thanks a person may give a day": "9"})
    now = await chosen(company)
    assert (now[RETENTION_DAYS], now[KUDOS_ALLOWANCE]) == (365, 9)
    latest = await company.database.read(audit.latest, company.sandbox.workspace.team_id)
    assert [(one.actor_id, one.name, one.before, one.after) for one in latest[:3]] == [
        (grace.id, "kudos_allowance", 7, 9),
        (ben.id, "retention_days", None, 365),
        (ben.id, "kudos_allowance", 5, 7),
    ]


async def test_what_an_admin_clears_stays_clear_whatever_the_environment_says(sqlite_url: str) -> None:
    company = Company(sqlite_url, at=TUESDAY_TEN)
    company.use(questions_channel=company.sandbox.workspace.channel("#learning").id)
    async with company:
        await company.ana.types("#general", "/learn How do I see slow queries?")
        await company.sandbox.until(lambda: len(company.cards("#learning")) == 1)
        await opens_settings(company.grace)
        await company.grace.submits({"Questions": None})
        await company.stops()
        await company.starts()
        await company.ana.types("#general", "/learn How do I cook rice?")
        await company.sandbox.until(lambda: len(company.cards("#general")) == 1)
        assert len(company.cards("#learning")) == 1


async def test_the_weekly_posts_move_with_the_settings(company: Company) -> None:
    grace, team = company.grace, company.sandbox.workspace.team_id
    before = await company.database.read(schedules.upcoming, team, DIGEST.kind, 0)
    await opens_settings(grace)
    assert await grace.looks_up("Time zone", "tokyo") == ["Asia/Tokyo"]
    await grace.submits({"Digest: day": "Wednesday", "Digest: time": "08:00", "Time zone": "Asia/Tokyo"})
    assert grace.modal is not None
    assert "Saved." in grace.modal.all_text
    after = await company.database.read(schedules.upcoming, team, DIGEST.kind, 0)
    assert before is not None
    assert before.weekday() == 0
    assert after == datetime(2026, 3, 10, 23, tzinfo=UTC)


async def test_nobody_is_asked_on_a_holiday_or_outside_the_chosen_hours(company: Company) -> None:
    await opens_settings(company.grace)
    await company.grace.submits({"Holidays": "2026-03-10", "The day begins": "11:00"})
    await company.ben.types("#learning", "/teach postgres")
    card = await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.passes(minutes=1)
    await company.settled()
    assert len(company.ana.sees("#learning", card)) == 1
    await company.passes(hours=24 - 2)
    assert len(company.ana.sees("#learning", card)) == 1
    await company.passes(hours=3)
    await company.sandbox.until(lambda: len(company.ana.sees("#learning", card)) == 2)


async def test_the_facilitators_channel_hears_what_was_chosen_in_slack(company: Company) -> None:
    await opens_settings(company.grace)
    await company.grace.submits({"Facilitators": "#learning-admins"})
    await company.asked(company.ana, "How do I find slow queries? #postgres")
    for _ in range(2):  # The next two are asked on the first day, the facilitators on the second.
        await company.passes(days=1)
    await company.sandbox.until(
        lambda: any("has had no reply" in m.text for m in company.chiara.sees("#learning-admins"))
    )
    assert company.chiara.dm == []


async def test_a_private_channel_stays_chosen_by_an_admin_who_does_not_see_it(company: Company) -> None:
    grace, kate = company.grace, company.kate
    await opens_settings(grace)
    assert (await grace.submits({"Admins": "#learning-admins"})).ok
    await grace.closes()
    await kate.changes(is_admin=True)
    await company.settled()
    await opens_settings(kate)
    assert kate.modal is not None
    assert "a private channel that you don't see" in kate.modal.all_text
    assert (await kate.submits({"The day begins": "08:00"})).ok
    await kate.closes()
    await opens_settings(grace)
    assert grace.modal is not None
    private = company.sandbox.workspace.channel("#learning-admins").id
    assert grace.modal.values["admin_channel"]["admin_channel"]["selected_conversation"] == private

    assert (await grace.submits({"Admins": None})).ok, "whoever sees it may clear it"
    await grace.closes()
    await opens_settings(kate)
    assert kate.modal is not None
    assert "a private channel that you don't see" not in kate.modal.all_text


async def test_a_lunch_begins_with_the_channel_for_lunches(company: Company) -> None:
    await opens_settings(company.grace)
    await company.grace.submits({"Lunch-and-learns": "#learning"})
    await company.ben.types("#general", "/teach lunch")
    assert company.ben.modal is not None
    menu = next(block for block in company.ben.modal.blocks if block.get("block_id") == "channel")
    assert menu["element"]["initial_conversation"] == company.sandbox.workspace.channel("#learning").id


async def appoints(who: Person, name: str, as_what: str) -> Any:
    await opens_settings(who)
    assert who.modal is not None
    await who.presses(who.modal, "Roles")
    assert who.modal.title == "Roles"
    return await who.submits({"Who?": name, "Is from now on": as_what})


async def test_an_admin_appoints_a_facilitator_and_takes_it_back(company: Company) -> None:
    grace, ben = company.grace, company.ben
    assert (await appoints(grace, "ben", "Facilitator")).ok
    assert grace.modal is not None
    assert f"{ben.mention} is a facilitator now." in grace.modal.all_text
    assert "runs Slack here" in grace.modal.all_text
    assert "named in the bot's configuration" in grace.modal.all_text
    await company.hears(ben, f"{grace.mention} made you a facilitator")
    assert await role(company, ben) == "facilitator"
    card = await company.asked(company.ana, "How do I see slow queries?")
    reply = await company.dmitri.types("#learning", "pg_stat_statements.", thread=card)
    assert isinstance(reply, Message)
    await company.settled()
    await ben.reacts(reply, "white_check_mark")
    await company.sandbox.until(lambda: "Answered" in company.card(card.ts).all_text)
    await grace.submits({"Who?": "ben", "Is from now on": "Member"})
    assert f"{ben.mention} is a member like everyone else now." in grace.modal.all_text
    await company.hears(ben, "You no longer facilitate or administer Teachback.")
    assert await role(company, ben) == "member"
    log = await company.logged()
    assert (log[0], log[-1]) == ("appointed", "took_back_role")


async def test_appointing_twice_says_so_and_changes_nothing(company: Company) -> None:
    await appoints(company.grace, "ben", "Admin")
    await company.grace.submits({"Who?": "ben", "Is from now on": "Admin"})
    assert company.grace.modal is not None
    assert f"{company.ben.mention} was an admin already." in company.grace.modal.all_text
    assert await company.logged() == ["appointed"]


@pytest.mark.parametrize(
    ("name", "as_what", "field", "sentence"),
    [
        (
            "mei",
            "Facilitator",
            "Who?",
            "Mei is a guest here. Guests can ask, answer, join and thank, but not",
        ),
        ("noor", "Admin", "Who?", "The account of Noor is deactivated in Slack."),
        ("teachback", "Admin", "Who?", "That is an app: only people can have a role."),
        (
            "chiara",
            "Member",
            "Is from now on",
            "Chiara is named in TEACHBACK_FACILITATORS, which only whoever",
        ),
        (
            "grace",
            "Member",
            "Is from now on",
            "Grace is an admin or owner of this Slack workspace, and so an",
        ),
    ],
)
async def test_some_roles_cannot_be_given_or_taken_and_it_says_why(
    company: Company, name: str, as_what: str, field: str, sentence: str
) -> None:
    await opens_settings(company.grace)
    assert company.grace.modal is not None
    await company.grace.presses(company.grace.modal, "Roles")
    who = company.sandbox.person(name).id
    result = await company.grace.submits({"Who?": who, "Is from now on": as_what})
    assert list(result.errors) == [field]
    assert result.errors[field].startswith(sentence)
    assert await company.logged() == []


async def test_a_form_that_was_open_is_worth_nothing_once_one_is_no_admin(company: Company) -> None:
    grace, ben = company.grace, company.ben
    await appoints(grace, "ben", "Admin")
    await opens_settings(ben)
    await grace.submits({"Who?": "ben", "Is from now on": "Member"})
    await ben.submits({"Thanks a person may give a day": "50"})
    assert ben.modal is not None
    assert "Only admins can do that." in ben.modal.all_text
    assert (await chosen(company))[KUDOS_ALLOWANCE] == 5


async def test_an_admin_who_steps_down_is_shown_nothing_more(company: Company) -> None:
    await appoints(company.grace, "ben", "Admin")
    assert (await appoints(company.ben, "ben", "Member")).ok
    assert company.ben.modal is None
    assert await role(company, company.ben) == "member"


async def test_another_bots_save_is_noticed_here(company: Company) -> None:
    channel = company.sandbox.workspace.channel("#learning").id
    await company.database.run(
        settings.put, company.sandbox.workspace.team_id, {"questions_channel": channel}
    )
    assert company.service is not None
    assert company.service.loop is not None
    jobs = {job.id: job for job in company.service.loop._scheduler.get_jobs()}
    assert jobs["settings.reread"].trigger.interval == timedelta(seconds=20)
    await jobs["settings.reread"].func()
    await company.ana.types("#general", "/learn How do I see slow queries?")
    await company.sandbox.until(lambda: len(company.cards("#learning")) == 1)


async def test_teams_come_from_the_profile_field_that_an_admin_names(company: Company) -> None:
    grace, ana = company.grace, company.ana
    await opens_settings(grace)
    wanted = {"Where teams come from": "A field of people's Slack profiles", "Profile field": "House"}
    assert (await grace.submits(wanted)).errors == {
        "Profile field": "No profile field is called “House”. There are: Team."
    }
    assert (await grace.submits({**wanted, "Profile field": "team"})).ok
    assert company.service is not None
    assert company.service.loop is not None
    jobs = {job.id: job for job in company.service.loop._scheduler.get_jobs()}
    assert jobs["people.follow"].trigger.interval == timedelta(days=1)
    await jobs["people.follow"].func()

    def team(session: Session) -> str:
        return people.get(session, company.sandbox.workspace.team_id, ana.id).team

    assert await company.database.read(team) == ana.user.team != ""
    # Without the field the teams stay as they were, and the bot goes on.
    await company.database.run(settings.put, company.sandbox.workspace.team_id, {"team_field": "House"})
    await jobs["people.follow"].func()
    assert await company.database.read(team) == ana.user.team


async def test_a_newcomer_and_someone_who_leaves_are_heard_of(company: Company) -> None:
    await appoints(company.grace, "ben", "Facilitator")
    await company.ben.changes(deleted=True)
    await company.settled()

    def facilitators(session: Session) -> tuple[str, ...]:
        return people.facilitators(session, company.sandbox.workspace.team_id)

    assert await company.database.read(facilitators) == (company.chiara.id,)
    await company.ana.changes(is_guest=True, tz="Asia/Tokyo", locale="ja-JP")
    await company.settled()

    def ana(session: Session) -> people.Member:
        return people.get(session, company.sandbox.workspace.team_id, company.ana.id)

    member = await company.database.read(ana)
    assert (member.is_guest, member.zone) == (True, "Asia/Tokyo")
