"""What a person can name in SQL: views, macros, tables, and their columns, each with its comment."""

import difflib
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from duckdb import DuckDBPyConnection

from assistant.journal import Column, Named

_HUMAN = """nights sentences feelings practices patterns pauses people questions heard
    felt did with_person about said between_nights counts_by heard_with by_weekday""".split()
"""Listed first, in this order."""

_NAMES = """
WITH named AS (
    SELECT 'view' AS kind, view_name AS name, comment, sql FROM duckdb_views() WHERE NOT internal
    UNION ALL SELECT 'table', table_name, comment, '' FROM duckdb_tables() WHERE NOT internal
)
SELECT kind, name, coalesce(named.comment, ''), column_name, data_type, coalesce(columns.comment, ''), column_index
FROM named JOIN duckdb_columns() AS columns ON columns.table_name = named.name
UNION ALL
SELECT 'macro', function_name, coalesce(comment, ''), unnest(parameters), '', '', unnest(range(len(parameters)))
FROM duckdb_functions() WHERE NOT internal AND function_type IN ('macro', 'table_macro')
ORDER BY kind, name, column_index
"""
_NO_COLUMN = (
    re.compile(r'column "([^"]+)" not found'),
    re.compile(r'column named "([^"]+)"'),
    re.compile(r'Column "([^"]+)" (?:does not exist|in )'),
)
_NO_TABLE = (re.compile(r'with name "?([^"\s]+)"? does not exist'),)


def listed(db: DuckDBPyConnection) -> tuple[Named, ...]:
    """Views in plain words first, then macros, then what lies below them."""
    rows = db.execute(_NAMES).fetchall()
    found = []
    for (kind, name, comment), columns in groupby(rows, key=lambda row: row[:3]):
        found.append(Named(kind, name, tuple(Column(*column[3:6]) for column in columns), comment))
    return tuple(sorted(found, key=_place))


def _place(named: Named) -> tuple[int, int, str]:
    human = _HUMAN.index(named.name) if named.name in _HUMAN else len(_HUMAN)
    return human, ("macro", "view", "table").index(named.kind), named.name


def nearest(said: str, *, sql: str, names: Sequence[Named]) -> str:
    """To the name that DuckDB says it does not know; empty where none is near, or DuckDB named it by itself."""
    column, other = _found(_NO_COLUMN, said), _found(_NO_TABLE, said)
    if not column:
        near = _match(other, (n.name for n in names)) if other else ""
        return f"`{near}`" if near and f'"{near}"' not in said else ""
    asked = {word.lower() for word in re.findall(r"\w+", sql)}
    homes = {c.name: n.name for n in reversed(names) if n.kind != "macro" for c in n.columns}
    # Columns of what stands in the SQL go before those of others.
    here = [c.name for n in names if n.name in asked and n.kind != "macro" for c in n.columns]
    near = _match(column, here)
    if near:
        return f"`{near}`" if f'"{near}"' not in said else ""
    near = _match(column, homes)
    return f"`{near}`, in `{homes[near]}`" if near else ""


def _found(patterns: Iterable[re.Pattern[str]], said: str) -> str:
    return next((found[1] for pattern in patterns if (found := pattern.search(said))), "")


def _match(wrong: str, names: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(wrong.lower(), list(dict.fromkeys(names)), n=1, cutoff=0.6)), "")
