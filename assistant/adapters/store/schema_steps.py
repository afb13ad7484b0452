"""The numbered steps that make the tables: `schema/0001_*.sql` and on, each applied once, never changed afterwards."""

import functools
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

import duckdb
from duckdb import DuckDBPyConnection

_TABLE = """
CREATE TABLE schema_steps (number INTEGER NOT NULL, name VARCHAR NOT NULL, applied_utc TIMESTAMP NOT NULL);
COMMENT ON TABLE schema_steps IS 'One row for each step in which Between built these tables.';
COMMENT ON COLUMN schema_steps.number IS 'Its number; the highest is the version of this journal.';
COMMENT ON COLUMN schema_steps.name IS 'What it was about.';
COMMENT ON COLUMN schema_steps.applied_utc IS 'When it was done, in universal time.';
"""


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    name: str
    sql: str


@functools.cache
def steps() -> tuple[Step, ...]:
    folder = resources.files(__package__) / "schema"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(_step(f.name.removesuffix(".sql"), f.read_text(encoding="utf-8")) for f in files)


def _step(stem: str, sql: str) -> Step:
    number, _, name = stem.partition("_")
    return Step(int(number), name, sql)


def version(db: DuckDBPyConnection) -> int:
    """Number of the newest step applied; 0 for a new file."""
    try:  # asked at each opening: to look the table up first takes three times as long
        newest = db.execute("SELECT coalesce(max(number), 0) FROM schema_steps").fetchone()
    except duckdb.CatalogException:
        return 0
    return int(newest[0]) if newest else 0


def newest_known() -> int:
    return steps()[-1].number


def apply(db: DuckDBPyConnection, *, after: int, utc: datetime) -> None:
    """All missing steps in one transaction: a crash leaves none of them or all."""
    db.begin()
    if after == 0:
        db.execute(_TABLE)
    for step in steps():
        if step.number > after:
            db.execute(step.sql)
            db.execute("INSERT INTO schema_steps VALUES (?, ?, ?)", [step.number, step.name, utc.replace(tzinfo=None)])
    db.commit()
