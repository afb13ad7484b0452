"""Whether what the tables hold fits together. Every row is read for it."""

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from assistant.adapters.store import connection
from assistant.adapters.store.access import Access
from assistant.adapters.store.columns import COLUMNS
from assistant.adapters.store.copies import automatic
from assistant.adapters.store.moving import PARTS
from assistant.adapters.store.quoting import identifier
from assistant.journal import Recording

log = logging.getLogger("between.store")

_RESTORE = "A backup may have it whole: `between restore BACKUP` into an empty folder (BETWEEN_HOME) shows."
_COPY = "The journal does without it: you can delete it."
_RETAG = "`between retag ENTRY` reads it again."


@dataclass(frozen=True, slots=True)
class Fault:
    what: str
    hint: str
    entries: tuple[int, ...] = ()
    """Numbers of those that it is about."""
    unreadable: bool = False
    """Nothing more can be said then."""


@dataclass(frozen=True, slots=True)
class Held:
    entries: int
    nights: int
    sentences: int
    """Of the words in use."""


_TABLES = "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal"
_MISSING = """
SELECT number FROM entries e WHERE e.{name}_version > 0
AND NOT EXISTS (FROM {name}s x WHERE x.entry = e.number AND x.version = e.{name}_version)
"""
_STRAY = "SELECT DISTINCT entry FROM {table} WHERE entry NOT IN (SELECT number FROM entries)"
_OUTSIDE = """
SELECT DISTINCT x.entry FROM {table} x {words}
LEFT JOIN utterances u ON u.entry = x.entry AND u.version = w.transcript_version AND u.position = x.{name}utterance
WHERE x.{start} < x.{end} AND (
    x.{end} > length(u.text) OR substring(u.text, x.{start} + 1, x.{end} - x.{start}) IS DISTINCT FROM x.{evidence}
)
"""
_EVIDENCE = {"name": "", "start": "evidence_start", "end": "evidence_end", "evidence": "evidence"}
_SAFETY = {"name": "safety_", "start": "safety_start", "end": "safety_end", "evidence": "safety_evidence"}
_OF_A_READING = "JOIN readings w USING (entry, version)"
_OF_THE_ENTRY = "JOIN entries w ON w.number = x.entry"

_TWICE = " UNION ".join(
    f"SELECT unnest(list(number)) FROM entries GROUP BY {name} HAVING count(*) > 1" for name in ("number", "uid")
)
_RULES: tuple[tuple[str, str, str], ...] = (
    ("The journal has {entries} twice.", _RESTORE, _TWICE),
    ("The words of {entries} are missing.", _RESTORE, _MISSING.format(name="transcript")),
    (
        "The journal does not know any more which sound belongs to {entries}.",
        _RESTORE,
        _MISSING.format(name="recording"),
    ),
    (
        "What was found in {entries} is missing, or is of earlier words.",
        _RETAG,
        """
        SELECT number FROM entries e WHERE reading_version > 0 AND NOT EXISTS (
            FROM readings r WHERE r.entry = e.number AND r.version = e.reading_version
            AND r.transcript_version = e.transcript_version
        )
        """,
    ),
    (
        "Of {entries} a sentence is missing, or there twice.",
        _RESTORE,
        """
        SELECT entry FROM utterances GROUP BY entry, version
        HAVING min(position) <> 0 OR max(position) <> count(*) - 1 OR count(DISTINCT position) <> count(*)
        """,
    ),
    (
        "Some of what was found in {entries} does not stand in the words any more.",
        _RETAG,
        _OUTSIDE.format(table="tags", words=_OF_A_READING, **_EVIDENCE)
        + " UNION "
        + _OUTSIDE.format(table="measures", words=_OF_A_READING, **_EVIDENCE)
        + " UNION "
        + _OUTSIDE.format(table="readings", words=_OF_A_READING, **_SAFETY),
    ),
    (
        "Some of what you corrected in {entries} does not stand in the words any more.",
        "Correct it once more: `between correct ENTRY`.",
        _OUTSIDE.format(table="corrections", words=_OF_THE_ENTRY, **_EVIDENCE),
    ),
    (
        "Parts were left of {entries}, and the rest is not in the journal.",
        "Where you struck it, that does no harm. Where you did not, a backup may have it: `between restore BACKUP`.",
        " UNION ".join(_STRAY.format(table=table) for table in PARTS),
    ),
)


def held(access: Access) -> Held:
    with access.reading() as db:
        row = db.execute(
            "SELECT count(*), count(DISTINCT night), (SELECT count(*) FROM current_utterances) FROM entries"
        ).fetchone()
    return Held(*row) if row else Held(0, 0, 0)


def faults(access: Access) -> Iterator[Fault]:
    """Each table is read whole in an opening of its own, so that an evening waits for one at most."""
    unreadable = [table for table in COLUMNS if not _is_readable(access, table)]
    for table in unreadable:
        yield Fault(f"The table `{table}` of the journal's file can't be read.", _RESTORE, unreadable=True)
    if unreadable:
        return
    for what, hint, sql in _RULES:
        with access.reading() as db:
            entries = tuple(sorted({number for (number,) in db.execute(sql).fetchall()}))
        if entries:
            yield Fault(_told(what, entries), hint, entries)


def _is_readable(access: Access, table: str) -> bool:
    try:
        with access.reading() as db:
            db.execute(f"SELECT bit_xor(hash({', '.join(COLUMNS[table])})) FROM {table}").fetchall()
    except duckdb.Error as error:
        log.warning("the table %s can't be read: %s", table, type(error).__name__)
        return False
    return True


def copies(access: Access) -> tuple[int, list[Fault]]:
    """How many there are from before the tables changed, and those of them that can't be read."""
    found = automatic(access.home)
    broken = [path for path in found if not _is_whole(access, path)]
    return len(found), [
        Fault(f"A copy from before the tables changed can't be read: {path}.", _COPY) for path in broken
    ]


def _is_whole(access: Access, copy: Path) -> bool:
    """Read in full: its tables are those of its own time."""
    config = {**connection.OFFLINE, "threads": "2", "memory_limit": "512MB", "temp_directory": ""}
    try:
        with closing(connection.connect(copy, key=access.opening.key, config=config, read_only=True)) as db:
            for (table,) in db.execute(_TABLES).fetchall():
                db.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {identifier(table)}").fetchall()
    except duckdb.Error as error:
        log.warning("a copy can't be read: %s", type(error).__name__)
        return False
    return True


def recordings(access: Access) -> tuple[tuple[int, Recording], ...]:
    """Those that are to be there, with the number of their entry; every version."""
    sql = """
    SELECT entry, file_name, seconds, sha256, size_bytes FROM recordings
    WHERE let_go_utc IS NULL ORDER BY entry, version
    """
    with access.reading() as db:
        return tuple((entry, Recording(*rest)) for entry, *rest in db.execute(sql).fetchall())


def recorded(access: Access) -> frozenset[str]:
    """Names of all files that a row names, also of those that were let go."""
    with access.reading() as db:
        return frozenset(name for (name,) in db.execute("SELECT file_name FROM recordings").fetchall())


def _told(what: str, entries: tuple[int, ...]) -> str:
    some = ", ".join(str(number) for number in entries[:5]) + (" and others" if len(entries) > 5 else "")
    return what.format(entries=f"entry {some}" if len(entries) == 1 else f"the entries {some}")
