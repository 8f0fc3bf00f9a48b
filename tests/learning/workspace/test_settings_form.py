"""The workspace's settings: checked in words, written down once, and never against another admin's will."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.core import schedules
from learning.core.errors import LearningError
from learning.digests.settings import DIGEST, DIGEST_DAY, DIGEST_TIME
from learning.kudos.settings import KUDOS_ALLOWANCE, KUDOS_CHANNEL, KUDOS_EMOJI, RANKING
from learning.questions.settings import QUESTIONS_CHANNEL
from learning.workspace import audit, people, settings, settings_form, workspaces
from learning.workspace.people import Profile
from learning.workspace.settings import Settings
from learning.workspace.workspaces import Workspace
from messages.workspace.settings import fields

T, GRACE = "T1", "UGRACE"
NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
FORM: dict[str, Any] = {
    "working_days": ["0", "1", "2", "3", "4"],
    "work_begin": "09:00",
    "work_end": "17:00",
    "zone": None,
    "holidays": None,
    "digest_day": "0",
    "digest_time": "09:00",
    "roundup_day": "4",
    "roundup_time": "15:00",
    "kudos_allowance": "5",
    "kudos_emoji": ":tada:",
    "ranking": [],
    "retention_days": None,
    "team_source": "csv",
    "team_field": None,
    "team_groups": None,
}


def town(session: Session) -> None:
    workspaces.identify(session, Workspace(T, "Town", "https://town.slack.com/", "UBOT"))
    people.meet(session, T, [Profile(GRACE, "Grace", "America/New_York", slack_admin=True)])


def save(session: Session, wanted: Settings, seen: Settings | None = None) -> tuple[str, ...]:
    marks = settings_form.marks(seen or settings.get(session, T))
    return settings_form.save(session, T, GRACE, wanted, marks, at=NOW)


def test_the_form_untouched_says_what_is_usual() -> None:
    assert settings_form.check(FORM) == settings.DEFAULTS


def test_each_setting_has_a_field() -> None:
    assert set(fields()) == set(settings.known())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"working_days": []}, "working_days"),
        ({"working_days": ["7"]}, "working_days"),
        ({"work_end": "09:00"}, "work_end"),
        ({"work_begin": None}, "work_begin"),
        ({"work_begin": "25:00"}, "work_begin"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"holidays": "tomorrow"}, "holidays"),
        ({"holidays": "20261225"}, "holidays"),
        ({"holidays": "2026-13-01"}, "holidays"),
        (
            {
                "holidays": "\n".join(
                    f"{year}-01-{day:02}" for year in range(2026, 2036) for day in range(1, 29)
                )
            },
            "holidays",
        ),
        ({"digest_day": None}, "digest_day"),
        ({"digest_day": "12"}, "digest_day"),
        ({"digest_time": "soon"}, "digest_time"),
        ({"roundup_day": "x"}, "roundup_day"),
        ({"kudos_allowance": "0"}, "kudos_allowance"),
        ({"kudos_allowance": "5.5"}, "kudos_allowance"),
        ({"kudos_allowance": "٣"}, "kudos_allowance"),
        ({"kudos_allowance": None}, "kudos_allowance"),
        ({"kudos_emoji": None}, "kudos_emoji"),
        ({"kudos_emoji": "🎉"}, "kudos_emoji"),
        ({"kudos_emoji": ":heavy_check_mark:"}, "kudos_emoji"),
        ({"retention_days": "7"}, "retention_days"),
        ({"retention_days": "99999999999"}, "retention_days"),
        ({"team_source": "stars"}, "team_source"),
        ({"team_source": "profile", "team_field": "  "}, "team_field"),
        ({"team_field": "x" * 101}, "team_field"),
        ({"team_groups": "@a b/c"}, "team_groups"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(LearningError) as refused:
        settings_form.check(FORM | change)
    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")


def test_everything_that_cannot_be_is_told_at_once() -> None:
    wrong = {"work_begin": None, "holidays": "soon", "kudos_emoji": None, "team_source": "profile"}
    with pytest.raises(LearningError) as refused:
        settings_form.check(FORM | wrong)
    assert refused.value.fields == {
        "work_begin": "Choose a time.",
        "holidays": "Line 1, “soon”, is no date. Write one a line, like 2026-12-25.",
        "kudos_emoji": "Write one emoji's name, like :tada:.",
        "team_field": "What is the profile field called? Write its name.",
    }


def test_what_people_type_is_tidied() -> None:
    wanted = settings_form.check(
        FORM
        | {
            "holidays": " 2026-12-26 \n\n2026-12-25\n2026-12-25",
            "kudos_emoji": ":+1::skin-tone-3:",
            "team_groups": "@Platform, data\n@platform",
            "working_days": ["6", "0", "6"],
            "kudos_channel": "C1",
            "other": "C2",
        }
    )
    assert wanted[settings.HOLIDAYS] == ("2026-12-25", "2026-12-26")
    assert (wanted[KUDOS_EMOJI], wanted[settings.TEAM_GROUPS]) == ("+1", ("platform", "data"))
    assert (wanted[settings.WORKING_DAYS], wanted[KUDOS_CHANNEL]) == ((0, 6), "C1")


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=60))
def test_rubbish_is_refused_in_words(holidays: str, emoji: str, groups: str) -> None:
    try:
        settings_form.check(FORM | {"holidays": holidays, "kudos_emoji": emoji, "team_groups": groups})
    except LearningError as error:
        assert error.field in ("holidays", "kudos_emoji", "team_groups")  # noqa: PT017 - or it is well


def test_zones_are_found_by_their_cities() -> None:
    assert settings_form.zones("tokyo") == ("Asia/Tokyo",)
    assert settings_form.zones("new y")[0] == "America/New_York"
    assert settings_form.zones("europe/lis") == ("Europe/Lisbon",)
    assert len(settings_form.zones("")) == 50
    assert settings_form.zones("nowhere at all") == ()


def test_only_what_was_changed_is_written_and_each_once(session: Session) -> None:
    town(session)
    wanted = Settings({KUDOS_ALLOWANCE: 7, settings.HOLIDAYS: ("2026-12-25",)})
    assert save(session, wanted) == ("holidays", "kudos_allowance")
    assert settings.get(session, T) == wanted
    assert save(session, wanted) == ()
    latest = [(one.name, one.before, one.after) for one in audit.latest(session, T)]
    assert latest == [("kudos_allowance", 5, 7), ("holidays", [], ["2026-12-25"])]


def test_a_form_that_is_older_than_another_admins_change_leaves_it(session: Session) -> None:
    town(session)
    old = settings.get(session, T)
    save(session, old | {KUDOS_ALLOWANCE: 7})
    assert save(session, old | {RANKING: True}, seen=old) == ("ranking",)
    assert settings.get(session, T) == old | {RANKING: True, KUDOS_ALLOWANCE: 7}


def test_the_database_wins_over_the_environment_also_with_nothing(session: Session) -> None:
    town(session)
    settings.put(session, T, {"questions_channel": "C1"}, source=settings.ENVIRONMENT)
    assert not settings.chosen_in_slack(session, T, "questions_channel")
    assert settings.get(session, T)[QUESTIONS_CHANNEL] == "C1"
    save(session, Settings({QUESTIONS_CHANNEL: None}))
    assert settings.get(session, T)[QUESTIONS_CHANNEL] is None
    assert settings.chosen_in_slack(session, T, "questions_channel")
    settings.put(session, T, {"questions_channel": None}, source=settings.ENVIRONMENT)
    save(session, Settings({QUESTIONS_CHANNEL: "C2"}))
    settings.put(session, T, {"questions_channel": "C1"}, source=settings.ENVIRONMENT)
    assert settings.get(session, T)[QUESTIONS_CHANNEL] == "C2"


def test_the_weekly_posts_are_arranged_by_what_was_saved(session: Session) -> None:
    town(session)
    save(session, Settings({DIGEST_DAY: 2, DIGEST_TIME: "08:30"}))
    assert schedules.upcoming(session, T, DIGEST.kind, 0) == datetime(2026, 3, 11, 12, 30, tzinfo=UTC)
    save(session, Settings({DIGEST_DAY: 2, DIGEST_TIME: "08:30", settings.ZONE: "Asia/Tokyo"}))
    assert schedules.upcoming(session, T, DIGEST.kind, 0) == datetime(2026, 3, 10, 23, 30, tzinfo=UTC)


def test_the_form_shows_the_zone_that_most_are_in_and_the_newest_changes(session: Session) -> None:
    town(session)
    save(session, Settings({KUDOS_ALLOWANCE: 7}))
    form = settings_form.form(session, T, GRACE)
    assert (form.settings[KUDOS_ALLOWANCE], form.usual_zone) == (7, "America/New_York")
    assert [one.name for one in form.latest] == ["kudos_allowance"]


def usual_zone(session: Session, zones: dict[str, str], **more: Any) -> str:
    people.meet(session, T, [Profile(name, name, zone, **more) for name, zone in zones.items()])
    return settings.usual_zone(session, T)


def test_the_usual_zone_is_the_one_that_most_members_are_in(session: Session) -> None:
    town(session)
    assert usual_zone(session, {"U1": "Europe/Berlin", "U2": "Europe/Berlin"}) == "Europe/Berlin"
    away = {"U3": "Asia/Tokyo", "U4": "Asia/Tokyo", "U5": "Asia/Tokyo"}
    assert usual_zone(session, away, is_gone=True) == "Europe/Berlin"


def test_of_zones_with_as_many_people_the_admins_is_usual_then_the_first_by_name(session: Session) -> None:
    town(session)
    assert usual_zone(session, {"U1": "Asia/Tokyo", "U2": "Europe/Berlin"}) == "America/New_York"
    people.meet(session, T, [Profile(GRACE, "Grace", "Europe/Berlin")])
    people.meet(session, T, [Profile("U3", "Kim", "Asia/Tokyo")])
    assert settings.usual_zone(session, T) == "Asia/Tokyo"
    people.meet(session, T, [Profile(GRACE, "Grace", "Europe/Berlin", slack_admin=True)])
    assert settings.usual_zone(session, T) == "Europe/Berlin"


def test_nobody_known_means_utc(session: Session) -> None:
    assert settings.usual_zone(session, "T9") == "UTC"
