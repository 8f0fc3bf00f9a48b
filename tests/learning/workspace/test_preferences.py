"""What people decide for themselves: quiet hours across midnight and clock changes, a pause, and load."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.core import wallclock
from learning.core.errors import LearningError, NotAllowed
from learning.teaching import capacity
from learning.workspace import people, preferences
from learning.workspace.people import Profile
from learning.workspace.preferences import Preferences, opens_at

W = "W1"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC", "nowhere")
BERLIN = "Europe/Berlin"

walls = st.times().map(lambda time: f"{time:%H:%M}")
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda gone: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=gone)
)


def choose(session: Session, **given: object) -> None:
    usual: dict[str, object] = {
        "quiet": None,
        "pause": None,
        "reminders": True,
        "roundups": True,
        "digest": False,
        "at": NOON,
    }
    preferences.choose(session, W, "U1", **(usual | given))  # type: ignore[arg-type]


@given(begins=walls, ends=walls, at=moments, zone=st.sampled_from(ZONES))
def test_quiet_never_sends_back_in_time_and_always_ends_within_a_day(
    begins: str, ends: str, at: datetime, zone: str
) -> None:
    opens = opens_at(Preferences(begins, ends), zone, at)
    assert at <= opens <= at + timedelta(hours=25, minutes=30)


@given(begins=walls, ends=walls, at=moments, zone=st.sampled_from(ZONES))
def test_when_it_opens_it_is_open(begins: str, ends: str, at: datetime, zone: str) -> None:
    chosen = Preferences(begins, ends)
    opens = opens_at(chosen, zone, at)
    # In an hour that comes twice it may be quiet again by the wall; then it opens later, and for good.
    assert opens_at(chosen, zone, opens) - opens <= timedelta(hours=1)


@given(begins=walls, ends=walls, at=moments, zone=st.sampled_from(ZONES))
def test_outside_the_quiet_hours_nothing_waits(begins: str, ends: str, at: datetime, zone: str) -> None:
    now = f"{wallclock.wall(at, zone):%H:%M}"
    quiet = begins <= now < ends if begins <= ends else now >= begins or now < ends
    if not quiet:
        assert opens_at(Preferences(begins, ends), zone, at) == at


@given(at=moments, days=st.integers(1, 400), zone=st.sampled_from(ZONES))
def test_nothing_comes_before_a_pause_is_over(at: datetime, days: int, zone: str) -> None:
    until = at + timedelta(days=days)
    assert opens_at(Preferences(paused_until=until), zone, at) == until
    assert opens_at(Preferences("20:00", "08:00", until), zone, at) >= until
    assert opens_at(Preferences(paused_until=at - timedelta(days=days)), zone, at) == at


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-10T18:59", "2026-03-10T18:59"),  # 19:59 in Berlin
        ("2026-03-10T19:00", "2026-03-11T07:00"),  # 20:00, until 08:00
        ("2026-03-11T03:00", "2026-03-11T07:00"),  # 04:00
        ("2026-03-11T07:00", "2026-03-11T07:00"),  # 08:00
        ("2026-03-28T22:00", "2026-03-29T06:00"),  # the night that is an hour shorter
        ("2026-10-24T20:00", "2026-10-25T07:00"),  # the night that is an hour longer
    ],
)
def test_a_night_in_berlin(at: str, opens: str) -> None:
    chosen = Preferences("20:00", "08:00")
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert opens_at(chosen, BERLIN, instant) == datetime.fromisoformat(opens).replace(tzinfo=UTC)


def test_the_usual_are_those_of_who_never_chose(session: Session) -> None:
    assert preferences.get(session, W, "U1") == Preferences()


def test_someone_chooses_and_chooses_again(session: Session) -> None:
    people.meet(session, W, [Profile("U1", "ana", BERLIN)])
    choose(session, quiet=("21:00", "07:30"), pause=date(2026, 4, 1), reminders=False)
    # The first of April begins in Berlin while it is still March in UTC.
    assert preferences.get(session, W, "U1") == Preferences(
        "21:00", "07:30", datetime(2026, 3, 31, 22, tzinfo=UTC), reminders=False
    )
    session.expire_all()
    choose(session, roundups=False)
    assert preferences.get(session, W, "U1") == Preferences(roundups=False)
    session.expire_all()
    preferences.resume(session, W, "U2")
    assert preferences.get(session, W, "U2") == Preferences()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"quiet": ("20:00", "20:00")}, "quiet_until"),
        ({"quiet": ("20:00", None)}, "quiet_until"),
        ({"quiet": (None, None)}, "quiet_until"),
        ({"pause": date(2026, 3, 10)}, "pause"),
        ({"pause": date(2020, 1, 1)}, "pause"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(session: Session, given: dict[str, object], field: str) -> None:
    with pytest.raises(LearningError) as refusal:
        choose(session, **given)
    assert refusal.value.field == field
    assert preferences.get(session, W, "U1") == Preferences()


def test_only_admins_get_the_digest(session: Session) -> None:
    with pytest.raises(NotAllowed):
        choose(session, digest=True)
    people.meet(session, W, [Profile("U1", "ana", slack_admin=True)])
    choose(session, digest=True)
    assert preferences.get(session, W, "U1").digest


def test_an_unknown_name_is_a_mistake_of_ours(session: Session) -> None:
    with pytest.raises(KeyError):
        preferences.put(session, W, "U1", mood="fine")


def test_who_paused_everything_is_not_asked_for_their_time(session: Session) -> None:
    choose(session, pause=date(2026, 3, 12))
    assert capacity.left(session, W, ["U1", "U2"], NOON) == {"U1": 0, "U2": capacity.USUAL}
    assert capacity.left(session, W, ["U1"], NOON + timedelta(days=2)) == {"U1": capacity.USUAL}
    preferences.resume(session, W, "U1")
    assert capacity.left(session, W, ["U1"], NOON) == {"U1": capacity.USUAL}
