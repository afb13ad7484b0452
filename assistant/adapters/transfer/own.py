"""Between's own JSON, alone or with its recordings in a ZIP or a folder, back in. All of it is looked through first."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from functools import partial
from typing import IO, Any

from assistant.adapters.store.columns import BESIDE_ENTRIES
from assistant.adapters.store.moving import EntryRows
from assistant.adapters.store.rows import Row
from assistant.adapters.transfer import long_json, own_format
from assistant.adapters.transfer.files import Files
from assistant.adapters.transfer.incoming import Found, LeftOut, Parcel
from assistant.adapters.transfer.own_format import FORMAT, JOURNAL, RECORDINGS, VERSION, Misfit, Unknown
from assistant.errors import AssistantError
from assistant.journal import Moment, Recording
from assistant.ports import SoundFiles

_LISTS = frozenset({"entries", "asked", *BESIDE_ENTRIES})
_BEGINNING = 4_096
_PIECE = 2**20
_BROKEN_FILE = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_NOT_THERE = "recordings that are not in this export; what was said in them comes in"
_NOT_WHOLE = "recordings that were damaged since the export; what was said in them comes in"


def name_in(files: Files) -> str | None:
    """Of the file that holds the rows; None where this is no export of Between's own."""
    named = [name for name in files.names if name == JOURNAL or name.endswith(f"/{JOURNAL}")]
    alone = files.names if len(files.names) == 1 else ()
    return next((name for name in named or alone if _is_ours(files, name)), None)


def _is_ours(files: Files, name: str) -> bool:
    with _explained(), files.open(name) as file:
        return f'"{FORMAT}"'.encode() in file.read(_BEGINNING)


def read(files: Files, name: str) -> Parcel:
    """Raises AssistantError where it is cut off, changed, or of a newer version; then nothing of it comes in."""
    export = _Export(files, name)
    found, left_out, asked = list[Found](), list[LeftOut](), list[Row]()
    practices: dict[str, list[Row]] = {}
    known = False
    with _explained(), files.open(name) as file:
        for piece in long_json.pieces(file, by_items=_LISTS):
            match piece.key:
                case "format" | "version":
                    known = known or _checked(piece.key, piece.value)
                case "entries":
                    entry = own_format.entry(piece.value)
                    one, without = export.found(entry, piece)
                    found.append(one)
                    left_out += without
                case "asked":
                    asked.append(own_format.row("asked", piece.value))
                case table if table in BESIDE_ENTRIES:
                    practices.setdefault(table, []).append(own_format.row(table, piece.value))
    if not known:
        raise _changed(f"it does not say that it is {FORMAT}")
    return Parcel("Between", tuple(found), tuple(left_out), asked=tuple(asked), practices=practices)


def _checked(key: str, value: object) -> bool:
    """True for the version; raises AssistantError where it is none that can be read."""
    if key == "format" and value != FORMAT:
        raise _changed(f"it does not say that it is {FORMAT}")
    if key == "version" and (type(value) is not int or value < 1):
        raise _changed("its version is none")
    if key == "version" and isinstance(value, int) and value > VERSION:
        raise _newer()
    return key == "version"


class _Export:
    """The rows are read again, one entry after the other, when they are wanted."""

    def __init__(self, files: Files, name: str) -> None:
        self._files = files
        self._name = name
        self._beside = name.removesuffix(name.rpartition("/")[2]) + RECORDINGS
        self._there = frozenset(files.names)
        self._file: IO[bytes] | None = None

    def found(self, entry: EntryRows, piece: long_json.Piece) -> tuple[Found, list[LeftOut]]:
        """With what of its sound stays outside. Each recording is read for it."""
        (row,) = entry.tables["entries"]
        recordings = entry.tables["recordings"]
        sounds = tuple(r for r in recordings if self._path(r) in self._there)
        faults = [self._fault_of(r) for r in recordings]
        whole = (r for r, fault in zip(recordings, faults, strict=True) if not fault and not r.get("let_go_utc"))
        found = Found(
            uid=entry.uid,
            moment=_moment(row),
            place=_place(entry),
            rows=partial(self._rows, start=piece.start, length=piece.length),
            has_sound=bool(sounds),
            sounds=tuple(str(r["file_name"]) for r in whole),
            sound_again=partial(self._sound_again, sounds) if sounds else None,
            foreign=False,
        )
        return found, [LeftOut(f"the sound of {_place(entry)}", fault) for fault in faults if fault]

    def _fault_of(self, row: Row) -> str:
        if row.get("let_go_utc"):
            return ""
        if self._path(row) not in self._there:
            return _NOT_THERE
        seen, left = hashlib.sha256(), int(str(row["size_bytes"]))
        try:
            with self._files.open(self._path(row)) as file:
                while left >= 0 and (data := file.read(_PIECE)):
                    seen.update(data)
                    left -= len(data)
        except (AssistantError, *_BROKEN_FILE):
            return _NOT_WHOLE
        return "" if left == 0 and seen.hexdigest() == row["sha256"] else _NOT_WHOLE

    def _rows(self, sound_files: SoundFiles, *, start: int, length: int) -> EntryRows:
        with _explained():
            entry = own_format.entry(long_json.value(self._bytes(start, length)))
        recordings = tuple(self._with_sound(row, sound_files) for row in entry.tables["recordings"])
        return replace(entry, tables={**entry.tables, "recordings": recordings})

    def _bytes(self, start: int, length: int) -> bytes:
        """Going forward in a ZIP costs nothing; going back begins it anew."""
        if self._file is None or self._file.closed:
            self._file = self._files.open(self._name)
        self._file.seek(start)
        return self._file.read(length)

    def _with_sound(self, row: Row, sound_files: SoundFiles) -> Row:
        recording = _recording(row)
        if row.get("let_go_utc") or self._fault_of(row):  # told of already
            return row
        with self._files.open(self._path(row)) as file:
            return {**row, "file_name": sound_files.take_in(recording, file).file_name}

    def _sound_again(self, rows: Sequence[Row], sound_files: SoundFiles, missing: frozenset[str]) -> int:
        back = [self._with_sound(row, sound_files) for row in rows if row["file_name"] in missing]
        return len(frozenset(str(row["file_name"]) for row in back) & sound_files.names())

    def _path(self, row: Row) -> str:
        return f"{self._beside}/{row['file_name']}"


def _recording(row: Mapping[str, Any]) -> Recording:
    return Recording(row["file_name"], row["seconds"], row["sha256"], row["size_bytes"])


def _moment(row: Mapping[str, Any]) -> Moment:
    return Moment(row["utc"].replace(tzinfo=UTC), row["offset_minutes"], row["zone"])


def _place(entry: EntryRows) -> str:
    (row,) = entry.tables["entries"]
    return f"entry {row['number']}"


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except long_json.NotJson as e:
        raise AssistantError(
            "This export is cut off, or is no JSON any more, so nothing of it was taken in.",
            "Export once more, and import that.",
        ) from e
    except Unknown as e:
        raise _newer() from e
    except Misfit as e:
        raise _changed(str(e)) from e
    except _BROKEN_FILE as e:
        raise AssistantError(
            "This export is damaged or cut off, so nothing of it was taken in.", "Export once more, and import that."
        ) from e


def _newer() -> AssistantError:
    return AssistantError(
        "This export was made by a newer Between than this one, so nothing of it was taken in.",
        "Update Between, then import it again.",
    )


def _changed(what: str) -> AssistantError:
    return AssistantError(
        f"This export was changed since Between wrote it ({what}), so nothing of it was taken in.",
        "Export once more, and import that.",
    )
