"""Thanks in the company: giving them, and where they show."""

from learning.workspace import settings
from sandbox import CommandResult, Message, Person
from tests.stories.company import Company


async def told(person: Person, text: str, where: str = "#learning") -> Message:
    """What a command answers, to whoever typed it alone."""
    result = await person.types(where, text)
    assert isinstance(result, CommandResult)
    assert result.ok, result
    assert result.message is not None, result
    return result.message


def cards(company: Company, where: str = "#learning") -> list[Message]:
    """The cards of thanks in a channel, oldest first."""
    return [m for m in company.sandbox.workspace.channel(where).top_level() if m.text.startswith("🎉")]


async def card(company: Company, words: str, where: str = "#learning") -> Message:
    """The card that says so."""
    return await company.sandbox.until(
        lambda: next((m for m in cards(company, where) if words in m.all_text), None)
    )


async def gone(company: Company, who: Person, words: str) -> None:
    """A private message that said so is there no more."""
    await company.sandbox.until(lambda: not [m for m in who.dm if words in m.all_text])


async def chosen(company: Company, **values: object) -> None:
    """An admin decided so."""
    assert company.service is not None
    team = company.sandbox.workspace.team_id
    await company.database.run(settings.put, team, values)
    await company.stops()
    await company.starts()
