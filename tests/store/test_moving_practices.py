"""Homework, guides and the like go from one journal to another, once, and bring nothing back that was struck."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import store_nouns as some

from assistant.adapters.store import DuckDBJournal, moving, moving_practices, rewriting
from assistant.adapters.store.leftovers import Leaving
from assistant.adapters.store.practices import DuckDBPractices
from assistant.adapters.store.striking import strike_entry
from assistant.ports import Home
from assistant.practice import Doing, GuideAnswer, Homework, PlanLine, ToolUse

NIGHT = some.MOMENT.utc.date()
HOMEWORK = Homework("aa" * 16, "Say no once.", "", None, "", some.MOMENT)
DOING = Doing("aa" * 16, NIGHT, "partly", some.MOMENT)
USE = ToolUse("paced-breathing", some.MOMENT, NIGHT, 8, 5)


@pytest.fixture
def other(tmp_path: Path) -> DuckDBJournal:
    return DuckDBJournal(Home(tmp_path / "other"), now=some.fixed_now)


def moved(journal: DuckDBJournal, other: DuckDBJournal) -> int:
    moving.put_in(other.access, list(moving.take_out(journal.access)))
    return moving_practices.put_in(other.access, moving_practices.take_out(journal.access))


def test_what_is_not_here(journal: DuckDBJournal, other: DuckDBJournal) -> None:
    """It comes in once; what is here stays as it is, and two uses of a tool that are the same are two."""
    theirs, ours = DuckDBPractices(journal.access), DuckDBPractices(other.access)
    theirs.keep_homework(HOMEWORK)
    theirs.keep_doing(DOING)
    for _ in range(2):
        theirs.keep_tool_use(USE)
    theirs.write_safety_plan([PlanLine("warning", "I rush.")])
    ours.keep_homework(replace(HOMEWORK, smallest="Breathe once."))
    ours.write_safety_plan([PlanLine("warning", "I go quiet.")])
    assert moving_practices.count_new(other.access, moving_practices.take_out(journal.access)) == 3
    assert moved(journal, other) == 3
    assert moved(journal, other) == 0
    assert [h.smallest for h in ours.homework()] == ["Breathe once."]
    assert ours.doings("aa" * 16) == (DOING,)
    assert ours.tool_uses() == (USE, USE)
    assert ours.safety_plan() == (PlanLine("warning", "I go quiet."),)


def test_what_was_struck_here(journal: DuckDBJournal, other: DuckDBJournal) -> None:
    """What a guide kept of a struck entry stays outside, and of a struck sentence; a doing loses its entry alone."""
    theirs, ours = DuckDBPractices(journal.access), DuckDBPractices(other.access)
    gone, left = (journal.keep(some.an_entry(text)) for text in ("I snapped.", "I said no to mother."))
    for entry, text in ((gone, "I snapped."), (left, "I said no to mother."), (left, "She shouted.")):
        theirs.keep_answer(GuideAnswer("bb" * 16, "what", text, text, None, some.MOMENT, entry.uid))
    theirs.keep_doing(replace(DOING, entry=gone.uid))
    moving.put_in(other.access, list(moving.take_out(journal.access)))
    rewriting.rewrite(other.access, partial(strike_entry, entry=gone, moment=some.MOMENT), Leaving(()))
    assert moving_practices.put_in(other.access, moving_practices.take_out(journal.access)) == 2
    assert [a.text for a in ours.answers()] == ["I said no to mother."]
    assert ours.doings("aa" * 16) == (DOING,)
    assert moving_practices.put_in(other.access, moving_practices.take_out(journal.access)) == 0


def test_nothing_to_move(journal: DuckDBJournal, other: DuckDBJournal) -> None:
    """An empty journal has none of it, and none put in is no fault."""
    assert moved(journal, other) == 0
    assert moving_practices.count_new(other.access, {}) == 0
