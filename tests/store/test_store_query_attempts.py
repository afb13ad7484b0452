"""SQL that tries to write or to reach outside, in every guise that the pieces make."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import store_nouns as some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_processes import over_both

from assistant.adapters.store import DuckDBJournal
from assistant.errors import UsageError
from assistant.journal import Table
from assistant.ports import Home

SECRET = "the words of another file"


@dataclass(frozen=True)
class Place:
    """A journal, and beside it a file that is none of its business."""

    journal: DuckDBJournal
    home: Home
    outside: Path

    def state(self) -> dict[str, str]:
        files = [path for path in self.outside.parent.rglob("*") if path.is_file()]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def filled(self, sql: str) -> str:
        return sql.format(outside=self.outside, database=self.home.database, folder=self.outside.parent)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> Place:
    folder = tmp_path_factory.mktemp("attempts")
    home = Home(folder / "home")
    journal = DuckDBJournal(home, now=some.fixed_now, key=key)
    entry = journal.keep(some.an_entry())
    journal.add_reading(entry, some.a_reading())
    outside = folder / "outside.csv"
    outside.write_text(f"a\n{SECRET}\n")
    journal.query("SELECT 1")
    return Place(journal, home, outside)


changes = st.sampled_from(
    [
        "INSERT INTO asked SELECT * FROM asked",
        "UPDATE entries SET zone = 'Mars'",
        "DELETE FROM tags",
        "TRUNCATE utterances",
        "MERGE INTO entries USING (SELECT 1 AS n) ON number = n WHEN MATCHED THEN DELETE",
        "CREATE TABLE mine (a INTEGER)",
        "CREATE OR REPLACE VIEW nights AS SELECT 1",
        "CREATE TEMP TABLE mine AS SELECT 1",
        "CREATE MACRO felt(x) AS 1",
        "CREATE SEQUENCE s",
        "CREATE INDEX i ON entries (night)",
        "CREATE SECRET s (TYPE http)",
        "DROP TABLE entries",
        "DROP VIEW nights",
        "ALTER TABLE entries ADD COLUMN a INTEGER",
        "COMMENT ON TABLE entries IS 'gone'",
        "COPY entries TO '{folder}/copy.csv'",
        "COPY asked FROM '{outside}'",
        "COPY (SELECT 1) TO '{folder}/copy.parquet' (FORMAT parquet)",
        "COPY FROM DATABASE journal TO memory",
        "EXPORT DATABASE '{folder}/all'",
        "IMPORT DATABASE '{folder}'",
        "ATTACH '{database}' AS again",
        "ATTACH '{folder}/new.duckdb'",
        "DETACH journal",
        "USE memory",
        "INSTALL fts",
        "LOAD '{folder}/x.duckdb_extension'",
        "SET enable_external_access = true",
        "SET GLOBAL disabled_filesystems = ''",
        "SET VARIABLE a = 1",
        "RESET lock_configuration",
        "PRAGMA enable_profiling = 'json'",
        "PRAGMA profiling_output = '{folder}/profile.json'",
        "PRAGMA threads = 64",
        "CALL force_checkpoint('journal')",
        "CHECKPOINT",
        "FORCE CHECKPOINT journal",
        "VACUUM",
        "BEGIN",
        "PREPARE p AS DELETE FROM entries",
        "EXECUTE p",
        "DEALLOCATE p",
        "EXECUTE IMMEDIATE 'DELETE FROM entries'",
    ]
)
reaches = st.sampled_from(
    [
        "read_csv('{outside}')",
        "read_csv_auto('{outside}')",
        "read_text('{outside}')",
        "read_blob('{database}')",
        "read_json('{outside}')",
        "read_parquet('{folder}/*.parquet')",
        "read_duckdb('{database}', table_name = 'entries')",
        "parquet_metadata('{outside}')",
        "sniff_csv('{outside}')",
        "glob('{folder}/*')",
        "read_text('https://example.org/a.txt')",
        "read_csv('s3://bucket/a.csv')",
        "read_text(['{outside}', '{database}'])",
        "query_table('{outside}')",
        "query('FROM read_text(''{outside}'')')",
        "query('COPY entries TO ''{folder}/copy.csv''')",
        "query('DELETE FROM entries')",
        "json_execute_serialized_sql(json_serialize_sql('FROM read_text(''{outside}'')'))",
        "enable_logging(storage = 'file', storage_path = '{folder}/logs')",
        "duckdb_secrets()",
        "'{outside}'",
        '"{outside}"',
    ]
)
asks = st.sampled_from(
    [
        "FROM {0}",
        "SELECT * FROM {0} AS a",
        "SELECT count(*) FROM entries, {0} AS a",
        "SELECT (SELECT count(*) FROM {0}) AS a FROM entries",
        "WITH a AS (FROM {0}) SELECT 1 FROM a",
        "WITH a AS MATERIALIZED (FROM {0}) FROM entries, a",
        "SELECT 1 WHERE EXISTS (FROM {0})",
        "SELECT 1 UNION ALL BY NAME FROM {0}",
        "FROM felt('joy') SEMI JOIN {0} AS a ON true",
        "EXPLAIN ANALYZE FROM {0}",
        "SUMMARIZE FROM {0}",
        "DESCRIBE FROM {0}",
        "PIVOT {0} ON a",
        "SELECT * FROM entries, LATERAL (FROM {0}) AS a",
    ]
)
guises = st.sampled_from(
    [
        "{0}",
        "{0};",
        "/* a /* b */ c */ {0}",
        "-- é\n{0}",
        "EXPLAIN {0}",
        "EXPLAIN ANALYZE {0}",
        "EXPLAIN /* */ (FORMAT json) {0}",
        "explain\nanalyze\t{0}",
        "SELECT 1; {0}",
        "{0}; SELECT 1",
        ";;{0}",
        "WITH a AS ({0} RETURNING *) SELECT * FROM a",
        "SELECT * FROM ({0})",
        "({0})",
        "PREPARE p AS {0}",
        "CREATE MACRO m() AS TABLE {0}",
        "BEGIN; {0}; COMMIT",
        "EXPLAIN EXPLAIN {0}",
        "FROM query('{0}')",
    ]
)
quietly = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@over_both
@quietly
@given(change=changes, guise=guises)
def test_nothing_changes(place: Place, change: str, guise: str) -> None:
    """A change is refused, whatever stands around it, and every file is as it was."""
    with unchanged(place), pytest.raises(UsageError):
        place.journal.query(guise.format(place.filled(change)))


@over_both
@quietly
@given(reach=reaches, ask=asks, guise=st.sampled_from(["{0}", "EXPLAIN {0}", "/* */ {0} -- x", "SELECT * FROM ({0})"]))
def test_nothing_is_reached(place: Place, reach: str, ask: str, guise: str) -> None:
    """Nor can a query read what lies outside, or anything of the home as a file.

    What it would look like can be told, of some: that opens nothing.
    """
    sql = guise.format(ask.format(place.filled(reach)))
    with unchanged(place):
        try:
            told = str(place.journal.query(sql))
            assert sql.startswith(("EXPLAIN", "DESCRIBE", "/* */ DESCRIBE", "SELECT * FROM (DESCRIBE"))
        except UsageError as e:
            told = e.message
    assert SECRET not in told


@over_both
@pytest.mark.parametrize(
    "sql",
    [
        "FROM checkpoint('journal')",
        "EXPLAIN ANALYZE FROM checkpoint('journal')",
        "SELECT write_log('a')",
        "FROM truncate_duckdb_logs()",
        "FROM disable_logging()",
        "SELECT setseed(0.5)",
        "FROM pragma_database_size()",
        "FROM duckdb_settings()",
        "FROM duckdb_databases()",
        "FROM duckdb_variables()",
        "FROM duckdb_logs()",
        "FROM duckdb_prepared_statements()",
        "FROM pragma_user_agent()",
    ],
)
def test_what_answers_changes_nothing(place: Place, key: bytes, sql: str) -> None:
    """Some functions do something elsewhere; here they find nothing to do it to, and none of them knows the key."""
    answer = Table((), ())
    with unchanged(place), contextlib.suppress(UsageError):
        answer = place.journal.query(sql)
    assert not key or key.hex() not in str(answer.rows)


@contextlib.contextmanager
def unchanged(place: Place) -> Iterator[None]:
    before = place.state()
    yield
    assert place.state() == before
