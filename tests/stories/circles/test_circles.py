"""Discussion circles: begun from Slack, asked at their hour, spoken in, looked back on, and handed on."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from learning.lunches import waitlist
from sandbox import CommandResult, Message, Person
from sandbox.state.records import View
from storage.engine.database import Session
from tests.stories.company import Company

NAME = "Incident stories"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""Ten in the morning in Rome, where Chiara facilitates."""
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


@pytest.fixture
async def company(sqlite_url: str) -> AsyncIterator[Company]:
    """The company on a Monday morning."""
    async with Company(sqlite_url, at=MONDAY) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
async def either(request: pytest.FixtureRequest) -> AsyncIterator[Company]:
    """The same on each database; signed HTTP would refuse what is said after its clock was moved."""
    async with Company(request.getfixturevalue(f"{request.param}_url"), at=MONDAY) as opened:
        yield opened


async def opens(who: Person, where: str = "#learning") -> View:
    """Someone types /circle, and sees the form."""
    result = await who.types(where, "/circle")
    assert isinstance(result, CommandResult)
    assert result.ok, result
    assert who.modal is not None
    return who.modal


async def begun(company: Company, **more: Any) -> None:
    """Chiara begins a circle that Ana and Ben are in: every Tuesday at ten."""
    chiara = company.chiara
    await opens(chiara)
    values = {
        "Name": NAME,
        "Members": [company.ana, company.ben],
        "Weekday": "Tuesday",
        "Time": time(10),
        **more,
    }
    sent = await chiara.submits(values)
    assert sent.ok, sent.errors
    await chiara.closes()


async def until(company: Company, at: datetime) -> None:
    """Time passes, and what falls due is done."""
    await company.passes(seconds=(at - company.clock.now()).total_seconds())
    assert company.service is not None
    company.service.loop.outbox.wake()


def prompts(company: Company, where: str = "#learning") -> list[Message]:
    """The prompts of circles in a channel, oldest first."""
    return [m for m in company.sandbox.workspace.channel(where).top_level() if "💬" in m.all_text]


async def asked(company: Company, at: datetime, where: str = "#learning") -> Message:
    """A round's time comes, and its prompt stands in its channel and on record."""
    before = len(prompts(company, where))
    await until(company, at)
    await company.sandbox.until(lambda: len(prompts(company, where)) > before)
    await _until_logged(company, "prompted", before + 1)
    return prompts(company, where)[-1]


async def _until_logged(company: Company, verb: str, times: int) -> None:
    for _ in range(200):
        if (await company.logged()).count(verb) >= times:
            return
        assert company.service is not None
        await company.service.loop.step()
    raise AssertionError(f"{verb} was not logged {times} times")


def thread(company: Company, card: Message, where: str = "#learning") -> list[Message]:
    return company.sandbox.workspace.channel(where).threads.get(card.ts, [])


async def listing(who: Person, where: str = "#learning") -> Message:
    """What /circle list shows someone."""
    result = await who.types(where, "/circle list")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    return result.message


async def test_a_circle_is_begun_and_asked_on_either_database_and_wire(any_company: Company) -> None:
    company, chiara = any_company, any_company.chiara
    day = company.clock.now().date() + DAY
    await begun(company, **{"Weekday": f"{day:%A}", "Time zone": "Etc/UTC", "Starting on": day})
    await company.hears(company.ana, f"added you to “{NAME}”")
    other = await swapped(company, chiara, await company.hears(chiara, "👀 Next in"))
    await company.ben.presses(await listing(company.ben), "Leave")
    await company.whispered(company.ben, "You left")

    card = await asked(company, datetime.combine(day, time(10), tzinfo=UTC))
    assert card.blocks[1]["text"]["text"] == other
    assert "it's your turn to open" in card.all_text
    assert {company.ana.id, chiara.id} == set(_mentioned(card))


async def test_those_who_speak_are_in_the_recap_the_day_after(either: Company) -> None:
    company = either
    await begun(company)
    card = await asked(company, TUESDAY)
    said = await company.ana.types("#learning", "We forgot the certificate.", thread=card)
    assert isinstance(said, Message)
    await company.ben.types("#learning", "So did we.", thread=card)
    await _until_logged(company, "voiced", 2)
    for name in ("heart", "eyes"):
        await company.ben.reacts(said, name)
    await company.ben.unreacts(said, "eyes")
    await company.settled()
    await until(company, TUESDAY + DAY)
    recap = await company.sandbox.until(
        lambda: next((m for m in thread(company, card) if "🧵" in m.all_text), None)
    )
    assert "2 people joined in, with 2 replies: Ana, Ben." in recap.all_text
    assert "|What Ana said>, liked with 1 reaction" in recap.all_text
    await company.hugo.presses(recap, "Thank Ana")
    await company.hears(company.ana, company.hugo.mention)


async def swapped(company: Company, who: Person, preview: Message) -> str:
    """A facilitator swaps the prompt they were shown; the other one."""
    before = preview.blocks[1]["text"]["text"]
    await who.presses(preview, "Swap")

    def other() -> str | None:
        now: str = who.dm_channel.messages[preview.ts].blocks[1]["text"]["text"]
        return now if now != before else None

    return await company.sandbox.until(other)


def _mentioned(card: Message) -> list[str]:
    return [part.split(">")[0] for block in card.blocks for part in str(block).split("<@")[1:]]


async def test_a_form_that_cannot_be_says_why_at_its_fields(company: Company) -> None:
    chiara = company.chiara
    await opens(chiara)
    good: dict[str, Any] = {
        "Name": NAME,
        "Who can be in it?": "Everyone who likes to join",
        "Members": [],
        "Starting on": date(2026, 3, 2),
        "Last day": None,
        "Channel": "#learning",
        "Prompts": "The bank's",
        "Your own prompts": None,
    }
    for values, field, words in (
        ({"Name": " \u200b "}, "Name", "Give it a name"),
        ({"Channel": "#random"}, "Channel", "I'm not in that channel"),
        ({"Starting on": date(2026, 3, 1)}, "Starting on", "in the past"),
        ({"Last day": date(2026, 3, 1)}, "Last day", "before its first round"),
        ({"Who can be in it?": "Only those chosen below"}, "Members", "Choose people"),
        ({"Prompts": "Our own"}, "Your own prompts", "nothing to ask"),
        ({"Prompts": "Both", "Your own prompts": "ok\n" + "x" * 301}, "Your own prompts", "Line 2"),
    ):
        result = await chiara.submits({**good, **values})
        assert list(result.errors) == [field], result
        assert words in result.errors[field]
    wrong = {"Name": " ", "Channel": "#random", "Starting on": date(2026, 3, 1)}
    everything = await chiara.submits({**good, **wrong, "Who can be in it?": "Only those chosen below"})
    assert sorted(everything.errors) == ["Channel", "Members", "Name", "Starting on"]
    assert "no circle yet" in (await listing(chiara)).all_text


async def test_members_may_not_begin_circles_but_see_and_join_them(company: Company) -> None:
    result = await company.hugo.types("#learning", "/circle")
    assert isinstance(result, CommandResult)
    assert result.message is not None
    assert result.message.text == (
        "Only facilitators and admins can do that. Ask Chiara, who can. "
        "Type /circle list to see what there is to join."
    )
    assert company.hugo.modal is None

    await begun(company)
    seen = await listing(company.hugo)
    assert NAME in seen.all_text
    assert "every Tuesday at 10:00 (Europe/Rome)" in seen.all_text
    await company.hugo.presses(seen, "Join")
    await company.whispered(company.hugo, "Welcome to")
    await company.hugo.presses(seen, "Join")
    await company.whispered(company.hugo, "You are already in")
    seen = await listing(company.hugo)
    assert "4 members" in seen.all_text
    assert "circles.more" not in str(seen.blocks)
    await company.hugo.presses(seen, "Leave")
    await company.whispered(company.hugo, "You left")
    assert "3 members" in (await listing(company.hugo)).all_text


async def test_whoever_reads_a_prompt_joins_an_open_circle_with_a_press(company: Company) -> None:
    await begun(company)
    card = await asked(company, TUESDAY)
    assert company.hugo.id not in _mentioned(card)
    await company.hugo.presses(card, "Join")
    await company.whispered(company.hugo, "Welcome to")
    await company.hugo.presses(card, "Join")
    await company.whispered(company.hugo, "You are already in")
    await company.sandbox.until(lambda: company.hugo.id in _mentioned(company.card(card.ts)))

    await company.chiara.presses(await listing(company.chiara), "circles.more", "Edit")
    assert (await company.chiara.submits({"Who can be in it?": "Only those chosen below"})).ok
    await company.chiara.closes()
    await company.sandbox.until(lambda: company.card(card.ts).buttons == [])


async def test_a_circles_own_prompts_are_changed_in_its_form(company: Company) -> None:
    chiara = company.chiara
    ours = {"Prompts": "Our own", "Your own prompts": "One?\nTwo?\nThree, motion\nFour?"}
    await begun(company, **ours)

    async def edits() -> View:
        await chiara.presses(await listing(chiara), "circles.more", "Edit")
        assert chiara.modal is not None
        return chiara.modal

    def written(form: View) -> str:
        field = next(block for block in form.body["blocks"] if block.get("block_id") == "own")
        return str(field["element"].get("initial_value", ""))

    shown = written(await edits()).split("\n")
    assert len(shown) == 3, "one is in the next round already"
    bad = await chiara.submits({"Your own prompts": "\n".join([*shown, "prompt,kind", "Why?,riddle"])})
    assert bad.errors == {
        "Your own prompts": "Line 5: “riddle” is no kind I know. Choose one of retrospective, technique, "
        "failure, reading, motion, icebreaker, or leave it out."
    }
    kept = "\n".join([shown[0], "prompt,kind", '"Five, or six?",icebreaker'])
    assert (await chiara.submits({"Your own prompts": kept})).ok
    await chiara.closes()
    form = await edits()
    assert written(form).split("\n") == [shown[0], "Five, or six?, icebreaker"]
    assert "1 more stays as it is" in form.all_text
    forgot = await chiara.submits({"Prompts": "The bank's", "Your own prompts": "Seven?"})
    assert list(forgot.errors) == ["Prompts"]
    assert (await chiara.submits({"Prompts": "The bank's", "Your own prompts": shown[0]})).ok
    await chiara.closes()
    back = written(await edits()).split("\n")
    assert (shown[0] in back, len(back)) == (True, 2), "what the next round asked is given back"


async def test_a_circle_stays_in_a_private_channel_that_its_editor_does_not_see(company: Company) -> None:
    company.use(teachback_facilitators=",".join([company.chiara.id, company.hugo.id]))
    await company.stops()
    await company.starts()
    await begun(company, Channel="#learning-admins", Members=[company.hugo])
    hugo = company.hugo
    await hugo.presses(await listing(hugo), "circles.more", "Edit")
    assert hugo.modal is not None
    assert "a private channel that you don't see" in hugo.modal.all_text
    assert (await hugo.submits({"Name": "Quiet stories"})).ok
    await hugo.closes()
    await asked(company, TUESDAY, "#learning-admins")
    await hugo.presses(await listing(hugo), "circles.more", "Edit")
    assert (await hugo.submits({"Channel": "#general"})).ok
    await hugo.closes()
    assert "<#" + company.sandbox.workspace.channel("#general").id in (await listing(hugo)).all_text


async def test_what_begins_soon_promises_no_preview_two_days_before(company: Company) -> None:
    for day, words in (("Tuesday", "showing you its first prompt now"), ("Friday", "Two days before each")):
        await opens(company.chiara)
        assert (await company.chiara.submits({"Name": day, "Weekday": day, "Time": time(10)})).ok
        assert company.chiara.modal is not None
        assert words in company.chiara.modal.all_text
        await company.chiara.closes()


async def test_a_list_has_pages(company: Company) -> None:
    for text, words in (("list 2", "no more circles"), ("list 0", "How /circle works")):
        result = await company.ana.types("#learning", f"/circle {text}")
        assert isinstance(result, CommandResult)
        assert result.message is not None
        assert words in result.message.all_text


async def test_help_and_words_that_are_none(company: Company) -> None:
    for text in ("/circle help", "/circle what?"):
        result = await company.ana.types("#learning", text)
        assert isinstance(result, CommandResult)
        assert result.message is not None
        assert "How /circle works" in result.message.all_text


async def test_a_facilitator_swaps_rewords_and_skips_what_comes_next(company: Company) -> None:
    await begun(company)
    preview = await company.hears(company.chiara, "👀 Next in")
    await swapped(company, company.chiara, preview)
    await company.chiara.presses(company.chiara.dm_channel.messages[preview.ts], "Edit")
    assert (await company.chiara.submits({"What will you ask?": "\u200b"})).errors
    assert (await company.chiara.submits({"What will you ask?": "What *now* <!channel>?"})).ok
    await company.chiara.closes()
    card = await asked(company, TUESDAY)
    assert "What *now* &lt;!channel&gt;?" in str(card.blocks)
    assert "<!channel>" not in str(card.blocks)

    shown = company.chiara.dm_channel.messages
    await company.sandbox.until(lambda: "was asked this" in shown[preview.ts].all_text)
    await until(company, TUESDAY + WEEK - 2 * DAY)
    coming = await company.sandbox.until(
        lambda: next((m for m in company.chiara.dm if "👀 Next in" in m.all_text), None)
    )
    await company.chiara.presses(coming, "Skip")
    await company.sandbox.until(lambda: "skips" in company.chiara.dm_channel.messages[coming.ts].all_text)
    await until(company, TUESDAY + WEEK)
    await company.settled()
    assert len(prompts(company)) == 1


async def test_what_goes_wrong_elsewhere_keeps_no_prompt_from_its_hour(
    company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(session: Session, *, at: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(waitlist, "lapse", broken)
    await begun(company)
    await asked(company, TUESDAY)
    assert "A step of the loop went wrong; the others go on" in caplog.text


async def test_a_stale_press_is_answered_quietly(company: Company) -> None:
    await begun(company)
    preview = await company.hears(company.chiara, "👀 Next in")
    old_buttons = [dict(block) for block in preview.blocks]
    await asked(company, TUESDAY)
    await company.sandbox.until(
        lambda: "was asked this" in company.chiara.dm_channel.messages[preview.ts].all_text
    )
    # Her client has not drawn the change yet.
    stale = company.chiara.dm_channel.messages[preview.ts]
    stale.data["blocks"] = old_buttons
    for what in ("Swap", "Edit", "Skip"):
        await company.chiara.presses(stale, what)
    said = await company.sandbox.until(
        lambda: [m for m in company.chiara.dm if m.ephemeral and "has gone out already" in m.all_text]
    )
    assert said
    assert len(prompts(company)) == 1


async def test_edit_pause_resume_skip_and_end_from_the_list(company: Company) -> None:
    chiara = company.chiara
    await begun(company)
    seen = await listing(chiara)
    await chiara.presses(seen, "circles.more", "Edit")
    assert chiara.modal is not None
    assert (await chiara.submits({"Name": "Stories", "How often?": "Every month, on the first"})).ok
    await chiara.closes()
    seen = await listing(chiara)
    assert "on the first Tuesday of the month" in seen.all_text

    await chiara.presses(seen, "circles.more", "Pause")
    assert list((await chiara.submits({"Until": date(2026, 3, 1)})).errors) == ["Until"]
    assert (await chiara.submits({"Until": date(2026, 4, 1)})).ok
    await chiara.closes()
    seen = await listing(chiara)
    assert "{date}|1 April 2026>" in seen.all_text
    await chiara.presses(seen, "circles.more", "Resume")
    await company.whispered(chiara, "goes on")

    await chiara.presses(await listing(chiara), "circles.more", "Skip the next round")
    await company.whispered(chiara, "skips")
    await chiara.presses(await listing(chiara), "circles.more", "End")
    assert (await chiara.submits()).ok
    await chiara.closes()
    assert "no circle yet" in (await listing(chiara)).all_text


async def test_others_cannot_decide_by_pressing_what_they_were_never_shown(company: Company) -> None:
    await begun(company)
    preview = await company.hears(company.chiara, "👀 Next in")
    block = next(one for one in preview.blocks if one["type"] == "actions")
    element = next(one for one in block["elements"] if one["text"]["text"] == "Skip")
    await company.sandbox.interactions.act(company.ana.user, preview, block, element, None)
    await company.settled()
    assert "skipped" not in await company.logged()


async def test_a_holiday_is_skipped_and_says_so(company: Company) -> None:
    def put(session: Any) -> None:
        from learning.workspace import settings

        settings.put(session, company.sandbox.workspace.team_id, {"holidays": ["2026-03-03"]})

    await company.database.run(put)
    await begun(company)
    await company.hears(company.chiara, "that day is a holiday")
    await until(company, TUESDAY)
    await company.sandbox.until(
        lambda: [
            m
            for m in company.sandbox.workspace.channel("#learning").top_level()
            if "rests today: it's a holiday" in m.all_text
        ]
    )
    assert prompts(company) == []


async def test_two_silent_rounds_offer_a_slower_rhythm(company: Company) -> None:
    await begun(company)
    for week in range(2):
        await asked(company, TUESDAY + week * WEEK)
        await until(company, TUESDAY + week * WEEK + DAY)
    quiet = await company.hears(company.chiara, "nobody joined in the last 2 rounds")
    await company.chiara.presses(quiet, "Slow it down")
    assert company.chiara.modal is not None
    assert (await company.chiara.submits({})).ok
    await company.chiara.closes()
    assert "every second Tuesday" in (await listing(company.chiara)).all_text


async def test_a_facilitator_who_leaves_is_followed_by_another(company: Company) -> None:
    company.use(
        teachback_facilitators=",".join([company.chiara.id, company.ben.id]),
    )
    await company.stops()
    await company.starts()
    await begun(company)
    await company.chiara.changes(deleted=True)
    await company.settled()
    await company.passes(seconds=5)
    plea = await company.hears(company.ben, "Would you take it over?")
    listed = await listing(company.ben)
    assert "nobody facilitates it any more" in listed.all_text
    await company.ben.opens_home()
    await company.sandbox.until(
        lambda: company.ben.home and "Nobody facilitates" in company.ben.home.all_text
    )
    await company.ben.presses(listed, "I'll facilitate it")
    await company.sandbox.until(lambda: "You facilitate" in company.ben.dm_channel.messages[plea.ts].all_text)
    card = await asked(company, TUESDAY)
    assert company.chiara.id not in _mentioned(card)


async def test_an_archived_channel_pauses_the_circle_until_it_has_another(company: Company) -> None:
    await begun(company)
    await company.grace.archives("#learning")
    await company.settled()
    await company.passes(seconds=5)
    news = await company.hears(company.chiara, "its channel was archived")
    await company.chiara.presses(news, "Change it")
    assert (await company.chiara.submits({"Channel": "#general"})).ok
    await company.chiara.closes()
    await asked(company, TUESDAY, "#general")


async def test_a_bot_that_was_down_asks_later_that_day_and_catches_up_on_replies(company: Company) -> None:
    await begun(company)
    await company.stops()
    company.sandbox.advance(TUESDAY + timedelta(hours=3) - company.clock.now())
    await company.starts()
    card = await company.sandbox.until(lambda: next(iter(prompts(company)), None))
    await _until_logged(company, "prompted", 1)
    await company.stops()
    await company.ana.types("#learning", "I was here.", thread=card)
    await company.starts()
    await _until_logged(company, "voiced", 1)
    assert len(prompts(company)) == 1


async def test_replies_of_apps_and_deleted_ones_are_no_voices(company: Company) -> None:
    await begun(company)
    card = await asked(company, TUESDAY)
    said = await company.ana.types("#learning", "Oh no.", thread=card)
    assert isinstance(said, Message)
    company.bot_says("#learning", "I am an app.", thread=card)
    await _until_logged(company, "voiced", 1)
    await company.ana.edits(said, "Oh yes.")
    await company.ana.deletes(said)
    await company.settled()
    await until(company, TUESDAY + DAY)
    await company.settled()
    assert (await company.logged()).count("voiced") == 1
    assert not [m for m in thread(company, card) if "🧵" in m.all_text]
