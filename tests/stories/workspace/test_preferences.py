"""What people decide for themselves, and how everything the bot owes them keeps to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sandbox import Message, Person
from storage.engine.database import Session
from storage.models.outbox import Outbox
from tests.stories.company import Company
from tests.stories.home.test_home import home, lacks, lunch, shows, told

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        await opened.ana.changes(tz="UTC")
        await opened.ben.changes(tz="UTC")
        await opened.settled()
        yield opened


async def prefers(company: Company, who: Person, values: dict[str, object]) -> dict[str, str]:
    """Someone fills in Preferences; what the form complains of."""
    await who.presses(await home(company, who), "Preferences")
    return (await who.submits(values)).errors


async def ends(company: Company, kind: str) -> list[tuple[str, str | None]]:
    """What became of the rows of a kind, and why."""

    def look(session: Session) -> list[tuple[str, str | None]]:
        rows = session.query(Outbox).filter(Outbox.kind == kind).order_by(Outbox.id)
        return [(row.state, row.reason) for row in rows]

    return await company.database.read(look)


async def replied(company: Company) -> Message:
    """Ana asked, and Ben replied: she is owed a private message."""
    card = await company.asked(company.ana, "How do I mute a channel?")
    reply = await company.ben.types("#learning", "Press its name.", thread=card)
    assert isinstance(reply, Message)
    await company.settled()
    return reply


def checks(company: Company) -> int:
    return sum("Did this answer it?" in message.all_text for message in company.ana.dm)


async def test_all_that_cannot_be_is_told_at_once(company: Company) -> None:
    quiet = {"Quiet hours": ["Write to me outside these hours only"], "From": "20:00", "Until": "20:00"}
    assert await prefers(company, company.ana, {**quiet, "Pause everything until": "2026-03-09"}) == {
        "Until": "Choose when the quiet begins and another time when it ends.",
        "Pause everything until": "Choose a day that is still to come.",
    }


async def test_what_falls_due_at_night_comes_in_the_morning_and_once(company: Company) -> None:
    ana = company.ana
    assert await prefers(company, ana, {"Quiet hours": ["Write to me outside these hours only"]}) == {}
    assert "quiet from 20:00 until 08:00" in (await shows(company, ana, "quiet from")).all_text
    await company.passes(hours=11)  # 21:00
    await replied(company)
    await company.sandbox.until(lambda: company.clock.now().hour == 21)
    await company.passes(hours=10, minutes=30)  # 07:30
    await company.settled()
    assert checks(company) == 0
    await company.passes(hours=1)
    await company.hears(ana, "Did this answer it?")
    await company.passes(days=1)
    await company.settled()
    assert checks(company) == 1


async def test_a_pause_holds_everything_until_it_ends(company: Company) -> None:
    ana = company.ana
    assert await prefers(company, ana, {"Pause everything until": "2026-03-12"}) == {}
    assert "You paused everything until 12 March 2026" in (await shows(company, ana, "🌙")).all_text
    await replied(company)
    await company.passes(days=1)
    await company.settled()
    assert checks(company) == 0
    await ana.presses(await home(company, ana, "🌙"), "End the pause")
    await lacks(company, ana, "🌙")
    await company.passes(days=1)
    await company.hears(ana, "Did this answer it?")


async def test_what_would_be_of_no_use_after_a_pause_is_left_out_with_its_reason(company: Company) -> None:
    await prefers(company, company.ana, {"Pause everything until": "2026-04-12"})
    await replied(company)

    async def skipped() -> bool:
        return await ends(company, "questions.check") == [
            ("skipped", "they paused everything until it would be of no use")
        ]

    for _ in range(50):
        if await skipped():
            break
        await company.settled()
        await company.passes(seconds=1)
    assert await skipped()
    assert company.ana.dm == []


async def test_a_reminder_that_cannot_wait_comes_in_quiet_hours_too(company: Company) -> None:
    await lunch(company, company.ben, "Indexes that help")
    ana = company.ana
    await prefers(
        company,
        ana,
        {"Quiet hours": ["Write to me outside these hours only"], "From": "11:00", "Until": "18:00"},
    )
    await ana.presses(await home(company, ana), "Coming lunches")
    await ana.presses(ana.modals[-1], "Sign up")
    await shows(company, ana, "✅ You have a seat")
    await company.passes(days=2, hours=1, minutes=51)
    await company.hears(ana, "In ten minutes")


async def test_who_wants_no_reminders_gets_none_and_everything_else(company: Company) -> None:
    await lunch(company, company.ben, "Indexes that help")
    ana = company.ana
    await prefers(company, ana, {"What I may do": ["Name me in the weekly thanks"]})
    await ana.presses(await home(company, ana), "Coming lunches")
    await ana.presses(ana.modals[-1], "Sign up")
    await shows(company, ana, "✅ You have a seat")
    await company.passes(days=2, hours=1, minutes=51)
    await replied(company)
    await company.hears(ana, "Did this answer it?")
    assert ("skipped", "they want no reminders") in await ends(company, "lunches.day")


async def test_who_paused_everything_is_not_named_for_a_question(company: Company) -> None:
    await told(company.ben, "/teach postgres")
    await prefers(company, company.ben, {"Pause everything until": "2026-03-20"})
    await shows(company, company.ben, "🌙")
    await company.asked(company.ana, "How do I find slow queries? #postgres")
    await company.passes(seconds=5)
    await company.passes(hours=30)
    assert await ends(company, "experts.ask") == []


async def test_what_cannot_be_chosen_is_said_at_its_field(company: Company) -> None:
    quiet = ["Write to me outside these hours only"]
    assert list(await prefers(company, company.ana, {"Quiet hours": quiet, "Until": "20:00"})) == ["Until"]
    assert list(await prefers(company, company.ana, {"Pause everything until": "2026-03-10"})) == [
        "Pause everything until"
    ]


async def test_only_admins_are_offered_the_digest(company: Company) -> None:
    for person, offered in ((company.ana, False), (company.grace, True)):
        await person.presses(await home(company, person), "Preferences")
        assert person.modal is not None
        assert ("Send me the weekly digest" in person.modal.all_text) is offered


async def test_dates_come_in_the_language_of_their_slack(company: Company) -> None:
    company.ben.user.locale = "de-DE"
    await company.stops()
    await company.starts()  # Slack tells languages to who asks, not with its events.
    await prefers(company, company.ben, {"Pause everything until": "2026-03-20"})
    assert "until 20. März 2026" in (await shows(company, company.ben, "🌙")).all_text
