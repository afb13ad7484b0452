"""Between's own form, as docs/export.md tells it: a row of a table as JSON has it, and back."""

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, get_args

from assistant.adapters.store import taken_out
from assistant.adapters.store.columns import COLUMNS, NULLABLE
from assistant.adapters.store.moving import PARTS, EntryRows
from assistant.adapters.store.rows import Row
from assistant.journal import (
    CATCH_POINTS,
    STATUSES,
    MeasureKind,
    SafetyLevel,
    Source,
    State,
    TagKind,
    Untagged,
    Verdict,
)
from assistant.practice import HowFar

FORMAT = "between-journal"
VERSION = 2
JOURNAL = "journal.json"
RECORDINGS = "recordings"
"""In a ZIP: the rows, and the folder of the Opus files."""

_NOT_FINITE = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}
"""JSON has no word for these, and a pause of "at least two days" has no upper end."""
_LIMITS = {"INTEGER": 2**31, "BIGINT": 2**63}
_UID = re.compile(r"[0-9a-f]{32}")
_FILE_NAME = re.compile(r"[0-9a-f]{32}\.opus")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY_MINUTES = 24 * 60


class Misfit(Exception):
    """What no journal could have given out. Says what is wrong with it, in no words of the journal."""


class Unknown(Misfit):
    """A part or a column that this version does not have."""


def entry_as_json(entry: EntryRows) -> str:
    (row,) = entry.tables["entries"]
    return _as_json({"uid": entry.uid, **entry.tables, "entries": row})


def row_as_json(row: Row) -> str:
    return _as_json(row)


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_iso)
    except ValueError:  # rare: looking at each number first took longer than all else
        return json.dumps(_finite(value), ensure_ascii=False, default=_iso)


def _iso(value: date) -> str:
    return value.isoformat()  # of its own kind: `date.isoformat` would take the hour from a datetime


def _finite(value: object) -> object:
    match value:
        case float() if not math.isfinite(value):
            return next(name for name, same in _NOT_FINITE.items() if repr(same) == repr(value))
        case Mapping():
            return {name: _finite(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_finite(inner) for inner in value]
        case _:
            return value


def entry(value: object) -> EntryRows:
    """Raises Misfit."""
    found = _mapping(value)
    if found.keys() - {"uid", "entries", *PARTS}:
        raise Unknown
    one = row("entries", found.get("entries"))
    tables = {table: tuple(row(table, r) for r in _list(found.get(table, []))) for table in PARTS}
    uid = one["uid"]
    if uid != found.get("uid"):
        raise Misfit("two names for one entry")
    _check_versions(one, tables)
    return EntryRows(str(uid), {"entries": (one,), **tables})


def row(table: str, value: object) -> Row:
    """A column that may be empty may be left out. Raises Misfit."""
    found = _mapping(value)
    columns = {name: kind for name, kind in COLUMNS[table].items() if name != "entry"}
    if found.keys() - columns.keys():
        raise Unknown
    made = {name: _value(found.get(name), kind, table=table, column=name) for name, kind in columns.items()}
    _check_moment(made)
    return made


def _value(value: object, kind: object, *, table: str, column: str) -> object:
    if value is None:
        if column in NULLABLE.get(table, ()):
            return None
        raise Misfit(f"{table}.{column} is missing")
    try:
        made = _made(value, kind)
    except (TypeError, ValueError, OverflowError) as e:
        raise Misfit(f"{table}.{column} is not of its kind") from e
    allowed = _ALLOWED.get((table, column)) or _ALLOWED.get(("", column))
    if allowed and not allowed(made):
        raise Misfit(f"{table}.{column} is none that there is")
    return made


def _made(value: Any, kind: object) -> object:
    """Raises TypeError, ValueError, OverflowError."""
    match kind:
        case "VARCHAR" if isinstance(value, str):
            return value
        case "INTEGER" | "BIGINT" if type(value) is int and -_LIMITS[kind] <= value < _LIMITS[kind]:
            return value
        case "DOUBLE" if type(value) is int or (type(value) is float and math.isfinite(value)):
            return float(value)
        case "DOUBLE" if value in _NOT_FINITE:
            return _NOT_FINITE[value]
        case "BOOLEAN" if isinstance(value, bool):
            return value
        case "DATE":
            return date.fromisoformat(value)
        case "TIMESTAMP":
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                return moment
        case [dict(fields)] if isinstance(value, list) and all(set(inner) == set(fields) for inner in value):
            return [{name: _made(inner[name], fields[name]) for name in fields} for inner in value]
    raise ValueError


def _check_versions(one: Row, tables: Mapping[str, tuple[Row, ...]]) -> None:
    """What is in use is there, and so is what each part is a part of."""
    there = {table: [r["version"] for r in tables[table]] for table in ("recordings", "transcripts", "readings")}
    for table, versions in there.items():
        used = one[f"{table.removesuffix('s')}_version"]
        if len(set(versions)) < len(versions) or not (used == 0 or used in versions):
            raise Misfit(f"versions of {table} that do not fit together")
    for table, of in (("utterances", "transcripts"), ("tags", "readings"), ("measures", "readings")):
        if any(r["version"] not in there[of] for r in tables[table]):
            raise Misfit(f"{table} of no version that there is")


def _check_moment(made: Mapping[str, Any]) -> None:
    """Clocks and calendars end somewhere, and the wall clock of a moment must not lie beyond."""
    if "offset_minutes" in made and (
        abs(made["offset_minutes"]) >= _DAY_MINUTES or not 1 < made["utc"].year < 9999 or not _is_on_calendar(made)
    ):
        raise Misfit("a moment that is on no calendar")


def _is_on_calendar(made: Mapping[str, Any]) -> bool:
    """A homework and an answer of a guide have no night of their own."""
    return "night" not in made or bool(made["night"].year > 1)


def _mapping(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise Misfit("something else where an entry was looked for")


def _list(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raise Misfit("something else where a list was looked for")


def _is_taken_out(text: str) -> bool:
    try:
        parts = json.loads(text)
    except ValueError:
        return False
    return isinstance(parts, dict) and set(parts) == set(taken_out.TABLES)


def _one_of(*names: str) -> Callable[[Any], bool]:
    return frozenset(names).__contains__


_KINDS = _one_of(*get_args(TagKind))
_DETAILS = _one_of("", "said", "shown", *STATUSES)
_ALLOWED: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("", "uid"): lambda uid: bool(_UID.fullmatch(uid)),
    ("", "version"): lambda version: version > 0,
    ("", "position"): lambda position: position >= 0,
    ("", "detail"): _DETAILS,
    ("entries", "source"): _one_of(*get_args(Source)),
    ("entries", "state"): _one_of(*get_args(State)),
    ("recordings", "file_name"): lambda name: bool(_FILE_NAME.fullmatch(name)),
    ("recordings", "sha256"): lambda sha256: bool(_SHA256.fullmatch(sha256)),
    ("recordings", "size_bytes"): lambda size: size >= 0,
    ("recordings", "seconds"): lambda seconds: 0 <= seconds < math.inf,
    ("readings", "safety"): _one_of(*get_args(SafetyLevel)),
    ("readings", "untagged"): _one_of(*get_args(Untagged)),
    ("tags", "kind"): _KINDS,
    ("corrections", "kind"): _KINDS,
    ("corrections", "verdict"): _one_of(*get_args(Verdict)),
    ("hidden", "taken_out"): lambda text: not text or _is_taken_out(text),
    ("doings", "done"): _one_of(*get_args(HowFar)),
    ("measures", "kind"): _one_of(*get_args(MeasureKind)),
    ("measures", "value"): _one_of("", *CATCH_POINTS),
}
