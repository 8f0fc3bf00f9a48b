"""What several people want: whether a lunch on it is coming."""

from datetime import timedelta

from sqlalchemy.orm import Session

from learning import demand, hosting, sittings, topics
from tests.learning.lunching import BEN, NOW, START, T, series_of_four


def test_a_lunch_on_a_topic_is_coming_while_one_is_planned_or_open(session: Session) -> None:
    """The first of the series is announced, the others wait for their turn."""
    numbers = series_of_four(session)
    about = set(topics.named(session, T, ["kubernetes"]))
    assert len(about) == 1
    assert demand.coming(session, T, at=NOW) == about
    assert demand.coming(session, T, at=START + timedelta(days=1)) == about
    assert demand.coming(session, "T2", at=NOW) == set()
    assert demand.coming(session, T, at=START + timedelta(days=30)) == set()
    hosting.cancel(session, T, BEN, numbers[0], "Off.", scope=sittings.ALL, at=NOW)
    assert demand.coming(session, T, at=NOW) == set()
