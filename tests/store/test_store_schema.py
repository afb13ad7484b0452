"""The tables: numbered steps, and a word on each table and column."""

import hashlib
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import store_nouns as some

from assistant.adapters.store import DuckDBJournal, rows, schema_steps
from assistant.adapters.store.hiding import DuckDBHiding
from assistant.adapters.store.practices import DuckDBPractices
from assistant.errors import AssistantError
from assistant.journal import Correction
from assistant.ports import Home, Selection

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "schema.md"


def test_every_table_and_column_is_explained(journal: DuckDBJournal) -> None:
    """Whoever reads the tables by hand finds plain words on each of them."""
    journal.keep(some.an_entry())
    bare = """
        SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT table_name, '' FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT view_name, '' FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''
        UNION ALL SELECT function_name, '' FROM duckdb_functions() WHERE NOT internal AND coalesce(comment, '') = ''
    """
    assert journal.query(bare).rows == ()
    assert journal.query("SELECT count(*) > 60 FROM duckdb_columns() WHERE NOT internal").rows == ((True,),)
    assert journal.query("SELECT count(*) > 9 FROM duckdb_functions() WHERE NOT internal").rows == ((True,),)


def test_every_column_is_in_the_document(journal: DuckDBJournal) -> None:
    """docs/schema.md names each table and each column."""
    journal.keep(some.an_entry())
    told = DOCUMENT.read_text(encoding="utf-8")
    names = journal.query("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").rows
    missing = [f"{table}.{column}" for table, column in names if f"`{column}`" not in told or f"`{table}`" not in told]
    assert missing == []


def test_every_macro_is_in_the_document(journal: DuckDBJournal) -> None:
    """docs/schema.md shows how each is asked."""
    journal.keep(some.an_entry())
    told = DOCUMENT.read_text(encoding="utf-8")
    macros = journal.query("SELECT function_name FROM duckdb_functions() WHERE NOT internal").rows
    assert [name for (name,) in macros if f"`{name}(" not in told] == []


def test_the_questions_in_the_document(journal: DuckDBJournal) -> None:
    """Whoever copies SQL from docs/schema.md gets an answer."""
    entry = journal.keep(some.an_entry())
    journal.add_reading(entry, some.a_reading())
    blocks = DOCUMENT.read_text(encoding="utf-8").split("```sql")[1:]
    answers = [[journal.query(sql).rows for sql in block.split("```")[0].split(";") if sql.strip()] for block in blocks]
    views, tables = answers
    assert (len(views), len(tables)) == (5, 6)
    assert views[0] == ((entry.night, "said no", "I said no to mother."),)
    assert tables[0] == ((entry.night, "said no"),)


def test_steps_are_numbered_without_a_gap() -> None:
    """Steps follow each other from 1."""
    assert [step.number for step in schema_steps.steps()] == list(range(1, len(schema_steps.steps()) + 1))


STEPS = {
    1: "f76f41b4e57d27af",
    2: "d9c17817b952a8df",
    3: "704ae7220e0d37b5",
    4: "b99937bdd811100f",
    5: "21ca7be46fb9c142",
    6: "160291980c469336",
    7: "97368a29d575c601",
    8: "53c8b96faa1da45e",
    9: "eb90b6803bb56336",
    10: "38b26894b47c2bdf",
}
"""Fingerprints of the steps that were released: what a journal was built with can't be built otherwise afterwards."""


def test_a_released_step_never_changes() -> None:
    """A journal that has a step already would differ from one that gets it today."""
    found = {step.number: hashlib.sha256(step.sql.encode()).hexdigest()[:16] for step in schema_steps.steps()}
    assert {number: found[number] for number in STEPS} == STEPS


def test_an_older_journal(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of an earlier version gets the missing steps once, and keeps what it held."""
    every = schema_steps.steps()
    with monkeypatch.context() as earlier:
        earlier.setattr(schema_steps, "steps", lambda: every[:1])
        kept = DuckDBJournal(home, now=some.fixed_now).keep(some.an_entry())
    later = DuckDBJournal(home, now=some.fixed_now)
    assert later.query("SELECT count(*) FROM current_utterances").rows == ((1,),)
    assert later.entries(Selection()) == (kept,)
    assert later.query("SELECT number FROM schema_steps ORDER BY number").rows == tuple((s.number,) for s in every)


def test_a_journal_from_before_corrections(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its readings are read as they were, and what is said of them now counts."""
    every = schema_steps.steps()
    with monkeypatch.context() as earlier:
        earlier.setattr(schema_steps, "steps", lambda: every[:2])
        kept = DuckDBJournal(home, now=some.fixed_now).keep(some.an_entry())
    with duckdb.connect(str(home.database)) as db:
        db.execute("INSERT INTO readings VALUES (1, 1, 1, 'rules 1', 'none', '', NULL, NULL, NULL, NULL, '2026-03-01')")
        db.execute("INSERT INTO tags VALUES (1, 1, 0, 'emotion', 'joy', 'said', 0.5, 'no', 0, 2, 4, 'rule:joy')")
        db.execute("UPDATE entries SET reading_version = 1")
    journal = DuckDBJournal(home, now=some.fixed_now)
    reading = journal.reading(kept.uid)
    assert reading is not None
    assert (reading.labels("emotion"), reading.measures, reading.untagged) == (("joy",), (), "")
    journal.add_corrections(kept, [Correction("emotion", "joy", "said", "wrong", None, "rules 1")])
    assert journal.reading(kept.uid) == replace(reading, tags=())


def test_a_journal_from_before_homework(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its questions have no reason, what is new is empty, and what was said can be hidden and brought back."""
    every, asked = schema_steps.steps(), some.an_asked()
    with monkeypatch.context() as earlier:
        earlier.setattr(schema_steps, "steps", lambda: every[:8])
        kept = DuckDBJournal(home, now=some.fixed_now).keep(some.an_entry())
    row = {name: value for name, value in rows.asked_row(asked).items() if name != "why"}
    with duckdb.connect(str(home.database)) as db:
        marks = ", ".join("?" for _ in row)
        db.execute(f"INSERT INTO asked ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    journal = DuckDBJournal(home, now=some.fixed_now)
    assert journal.asked_since(asked.night) == (asked,)
    assert DuckDBPractices(journal.access).homework() == ()
    hiding = DuckDBHiding(journal.access)
    hiding.hide(kept, words=replace(some.a_transcript(""), utterances=()), spans=())
    back = hiding.show_again()
    assert back is not None
    assert kept.transcript is not None
    assert back.transcript == replace(kept.transcript, version=3)


def test_a_step_that_fails(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that breaks in the middle leaves the journal as it was."""
    kept = DuckDBJournal(home, now=some.fixed_now).keep(some.an_entry())
    every = schema_steps.steps()
    with monkeypatch.context() as broken:
        wrong = schema_steps.Step(len(every) + 1, "wrong", "DROP TABLE utterances; SELECT nonsense")
        broken.setattr(schema_steps, "steps", lambda: (*every, wrong))
        with pytest.raises(duckdb.Error):
            DuckDBJournal(home, now=some.fixed_now).has("")
    assert DuckDBJournal(home, now=some.fixed_now).entries(Selection()) == (kept,)


def test_a_newer_journal(home: Home, journal: DuckDBJournal) -> None:
    """A journal of a newer version is left alone, in one sentence, by those who write and by those who ask."""
    journal.keep(some.an_entry())
    with duckdb.connect(str(home.database)) as db:
        db.execute("INSERT INTO schema_steps VALUES (999, 'of the future', '2030-01-01')")
    before = home.database.read_bytes()
    for attempt in (lambda j: j.keep(some.an_entry()), lambda j: j.query("FROM entries")):
        with pytest.raises(AssistantError, match="newer Between") as told:
            attempt(DuckDBJournal(home, now=some.fixed_now))
        assert "Update Between" in told.value.hint
    assert home.database.read_bytes() == before
