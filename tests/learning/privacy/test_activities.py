"""What activities plug in about personal data: in which order it is done, and that names are theirs alone."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from learning.core.sockets.privacy import DELETE, Parent, PersonalColumn, Privacy, whole
from learning.privacy import erasure, export, personal_data, retention
from learning.workspace import settings
from storage.discovery import PlugError
from storage.models.lunches import Lunch
from storage.models.teaching import Wish
from storage.models.workspace import Workspace
from tests.learning.privacy.stuffing import ANA, WHEN, T

WISHES = PersonalColumn("wishes", Wish, "member_id", DELETE)
done: list[str] = []


def plugged(monkeypatch: pytest.MonkeyPatch, **activities: Privacy) -> None:
    """These activities alone hold something about people."""
    monkeypatch.setattr(personal_data, "privacies", lambda: activities)
    monkeypatch.setattr(export, "privacies", lambda: activities)
    done.clear()


def leave(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    done.append("leave")


def withdraw(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> None:
    done.append("withdraw")


def erase(session: Session, workspace_id: str, member_id: str, *, at: datetime) -> Callable[[], None]:
    done.append("erase")
    return lambda: done.append("afterwards")


def expire(session: Session, workspace_id: str, *, before: datetime, limit: int) -> int:
    done.append(f"{workspace_id} {(WHEN - before).days} {limit}")
    return 2


def test_all_leave_before_anything_is_erased_and_what_follows_comes_last(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged(monkeypatch, one=Privacy(withdraw=(withdraw,), erase=(erase,)), other=Privacy(leave=(leave,)))
    erasure.erase(session, T, ANA, at=WHEN)
    assert done == ["leave", "withdraw", "erase", "afterwards"]


def test_what_else_is_too_old_goes_where_not_everything_is_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugged(monkeypatch, one=Privacy(expire=(expire,)))
    session.add(Workspace(id=T, name="Town", url="https://town.slack.com/", bot_user_id="UBOT"))
    assert retention.expire_more(session, at=WHEN, limit=7) == 0
    settings.put(session, T, {"retention_days": 30})
    assert retention.expire_more(session, at=WHEN, limit=7) == 2
    assert done == ["T1 30 7"]


def test_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Privacy(
        columns=(WISHES,), exports=(whole(Wish),), parents=(Parent("lunch_id", Lunch, Lunch.starts_at),)
    )
    plugged(monkeypatch, teaching=both, coaching=both)
    for what, read in (
        ("titles of personal data called 'wishes'", personal_data.columns.__wrapped__),
        ("exported files called 'wishes'", export.files),
        ("parents of rows that grow old called 'lunch_id'", retention.parents.__wrapped__),
    ):
        with pytest.raises(PlugError, match=f"There are two {what}: in teaching and in coaching."):
            read()


def test_what_is_kept_comes_first_and_then_each_activity_on_its_shelf() -> None:
    shown = [each.title for each in personal_data.columns()]
    places = [shown.index(title) for title in ("profile", "preferences", "questions", "seats", "offers")]
    assert places == sorted(places)
    assert places[0] == 0
