"""Whom a line of thanks is meant for: the people it begins with, and the words that follow them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learning.core.errors import LearningError
from storage.models.workspace import Member

_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!(?:subteam\^|channel|here|everyone)[^<>]*>|@(?:channel|here|everyone)\b")
_BETWEEN = re.compile(r"(?:[\s,;:+]|&amp;|\b(?:and|to|thanks|thank you)\b)*", re.IGNORECASE)
_NAME = re.compile(r"@(?P<words>[^\s<>@,;:]+(?: [^\s<>@,;:]+){0,2})")
_FOR = re.compile(r"(?:[\s,;.–—-]|:(?=\s))*(?:(?:for|because of|because)\b(?:\s|:(?=\s))*)?", re.IGNORECASE)
"""What stands before a reason; the colon of an emoji is its own."""
GROUPS = "A group can't be thanked as one: name the people you mean, like /kudos @ana @ben for their reviews."


@dataclass(frozen=True, slots=True)
class Address:
    """The ids of those a line is meant for, each once and in order, and what it says, in Slack's markup."""

    member_ids: tuple[str, ...]
    rest: str


def read(session: Session, workspace_id: str, slack_text: str) -> Address:
    """Whom a line begins with; when with nobody, whom it mentions at all. Names that Slack left as letters
    are looked up in the directory.

    Raises `LearningError` for a group, a name that nobody or more than one person has, or no name at all.
    """
    names = _named(session, workspace_id, slack_text)
    address = split(slack_text, names)
    if not address.member_ids:
        raise LearningError(
            "Whom would you like to thank? Name them first, like /kudos @ana for explaining joins #postgres."
        )
    return address


def split(slack_text: str, names: Mapping[str, tuple[str, ...]]) -> Address:
    """As `read`, with the directory's names, in small letters, at hand."""
    found: dict[str, None] = {}
    end = 0
    while True:
        start = _end(_BETWEEN, slack_text, end)
        if person := _PERSON.match(slack_text, start):
            found[person["id"]] = None
            end = person.end()
        elif _GROUP.match(slack_text, start):
            raise LearningError(GROUPS)
        elif typed := _NAME.match(slack_text, start):
            member_id, length = _meant(typed["words"], names)
            found[member_id] = None
            end = start + 1 + length
        else:
            break
    if found:
        return Address(tuple(found), slack_text[_end(_FOR, slack_text, end) :].strip())
    everyone = tuple(dict.fromkeys(match["id"] for match in _PERSON.finditer(slack_text)))
    if not everyone and _GROUP.search(slack_text):
        raise LearningError(GROUPS)
    return Address(everyone, slack_text[_end(_FOR, slack_text, 0) :].strip())


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _beginnings(spoken: str) -> list[str]:
    """What a name may be among these words: all of them, then fewer; a full stop may end the sentence."""
    words = spoken.split(" ")
    spans = [" ".join(words[:number]) for number in range(len(words), 0, -1)]
    return list(dict.fromkeys(name for span in spans for name in (span, span.rstrip(".!?"))))


def _meant(spoken: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, int]:
    """Who has this name, and how many of its letters were typed."""
    for name in _beginnings(spoken):
        ids = names.get(name.casefold(), ())
        if len(ids) == 1:
            return ids[0], len(name)
        if ids:
            raise LearningError(
                f"More than one person here is called {name}. Choose them from Slack's list as you type @, "
                "or type /kudos alone and choose there."
            )
    raise LearningError(
        f"I don't know anyone here called {spoken.split(' ')[0]}. Choose them from Slack's list as you "
        "type @, or type /kudos alone and choose there."
    )


def _named(session: Session, workspace_id: str, slack_text: str) -> dict[str, tuple[str, ...]]:
    """The people whose names may stand in a text as letters, by name in small letters."""
    wanted = {name for match in _NAME.finditer(slack_text[:2000]) for name in _beginnings(match["words"])}
    if not wanted:
        return {}
    rows = session.execute(
        select(Member.name, Member.id)
        .where(
            Member.workspace_id == workspace_id,
            Member.is_gone.is_(False),
            Member.is_bot.is_(False),
            or_(Member.name.in_(wanted), func.lower(Member.name).in_({name.casefold() for name in wanted})),
        )
        .order_by(Member.id)
    )
    found: dict[str, tuple[str, ...]] = {}
    for name, member_id in rows:
        key = name.casefold()
        found[key] = (*found.get(key, ()), member_id)
    return found
