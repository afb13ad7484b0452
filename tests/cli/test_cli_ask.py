"""`between ask`: a question in plain words, its answer, and what it says where it has none."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from command_line import between, home, house, process

from assistant.journal import Entry, Evidence, Moment, Reading, Tag, Transcript, Utterance, night_of

MINE = """-- version: 1
-- group: Mine
-- ask: how many words about the sea
-- example: how many words about the sea
-- one: One sentence{when} is about the sea.
-- some: {count.capital} sentences{when} are about the sea.
-- none: The sea is in none.
-- empty: It was not said.
SELECT night, text AS words FROM current_utterances WHERE text ILIKE '%sea%'
"""


@pytest.fixture
def told() -> None:
    """Two nights ago a limit was set with Dana."""
    text = "I told Dana no."
    moment = Moment(datetime.now(UTC) - timedelta(days=2), 0, "Etc/UTC")
    transcript = Transcript((Utterance(text), Utterance("Then we went to the sea.")), engine="keyboard", model="")
    entry = Entry(uuid4().hex, moment, night_of(moment), "type", "words", transcript)
    journal = house().journal
    kept = journal.keep(entry)
    shown = Evidence(0, 0, len(text), text)
    tags = (
        Tag("behaviour", "set_boundary", "done", 0.9, shown, "rule"),
        Tag("person", "Dana", "", 0.9, Evidence(0, 7, 11, "Dana"), "rule"),
    )
    journal.add_reading(kept, Reading(tags, "none", None, "rule", "made-up 1"))


@pytest.mark.usefixtures("told")
def test_an_answer() -> None:
    """One sentence on stdout, the rows under it and the SQL at the end; what was understood on stderr."""
    answer = between("ask", "when did i last say no to dana")
    assert answer.code == 0, answer.err
    lines = answer.out.splitlines()
    assert lines[0].startswith("You set a boundary with Dana once, on ")
    assert "I told Dana no." in answer.out
    assert "-- $person: Dana" in lines
    assert "FROM current_tags" in lines
    assert answer.err.startswith("I understood: When did I last set a boundary with Dana?\n")
    assert "`between play 1.1`" in answer.err


@pytest.mark.usefixtures("told")
def test_as_json() -> None:
    """The question's name, its slots, the SQL, the answer and all rows."""
    answer = between("ask", "--json", "which nights did i set a boundary in the last 2 weeks")
    told = json.loads(answer.out)
    assert (answer.code, answer.err) == (0, "")
    assert told["question"] == "doing_nights"
    assert told["slots"]["doing"] == "set_boundary"
    assert set(told["slots"]) == {"doing", "first", "last"}
    assert told["sql"].startswith("SELECT night")
    assert told["answer"].startswith("You set a boundary on one night in the last 2 weeks")
    assert [row["sentence"] for row in told["rows"]] == ["1.1"]


@pytest.mark.usefixtures("told")
def test_what_it_does_not_know() -> None:
    """It says so, and shows the three that are nearest."""
    answer = between("ask", "should i leave him")
    lines = answer.err.splitlines()
    assert (answer.code, answer.out) == (1, "")
    assert lines[0] == "I don't know that one."
    assert len([line for line in lines if line.startswith("  ")]) == 3


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("text", ["i want to kill myself tonight", "I don't want to be alive any more"])
def test_who_is_in_danger(text: str) -> None:
    """Care, and no list of other questions."""
    between("type", stdin=b"I said no to Dana.")
    answer = between("ask", text)
    assert answer.code == 0
    assert "emergency" in answer.out
    assert "nearest" not in answer.err


def test_a_word_that_is_missing() -> None:
    """Which one, with an example."""
    answer = between("ask", "when did I last?")
    assert (answer.code, answer.out) == (2, "")
    assert "something that you do" in answer.err
    assert "For example: when did I last set a boundary with mother?" in answer.err


def test_what_can_be_asked() -> None:
    """In groups, before anything is kept as well."""
    answer = between("ask")
    assert answer.code == 0
    assert "What you felt" in answer.out
    assert "  when did I last set a boundary with mother?" in answer.out.splitlines()
    assert len(json.loads(between("ask", "--json").out)) >= 40


def test_before_anything_is_kept() -> None:
    answer = between("ask", "when did I last rest?")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Nothing is kept yet")


@pytest.mark.usefixtures("told")
def test_a_question_of_ones_own() -> None:
    """A file beside the settings is asked like the others."""
    folder = home().root / "questions"
    folder.mkdir()
    (folder / "sea.sql").write_text(MINE, "utf-8")
    answer = between("ask", "how many words about the sea?")
    assert answer.out.splitlines()[0] == "One sentence is about the sea."


@pytest.mark.usefixtures("told")
def test_a_slip_in_a_question_of_ones_own() -> None:
    """It is told with its line and the nearest right word, and the others go on working."""
    folder = home().root / "questions"
    folder.mkdir()
    (folder / "sea.sql").write_text(MINE.replace("-- empty:", "-- emty:"), "utf-8")
    answer = between("ask", "when did i last say no to dana")
    assert answer.code == 0
    assert 'sea.sql, line 8: I don\'t know "emty" here; did you mean "empty"?' in answer.err


@pytest.mark.usefixtures("told")
def test_a_question_of_ones_own_that_would_write() -> None:
    """It only reads, as all SQL here."""
    folder = home().root / "questions"
    folder.mkdir()
    (folder / "sea.sql").write_text(MINE.replace("SELECT night, text AS words FROM", "DELETE FROM"), "utf-8")
    answer = between("ask", "how many words about the sea?")
    assert answer.code == 2
    assert "only reads" in answer.err


@pytest.mark.usefixtures("told")
def test_nothing_heavy_is_loaded() -> None:
    """Neither a library of language nor one of dates or of slips, where the question has none of them."""
    first = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    answer = process("ask", "when did I last set a boundary?", first=first)
    assert answer.code == 0, answer.err
    assert {"spacy", "dateparser", "rapidfuzz", "numpy", "faster_whisper"}.isdisjoint(answer.err.split())
