"""The demo's story: read from YAML, and refused with the line and the entry that do not fit."""

from pathlib import Path

import pytest

from bot.demo.scene import parts
from bot.demo.scenes.questions import Questions
from bot.demo.shapes import read
from learning.core.sockets.order import SHELVES
from sandbox import Sandbox
from storage.discovery import PlugError
from tests import MANIFEST

STORY = """
past:
  asked:
    - when: {weeks: 8, day: Mon, hour: 9}
      who: liam
      text: Which deploy broke it?
      key: deploy
      replies:
        - {who: emeka, hours: 0.6, text: Bisect., accepted: true}
  found:
    - {when: {weeks: 6, day: Fri, hour: 10}, who: kate, text: What broke it?, finds: deploy}
days:
  - {hours: 2, who: jonas, text: Who has run an exercise?}
"""


def test_every_scene_has_its_story_and_they_come_in_the_order_of_the_shelves() -> None:
    shelves = [SHELVES.index(part.scene.shelf) for part in parts(Sandbox(MANIFEST))]
    assert shelves == sorted(shelves)
    assert len(set(shelves)) == len(shelves), "of two things at one instant it is known which comes first"


def test_a_story_is_read_by_the_names_of_its_fields(tmp_path: Path) -> None:
    story = _read(tmp_path, STORY)
    assert story.past.asked[0].replies[0].text == "Bisect."
    assert story.days[0].hours == 2


@pytest.mark.parametrize(
    ("there", "instead", "complaint"),
    [
        ("who: emeka", "who: erika", "line 9: past.asked.0.replies.0.who: .*called 'erika'"),
        ("day: Fri", "day: Friday", "line 11: past.found.0.when.day: Input should be 'Mon'"),
        ("hours: 2,", "", "line 13: days.0.hours: Field required"),
        ("hours: 2,", "hours: two,", "line 13: days.0.hours: Input should be a valid number"),
        ("key: deploy", "keys: deploy", "line 7: past.asked.0.keys: Extra inputs"),
        ("finds: deploy", "finds: it", "line 3: past: .*no question has the key 'it'"),
        ("days:\n", "days: [\n", "cannot be read: .*line 1"),
        (STORY, "", "line 1: the story: "),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    tmp_path: Path, there: str, instead: str, complaint: str
) -> None:
    with pytest.raises(PlugError, match=rf"(?s)questions\.yml,? {complaint}"):
        _read(tmp_path, STORY.replace(there, instead, 1))


def test_a_scene_without_a_story_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlugError, match=r"nothing\.yml cannot be read: .*No such file"):
        read(tmp_path / "nothing.yml", Questions)


def _read(folder: Path, text: str) -> Questions:
    path = folder / "questions.yml"
    path.write_text(text, "utf-8")
    return read(path, Questions, {"liam", "emeka", "kate", "jonas"})
