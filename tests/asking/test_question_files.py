"""The files of the named questions: what is in them, and what is told of a slip."""

import re
from pathlib import Path

import pytest
from made_up import QUESTIONS

from assistant.adapters.asking import question_file
from assistant.errors import UsageError

GOOD = """-- version: 1
-- group: Mine
-- ask: when was {person} at the sea
-- needs: person
-- may: nights
-- example: when was mother at the sea?
-- some: {nights}{when}, the last {last}.
-- none: The sea is in none.
-- empty: It was not said.
SELECT night FROM current_tags WHERE label = $person AND night BETWEEN $first AND $last
"""
UNKIND = re.compile(r"\b(should|must|only managed|failed|failure|well done|great job|streak|try to|sadly)\b|!")


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("-- group:", "-- grup:", 'line 2: I don\'t know "grup" here; did you mean "group"?'),
        ("-- version: 1", "-- version: 2", "line 1: the file is of version 2, and I read 1."),
        ("-- none: The sea is in none.\n", "", 'line 1: the line "-- none: …" is missing.'),
        ("-- needs: person", "-- needs: persn", 'line 4: "persn" is no slot; did you mean "person"?'),
        ("{person} at", "{preson} at", "line 3: {person} is missing from this phrasing, and the question needs it."),
        ("{person} at", "{person} {theme} at", 'line 3: "{theme}" stands neither under `needs` nor under `may`.'),
        ("{person} at", "{person.ing} at", 'line 3: "person" has no form "ing".'),
        ("= $person", "= $persn", 'line 10: "$persn" is nothing that I can fill in here; did you mean "person"?'),
        ("AND night BETWEEN $first AND $last", "AND true -- if theme", 'line 10: "theme" is no slot of this question.'),
        ("-- empty: It was not said.", "-- empty:", 'line 9: there is nothing behind "empty".'),
        ("-- example:", "-- group: Yours\n-- example:", 'line 6: "group" is here twice.'),
        ("-- group: Mine", "-- the sea", "line 2: a line of the head reads `-- key: what it is`."),
    ],
)
def test_a_slip(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    """With the line, and the nearest right word where there is one."""
    path = tmp_path / "sea.sql"
    path.write_text(GOOD.replace(wrong, right), "utf-8")
    with pytest.raises(UsageError) as fault:
        question_file.read(path)
    assert fault.value.message == f"{path}, {told}"


def test_a_file_without_sql(tmp_path: Path) -> None:
    path = tmp_path / "sea.sql"
    path.write_text(GOOD[: GOOD.index("SELECT")], "utf-8")
    with pytest.raises(UsageError, match="line 10: there is no SQL under the head"):
        question_file.read(path)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "sea.sql"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="is not plain text"):
        question_file.read(path)


def test_ones_own_goes_before_ours(tmp_path: Path) -> None:
    """A file of the same name takes the place of the one that Between brings; hidden copies are left alone."""
    (tmp_path / "answers.sql").write_text(GOOD, "utf-8")
    (tmp_path / ".answers.sql").write_text("half", "utf-8")
    both = {question.id: question for question in question_file.load((QUESTIONS, tmp_path))}
    assert both["answers"].group == "Mine"
    assert len(both) == len(question_file.load((QUESTIONS,)))


def test_at_least_forty() -> None:
    assert len(question_file.load((QUESTIONS,))) >= 40


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.sql")), ids=lambda path: path.stem)
def test_how_it_speaks(path: Path) -> None:
    """No shaming, no advice, no cheer; each answer ends as a sentence does, and values are never pasted in."""
    question = question_file.read(path)
    for said in (question.one, question.some, question.none, question.empty):
        assert not UNKIND.search(said.lower())
        assert said.endswith((".", "”"))
    assert question.example.endswith("?")
    assert len(question.phrasings) >= 4
    assert len(set(question.phrasings)) == len(question.phrasings)
    assert "{" not in question.sql


def test_the_example_in_the_docs(tmp_path: Path) -> None:
    """What the page shows can be copied."""
    page = (QUESTIONS.parents[1] / "docs" / "asking.md").read_text("utf-8")
    path = tmp_path / "sea.sql"
    path.write_text(page.partition("```sql\n")[2].partition("```")[0], "utf-8")
    assert question_file.read(path).needs == ("person",)
