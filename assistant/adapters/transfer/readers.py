"""Which program made an export: seen by what is in it, and told by the person where that says too little."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.adapters.transfer import day_one, jrnl, notes, own, sealed_in, text
from assistant.adapters.transfer import files as outside
from assistant.adapters.transfer.files import Files
from assistant.adapters.transfer.incoming import Parcel
from assistant.adapters.transfer.when import Here
from assistant.errors import AssistantError

Form = Literal["between", "jrnl", "dayone", "notes"]
_BEGINS_JSON = re.compile(rb"[\xef\xbb\xbf\xff\xfe\s]*[\[{]\s*[\"{\]}]")
"""A list of numbers is none: `[2026-11-20 …` begins a text of jrnl."""
_BEGINNING = 64
MOST_JOURNALS = 200
"""JSON files in one export."""


@contextmanager
def parcel(
    path: Path, *, form: Form | None, here: Here, key_of: sealed_in.KeyOf = sealed_in.no_key
) -> Iterator[Parcel]:
    """What is in it; its sounds can be read while the block runs. Raises AssistantError, and changes nothing."""
    begins = _beginning(path)
    called = path.suffix.lower() if begins else ""  # of one that is cut off at once nothing else is left
    if sealed_in.is_sealed(begins) or called == sealed_in.ENDING:
        with sealed_in.opened(path, key_of=key_of) as unsealed:
            yield _read(unsealed, form=form, here=here)
    elif begins.startswith(outside.ZIP) or called == ".zip":
        with outside.archive(path) as archive:
            yield _read(archive, form=form, here=here)
    elif path.is_dir():
        yield _read(outside.folder(path), form=form, here=here)
    else:
        yield _read(outside.single(path), form=form, here=here)


def _beginning(path: Path) -> bytes:
    """Of a file, empty for a folder; makes sure that something is there."""
    shown = outside.last(str(path))
    try:
        if path.is_dir():
            return b""
        if not path.exists():
            raise AssistantError(f"There is no “{shown}”.", "Look whether its name is right, and where it lies.")
        if not path.is_file():  # a pipe would be waited on for ever
            raise AssistantError(f"“{shown}” is neither a file nor a folder.", "Export to a file, and import that.")
        with path.open("rb") as file:
            begins = file.read(_BEGINNING)
    except (OSError, ValueError) as e:  # a zero byte in a name is a ValueError
        raise AssistantError(f"“{shown}” can't be read.", "Are you allowed to read it?") from e
    if not begins:
        raise AssistantError(f"“{shown}” is empty.", "Export the journal once more, and import that.")
    return begins


def _read(files: Files, *, form: Form | None, here: Here) -> Parcel:
    if form == "notes":
        return notes.from_files(files, here=here)
    if form in (None, "between") and (name := own.name_in(files)) is not None:
        return own.read(files, name)
    if form == "between":
        raise AssistantError("There is no export of Between's own in there.", "`between export` makes one.")
    journals = list(_journals(files))
    if form == "dayone" or (form is None and any(day_one.is_json(journal.value) for journal in journals)):
        return _day_one(files, journals, here=here)
    if form == "jrnl" or (form is None and _is_jrnl(files, journals)):
        return _jrnl(files, journals, here=here)
    if journals and len(journals) == len(files.names):
        raise AssistantError(
            "This is JSON, but not of a kind that Between knows.",
            "It can be the JSON of Between, jrnl or Day One: docs/import.md says how to export it.",
        )
    if not any(notes.is_note(name) for name in files.names) and len(files.names) != 1:
        raise AssistantError(
            "There is no journal in there that Between knows.",
            "It can be one of Between, jrnl or Day One, or a folder of Markdown or text files.",
        )
    return notes.from_files(files, here=here)


@dataclass(frozen=True, slots=True)
class _Json:
    name: str
    value: Any
    guessed: bool
    """Its encoding was."""


def _day_one(files: Files, journals: list[_Json], *, here: Here) -> Parcel:
    """A ZIP may hold several journals."""
    ours = [journal for journal in journals if day_one.is_json(journal.value)]
    if not ours:
        raise AssistantError("There is no Day One journal in there.", "In Day One choose the export as JSON.")
    parts = [day_one.from_json(journal.value, name=journal.name, files=files, here=here) for journal in ours]
    return _joined(parts, guessed=sum(journal.guessed for journal in ours))


def _jrnl(files: Files, journals: list[_Json], *, here: Here) -> Parcel:
    ours = [journal for journal in journals if jrnl.is_json(journal.value)]
    if ours:
        parts = [jrnl.from_json(journal.value, here=here) for journal in ours]
        return _joined(parts, guessed=sum(journal.guessed for journal in ours))
    kept = [name for name in files.names if jrnl.DAY_FILE.fullmatch(name)] or list(files.names)
    read = [(outside.last(name) if len(kept) == 1 else outside.shown(name), _text(files, name)) for name in kept]
    whole = jrnl.from_texts(((name, decoded.text) for name, decoded in read), here=here)
    if not whole.found and not whole.left_out:
        raise AssistantError("There is no entry of jrnl in there.", "`jrnl --format json --file FILE` exports them.")
    return _joined([whole], guessed=sum(decoded.guessed for _, decoded in read))


def _is_jrnl(files: Files, journals: list[_Json]) -> bool:
    """A text that begins as jrnl's do, or a folder in which all files are named and begin like that."""
    if journals:
        return any(jrnl.is_json(journal.value) for journal in journals)
    if len(files.names) == 1:
        return jrnl.is_text(_text(files, files.names[0]).text)
    days = [name for name in files.names if jrnl.DAY_FILE.fullmatch(name)]
    return bool(days) and len(days) == len(files.names) and jrnl.is_text(_text(files, days[0]).text)


def _journals(files: Files) -> Iterator[_Json]:
    """The JSON in it: at the top, or one folder down as a ZIP that was packed again has it."""
    alone = len(files.names) == 1
    beside_notes = any(notes.is_note(name) for name in files.names)
    names = [n for n in files.names if alone or (n.lower().endswith(".json") and n.count("/") < 2)]
    if len(names) > MOST_JOURNALS or sum(files.size(name) for name in names) > 2 * outside.MOST_TEXT:
        raise AssistantError("There is too much JSON in there.", "Import the right one by its name.")
    for name in names:
        words = outside.whole(files, name)
        if not (name.lower().endswith(".json") or _BEGINS_JSON.match(words[:200].replace(b"\0", b""))):
            continue
        try:
            decoded = text.decoded(words)
            value = text.as_json(decoded.text)
        except AssistantError:
            if beside_notes:  # some program's own settings
                continue
            raise
        yield _Json(name, value, decoded.guessed)


def _text(files: Files, name: str) -> text.Decoded:
    """Raises AssistantError for what is no text, or was written with a password."""
    decoded = text.decoded(outside.whole(files, name))
    if decoded.text.startswith(jrnl.ENCRYPTED) and " " not in decoded.text[:200]:
        raise AssistantError(
            "This journal of jrnl is locked with a password.", "`jrnl --decrypt` opens it; or export it as JSON."
        )
    return decoded


def _joined(parts: list[Parcel], *, guessed: int) -> Parcel:
    """Several journals of one program. `guessed`: files whose encoding was."""
    return Parcel(
        parts[0].program,
        tuple(found for part in parts for found in part.found),
        tuple(left for part in parts for left in part.left_out),
        text.told_guessed(guessed),
    )
