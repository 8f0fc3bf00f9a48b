"""Topics: normalised tags that people know, want and teach."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from learning.core import words
from learning.core.errors import LearningError
from storage.engine.compiled import insert_new, run
from storage.engine.dialect import among, is_postgres, listed
from storage.models.workspace import Topic

LONGEST = 40
MOST = 5
"""How many topics one thing may carry."""
_HASHTAG = re.compile(r"(?<![\w&/#])#([^\W_][\w.+#-]{0,60})")
_TRAILING = re.compile(r"(?:\s+#[^\W_][\w.+#-]*)+\s*$")
_NOT_IN_NAME = re.compile(r"[^\w.+#]+")
_NAMED = {
    postgres: sql(
        f"SELECT name, id FROM topics WHERE workspace_id = :workspace AND {among('name', 'names', postgres)}"
    )
    for postgres in (False, True)
}


@lru_cache(maxsize=20_000)
def normalise(label: str) -> str:
    """`# Machine Learning` becomes `machine-learning`; empty when nothing of a name is left."""
    folded = unicodedata.normalize("NFKC", words.clean(label)).casefold().lstrip("# ")
    name = _NOT_IN_NAME.sub("-", folded).strip("-._").lstrip("#-._")[:LONGEST].rstrip("-._")
    return name if any(letter.isalnum() for letter in name) and not name.isdigit() else ""


def named_by(label: str, *, instead: str) -> str:
    """The topic that somebody names.

    Raises `LearningError` at `topics` for what is too long for a name, with what they can do `instead`.
    """
    if len(words.clean(label).lstrip("# ")) > LONGEST:
        raise LearningError(f"A topic has up to {LONGEST} letters. {instead}", field="topics")
    return normalise(label)


def in_text(text: str) -> tuple[str, ...]:
    """The topics tagged in a text, in order; `#42` is an issue number, not a topic."""
    found = (normalise(tag) for tag in _HASHTAG.findall(text))
    return tuple(dict.fromkeys(name for name in found if name))


def without_trailing(text: str) -> str:
    """A question without the tags at its end, which its card shows as topics anyway."""
    return _TRAILING.sub("", text).strip() or text


def known_in(session: Session, workspace_id: str, text: str) -> tuple[str, ...]:
    """Names of topics that exist already and stand in the text, of up to three words, in order."""
    return tuple(sorted(_ids(session, workspace_id, places := _spoken(text)), key=places.__getitem__))


def of_words(
    session: Session, workspace_id: str, named: Sequence[str], text: str
) -> tuple[tuple[int, str], ...]:
    """The ids and names of what is asked: the topics it names, then those known already that stand in it."""
    places = _spoken(text)
    ids = _ids(session, workspace_id, [*named, *places])
    names = merge([named, sorted(ids.keys() & places.keys(), key=places.__getitem__)])
    _add(session, workspace_id, names, ids)
    return tuple((ids[name], name) for name in names)


def ensure(session: Session, workspace_id: str, names: Sequence[str]) -> tuple[int, ...]:
    """The ids of these normalised names, in order; new ones are written."""
    ids = _ids(session, workspace_id, names)
    _add(session, workspace_id, names, ids)
    return tuple(ids[name] for name in names)


def _ids(session: Session, workspace_id: str, names: Collection[str]) -> dict[str, int]:
    """Which of these topics there are, by name."""
    if not names:
        return {}
    values = {"workspace": workspace_id, "names": listed(session, names)}
    return dict(run(session, _NAMED[is_postgres(session)], values).all())


def _add(session: Session, workspace_id: str, names: Sequence[str], ids: dict[str, int]) -> None:
    """Writes those of the names that have no id yet, and adds their ids."""
    if missing := sorted(set(names) - ids.keys()):
        for name in missing:
            insert_new(session, Topic, workspace_id=workspace_id, name=name)
        ids |= _ids(session, workspace_id, missing)


def _spoken(text: str) -> dict[str, int]:
    """What in a text may be a topic's name, up to three words together, and at which word it stands."""
    spoken = [normalise(word) for word in text.split()][:200]
    places: dict[str, int] = {}
    for size in (1, 2, 3):
        for start in range(len(spoken) - size + 1):
            group = spoken[start : start + size]
            if all(group) and not (size == 1 and group[0] in words.STOP):
                places.setdefault("-".join(group), start)
    return places


def named(session: Session, workspace_id: str, names: Sequence[str]) -> tuple[int, ...]:
    """The ids of those of these normalised names that are known."""
    return tuple(
        session.scalars(select(Topic.id).where(Topic.workspace_id == workspace_id, Topic.name.in_(names)))
    )


def look_up(session: Session, workspace_id: str, typed: str, *, limit: int = 20) -> tuple[str, ...]:
    """Topics for a typed-search select: those that begin with what was typed, then those that hold it."""
    name = normalise(typed)
    escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    begins = Topic.name.like(f"{escaped}%", escape="\\")
    rows = session.scalars(
        select(Topic.name)
        .where(Topic.workspace_id == workspace_id, Topic.name.like(f"%{escaped}%", escape="\\"))
        .order_by(begins.desc(), func.length(Topic.name), Topic.name)
        .limit(limit)
    )
    return tuple(rows)


def merge(groups: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Several lists of names as one, each once, at most five."""
    return tuple(dict.fromkeys(name for group in groups for name in group if name))[:MOST]


def tag_of(session: Session, topic_id: int) -> str:
    """A topic's name with its `#`; empty when there is no such topic."""
    topic = session.get(Topic, topic_id)
    return f"#{topic.name}" if topic else ""
