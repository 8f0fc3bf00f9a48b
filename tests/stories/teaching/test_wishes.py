"""What people would like to learn: said, answered with who can teach it, and taken back."""

import pytest

from sandbox import CommandResult, Message, Person
from tests.stories.company import Company
from tests.stories.home.test_home import home, lacks, over


async def told(person: Person, text: str) -> Message:
    result = await person.types("#learning", text)
    assert isinstance(result, CommandResult)
    assert result.message is not None, result
    return result.message


async def test_a_wish_that_somebody_teaches_is_a_press_away_from_them(company: Company) -> None:
    for teacher in (company.ben, company.kate):
        await told(teacher, "/teach rust")
    said = await told(company.ana, "/learn topic rust")
    assert "you'd like to learn about #rust. 2 people can teach this." in said.all_text
    await company.ana.presses(said, "See who")
    found = await company.whispered(company.ana, "Who can teach #rust")
    assert found.buttons == ["Ask for half an hour"] * 2


async def test_a_wish_that_nobody_teaches_waits_for_a_host_and_is_taken_back(company: Company) -> None:
    said = await told(company.ana, "/learn topic rust")
    assert "When enough people do, I'll find a host." in said.all_text
    assert said.buttons == ["Take it back"]
    for _ in range(2):
        await company.ana.presses(said, "Take it back")
        await company.whispered(company.ana, "you no longer wish for #rust")
    assert "Nothing is wanted" in (await told(company.ben, "/teach wanted")).all_text
    assert (await company.logged()).count("unwished") == 1


async def test_what_one_wishes_for_is_on_home_and_goes_from_there(company: Company) -> None:
    ana = company.ana
    for topic in ("rust", "go"):
        await told(ana, f"/learn topic {topic}")
    await told(company.ben, "/teach go")
    tab = await home(company, ana, "You'd like to learn")
    await ana.presses(tab, "wishes.mine")
    page = await over(company, ana, "1 person can teach this")
    assert "Nobody teaches it yet" in page.all_text
    await ana.presses(page, "See who")
    await over(company, ana, "Who can teach #go")
    await ana.closes()
    await ana.presses(ana.modals[-1], "Take it back")
    page = await company.sandbox.until(
        lambda: ana.modals[-1] if ana.modals[-1].buttons == ["Take it back"] else None
    )
    await ana.presses(page, "Take it back")
    await over(company, ana, "You wish for nothing now.")
    await lacks(company, ana, "You'd like to learn")


async def test_a_wish_is_nobody_elses_to_see(company: Company) -> None:
    await told(company.ana, "/learn topic rust")
    assert "#rust" not in (await home(company, company.kate)).all_text


async def test_whoever_teaches_what_is_wanted_is_asked_to_host_it_instead(company: Company) -> None:
    for person in (company.ana, company.kate):
        await told(person, "/learn topic rust")
    await told(company.ben, "/teach rust")
    board = await told(company.ben, "/teach wanted")
    assert "✅ You teach this · 2 wishes · 1 teacher with room" in board.all_text
    assert board.buttons == ["Host a lunch"]
    await company.ben.presses(board, "Host a lunch")
    assert company.ben.modal is not None
    assert company.ben.modal.title == "Lunch-and-learn"
    assert (await told(company.ana, "/teach wanted")).buttons == ["I can teach this"]


@pytest.mark.parametrize("carried", ["0", "99", "x", ""])
async def test_a_button_that_carries_rubbish_takes_nothing_back(company: Company, carried: str) -> None:
    said = await told(company.ana, "/learn topic rust")
    button = next(each for block in said.blocks if block["type"] == "actions" for each in block["elements"])
    button["value"] = carried
    await company.ana.presses(said, "Take it back")
    await company.whispered(company.ana, "isn't there any more")
    assert "*You'd like to learn*\n#rust" in (await home(company, company.ana)).all_text
