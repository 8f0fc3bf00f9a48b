"""The words of the digest's figures: the week before in brackets, with its unit; nothing said of nothing."""

from datetime import date

import pytest

from learning.core.weeks import Week
from learning.digests.digest import Digest
from learning.digests.figures import Figures
from learning.digests.participation import Participation
from learning.lunches.figures import Lunches
from learning.questions.figures import Questions
from messages.core.text import often
from messages.digests import digest as render
from tests.learning.digests.digesting import counted

LAST = Week(date(2026, 3, 2), "Europe/Lisbon")


def lines(this: Figures, before: Figures) -> list[str]:
    """What the digest says first, line by line, without its title."""
    said = render.weekly(Digest(trend=(before, this), suggestions=()))
    text: str = said["blocks"][0]["text"]["text"]
    return text.split("\n")[1:]


def test_each_figure_stands_beside_the_week_before() -> None:
    this = counted(
        LAST,
        Participation(5, 1, 7),
        Questions(4, 3, 2, 2.25),
        Lunches(2, 3, 4, 2, 4.3),
        deflections=1,
        prompts=1,
        voices=3,
        thanks=2,
        thanked=1,
        new_teachers=1,
    )
    before = counted(
        LAST.before,
        Participation(1204, 0, 7),
        Questions(1, 1, 0, 75),
        Lunches(1, 1, None, 0, 4.0),
        deflections=2,
        prompts=2,
        voices=1,
        thanks=5,
        thanked=4,
        new_teachers=0,
    )
    assert lines(this, before) == [
        "👥 *People*  5 of 7 took part (1,204), 1 for the first time (0)",
        "❓ *Questions*  4 asked (1), 3 answered (1), 2 within a working day (0), "
        "median 2.2 h to the first reply (3.1 days)",
        "💡 *Found without asking*  1 (2)",
        "🎓 *Lunch-and-learns*  2 held (1), 3 of 4 seats filled (1), 2 there (0), rated 4.3 of 5 (4.0)",
        "💬 *Circles*  1 prompt (2), 3 voices (1)",
        "🎉 *Kudos*  2 given (5), to 1 person (4)",
        "🌱 *Learners become teachers*  1 (0)",
    ]


@pytest.mark.parametrize(
    ("this", "before", "said"),
    [
        (Questions(1, 1, 1, 0.4), Questions(1, 1, 1, 0.5), "median 24 min to the first reply (30 min)"),
        (Questions(1), Questions(1, 1, 1, 0.5), "0 within a working day (1), no reply yet (30 min)"),
        (Questions(), Questions(1, 1, 1, 0.5), "0 answered (1), 0 within a working day (1)"),
        (Questions(1, 1, 0, 2), Questions(), "0 within a working day (0), median 2.0 h to the first reply"),
        (Questions(1), Questions(2), "0 answered (0), 0 within a working day (0)"),
    ],
)
def test_the_wait_for_a_reply_has_its_unit_and_none_is_no_number(
    this: Questions, before: Questions, said: str
) -> None:
    (line,) = lines(counted(LAST, questions=this), counted(LAST.before, questions=before))
    assert line.endswith(said)


@pytest.mark.parametrize(
    ("this", "before", "said"),
    [
        (
            Lunches(1, 3, 4, None),
            Lunches(1, 4, 4, 3, 4.7),
            "1 held (1), 3 of 4 seats filled (4), nobody said yet who was there (3), too few ratings (4.7)",
        ),
        (Lunches(), Lunches(1, 4, 4, 3, 4.7), "0 held (1), 0 seats filled (4), 0 there (3)"),
        (Lunches(1, 1, None, 1), Lunches(), "1 held (0), 1 seat filled (0), 1 there (0)"),
    ],
)
def test_what_is_not_known_of_lunches_is_said_so(this: Lunches, before: Lunches, said: str) -> None:
    (line,) = lines(counted(LAST, lunches=this), counted(LAST.before, lunches=before))
    assert line.endswith(said)


def test_what_happens_seldom_is_counted_as_people_count() -> None:
    assert [often(times) for times in (1, 2, 3, 1200)] == ["once", "twice", "3 times", "1,200 times"]


def test_the_week_is_said_to_one_person_as_their_language_has_it() -> None:
    briefing = Digest(trend=(Figures(LAST.before), Figures(LAST)), suggestions=())
    assert "2–8 March 2026" in render.weekly(briefing)["text"]
    assert "2.–8. März 2026" in render.weekly(briefing, "de-DE")["text"]
    said = render.read(briefing, LAST, "de-DE")
    assert "2.–8. März 2026" in said["text"]
    assert "1. März 2026" in str(said["blocks"]), "the weeks to choose, too"
    assert "23 February – 1 March 2026" in str(render.whole(briefing, LAST)["blocks"])
