"""Prompts: none comes twice before all had their turn, whatever is swapped, skipped, added or taken away."""

import json
from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.circles import own_prompts, pasted_prompts, prompts
from learning.circles.pasted_prompts import KINDS, LONGEST, MOST, MOTION, PastedPrompt
from learning.core import words
from learning.core.errors import LearningError
from messages.circles import prompts as render
from storage.models.circles import Circle, Round, UsedPrompt
from tests.learning.lunches.lunching import memory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Asking:
    """A circle that is asked, round after round."""

    def __init__(self, session: Session, **more: Any) -> None:
        self.session, self.at = session, NOW
        values: dict[str, Any] = {"format": "discussion", "use_bank": False, "use_own": True, **more}
        self.circle = Circle(
            workspace_id="T1",
            request_key="view:V1",
            name="Circle",
            channel_id="C1",
            facilitator_id="UFAY",
            rule="FREQ=WEEKLY",
            local="2026-03-03T10:00",
            zone="UTC",
            state="running",
            created_at=NOW,
            **values,
        )
        session.add(self.circle)
        session.flush()
        self.row: Round | None = None

    def own(self, *lines: str) -> list[str]:
        own_prompts.revise(self.session, self.circle, "\n".join(lines))
        return [prompt.key for prompt in prompts.own(self.session, self.circle.id)]

    def take_out(self, *keys: str) -> None:
        """What the form shows, with these lines taken out."""
        numbers = [int(key.removeprefix(prompts.OWN)) for key in keys]
        own_prompts.revise(self.session, self.circle, "", numbers)

    def choose(self) -> str:
        """A new round asks something; its key."""
        self.at += timedelta(days=7)
        self.row = Round(
            workspace_id="T1",
            circle_id=self.circle.id,
            due_at=self.at,
            day=date(2026, 3, 3),
            format=self.circle.format,
            state="planned",
            seed=1,
            channel_id="C1",
        )
        self.session.add(self.row)
        self.session.flush()
        return self.again()

    def again(self) -> str:
        """The round asks something, or something else than it does."""
        assert self.row is not None
        self.at += timedelta(minutes=1)
        chosen = prompts.choose(self.session, self.circle, self.row, at=self.at)
        return chosen.key if chosen else ""

    def skip(self) -> None:
        assert self.row is not None
        prompts.give_back(self.session, self.row)

    def cycles(self) -> dict[int, set[str]]:
        """What rounds took so far, in each cycle that has begun."""
        rows = self.session.scalars(select(UsedPrompt)).all()
        found: dict[int, set[str]] = {row.cycle: set() for row in rows}
        for row in rows:
            found[row.cycle] |= {row.prompt_key} if row.round_id is not None else set()
        return found

    def left(self) -> int:
        return prompts.count_left(self.session, self.circle)


def test_the_bank_has_enough_of_each_kind_and_every_kind_has_a_name() -> None:
    counts = Counter(prompt.kind for prompt in prompts.bank().values())
    assert set(counts) == set(KINDS) == set(render.KINDS)
    assert min(counts.values()) >= 12
    assert len(prompts.bank()) >= 90


def test_the_banks_prompts_are_unlike_each_other() -> None:
    texts = [prompt.text for prompt in prompts.bank().values()]
    assert len(set(texts)) == len(texts)
    found = [words.terms(text) for text in texts]
    alike = [pair for pair in combinations(found, 2) if words.likeness(*pair) >= 0.7]
    assert alike == []


@pytest.mark.parametrize("prompt", prompts.bank().values(), ids=lambda prompt: prompt.key)
def test_a_prompt_of_the_bank_is_short_plain_and_whole(prompt: prompts.Prompt) -> None:
    assert 20 <= len(prompt.text) <= 160
    assert len(prompt.key) <= 64
    assert prompt.text == words.clean(" ".join(prompt.text.split()))
    assert not set("<>&*_~`|{}[]#@") & set(prompt.text)
    assert prompt.text[0].isupper()
    assert prompt.text[-1] in ".?!"
    assert prompt.text.endswith(".") or prompt.kind != MOTION, "a motion is a statement"
    assert sum(prompt.text.count(mark) for mark in ".?!") <= 2, "one sentence or two"


def test_a_circle_is_asked_all_it_has_before_anything_comes_again(session: Session) -> None:
    asking = Asking(session)
    keys = asking.own("One?", "Two?", "Three?", "Four?")
    asked = [asking.choose() for _ in range(12)]
    for start in (0, 4, 8):
        assert set(asked[start : start + 4]) == set(keys)
    assert all(one != other for one, other in pairwise(asked))
    assert asked[:4] != keys, "the order is the circle's own"


def test_the_order_is_drawn_once_and_another_circles_is_another(session: Session) -> None:
    def order(key: str) -> list[str]:
        own = memory()
        asking = Asking(own, use_bank=True, use_own=False)
        asking.circle.request_key = key
        return [asking.choose() for _ in range(10)]

    assert order("view:A") == order("view:A")
    assert order("view:A") != order("view:B")


def test_a_swapped_prompt_comes_when_the_others_had_their_turn(session: Session) -> None:
    asking = Asking(session)
    asking.own("One?", "Two?", "Three?")
    first = asking.choose()
    second = asking.again()
    third = asking.again()
    assert len({first, second, third}) == 3
    assert asking.again() == first, "of those put aside, the first comes first"
    assert asking.choose() == second
    assert asking.choose() == third
    assert asking.left() == 0


def test_where_no_other_is_left_a_swap_keeps_what_is_there(session: Session) -> None:
    asking = Asking(session)
    only = asking.own("One?")[0]
    assert [asking.choose(), asking.again(), asking.choose()] == [only, only, only]
    asking.own("Two?")
    second = asking.again()
    assert second != only
    assert asking.again() == second, "the other one was asked the time before"


def test_a_skipped_rounds_prompt_is_there_for_another(session: Session) -> None:
    asking = Asking(session)
    asking.own("One?", "Two?", "Three?")
    first = asking.choose()
    assert asking.left() == 2
    asking.skip()
    assert asking.left() == 3
    assert first in {asking.choose() for _ in range(3)}


def test_an_own_prompt_keeps_its_key_when_others_come_and_go(session: Session) -> None:
    asking = Asking(session)
    one, two = asking.own("One?", "Two?")
    asking.take_out(one)
    assert asking.own("Three?", "one!", "TWO") == [two, *asking.own()[1:]]
    assert [prompt.text for prompt in prompts.own(session, asking.circle.id)] == ["Two?", "Three?", "one!"]


def test_the_chosen_kinds_of_the_bank_and_own_ones_are_asked_together(session: Session) -> None:
    asking = Asking(session, use_bank=True, kinds=json.dumps(["icebreaker"]))
    own = asking.own("One?")
    count = asking.left()
    asked = {asking.choose() for _ in range(count)}
    assert asked == {*own, *(key for key, prompt in prompts.bank().items() if prompt.kind == "icebreaker")}
    asking.circle.use_own = False
    asking.circle.kinds = "[]"
    assert asking.left() == len(prompts.bank()) - count + 1


def test_a_debate_gets_motions_a_discussion_their_question_and_a_coffee_gathers_topics(
    session: Session,
) -> None:
    asking = Asking(session, use_bank=True, use_own=False, format="debate", kinds='["icebreaker"]')
    assert prompts.bank()[asking.choose()].kind == MOTION
    asking.circle.format, asking.circle.kinds = "discussion", '["motion"]'
    assert asking.row is not None
    asking.row.format = "discussion"
    asked = prompts.choose(session, asking.circle, asking.row, at=NOW)
    assert asked is not None
    assert asked.text == f"“{prompts.bank()[asked.key].text}” Do you agree, and why?"
    asking.row.format = "coffee"
    gathered = prompts.choose(session, asking.circle, asking.row, at=NOW)
    assert gathered is not None
    assert gathered.text == prompts.TOPICS


def test_a_circle_with_nothing_to_ask_is_told_so(session: Session) -> None:
    asking = Asking(session)
    assert asking.choose() == ""
    one = asking.own("One?")
    assert asking.again() == one[0]
    asking.take_out(*one)
    assert asking.again() == ""
    assert asking.left() == 0


STEPS = st.lists(
    st.one_of(
        st.sampled_from(["choose", "choose", "choose", "swap", "skip"]),
        st.tuples(st.just("add"), st.integers(0, 9)),
        st.tuples(st.just("remove"), st.integers(0, 9)),
    ),
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(STEPS, st.sets(st.integers(0, 9), min_size=1, max_size=5))
def test_whatever_is_done_all_have_their_turn_before_one_comes_again(
    steps: list[Any], first: set[int]
) -> None:
    with memory() as session:
        asking = Asking(session)
        asking.own(*(f"Prompt {number}?" for number in sorted(first)))
        asked: list[str] = []
        standing = False
        for step in steps:
            have = {prompt.key for prompt in prompts.own(session, asking.circle.id)}
            before = asking.cycles()
            newest = before[max(before)] if before else set()
            if step == "choose":
                key, standing = asking.choose(), True
                assert (key in have) if have else key == ""
                if before and max(asking.cycles()) > max(before):
                    assert have <= newest, "a new cycle begins only when all were asked"
                if asked and key == asked[-1] != "":
                    assert have - newest <= {key}, "at once again, only if there is nothing else"
                asked.append(key)
            elif step == "swap" and standing:
                held, last = asked.pop(), asked[-1] if asked else ""
                key = asking.again()
                assert (key in have) if have else key == ""
                if held in have:
                    assert (key == held) == (have - newest <= {last})
                asked.append(key)
            elif step == "skip" and standing:
                asking.skip()
                asked.pop()
                standing = False
            elif step[0] == "add":
                asking.own(f"Prompt {step[1]}?")
            elif step[0] == "remove" and have:
                asking.take_out(sorted(have)[step[1] % len(have)])
        assert Counter(key for key in asked if key) == Counter(
            key for keys in asking.cycles().values() for key in keys
        )


def test_own_prompts_to_come_are_edited_line_by_line_and_used_ones_stay(session: Session) -> None:
    asking = Asking(session)
    texts = {"One?": "", "Two, and more?": "technique", 'Said "three"': "", "“Four”, motion": "motion"}
    asking.own("prompt;kind", *(f"{text};{kind}" for text, kind in texts.items()))
    used = asking.choose()
    shown = own_prompts.editable(session, asking.circle.id)
    assert shown.others == 1
    texts.pop(next(one.text for one in prompts.own(session, asking.circle.id) if one.key == used))
    assert shown.text.split("\n") == [pasted_prompts.write(*one) for one in texts.items()]
    assert own_prompts.revise(session, asking.circle, shown.text, shown.numbers) == 0
    assert own_prompts.editable(session, asking.circle.id) == shown

    _, second, third = shown.text.split("\n")
    text = "\n".join([second.replace("?", "??"), third, "New?"])
    assert own_prompts.revise(session, asking.circle, text, shown.numbers) == 1
    now = own_prompts.editable(session, asking.circle.id)
    assert now.text.split("\n") == [second.replace("?", "??"), third, "New?"]
    assert now.numbers[:2] == shown.numbers[1:], "what is only spelled anew is the same prompt"
    assert used in {one.key for one in prompts.own(session, asking.circle.id)}


def test_what_was_used_while_the_form_was_open_stays(session: Session) -> None:
    asking = Asking(session)
    asking.own("One?", "Two?")
    shown = own_prompts.editable(session, asking.circle.id)
    used = asking.choose()
    own_prompts.revise(session, asking.circle, "", shown.numbers)
    assert [one.key for one in prompts.own(session, asking.circle.id)] == [used]
    shown = own_prompts.editable(session, asking.circle.id)
    assert (len(shown.numbers), shown.others) == (1, 0), "all were asked, so that all come again"


def test_what_a_form_has_no_room_for_stays(session: Session) -> None:
    asking = Asking(session)
    asking.own(*(f"{number:03} {'x' * 200}" for number in range(50)))
    shown = own_prompts.editable(session, asking.circle.id)
    assert len(shown.text) <= own_prompts.ROOM
    assert (len(shown.numbers), shown.others) == (11, 39)
    own_prompts.revise(session, asking.circle, "Another?", shown.numbers)
    assert len(prompts.own(session, asking.circle.id)) == 40
    asking.own(*(str(number) for number in range(200)))
    own_prompts.revise(session, asking.circle, "", own_prompts.editable(session, asking.circle.id).numbers)


@given(st.text(alphabet='ab,;"\n\t promtkind', max_size=60), st.sampled_from(["", *KINDS]))
def test_a_prompt_is_written_as_a_line_that_reads_the_same(text: str, kind: str) -> None:
    with suppress(LearningError):
        lines = pasted_prompts.parse(f"{text}\n{text}, {kind}\nprompt,kind\n{text},{kind}")
        again = "\n".join(pasted_prompts.write(line.text, line.kind) for line in lines)
        assert pasted_prompts.parse(again) == lines


def test_csv_begins_where_its_header_stands() -> None:
    pasted = 'One, two\n\nprompt,kind\n"Three, four",motion\nPROMPT\nFive\nprompt \u0000\n'
    assert pasted_prompts.parse(pasted) == (
        PastedPrompt("One, two", ""),
        PastedPrompt("Three, four", "motion"),
        PastedPrompt("Five", ""),
    )
    with pytest.raises(LearningError, match="Line 4: “riddle”"):
        pasted_prompts.parse("One\nTwo\nprompt,kind\nThree,riddle")


def test_one_prompt_a_line_trimmed_and_each_once() -> None:
    pasted = "  What went well?  \r\n\n\nWhat  went\twell\nwhat WENT well?\nAnd now, what next?\u0000\n"
    assert pasted_prompts.parse(pasted) == (
        PastedPrompt("What went well?", ""),
        PastedPrompt("And now, what next?", ""),
    )
    assert pasted_prompts.parse(" \n\t\n") == ()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_a_header_in_either_order(separator: str) -> None:
    row = f'"Well{separator} what ""now""?"{separator} Technique'
    text = f"\nprompt{separator}kind\n{row}\n\nPlain?{separator}\n"
    want = (
        PastedPrompt(" ".join(f'Well{separator} what "now"?'.split()), "technique"),
        PastedPrompt("Plain?", ""),
    )
    assert pasted_prompts.parse(text) == want
    assert pasted_prompts.parse(f"Kind{separator}Prompt\nmotion{separator}Tea is better.") == (
        PastedPrompt("Tea is better.", "motion"),
    )


def test_csv_without_a_header_where_a_line_is_plainly_csv() -> None:
    pasted = (
        '"Well, what now?",technique\n"Quoted, alone"\nPlain, with commas, motion of a kind\nTea., motion'
    )
    assert pasted_prompts.parse(pasted) == (
        PastedPrompt("Well, what now?", "technique"),
        PastedPrompt("Quoted, alone", ""),
        PastedPrompt("Plain, with commas, motion of a kind", ""),
        PastedPrompt("Tea.", "motion"),
    )
    assert pasted_prompts.parse('He said "no" to "yes"') == (PastedPrompt('He said "no" to "yes"', ""),)
    assert pasted_prompts.parse('"a" or "b"') == (PastedPrompt('"a" or "b"', ""),)


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("Fine?\n" + "x" * (LONGEST + 1), "Line 2 has 301 characters"),
        ("prompt,kind\nFine?,\nWhat?,riddle", "Line 3: “riddle” is no kind I know"),
        ("prompt,kind\nWell, what?,technique", "Line 2 has more columns"),
        ('prompt\nFine?\n"Half', "Line 3 has a quotation mark"),
        ("\n".join(f"Prompt {number}" for number in range(MOST + 1)), "501 prompts"),
    ],
)
def test_what_cannot_be_read_names_its_line(pasted: str, words: str) -> None:
    with pytest.raises(LearningError) as refused:
        pasted_prompts.parse(pasted)
    assert words in refused.value.sentence
    assert refused.value.field == "own"


def test_a_circle_keeps_five_hundred_prompts_and_no_more(session: Session) -> None:
    asking = Asking(session)
    lines = [f"Prompt {number}?" for number in range(MOST)]
    asking.own(*lines[:300])
    assert own_prompts.revise(session, asking.circle, "\n".join(lines)) == 200
    with pytest.raises(LearningError, match="there is room for 500"):
        asking.own("One more?")


@given(st.text(max_size=2000))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    found: tuple[PastedPrompt, ...] = ()
    with suppress(LearningError):
        found = pasted_prompts.parse(text)
    for line in found:
        assert 0 < len(line.text) <= LONGEST
        assert "\n" not in line.text
        assert line.kind in ("", *KINDS)
    assert len({pasted_prompts.sameness(line.text) for line in found}) == len(found)


def test_a_new_prompt_is_new_although_one_that_was_asked_is_taken_out(session: Session) -> None:
    asking = Asking(session)
    keys = asking.own("First?", "Last?")
    assert {asking.choose(), asking.choose()} == {*keys}
    asking.take_out(keys[1])
    (_, new) = asking.own("First?", "New?")
    assert [prompt.text for prompt in prompts.to_come(session, asking.circle)] == ["New?"]
    assert asking.choose() == new
