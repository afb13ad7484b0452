"""An answer as a Parquet file, written by a DuckDB that holds this answer and nothing else."""

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import duckdb

from assistant.adapters.store import faults
from assistant.adapters.store.connection import OFFLINE
from assistant.adapters.store.quoting import identifier, literal
from assistant.errors import AssistantError, NoSpace, UsageError
from assistant.journal import Table


def write(table: Table, target: Path) -> None:
    """Into `target`, which is there and empty: under another name, and locked, by who names it when it is whole.

    Raises UsageError for a column that no such file can hold, NoSpace, AssistantError.
    """
    names = _each_once(table.columns)
    types = ["VARCHAR" if kind == '"NULL"' else kind for kind in table.types]
    columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in zip(names, types, strict=True))
    with closing(duckdb.connect(":memory:", config={**OFFLINE, "threads": "1"})) as db:
        try:
            db.execute(f"CREATE TABLE answer ({columns})")
            # As JSON, a column at a time: the same bound as Python's values took a hundred times as long.
            values = ", ".join(f"unnest({_column(i, kind)})" for i, kind in enumerate(types))
            texts = {f"c{i}": _as_json([row[i] for row in table.rows]) for i in range(len(types))}
            db.execute(f"INSERT INTO answer SELECT {values}", texts)
        except (duckdb.Error, ValueError) as error:
            raise UsageError(
                "A column of this answer is of a kind that does not go into a Parquet file.",
                "Make it text, with `::VARCHAR` behind its name.",
            ) from error
        try:
            # Into this very file: a second one beside it would stay there after a kill.
            db.execute(f"COPY answer TO {literal(str(target))} (FORMAT parquet, USE_TMP_FILE false)")
        except duckdb.IOException as error:
            if faults.is_full(str(error)):
                raise NoSpace(
                    "The disk is full, so the file was not written.", "Make some room, then try again."
                ) from error
            raise AssistantError(
                f"The file could not be written in {target.parent}.", "Name a file in a folder that is yours."
            ) from error


def _column(number: int, kind: str) -> str:
    """Lists and structures by their own kind; anything else through text, which knows more than JSON does."""
    if kind.endswith("]") or kind.startswith(("STRUCT(", "MAP(", "UNION(")):
        return f"from_json($c{number}, {literal(json.dumps([kind]))})"
    return f"from_json($c{number}, '[\"VARCHAR\"]')::{kind}[]"


def _as_json(values: Sequence[object]) -> str:
    return json.dumps(values, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    """As DuckDB reads it in a text."""
    if isinstance(value, bytes):
        return "".join(f"\\x{byte:02X}" for byte in value)
    if isinstance(value, timedelta):
        return f"{value.days} days {value.seconds} seconds {value.microseconds} microseconds"
    return str(value)


def _each_once(names: Sequence[str]) -> list[str]:
    """A file can't have two columns of one name, and case makes none."""
    told: list[str] = []
    for name in names:
        free, number = name, 2
        while free.lower() in {other.lower() for other in told}:
            free, number = f"{name}_{number}", number + 1
        told.append(free)
    return told
