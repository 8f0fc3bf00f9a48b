"""Rounds on both databases: planned, shown, asked, skipped, spoken in, and looked back on."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import circles, facilitating, membership, openers, previews, replies, rounds
from learning.core import schedules, threads
from learning.core.errors import Gone, LearningError, RetryLater
from learning.core.sockets.threads import Reply
from learning.core.ticks import plans
from learning.workspace import channels, people, preferences, settings, workspaces
from learning.workspace.channels import Channel
from learning.workspace.people import Profile
from storage.models.circles import Round, RoundReply, UsedPrompt
from storage.models.outbox import Outbox
from tests.learning.circles.circling import (
    ANA,
    BEN,
    FAY,
    HUGO,
    NOW,
    TUESDAY,
    C,
    T,
    ask,
    begin,
    edit,
    newest,
    owed,
    speak,
    tick,
    town,
    verbs,
)

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


@pytest.fixture
def circle(session: Session) -> int:
    """Fay's circle, every Tuesday at 10:00 in Lisbon; Ana and Ben are in it too."""
    town(session)
    return begin(session, members=[ANA, BEN])


def all_rounds(session: Session) -> list[Round]:
    return list(session.scalars(select(Round).order_by(Round.due_at)))


def test_a_round_is_planned_two_days_ahead_and_shown_to_its_facilitator(session: Session) -> None:
    town(session)
    number = begin(session, start="2026-03-10")
    due = TUESDAY + WEEK
    tick(session, due - 2 * DAY - timedelta(seconds=1))
    assert all_rounds(session) == []
    tick(session, due - 2 * DAY)
    tick(session, due - 2 * DAY)
    row = newest(session, number)
    assert (row.due_at, row.day, row.state, row.prompt != "") == (due, date(2026, 3, 10), "planned", True)
    assert owed(session, "preview") == [FAY]


def test_a_first_round_nearer_than_that_is_shown_at_once(session: Session, circle: int) -> None:
    assert (newest(session, circle).state, owed(session, "preview")) == ("planned", [FAY])


def test_a_round_is_asked_once_at_its_time(session: Session, circle: int) -> None:
    tick(session, TUESDAY - timedelta(seconds=1))
    assert owed(session, "prompt") == []
    for _ in range(3):
        tick(session, TUESDAY)
    row = newest(session, circle)
    assert (row.state, row.opener_id, owed(session, "prompt")) == ("due", ANA, [C])
    rounds.posted(session, row.id, "1.1", at=TUESDAY)
    rounds.posted(session, row.id, "2.2", at=TUESDAY + DAY)
    assert (row.state, row.message_ts) == ("posted", "1.1")
    assert verbs(session, "round") == ["prompted"]
    assert circles.facts(session, circle).next_at == TUESDAY + WEEK


def test_two_replicas_that_plan_together_plan_once(session: Session, circle: int) -> None:
    before = session.query(Outbox).count()
    for _ in range(2):
        assert rounds.prepare(session, at=NOW) == 0
    assert session.query(Outbox).count() == before
    assert schedules.fall_due(session, plans(), at=TUESDAY) == 1
    assert schedules.fall_due(session, plans(), at=TUESDAY) == 0


def test_a_bot_that_was_down_asks_on_the_same_day_and_only_writes_down_older_ones(
    session: Session, circle: int
) -> None:
    tick(session, TUESDAY + 2 * WEEK + timedelta(hours=13, minutes=59))
    rows = all_rounds(session)
    assert [(row.state, row.reason) for row in rows] == [
        ("skipped", "I was not running at its time"),
        ("skipped", "I was not running at its time"),
        ("due", ""),
    ]
    assert [row.day for row in rows] == [date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 17)]
    assert owed(session, "prompt") == [C]


def test_a_round_of_yesterday_is_no_longer_asked(session: Session, circle: int) -> None:
    tick(session, TUESDAY + timedelta(hours=14))  # Midnight in Lisbon.
    assert newest(session, circle).reason == "I was not running at its time"
    assert owed(session, "prompt") == []
    assert verbs(session, "round") == ["skipped"]


def test_a_prompt_is_of_use_until_its_day_is_over_there(session: Session, circle: int) -> None:
    tick(session, TUESDAY)
    row = session.scalars(select(Outbox).where(Outbox.kind == "circles.prompt")).one()
    assert row.expires_at == TUESDAY + timedelta(hours=14)


def test_holidays_are_skipped_and_say_so_in_channel_and_preview(session: Session) -> None:
    town(session)
    settings.put(session, T, {"holidays": ["2026-03-03"]})
    number = begin(session)
    row = newest(session, number)
    assert (row.state, row.reason, row.prompt_key) == ("skipped", "it is a holiday", "")
    assert owed(session, "preview") == [FAY]
    assert owed(session, "rest") == []
    tick(session, TUESDAY)
    assert (owed(session, "rest"), owed(session, "prompt")) == ([C], [])


def test_a_holiday_that_was_set_after_the_preview_counts_too(session: Session, circle: int) -> None:
    assert session.query(UsedPrompt).count() == 1
    settings.put(session, T, {"holidays": ["2026-03-03"]})
    tick(session, TUESDAY)
    assert (newest(session, circle).reason, owed(session, "rest")) == ("it is a holiday", [C])
    assert session.query(UsedPrompt).count() == 0


def test_a_holiday_that_was_taken_back_is_a_day_like_any_other(session: Session) -> None:
    town(session)
    settings.put(session, T, {"holidays": ["2026-03-03"]})
    number = begin(session)
    settings.put(session, T, {"holidays": []})
    tick(session, NOW + timedelta(minutes=1))
    row = newest(session, number)
    assert (row.state, row.reason, bool(row.prompt)) == ("planned", "", True)
    previews.skip(session, T, FAY, row.id, at=NOW + timedelta(minutes=2))
    tick(session, TUESDAY)
    assert (newest(session, number).reason, owed(session, "rest")) == (rounds.BY_HAND, [])


def test_a_holiday_that_was_taken_back_while_the_bot_was_away_is_asked_on(session: Session) -> None:
    town(session)
    settings.put(session, T, {"holidays": ["2026-03-03"]})
    number = begin(session)
    settings.put(session, T, {"holidays": []})
    tick(session, TUESDAY + timedelta(hours=1))
    assert (newest(session, number).state, owed(session, "rest"), owed(session, "prompt")) == ("due", [], [C])


def test_everyone_opens_in_turn(session: Session, circle: int) -> None:
    opened = [ask(session, circle, at).opener_id for at in weeks(6)]
    assert opened == [ANA, BEN, FAY, ANA, BEN, FAY]


def test_whoever_comes_later_waits_and_whoever_leaves_is_passed_over(session: Session, circle: int) -> None:
    at = weeks(8)
    assert ask(session, circle, at[0]).opener_id == ANA
    membership.join(session, T, HUGO, circle, at=at[0] + DAY)
    membership.leave(session, T, BEN, circle, at=at[0] + DAY)
    assert [ask(session, circle, one).opener_id for one in at[1:5]] == [FAY, ANA, HUGO, FAY]
    membership.join(session, T, BEN, circle, at=at[4] + DAY)
    assert [ask(session, circle, one).opener_id for one in at[5:8]] == [ANA, HUGO, FAY]


def test_those_who_are_away_are_passed_over_and_are_next_when_they_are_back(
    session: Session, circle: int
) -> None:
    at = weeks(4)
    preferences.put(session, T, ANA, paused_until=at[1])
    people.meet(session, T, [Profile(BEN, "Ben", is_gone=True)])
    assert [ask(session, circle, one).opener_id for one in at] == [FAY, ANA, FAY, ANA]


def test_a_circle_where_all_are_away_is_opened_by_whoever_likes(session: Session, circle: int) -> None:
    for who in (ANA, BEN, FAY):
        preferences.put(session, T, who, paused_until=TUESDAY + WEEK)
    assert ask(session, circle, TUESDAY).opener_id is None
    row = circles.get(session, T, circle)
    assert openers.whose(session, row, at=TUESDAY + WEEK) == ANA


def test_a_turn_counts_only_if_the_prompt_was_posted(session: Session, circle: int) -> None:
    tick(session, TUESDAY)
    row = newest(session, circle)
    rounds.unposted(session, row.id, at=TUESDAY)
    rounds.unposted(session, row.id, at=TUESDAY)
    assert (row.state, row.reason, owed(session, "stuck")) == (
        "skipped",
        "it could not be posted in its channel",
        [FAY],
    )
    assert session.query(UsedPrompt).count() == 0
    assert ask(session, circle, TUESDAY + WEEK).opener_id == ANA


def test_the_facilitator_swaps_until_the_prompt_is_right(session: Session, circle: int) -> None:
    row = newest(session, circle)
    first, version = row.prompt_key, row.version
    swapped = previews.swap(session, T, FAY, row.id, version, at=NOW)
    assert (row.prompt_key != first, swapped.version) == (True, version + 1)
    second = row.prompt_key
    # The same button, pressed twice: it shows what is no longer there.
    assert previews.swap(session, T, FAY, row.id, version, at=NOW).version == version + 1
    assert row.prompt_key == second
    assert session.query(UsedPrompt).filter_by(round_id=row.id).one().prompt_key == second


def test_with_one_prompt_alone_there_is_nothing_to_swap(session: Session) -> None:
    town(session)
    number = begin(session, source="own", own="What now?")
    row = newest(session, number)
    with pytest.raises(LearningError, match="no other prompt"):
        previews.swap(session, T, FAY, row.id, row.version, at=NOW)
    assert row.prompt == "What now?"


def test_the_facilitator_puts_it_in_their_own_words(session: Session, circle: int) -> None:
    row = newest(session, circle)
    for text in ("  ", "x" * 1001):
        with pytest.raises(LearningError) as refusal:
            previews.reword(session, T, FAY, row.id, text, at=NOW)
        assert refusal.value.field == "prompt"
    previews.reword(session, T, FAY, row.id, " What did we learn? ", at=NOW)
    assert ask(session, circle, TUESDAY).prompt == "What did we learn?"


def test_a_round_that_is_skipped_gives_its_prompt_back_and_is_not_asked(
    session: Session, circle: int
) -> None:
    row = newest(session, circle)
    previews.skip(session, T, FAY, row.id, at=NOW)
    previews.skip(session, T, FAY, row.id, at=NOW)
    assert verbs(session, "round") == ["skipped"]
    assert session.query(UsedPrompt).count() == 0
    tick(session, TUESDAY)
    assert owed(session, "prompt") == []
    for verb in (
        lambda: previews.swap(session, T, FAY, row.id, row.version, at=NOW),
        lambda: previews.form(session, T, FAY, row.id),
    ):
        with pytest.raises(Gone, match="skipped already: its facilitator skipped it"):
            verb()


def test_skipping_the_next_round_works_long_before_it_is_planned(session: Session) -> None:
    town(session)
    number = begin(session, start="2026-03-10")
    facing = previews.skip_next(session, T, FAY, number, at=NOW)
    previews.skip_next(session, T, FAY, number, at=NOW)
    assert (facing.day, facing.state, facing.circle.next_at) == (
        date(2026, 3, 10),
        "skipped",
        TUESDAY + WEEK,
    )
    assert verbs(session, "round") == ["skipped"]
    tick(session, TUESDAY + WEEK)
    assert owed(session, "prompt") == []
    tick(session, TUESDAY + 2 * WEEK)
    assert owed(session, "prompt") == [C]


def test_what_was_asked_cannot_be_changed_any_more(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    for verb in (
        lambda: previews.swap(session, T, FAY, row.id, row.version, at=TUESDAY),
        lambda: previews.reword(session, T, FAY, row.id, "?", at=TUESDAY),
        lambda: previews.skip(session, T, FAY, row.id, at=TUESDAY),
    ):
        with pytest.raises(Gone, match="has gone out already"):
            verb()
    with pytest.raises(Gone, match="isn't there"):
        previews.form(session, "T2", FAY, row.id)


def test_a_circle_that_ends_with_a_day_has_no_next_round(session: Session) -> None:
    town(session)
    number = begin(session, until="2026-03-03")
    ask(session, number, TUESDAY)
    with pytest.raises(LearningError, match="no round to come"):
        previews.skip_next(session, T, FAY, number, at=TUESDAY)


def test_a_change_of_prompts_chooses_anew(session: Session, circle: int) -> None:
    edit(session, circle, source="own", own="Only this?")
    assert newest(session, circle).prompt == "Only this?"
    edit(session, circle, source="own", format="debate")
    assert newest(session, circle).format == "debate"


def test_who_speaks_is_a_voice_once_and_their_words_are_not_kept(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    people.meet(session, T, [Profile("UBOT", "Bot", is_bot=True)])
    ts = speak(session, row, ANA, TUESDAY)
    speak(session, row, ANA, TUESDAY, ts=ts)
    speak(session, row, ANA, TUESDAY + timedelta(minutes=1))
    speak(session, row, HUGO, TUESDAY + timedelta(minutes=2))
    speak(session, row, "UBOT", TUESDAY + timedelta(minutes=3))
    assert verbs(session, "round") == ["prompted", "voiced", "voiced"]
    assert "text" not in RoundReply.__table__.c
    recap = replies.recap(session, row.id)
    assert ([voice.member_id for voice in recap.voices], recap.replies) == ([ANA, HUGO], 3)


def test_a_reply_that_was_deleted_is_no_voice_and_speaking_again_is_none_that_is_new(
    session: Session, circle: int
) -> None:
    row = ask(session, circle, TUESDAY)
    ts = speak(session, row, ANA, TUESDAY)
    threads.deleted(session, T, channel_id=C, ts=ts, at=TUESDAY)
    threads.deleted(session, T, channel_id=C, ts=ts, at=TUESDAY)
    assert replies.recap(session, row.id).voices == ()
    speak(session, row, ANA, TUESDAY + timedelta(minutes=1))
    assert verbs(session, "round") == ["prompted", "voiced"]


def test_reactions_count_the_same_in_whatever_order_they_are_told(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    ts = speak(session, row, ANA, TUESDAY)
    for more in (-1, 1, 1):
        replies.liked(session, T, BEN, channel_id=C, ts=ts, more=more, at=TUESDAY)
    assert [voice.reactions for voice in replies.recap(session, row.id).voices] == [1]
    for _ in range(3):
        replies.liked(session, T, BEN, channel_id=C, ts=ts, more=-1, at=TUESDAY)
    assert [voice.reactions for voice in replies.recap(session, row.id).voices] == [0]


def test_reactions_of_others_find_the_best_reply(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    by_ana, by_ben = speak(session, row, ANA, TUESDAY), speak(session, row, BEN, TUESDAY)

    def like(who: str, ts: str, more: int = 1) -> None:
        replies.liked(session, T, who, channel_id=C, ts=ts, more=more, at=TUESDAY)

    like(FAY, by_ben)
    like(ANA, by_ben)
    like(FAY, by_ana)
    for _ in range(5):
        like(ANA, by_ana)  # Her own.
    like(HUGO, "9.9")
    best = replies.recap(session, row.id).voices[0]
    assert (best.member_id, best.name, best.reactions) == (BEN, "Ben", 2)
    assert best.link.endswith(f"?thread_ts={row.message_ts}&cid={C}")
    for who in (FAY, ANA, HUGO):
        like(who, by_ben, -1)
    assert [voice.reactions for voice in replies.recap(session, row.id).voices] == [1, 0]


def test_replies_are_told_apart_by_what_their_thread_hangs_on(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    assert threads.subject(session, T, C, row.message_ts or "") == ("round", row.id)
    assert threads.subject(session, T, "C2", row.message_ts or "") is None
    assert threads.subject(session, "T2", C, row.message_ts or "") is None

    def yes(thread_ts: str, ts: str) -> Reply:
        return Reply(channel_id=C, thread_ts=thread_ts, ts=ts, author_id=ANA, text="Yes.", spoken_at=TUESDAY)

    threads.heard(session, T, yes("7.7", "7.8"))
    threads.edited(session, T, yes("7.7", "7.8"), at=TUESDAY)
    assert session.query(RoundReply).count() == 0
    threads.edited(session, T, yes(row.message_ts or "", "7.9"), at=TUESDAY)
    assert session.query(RoundReply).count() == 1
    assert replies.awaited(session, T) == ((C, row.message_ts, "7.9"),)


def test_a_reply_that_overtakes_the_record_of_its_prompt_is_asked_for_again(
    session: Session, circle: int
) -> None:
    tick(session, TUESDAY)
    workspace = workspaces.Workspace(T, "Town", "https://town.slack.com/", "UBOT")
    workspaces.identify(session, workspace)

    def said(parent_id: str) -> Reply:
        return Reply(
            channel_id=C,
            thread_ts="5.5",
            ts="5.6",
            author_id=ANA,
            text="!",
            parent_id=parent_id,
            spoken_at=TUESDAY,
        )

    with pytest.raises(RetryLater):
        threads.heard(session, T, said("UBOT"))
    threads.heard(session, T, said(BEN))


def test_a_prompt_that_was_deleted_is_not_looked_back_on(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    speak(session, row, ANA, TUESDAY)
    threads.removed(session, T, C, row.message_ts or "", at=TUESDAY)
    threads.removed(session, T, C, row.message_ts or "", at=TUESDAY)
    tick(session, TUESDAY + DAY)
    assert (row.state, owed(session, "recap")) == ("over", [])
    assert verbs(session, "round") == ["prompted", "voiced", "removed"]


def test_the_recap_comes_a_day_later_once(session: Session, circle: int) -> None:
    row = ask(session, circle, TUESDAY)
    speak(session, row, ANA, TUESDAY)
    tick(session, TUESDAY + DAY - timedelta(seconds=1))
    assert owed(session, "recap") == []
    for _ in range(2):
        tick(session, TUESDAY + DAY)
    assert (row.state, owed(session, "recap")) == ("over", [C])


@pytest.mark.parametrize(
    ("posted", "recapped"),
    [
        ("2026-03-06T10:00", "2026-03-09T10:00"),  # A Friday: on Monday.
        ("2026-03-27T10:00", "2026-03-31T09:00"),  # Monday is a holiday, and clocks went forward.
        ("2026-03-28T10:00", "2026-03-31T09:00"),
    ],
)
def test_nobody_is_recapped_on_a_day_off(session: Session, circle: int, posted: str, recapped: str) -> None:
    settings.put(session, T, {"holidays": ["2026-03-30"]})
    row = circles.get(session, T, circle)
    at = datetime.fromisoformat(f"{posted}Z")
    assert rounds.next_working_day(session, row, at) == datetime.fromisoformat(f"{recapped}Z")


def test_two_silent_rounds_in_a_row_tell_the_facilitator(session: Session, circle: int) -> None:
    at = weeks(6)
    ask(session, circle, at[0])
    tick(session, at[0] + DAY)
    assert (circles.facts(session, circle).silent, owed(session, "quiet")) == (1, [])
    speak(session, ask(session, circle, at[1]), ANA, at[1])
    tick(session, at[1] + DAY)
    assert circles.facts(session, circle).silent == 0
    for one in at[2:6]:
        ask(session, circle, one)
        tick(session, one + DAY)
    assert (circles.facts(session, circle).silent, owed(session, "quiet")) == (4, [FAY, FAY])
    assert owed(session, "recap") == [C]


def test_a_circle_that_is_paused_is_not_called_quiet(session: Session, circle: int) -> None:
    for at in weeks(2):
        ask(session, circle, at)
    facilitating.pause(session, T, FAY, circle, None, at=weeks(2)[1])
    tick(session, weeks(2)[1] + DAY)
    assert owed(session, "quiet") == []


def test_a_round_of_a_circle_in_another_channel_goes_there(session: Session, circle: int) -> None:
    channels.remember(session, Channel(T, "C2", "elsewhere", False, False, True))
    edit(session, circle, channel_id="C2")
    assert (ask(session, circle, TUESDAY).channel_id, owed(session, "prompt")) == ("C2", ["C2"])


def weeks(number: int) -> list[datetime]:
    """So many Tuesdays at ten in Lisbon."""
    local = schedules.after("FREQ=WEEKLY;BYDAY=TU", datetime(2026, 3, 3, 10), "Europe/Lisbon", NOW)  # noqa: DTZ001
    return [next(local) for _ in range(number)]
