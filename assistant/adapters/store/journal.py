"""The port `Journal` over DuckDB. Each method is one transaction on a connection of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from assistant.adapters.store import nouns, query, rows, words
from assistant.adapters.store.access import Access
from assistant.errors import AssistantError
from assistant.journal import Asked, Correction, Entry, Mark, Moment, Reading, Recording, Table, Transcript
from assistant.ports import Home, Selection

_PEOPLE = """
SELECT label FROM current_tags
WHERE kind = 'person' AND label <> lower(label)  -- given names; kin and roles (`mother`, `boss`) carry no capital
GROUP BY label ORDER BY count(*) DESC, label
"""


class DuckDBJournal:
    """See Access for what it is made with."""

    def __init__(
        self,
        home: Home,
        *,
        now: Callable[[], Moment],
        command: str = "",
        patience_s: float = 6.0,
        key: bytes = b"",
    ) -> None:
        self.access = Access(home, now=now, command=command, patience_s=patience_s, key=key)
        self._now = now

    def notices(self) -> tuple[str, ...]:
        """What the person should know, each told once."""
        return self.access.notices()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """The journal's own methods may be called inside, by the same thread."""
        with self.access.held():
            yield

    @contextmanager
    def in_one_go(self) -> Iterator[None]:
        with self.access.in_one_go():
            yield

    def keep(self, entry: Entry) -> Entry:
        with self.access.writing("keep") as db:
            if _first(db, "SELECT count(*) FROM entries WHERE uid = ?", [entry.uid]):
                return nouns.entries_where(db, "uid", entry.uid)[0]
            number = _first(db, "SELECT nextval('entry_numbers')")
            rows.insert(db, "entries", [rows.entry_row(entry, number=number)])
            if entry.recording:
                self._insert_recording(db, entry.recording, entry=number, version=1)
            if entry.transcript:
                transcript = words.insert(db, entry.transcript, entry=number, version=1, made_utc=self._utc())
                entry = replace(entry, transcript=transcript)
        return replace(entry, number=number)

    def add_recording(self, uid: str, recording: Recording) -> None:
        """The newest becomes the entry's sound. The file that it has already is not added again.

        While something of the entry is hidden, none of its sound is in use.
        """
        with self.access.writing("add_recording") as db:
            entry = _number(db, uid)
            if _known(db, "recordings", entry=entry, sha256=recording.sha256, file_name=recording.file_name):
                return
            version = _next_version(db, "recordings", entry=entry)
            self._insert_recording(db, recording, entry=entry, version=version)
            if not _first(db, "SELECT count(*) FROM hidden WHERE entry = ?", [entry]):
                db.execute("UPDATE entries SET recording_version = ? WHERE number = ?", [version, entry])

    def add_transcript(self, uid: str, transcript: Transcript) -> Transcript:
        with self.access.writing("add_transcript") as db:
            return words.add(db, transcript, entry=_number(db, uid), made_utc=self._utc())

    def add_reading(self, entry: Entry, reading: Reading) -> None:
        with self.access.writing("add_reading") as db:
            number, read = _number(db, entry.uid), _words_of(entry)
            version = _next_version(db, "readings", entry=number)
            row = rows.reading_row(reading, entry=number, version=version, transcript=read)
            rows.insert(db, "readings", [{**row, "made_utc": self._utc()}])
            rows.insert(db, "tags", rows.tag_rows(reading, entry=number, version=version))
            rows.insert(db, "measures", rows.measure_rows(reading, entry=number, version=version))
            if read == _words_in_use(db, entry=number):
                db.execute("UPDATE entries SET reading_version = ? WHERE number = ?", [version, number])

    def add_corrections(self, entry: Entry, corrections: Sequence[Correction]) -> None:
        with self.access.writing("add_corrections") as db:
            number, shown = _number(db, entry.uid), _words_of(entry)
            first = 1 + _first(db, "SELECT coalesce(max(position), -1) FROM corrections WHERE entry = ?", [number])
            said = [rows.correction_row(c, entry=number, position=first + i) for i, c in enumerate(corrections)]
            rows.insert(db, "corrections", [{**row, "made_utc": self._utc()} for row in said])
            in_use = _words_in_use(db, entry=number)
            if shown != in_use:
                words.find_again(db, entry=number, words=in_use, since=first)

    def add_asked(self, asked: Asked) -> None:
        """Adding a uid twice is a no-op."""
        with self.access.writing("add_asked") as db:
            if not _first(db, "SELECT count(*) FROM asked WHERE uid = ?", [asked.uid]):
                rows.insert(db, "asked", [rows.asked_row(asked)])

    def entries(self, selection: Selection) -> tuple[Entry, ...]:
        with self.access.open() as db:
            return nouns.selected(db, selection)

    def numbers(self, selection: Selection) -> tuple[int, ...]:
        with self.access.open() as db:
            return nouns.numbers(db, selection)

    def has(self, uid: str) -> bool:
        with self.access.open() as db:
            return bool(_first(db, "SELECT count(*) FROM entries WHERE uid = ?", [uid]))

    def find_origin(self, origin_sha256: str) -> Entry | None:
        if not origin_sha256:
            return None
        with self.access.open() as db:
            return next(iter(nouns.entries_where(db, "origin_sha256", origin_sha256)), None)

    def reading(self, uid: str) -> Reading | None:
        return self.readings([uid]).get(uid)

    def readings(self, uids: Sequence[str]) -> dict[str, Reading]:
        with self.access.open() as db:
            return nouns.readings(db, uids)

    def corrections(self, uid: str) -> tuple[Correction, ...]:
        with self.access.open() as db:
            return nouns.corrections(db, uid)

    def marks(self) -> tuple[Mark, ...]:
        with self.access.open() as db:
            return nouns.marks(db)

    def asked_since(self, night: date) -> tuple[Asked, ...]:
        """Oldest first."""
        with self.access.open() as db:
            return nouns.asked_since(db, night)

    def people(self) -> tuple[str, ...]:
        with self.access.open() as db:
            return tuple(label for (label,) in db.execute(_PEOPLE).fetchall())

    def query(self, sql: str, values: Mapping[str, object] | None = None) -> Table:
        with self.access.reading() as db:
            return query.ask(db, sql, values)

    def _insert_recording(self, db: DuckDBPyConnection, recording: Recording, *, entry: int, version: int) -> None:
        row = rows.recording_row(recording, entry=entry, version=version)
        rows.insert(db, "recordings", [{**row, "kept_utc": self._utc()}])

    def _utc(self) -> datetime:
        """DuckDB's TIMESTAMP knows no zone."""
        return self._now().utc.replace(tzinfo=None)


def _first(db: DuckDBPyConnection, sql: str, values: list[object] | None = None) -> int:
    row = db.execute(sql, values or []).fetchone()
    return int(row[0]) if row else 0


def _number(db: DuckDBPyConnection, uid: str) -> int:
    number = _first(db, "SELECT number FROM entries WHERE uid = ?", [uid])
    if not number:
        raise AssistantError("That entry is no longer in the journal.", "See what is there with `between show`.")
    return number


def _next_version(db: DuckDBPyConnection, table: str, *, entry: int) -> int:
    return 1 + _first(db, f"SELECT coalesce(max(version), 0) FROM {table} WHERE entry = ?", [entry])


def _words_of(entry: Entry) -> int:
    """The version of the words that it was given out with; other ones may be in use by now."""
    if entry.transcript is None or not entry.transcript.version:
        raise ValueError("an entry with words, as the journal gave it, is wanted")
    return entry.transcript.version


def _words_in_use(db: DuckDBPyConnection, *, entry: int) -> int:
    return _first(db, "SELECT transcript_version FROM entries WHERE number = ?", [entry])


def _known(db: DuckDBPyConnection, table: str, *, entry: int, **columns: object) -> bool:
    same = " AND ".join(f"{column} = ?" for column in ("entry", *columns))
    return bool(_first(db, f"SELECT count(*) FROM {table} WHERE {same}", [entry, *columns.values()]))
