"""Guides as files: a right one is read whole, and a wrong one is told with its line and the nearest right word."""

import re
from dataclasses import fields
from datetime import time
from pathlib import Path

import pytest

from assistant.adapters import guide_files
from assistant.dialogue.guides import AnswerIs, Breathe, GuidingPhrases, Hour, KeptBefore, NumberIs, TagHeard, When
from assistant.errors import UsageError

PROMPTS = Path(__file__).parents[2] / "prompts"

GOOD = """\
version = 1
name = "small-steps"
title = "Small steps"
about = "A walk with all that a guide can do."
called = ["small steps"]
minutes = 3
source = "Made up for this test."
tool = true

[[step]]
id = "how_strong"
say = ["Hello.", "From zero to ten, how strong is it?"]
listen = "number"
keep_as = "before"
again = "Any number from zero to ten is fine."
when = [
  { at_least = 8, go = "breaths" },   # { not a table }
  { kept = "word", within_days = 14, without = "before", hour_from = 22:00:00, hour_until = 05:00:00, go = "again" },
]

[[step]]
id = "which"
say = "Look, or listen?"
listen = "choice"
choices = [
  { name = "look", words = ["look", "eyes"] },
  { name = "listen", words = ["listen"] },
]
when = [{ answer = "listen", go = "still" }, { tag = "emotion:shame", go = "still" }, { answer = "none", go = "end" }]

[[step]]
id = "breaths"
say = "Breathe with the tone."
breathe = { in = 4, out = 6.5, times = 6 }
next = "which"
at_most = 2

[[step]]
id = "still"
wait = 20

[[step]]
id = "done"
say = "Did it help? You began at {before}."
listen = "yes_partly_no"
keep_as = "helped"
when = [{ answer = "no", go = "breaths" }]
next = "word"

[[step]]
id = "again"
say = "Last time you said “{before.word}”."

[[step]]
id = "word"
say = "Which word would you give it?"
listen = "free"
keep_as = "word"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, text: str = GOOD, *, name: str = "small-steps") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def test_all_that_a_guide_can_do(folder: Path) -> None:
    """Every key of the format comes through as it was written."""
    guide = guide_files.load(written(folder))
    how_strong, which, breaths, still, done, _again, word = guide.steps
    assert (guide.name, guide.version, guide.minutes, guide.tool) == ("small-steps", 1, 3, True)
    assert how_strong.say == ("Hello.", "From zero to ten, how strong is it?")
    assert (how_strong.low, how_strong.high, how_strong.keep_as) == (0, 10, "before")
    night = Hour(time(22), time(5))
    assert how_strong.when == (
        When((NumberIs("", 8, 10),), "breaths"),
        When((night, KeptBefore("word", 14, "before")), "again"),
    )
    assert [c.name for c in which.choices] == ["look", "listen"]
    assert which.when == (
        When((AnswerIs("listen"),), "still"),
        When((TagHeard("emotion:shame"),), "still"),
        When((AnswerIs("none"),), "end"),
    )
    assert (breaths.breathe, breaths.next, breaths.at_most) == (Breathe(4, 0, 6.5, 6), "which", 2)
    assert (still.wait_s, still.next) == (20, "done")
    assert (done.listen, word.next) == ("yes_partly_no", "end")


WRONG = {  # what is right, the slip, a part of the line that is told, and of what is said of it
    "jumps_nowhere": ('go = "breaths" }', 'go = "breath" }', "at_least = 8", 'to; did you mean "breaths"?'),
    "next_nowhere": ('next = "which"', 'next = "wich"', '"wich"', 'did you mean "which"?'),
    "second_line_of_a_list": ("within_days", "within_day", "within_day ", 'did you mean "within_days"?'),
    "unknown_key": ('keep_as = "before"', 'keep = "before"', "keep =", 'did you mean "keep_as"?'),
    "unknown_way_to_listen": ('"yes_partly_no"', '"yes_no"', "yes_no", 'did you mean "yes_partly_no"?'),
    "unknown_answer": ('answer = "listen"', 'answer = "listn"', "listn", 'did you mean "listen"?'),
    "unknown_tag": ("emotion:shame", "emotion:shme", "shme", 'did you mean "emotion:shame"?'),
    "number_out_of_range": ("at_least = 8", "at_least = 11", "at_least = 11", "from 0 to 10"),
    "no_such_number": ("{ at_least = 8", '{ of = "befor", at_least = 8', "befor", 'did you mean "before"?'),
    "unknown_slot": ("{before}", "{befor}", "{befor}", 'did you mean "before"?'),
    "slot_not_asked_for_yet": ('"Hello."', '"Hello, {word}."', "Hello, {word}", "no way asks for {word} before"),
    "slot_of_an_earlier_run": ("Which word", "{before.word}? Which word", "Which word", "kept = …"),
    "round_and_round": ("at_most = 2\n", "", 'id = "which"', "at_most = 3"),
    "wait_too_long": ("wait = 20", "wait = 6000", "wait = 6000", "from 0.5 to 600"),
    "a_number_that_is_text": ("minutes = 3", 'minutes = "three"', "minutes", "a number from 0.5 to 180"),
    "half_a_round": ("times = 6", "times = 6.5", "times = 6.5", "a whole number"),
    "an_hour_in_quotes": ("22:00:00", '"22:00"', '"22:00"', "without quotes"),
    "one_choice": ('  { name = "listen", words = ["listen"] },\n', "", "choices = [", "two or more"),
    "a_word_of_two_choices": ('["listen"]', '["listen", "look"]', '["listen", "look"]', 'the word "look"'),
    "two_steps_of_one_id": ('id = "done"', 'id = "still"', 'id = "still"', 'the id "still" already'),
    "a_step_called_end": ('id = "again"', 'id = "end"', 'id = "end"', "where a guide ends"),
    "another_name_than_the_file": ('name = "small-steps"', 'name = "steps"', 'name = "steps"', '"small-steps"'),
    "range_upside_down": ('keep_as = "before"', 'keep_as = "before"\nfrom = 5\nto = 5', "to = 5", "no number"),
    "choices_without_a_choice": ('listen = "choice"', 'listen = "free"', "choices = [", 'listen = "choice"'),
    "another_version": ("version = 1", "version = 2", "version = 2", "I read version 1"),
    "a_condition_of_nothing": ('{ answer = "no", go', "{ go", '{ go = "breaths" }', "no condition"),
    "deaf_step": ("wait = 20", 'wait = 20\nwhen = [{ answer = "yes", go = "word" }]', "when", "does not listen"),
    "no_limit": ("{ at_least = 8, go", '{ of = "before", go', 'of = "before"', '"at_least" or "at_most"'),
    "does_nothing": ('say = "Last time you said “{before.word}”."\n', "", "[[step]]", "does nothing"),
    "no_source": ('source = "Made up for this test."', "", "version = 1", '"source" is missing'),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_slip_is_told_with_its_line(folder: Path, case: str) -> None:
    """One slip in a right guide: the file, its line, and what was meant."""
    right, slip, line, meant = WRONG[case]
    assert right in GOOD
    path = written(folder, GOOD.replace(right, slip, 1))
    with pytest.raises(UsageError) as told:
        guide_files.load(path)
    place, line_number = re.findall(r"^(.*), line (\d+): ", told.value.message)[0]
    assert place == str(path)
    assert line in path.read_text("utf-8").splitlines()[int(line_number) - 1]
    assert meant in told.value.message
    assert "docs/guides.md" in told.value.hint


def test_a_step_that_nobody_comes_to(folder: Path) -> None:
    """It would never be heard, and its writer would not know."""
    alone = '\n[[step]]\nid = "alone"\nsay = "Nobody comes here."\n'
    path = written(folder, GOOD.replace('keep_as = "word"\n', 'keep_as = "word"\nnext = "end"\n') + alone)
    with pytest.raises(UsageError, match='no way leads to the step "alone"'):
        guide_files.load(path)


def test_a_guide_without_steps(folder: Path) -> None:
    """Is none."""
    with pytest.raises(UsageError, match="no \\[\\[step\\]\\]"):
        guide_files.load(written(folder, GOOD[: GOOD.index("[[step]]")]))


def test_two_guides_asked_for_in_the_same_words(folder: Path) -> None:
    """Nobody could know which one is meant."""
    first = guide_files.load(written(folder))
    second = guide_files.load(written(folder, GOOD.replace("small-steps", "other"), name="other"))
    guide_files.only_one_each([first])
    with pytest.raises(UsageError, match="both called “small steps”"):
        guide_files.only_one_each([first, second])


def test_what_is_said_around_any_guide() -> None:
    """Every field is there, and each can be filled in."""
    phrases = guide_files.load_phrases(PROMPTS / "guiding.toml")
    assert all(getattr(phrases, field.name) for field in fields(GuidingPhrases))
    assert phrases.again_number.format(low=0, high=10).startswith("A number from 0 to 10")
