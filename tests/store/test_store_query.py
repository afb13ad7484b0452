"""SQL by hand: it answers, it explains itself, and it can do nothing else."""

import contextlib
import hashlib
import subprocess
import time
from collections.abc import Callable
from datetime import date

import pytest
import store_nouns as some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_processes import over_both

from assistant.adapters.store import DuckDBJournal
from assistant.adapters.store import query as query_module
from assistant.errors import AssistantError, UsageError
from assistant.ports import Home

TALKS = """
import sys, time
from pathlib import Path
import store_nouns as some
from assistant.adapters.store import DuckDBJournal
from assistant.ports import Home
journal = DuckDBJournal(Home(Path(sys.argv[1])), now=some.fixed_now, patience_s=30)
journal.keep(some.an_entry())
print("ready", flush=True)
for _ in range(20):
    entry = journal.keep(some.an_entry())
    journal.add_reading(entry, some.a_reading())
    time.sleep(0.05)  # the lock is polled, not queued: who writes without a breath leaves no gap to ask in
print("done", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def shelf_home(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> Home:
    home = Home(tmp_path_factory.mktemp("asked") / "home")
    journal = DuckDBJournal(home, now=some.fixed_now, key=key)
    for label in ("set_boundary", "paused"):
        entry = journal.keep(some.an_entry("I said no to mother."))
        journal.add_reading(entry, some.a_reading(label))
    return home


@pytest.fixture
def shelf(shelf_home: Home, key: bytes) -> DuckDBJournal:
    return DuckDBJournal(shelf_home, now=some.fixed_now, key=key)


@over_both
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "FROM entries",
        "WITH a AS (SELECT 1) SELECT * FROM a;",
        "VALUES (1), (2)",
        "TABLE entries",
        "EXPLAIN SELECT * FROM current_tags",
        "EXPLAIN ANALYZE SELECT * FROM current_tags",
        "EXPLAIN (FORMAT json) SELECT 1",
        "-- é\nEXPLAIN /* ö */ (SELECT 1) UNION (SELECT 2);",
        "DESCRIBE entries",
        "SHOW TABLES",
        "SHOW ALL TABLES",
        "SUMMARIZE utterances",
        "-- a thought\nSELECT unnest(words).text FROM utterances",
        "SELECT night, count(*) FROM current_tags WHERE said_at > now() - INTERVAL 9000 DAY GROUP BY night",
        "SELECT * FROM duckdb_columns()",
    ],
)
def test_what_reads(shelf: DuckDBJournal, sql: str) -> None:
    """All that only reads is answered with rows, SHOW and DESCRIBE too."""
    assert shelf.query(sql).rows


def test_an_answer(shelf: DuckDBJournal) -> None:
    """Columns by name, values as Python has them."""
    table = shelf.query("SELECT label, night, score FROM current_tags ORDER BY entry")
    assert table.columns == ("label", "night", "score")
    assert table.rows == (("set_boundary", date(2026, 3, 1), 0.9), ("paused", date(2026, 3, 1), 0.9))


def test_times_with_a_zone(shelf: DuckDBJournal) -> None:
    """`now()` is answered too, as text, with names and order kept."""
    table = shelf.query("SELECT number AS a, now() AS a, [now()] FROM entries ORDER BY number DESC -- newest first")
    assert table.columns[:2] == ("a", "a")
    assert [row[0] for row in table.rows] == [2, 1]
    assert str(table.rows[0][1]).startswith("20")


@pytest.mark.parametrize("year", ["'infinity'::DATE", "'-infinity'::TIMESTAMP", "'0044-03-15 (BC)'::TIMESTAMP"])
def test_times_that_python_does_not_know(shelf: DuckDBJournal, year: str) -> None:
    """A date before or beyond Python's calendar gets an answer or a sentence."""
    with contextlib.suppress(UsageError):
        assert shelf.query(f"SELECT {year}").rows


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO asked VALUES (1)",
        "UPDATE entries SET zone = ''",
        "DELETE FROM entries",
        "DROP TABLE entries",
        "CREATE TABLE mine (a INT)",
        "CREATE TEMP TABLE mine (a INT)",
        "COPY entries TO '/tmp/entries.csv'",
        "EXPORT DATABASE '/tmp/all'",
        "ATTACH '/tmp/other.duckdb'",
        "DETACH journal",
        "USE memory",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "RESET threads",
        "PRAGMA enable_profiling",
        "PRAGMA threads = 8",
        "CHECKPOINT",
        "VACUUM",
        "BEGIN",
        "CALL pragma_version()",
        "SELECT 1; DELETE FROM entries",
        "EXPLAIN ANALYZE DELETE FROM entries",
        "EXPLAIN ANALYZE COPY entries TO '/tmp/entries.csv'",
        "EXPLAIN (FORMAT json) DELETE FROM entries",
        "EXPLAIN ANALYZE LOAD httpfs",
        "EXPLAIN SET threads = 8",
        "EXPLAIN /* /* */ SELECT 1 -- */ LOAD httpfs",
        "-- é\nEXPLAIN /* ö */ ANALYZE CREATE TEMP TABLE mine AS SELECT 1",
    ],
)
def test_what_does_more_than_read(shelf: DuckDBJournal, sql: str) -> None:
    """All that would change, reach or set anything is refused before it runs."""
    with pytest.raises(UsageError, match="more than read"):
        shelf.query(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('{database}')",
        "SELECT * FROM read_duckdb('{database}', table_name = 'entries')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM 'https://example.org/a.csv'",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM query('DELETE FROM entries')",
        "SELECT nextval('entry_numbers')",
        "SELECT * FROM home",
    ],
)
def test_what_reaches_out(shelf: DuckDBJournal, shelf_home: Home, sql: str) -> None:
    """A SELECT that reaches for a file, the network, our own variables or a change gets DuckDB's refusal."""
    with pytest.raises(UsageError, match="That SQL did not work"):
        shelf.query(sql.format(database=shelf_home.database, root=shelf_home.root))
    assert {path.name for path in shelf_home.root.iterdir()} == {"journal.duckdb", "journal.lock"}


words = st.sampled_from(
    """SELECT * FROM WHERE INSERT INTO VALUES DELETE UPDATE SET entries tags current_tags ( ) , ; ' " -- /* */ 1 = AS a
    ATTACH ':memory:' DETACH USE journal memory COPY TO '/tmp/x' EXPORT DATABASE PRAGMA CALL EXPLAIN ANALYZE CREATE TEMP
    TABLE VIEW DROP read_csv('/etc/passwd') read_blob('journal.duckdb') query('SELECT number FROM entries') UNION ALL
    WITH enable_logging(storage='file') checkpoint('journal') force_checkpoint() nextval('entry_numbers') BEGIN COMMIT
    EXECUTE PREPARE LOAD INSTALL httpfs ALTER ADD COLUMN NULL RETURNING number IMPORT VACUUM PIVOT ON""".split()
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(sql=st.lists(words, max_size=9).map(" ".join) | st.text(max_size=30))
def test_whatever_is_typed(shelf: DuckDBJournal, shelf_home: Home, sql: str) -> None:
    """Any text at all gets an answer or a sentence, and the file stays as it is."""
    before = hashlib.sha256(shelf_home.database.read_bytes()).digest()
    with contextlib.suppress(UsageError):
        shelf.query(sql)
    assert hashlib.sha256(shelf_home.database.read_bytes()).digest() == before
    assert {path.name for path in shelf_home.root.iterdir()} == {"journal.duckdb", "journal.lock"}


def test_wrong_sql_is_explained(shelf: DuckDBJournal) -> None:
    """DuckDB's own words and the place, and where to look."""
    with pytest.raises(UsageError) as told:
        shelf.query("SELECT lable FROM current_tags")
    assert '"lable" not found' in told.value.message
    assert "LINE 1: SELECT lable" in told.value.message
    assert "^" in told.value.message
    assert '"label"' in told.value.message  # what it may have been
    assert "SHOW TABLES" in told.value.hint


@pytest.mark.parametrize(
    ("sql", "near"),
    [
        ("SELECT s.texxt FROM sentences s", "`text`"),
        ("SELECT caugt FROM nights", "`caught`, in `patterns`"),
        ("FROM nights JOIN people USING (nigth)", "`night`"),
        ("SELECT * EXCLUDE (felings) FROM nights", "`feelings`"),
        ("SELECT * FROM by_weekdays('joy')", '"by_weekday"'),
        ("FROM sentnces", '"sentences"'),
    ],
)
def test_the_nearest_name(shelf: DuckDBJournal, sql: str, near: str) -> None:
    """What the person may have meant is told, by DuckDB or by us, and once."""
    with pytest.raises(UsageError) as told:
        shelf.query(sql)
    said = told.value.message + told.value.hint
    assert said.count(near) == 1


@pytest.mark.parametrize("sql", ["SELECT wrongly FROM nights", "FROM nothing_like_it", "SELECT xyzzy(1)", "SELEC 1"])
def test_nothing_is_near(shelf: DuckDBJournal, sql: str) -> None:
    """Then nothing is named."""
    with pytest.raises(UsageError) as told:
        shelf.query(sql)
    assert "nearest" not in told.value.hint


@pytest.mark.parametrize(
    "sql",
    ["SELECT text::DATE FROM sentences", "SELECT strptime(text, '%Y') FROM sentences", "SELECT {}::INT FROM sentences"],
)
def test_words_stay_out_of_what_went_wrong(shelf: DuckDBJournal, sql: str) -> None:
    """Whatever it was that could not be made of them."""
    with pytest.raises(UsageError) as told:
        shelf.query(sql.format("text"))
    assert "said no" not in told.value.message


def test_a_sentence_is_not_a_number(shelf: DuckDBJournal) -> None:
    """A cast that fails on the journal's words does not carry them into the message."""
    with pytest.raises(UsageError) as told:
        shelf.query("SELECT text::INTEGER FROM utterances")
    assert "Conversion Error" in told.value.message
    assert "mother" not in told.value.message


@pytest.mark.parametrize("sql", ["", "  ", ";", "-- only a thought"])
def test_no_sql_at_all(shelf: DuckDBJournal, sql: str) -> None:
    """Nothing typed is told as that."""
    with pytest.raises(UsageError, match="no SQL"):
        shelf.query(sql)


def test_several_statements(shelf: DuckDBJournal) -> None:
    """One at a time."""
    with pytest.raises(UsageError, match="several"):
        shelf.query("SELECT 1; SELECT 2")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3",
        "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT max(n) FROM a",
        "SELECT range FROM range(1000000000)",
    ],
)
def test_a_question_without_end(shelf: DuckDBJournal, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is stopped in time, told so, and the journal is free again."""
    monkeypatch.setattr(query_module, "LIMIT_S", 0.5)
    began = time.monotonic()
    with pytest.raises(UsageError, match="longer than"):
        shelf.query(sql)
    assert time.monotonic() - began < 10
    assert shelf.query("SELECT 1").rows == ((1,),)


def test_nothing_is_kept_yet(journal: DuckDBJournal, home: Home) -> None:
    """Asking before the first evening is told kindly, and makes nothing."""
    with pytest.raises(AssistantError, match="Nothing is kept yet"):
        journal.query("SELECT 1")
    assert not home.root.exists()


def test_asked_while_an_evening_is_kept(home: Home, other_process: Callable[..., "subprocess.Popen[str]"]) -> None:
    """Two processes: one keeps and reads entry after entry, the other asks all the while; both get on."""
    talk = other_process(TALKS, home.root)
    asking = DuckDBJournal(home, now=some.fixed_now, patience_s=30)
    counts = [0]
    while counts[-1] < 21:
        time.sleep(0.05)
        counts.append(int(str(asking.query("SELECT count(*) FROM entries").rows[0][0])))
    assert counts == sorted(counts)
    assert any(0 < count < 21 for count in counts), "no question was answered in the middle of it"
    assert talk.stdout is not None
    assert talk.stdout.readline().strip() == "done"
    assert asking.query("SELECT count(*) FROM current_tags").rows == ((20,),)
