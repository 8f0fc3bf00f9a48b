"""Having one's own data sent, and having it deleted."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.privacy import erasure
from learning.workspace import settings
from sandbox import Message, Person
from storage.models.base import NOBODY
from storage.models.questions import Question
from tests.stories.company import Company
from tests.stories.home.test_home import home, lunch, over, shows, told

TUESDAY_TEN = datetime(2026, 3, 10, 10, tzinfo=UTC)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    async with Company(sqlite_url, at=TUESDAY_TEN) as opened:
        yield opened


async def prefers(company: Company, who: Person, button: str) -> None:
    await who.presses(await home(company, who), "Preferences")
    assert who.modal is not None
    await who.presses(who.modal, button)


async def asks_anonymously(company: Company, who: Person, question: str) -> Message:
    await who.presses(await home(company, who), "Ask a question")
    before = len(company.cards())
    await who.submits(
        {"Your question": question, "Channel": "#learning", "Your name": ["Ask without my name"]}
    )
    return (await company.sandbox.until(lambda: company.cards()[before:]))[0]


async def file_of(company: Company, who: Person) -> dict[str, Any]:
    """The file that comes to them."""
    message = await company.hears(who, "Everything that I hold about you")
    (shared,) = message.files
    content = base64.b64decode(company.sandbox.workspace.files[shared["id"]]["content"])
    found: dict[str, Any] = json.loads(content)
    return found


async def test_someone_has_their_data_sent_at_night_too_and_only_to_them(company: Company) -> None:
    ana = company.ana
    await ana.presses(await home(company, ana), "Preferences")
    await ana.submits(
        {"Quiet hours": ["Write to me outside these hours only"], "From": "00:00", "Until": "23:59"}
    )
    await asks_anonymously(company, ana, "What is a pull request?")
    await told(ana, "/teach french a little")
    await prefers(company, ana, "Download my data")
    await over(company, ana, "The file comes as a private message")
    held = await file_of(company, ana)
    assert held["about"] == "Ana"
    assert [row["text"] for row in held["questions"]] == ["What is a pull request?"]
    assert [(row["topic"], row["note"]) for row in held["offers"]] == [("french", "a little")]
    assert held["preferences"][0]["quiet_from"] == "00:00"
    assert company.ben.dm == []


async def test_nothing_is_deleted_before_somebody_says_that_they_mean_it(company: Company) -> None:
    ana = company.ana
    await told(ana, "/teach french")
    await prefers(company, ana, "Delete my data")
    assert ana.modal is not None
    assert "This stays" in ana.modal.all_text
    assert "Are you sure?" in (await ana.submits({})).errors
    await ana.closes()
    await shows(company, ana, "#french")


async def test_someone_has_their_data_deleted(company: Company) -> None:
    ana, ben = company.ana, company.ben
    alone = await company.asked(ana, "How do I say hello?")
    answered = await company.asked(ana, "How do I rebase?")
    reply = await ben.types("#learning", "Make a branch first.", thread=answered)
    await company.settled()
    await ana.reacts(reply, "white_check_mark")
    await told(ana, "/teach french")
    await lunch(company, ana, "French for beginners")
    await prefers(company, ana, "Delete my data")
    assert (await ana.submits({"Are you sure?": ["Yes, delete my data. It can't be brought back."]})).ok
    await over(company, ana, "Done: I hold nothing of yours any more")
    assert "A good first step" in (await home(company, ana, "A good first step")).all_text
    await company.passes(seconds=30)
    await company.sandbox.until(
        lambda: (
            "(deleted by its author)" in company.card(answered.ts).all_text
            and "Make a branch first." in company.card(answered.ts).all_text
        )
    )
    assert ana.mention not in company.card(answered.ts).all_text
    channel = company.sandbox.workspace.channel("#learning")
    await company.sandbox.until(lambda: alone.ts not in channel.messages)
    await company.passes(seconds=5)
    asked = await company.hears(company.chiara, "has no host any more")
    await company.chiara.presses(asked, "I'll host it")
    await shows(company, company.chiara, "French for beginners") if company.chiara.home else None
    # As if she were new, she goes on.
    await company.asked(ana, "How do I begin again?")
    await shows(company, ana, "A good first step")


async def test_what_a_bot_that_stopped_was_about_to_delete_the_next_one_deletes(company: Company) -> None:
    ana = company.ana
    await told(ana, "/teach french")
    await home(company, ana, "#french")
    await company.database.run(erasure.ask, company.sandbox.workspace.team_id, ana.id, at=TUESDAY_TEN)
    await company.stops()
    await company.starts()
    assert company.service is not None
    assert company.service.loop is not None
    await company.service.loop.step()
    assert (await company.logged()).count("erased") == 1
    await home(company, ana, "A good first step")


async def test_deleting_twice_and_from_a_stale_form_does_no_harm(company: Company) -> None:
    ana = company.ana
    await told(ana, "/teach french")
    for _ in range(2):
        await prefers(company, ana, "Delete my data")
        assert (await ana.submits({"Are you sure?": ["Yes, delete my data. It can't be brought back."]})).ok
        for modal in reversed(ana.modals):
            await ana.closes(modal)
    assert (await company.logged()).count("erased") == 1


async def test_what_is_older_than_the_workspace_keeps_things_loses_its_names(company: Company) -> None:
    def keep(session: Session) -> None:
        settings.put(session, company.sandbox.workspace.team_id, {"retention_days": 30})

    def askers(session: Session) -> list[str]:
        return list(session.scalars(select(Question.asker_id).order_by(Question.id)))

    await company.asked(company.ana, "How do I rebase?")
    await company.database.run(keep)
    await company.passes(days=31)
    await company.asked(company.ana, "How do I merge?")
    assert company.service is not None
    assert company.service.loop is not None
    await company.service.loop.expire()
    assert await company.database.read(askers) == [NOBODY, company.ana.id]
    assert "How do I rebase?" not in (await home(company, company.ana, "How do I merge?")).all_text


async def test_thanks_in_a_channel_no_longer_name_who_had_their_data_deleted(company: Company) -> None:
    ana, ben = company.ana, company.ben
    await told(ana, "/kudos @ben for explaining joins")
    card = await company.sandbox.until(
        lambda: next((m for m in ben.sees("#learning") if "explaining joins" in m.all_text), None)
    )
    assert isinstance(card, Message)
    await prefers(company, ana, "Delete my data")
    assert (await ana.submits({"Are you sure?": ["Yes, delete my data. It can't be brought back."]})).ok
    await company.passes(seconds=30)
    await company.sandbox.until(lambda: ana.id not in json.dumps(card.data["blocks"]))
    assert "explaining joins" not in card.all_text
    assert ben.id in json.dumps(card.data["blocks"])
