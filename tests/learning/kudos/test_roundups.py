"""The weekly roundup: who was seen too little first, nobody who wants to be left out, nothing private."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.core import schedules
from learning.core.schedules import Occurrence
from learning.core.ticks import plans
from learning.kudos import kudos, names, roundups
from learning.kudos.roundups import Theme
from learning.kudos.settings import ROUNDUP
from learning.questions import acceptance
from learning.workspace import people, preferences, settings, weekly
from learning.workspace.people import Profile
from messages.kudos import roundups as render
from storage.models.outbox import Outbox
from tests.learning.digests import digesting
from tests.learning.kudos.thanking import (
    ANA,
    BEN,
    GRACE,
    HUGO,
    KATE,
    LIAM,
    MEI,
    NOW,
    SECRET,
    THANKS,
    C,
    T,
    clap,
    owed,
    thank,
    town,
)

FRIDAY = datetime(2026, 3, 13, 15, tzinfo=UTC)
"""Three o'clock in Lisbon."""
_moments = count(1)
UNTIL = int(FRIDAY.timestamp())


def state(session: Session) -> list[tuple[str, str | None, str]]:
    """What became of roundups: state, reason, recipient."""
    rows = session.execute(
        select(Outbox.state, Outbox.reason, Outbox.recipient_id)
        .where(Outbox.kind == names.ROUNDUP)
        .order_by(Outbox.id)
    )
    return [(one, why, to) for one, why, to in rows]


def helps(session: Session, who: str, times: int, *, where: str = C, at: datetime = NOW) -> None:
    """Somebody's answers are accepted so many times."""
    for number in range(times):
        when = at + timedelta(minutes=number, microseconds=next(_moments))  # No two messages at once.
        asked = digesting.ask(session, GRACE, f"Why {who} {number} {at}?", at=when, where=where)
        reply = digesting.reply(session, asked, who, at=when)
        acceptance.accept(session, T, GRACE, reply, how="button", at=when)


def test_first_timers_and_themes_and_reasons(session: Session) -> None:
    town(session)
    thank(session, ANA, HUGO, at=NOW - timedelta(weeks=2))
    thank(session, ANA, BEN, HUGO, reason="for explaining joins #postgres")
    thank(session, KATE, BEN, reason="for reviewing #postgres #sql", at=NOW + timedelta(hours=1))
    clap(session, LIAM, HUGO)
    week = roundups.roundup(session, T, UNTIL)
    assert (week.times, week.people) == (4, 2)
    assert week.first_timers == (BEN,)
    assert week.themes == (Theme("postgres", 3, (BEN, HUGO)), Theme("sql", 1, (BEN,)))
    assert [one.reason for one in week.reasons] == ["for reviewing"]
    assert week.ranked == ()


def test_the_week_has_an_end_and_a_beginning_on_the_wall_clock(session: Session) -> None:
    town(session)
    monday_before_summer = datetime(2026, 4, 3, 14, tzinfo=UTC)  # 15:00 in Lisbon, an hour earlier in UTC
    since = datetime(2026, 3, 27, 15, tzinfo=UTC)
    thank(session, ANA, BEN, at=since - timedelta(seconds=1))
    thank(session, ANA, HUGO, at=since)
    thank(session, ANA, KATE, at=monday_before_summer - timedelta(seconds=1))
    thank(session, ANA, LIAM, at=monday_before_summer)
    week = roundups.roundup(session, T, int(monday_before_summer.timestamp()))
    assert week.first_timers == (HUGO, KATE)


def test_who_wants_to_be_left_out_is_named_nowhere(session: Session) -> None:
    town(session)
    preferences.put(session, T, BEN, roundups=False)
    thank(session, ANA, BEN, reason="for one #postgres")
    thank(session, BEN, KATE, reason="for two")
    thank(session, HUGO, BEN, LIAM, reason="for three #sql")
    week = roundups.roundup(session, T, UNTIL)
    assert (week.times, week.people, week.first_timers) == (2, 2, (KATE, LIAM))
    assert week.reasons == ()
    assert week.themes == (Theme("sql", 1, (LIAM,)),)
    assert BEN not in str(render.weekly(week))


def test_what_is_private_taken_back_or_by_the_gone_is_left_out(session: Session) -> None:
    town(session)
    thank(session, ANA, BEN, here=SECRET)
    thank(session, ANA, BEN, here="D1")
    given = thank(session, KATE, LIAM)
    kudos.take_back(session, T, KATE, given.thanks.kudos_id, at=NOW)
    thank(session, MEI, HUGO, reason="for the tour")
    people.meet(session, T, [Profile(MEI, "Mei Lin", is_gone=True)])
    week = roundups.roundup(session, T, UNTIL)
    assert (week.times, week.first_timers, week.reasons) == (1, (HUGO,), ())


def test_quiet_helpers_help_often_and_are_rarely_thanked(session: Session) -> None:
    town(session)
    helps(session, BEN, 3)
    helps(session, KATE, 3, at=NOW - timedelta(weeks=3))
    helps(session, HUGO, 3, at=NOW - timedelta(days=1))
    helps(session, LIAM, 2)
    helps(session, ANA, 3, at=NOW - timedelta(weeks=9))
    helps(session, MEI, 3, where=SECRET)
    for _ in range(2):
        thank(session, ANA, KATE)
    thank(session, ANA, HUGO)
    thank(session, BEN, HUGO)
    assert roundups.quiet_helpers(session, T, (), FRIDAY) == (BEN, KATE)
    preferences.put(session, T, BEN, roundups=False)
    assert roundups.roundup(session, T, UNTIL).quiet == (KATE,)


def test_there_is_no_ranking_unless_an_admin_turned_it_on(session: Session) -> None:
    town(session)
    thank(session, ANA, BEN, KATE)
    thank(session, ANA, KATE)
    thank(session, HUGO, BEN)
    assert "Thanked by the most" not in str(render.weekly(roundups.roundup(session, T, UNTIL)))
    settings.put(session, T, {"ranking": True})
    week = roundups.roundup(session, T, UNTIL)
    assert week.ranked == ((BEN, 2), (KATE, 1))
    assert "<@UBEN> (2), <@UKATE> (1)" in str(render.weekly(week))


def _friday(at: datetime = FRIDAY) -> Occurrence:
    return Occurrence(T, ROUNDUP.kind, 0, at, at.date())


def test_it_is_owed_once_or_its_silence_is_recorded(session: Session) -> None:
    town(session)
    roundups.post(session, _friday(), at=FRIDAY)
    settings.put(session, T, {"kudos_channel": THANKS})
    roundups.post(session, _friday(FRIDAY + timedelta(weeks=1)), at=FRIDAY)
    thank(session, ANA, BEN, at=FRIDAY + timedelta(weeks=1, days=1))
    for _ in range(2):
        roundups.post(session, _friday(FRIDAY + timedelta(weeks=2)), at=FRIDAY)
    assert state(session) == [
        ("skipped", roundups.NO_CHANNEL, ""),
        ("skipped", roundups.NOTHING, ""),
        ("waiting", None, THANKS),
    ]


@pytest.mark.parametrize(("late", "said"), [(timedelta(days=3), True), (timedelta(days=3, seconds=1), False)])
def test_the_bot_was_down_on_friday(session: Session, late: timedelta, said: bool) -> None:
    town(session, kudos_channel=THANKS)
    weekly.arrange(session, T, at=NOW)
    thank(session, ANA, BEN)
    for _ in range(2):
        schedules.fall_due(session, plans(), at=FRIDAY + late)
    assert owed(session, names.ROUNDUP) == ([THANKS] if said else [""])
    assert [why for _, why, _ in state(session)] == [None if said else roundups.TOO_LATE]


def test_weeks_that_were_missed_are_recorded_and_only_the_last_is_said(session: Session) -> None:
    town(session, kudos_channel=THANKS)
    weekly.arrange(session, T, at=NOW)
    thank(session, ANA, BEN, at=FRIDAY + timedelta(days=8))
    schedules.fall_due(session, plans(), at=FRIDAY + timedelta(days=15))
    assert state(session) == [
        ("skipped", roundups.TOO_LATE, ""),
        ("skipped", roundups.TOO_LATE, ""),
        ("waiting", None, THANKS),
    ]
