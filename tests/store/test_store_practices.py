"""Homework, guides, tools and the safety plan: what is kept comes back, in the order that is promised."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
import store_nouns as some
from hypothesis import HealthCheck, given, settings
from store_processes import KEY

from assistant.adapters.store import DuckDBJournal
from assistant.adapters.store.practices import DuckDBPractices
from assistant.journal import Moment
from assistant.ports import Home
from assistant.practice import Doing, GuideAnswer, GuideRun, Homework, PlanLine, ToolUse

quick = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
NIGHT = date(2026, 3, 1)


@pytest.fixture(scope="module", params=[b"", KEY], ids=["plain", "locked"])
def key(request: pytest.FixtureRequest) -> bytes:
    """Each test here is over both kinds of journal."""
    return bytes(request.param)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> DuckDBPractices:
    home = Home(tmp_path_factory.mktemp("shelf") / "home")
    return DuckDBPractices(DuckDBJournal(home, now=some.fixed_now, key=key).access)


@pytest.fixture
def practices(journal: DuckDBJournal) -> DuckDBPractices:
    return DuckDBPractices(journal.access)


def at(minute: int) -> Moment:
    return replace(some.MOMENT, utc=some.MOMENT.utc + timedelta(minutes=minute))


def fresh() -> str:
    """Hypothesis repeats itself, and the shelf stays."""
    return uuid.uuid4().hex


@quick
@given(homework=some.homework, doing=some.doings)
def test_any_homework(shelf: DuckDBPractices, homework: Homework, doing: Doing) -> None:
    """Every field of it comes back as it went in, and of what was said of it."""
    homework = replace(homework, uid=fresh())
    doing = replace(doing, homework=homework.uid)
    shelf.keep_homework(homework)
    shelf.keep_doing(doing)
    assert homework in shelf.homework(also_ended=True)
    assert shelf.doings(homework.uid) == (doing,)


@quick
@given(run=some.runs, answer=some.answers, use=some.tool_uses)
def test_any_guide(shelf: DuckDBPractices, run: GuideRun, answer: GuideAnswer, use: ToolUse) -> None:
    """Every field of a walk and of an answer comes back as it went in, and of the use of a tool."""
    run = replace(run, uid=fresh())
    answer = replace(answer, run=run.uid)
    shelf.keep_run(run)
    shelf.keep_answer(answer)
    shelf.keep_tool_use(use)
    assert run in shelf.runs(run.guide)
    assert shelf.answers(run=run.uid) == (answer,)
    assert use in shelf.tool_uses()


@quick
@given(plan=some.st.lists(some.plan_lines, max_size=5))
def test_a_safety_plan(shelf: DuckDBPractices, plan: Sequence[PlanLine]) -> None:
    """The plan is as it was written last, line by line; with no lines there is none."""
    shelf.write_safety_plan(plan)
    assert shelf.safety_plan() == tuple(plan)


def homework(uid: str = "a" * 32, *, minute: int = 0) -> Homework:
    return Homework(uid, "Say no once.", "Say: I will think about it.", date(2026, 3, 8), "Rest", at(minute))


def test_homework_that_ends(practices: DuckDBPractices) -> None:
    """Kept again it takes its own place; ended it is given out only where it is asked for. Oldest first."""
    second, first = homework("b" * 32, minute=2), homework(minute=1)
    for each in (second, first):
        practices.keep_homework(each)
    assert practices.homework() == (first, second)
    ended = replace(first, ended=NIGHT, smallest="One breath.")
    practices.keep_homework(ended)
    assert practices.homework() == (second,)
    assert practices.homework(also_ended=True) == (ended, second)


def test_the_newest_word_of_a_night(practices: DuckDBPractices) -> None:
    """One doing a night, the newest that was said, oldest night first; other homework has its own."""
    later = Doing("a" * 32, NIGHT + timedelta(days=1), "no", at(30))
    said = [later, Doing("a" * 32, NIGHT, "no", at(1)), Doing("a" * 32, NIGHT, "partly", at(2), noticed_late=True)]
    for doing in (*said, Doing("b" * 32, NIGHT, "yes", at(3))):
        practices.keep_doing(doing)
    assert practices.doings("a" * 32) == (said[2], later)


def test_a_guide_that_goes_on(practices: DuckDBPractices) -> None:
    """A run is kept again as it goes; those that came to their end are left out where open ones are asked for."""
    runs = [
        GuideRun(letter * 32, name, 1, at(i), NIGHT, "start")
        for i, (letter, name) in enumerate([("a", "breathing"), ("b", "record"), ("c", "record")])
    ]
    for run in runs:
        practices.keep_run(run)
    on = replace(runs[1], at="feeling", ended=True)
    practices.keep_run(on)
    assert practices.runs() == (runs[0], on, runs[2])
    assert practices.runs("record") == (on, runs[2])
    assert practices.runs("record", open_only=True) == (runs[2],)


def test_the_newest_answer(practices: DuckDBPractices) -> None:
    """Of a run and a name the newest counts; they are found by run, by guide, by name."""
    for letter, name in (("a", "breathing"), ("b", "record")):
        practices.keep_run(GuideRun(letter * 32, name, 1, at(0), NIGHT, "start"))
    first, second = [
        GuideAnswer("b" * 32, "how", "before", f"About {n}.", float(n), at(n), entry="e" * 32) for n in (6, 7)
    ]
    thought = GuideAnswer("b" * 32, "thought", "thought", "She is angry.", None, at(8))
    other = GuideAnswer("a" * 32, "how", "before", "Two.", 2.0, at(1))
    for answer in (second, first, thought, other):
        practices.keep_answer(answer)
    assert practices.answers() == (other, second, thought)
    assert practices.answers(run="b" * 32) == practices.answers(guide="record") == (second, thought)
    assert practices.answers(name="before") == (other, second)
    assert practices.answers(guide="record", name="thought") == (thought,)
    assert practices.answers(run="c" * 32) == ()


def test_nothing_yet(practices: DuckDBPractices) -> None:
    """In a new journal there is none of it, and asking is no fault."""
    assert practices.homework() == practices.runs() == practices.answers() == practices.tool_uses() == ()
    assert practices.safety_plan() == practices.doings("a" * 32) == ()
