"""A folder of Markdown or text files, such as Obsidian, Logseq and many others keep: each file is one entry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.adapters.transfer import files as outside
from assistant.adapters.transfer import front_matter, text, when
from assistant.adapters.transfer.entries import Origin, tagged, with_words
from assistant.adapters.transfer.files import Files
from assistant.adapters.transfer.incoming import Found, LeftOut, Parcel
from assistant.adapters.transfer.when import Here, NotTaken, Written
from assistant.errors import AssistantError
from assistant.journal import Moment

PROGRAM = "Markdown and text files"
SUFFIXES = frozenset(".md .markdown .mdown .mkd .txt .text".split())
LARGEST = 4 * 2**20
"""Bytes; more than an entry may have in any encoding."""

_NOT_OPENED = "files that can't be opened: not yours to read, or damaged"
_SOUND = frozenset(".aac .aif .aiff .amr .flac .m4a .mp3 .oga .ogg .opus .wav .webm .wma".split())
_PICTURES = frozenset(".jpg .jpeg .png .gif .heic .webp .svg .bmp .tif .tiff".split())
_DATES = ("date", "datetime", "created", "created_at", "creation date", "creation_date", "day")
_DAY_FOLDERS = re.compile(r"(?:^|.*/)(\d{4})/(?:\d{4}-)?(\d{2})[^/]*/(\d{2})\.\w+", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Dated:
    moment: Moment
    stamp: str
    """What says so; empty where only the file's own time does."""


def from_files(files: Files, *, here: Here) -> Parcel:
    found: list[Found] = []
    left_out = [LeftOut(outside.shown(name), "hidden, or a link") for name in files.hidden]
    guessed = undated = 0
    for name in files.names:
        if not is_note(name) and len(files.names) > 1:
            left_out.append(LeftOut(outside.shown(name), _no_text(_suffix(name))))
            continue
        try:
            note = _read(files, name)
            dated = _dated(note, name=name, changed=files.changed(name), here=here)
            found.append(_found(note, name=name, dated=dated, here=here))
        except NotTaken as e:
            left_out.append(LeftOut(outside.shown(name), e.message))
            continue
        except text.NoText:
            left_out.append(LeftOut(outside.shown(name), "no text, or in an encoding that is not known"))
            continue
        except AssistantError:
            left_out.append(LeftOut(outside.shown(name), _NOT_OPENED))
            continue
        guessed += note.guessed
        undated += not dated.stamp
    return Parcel(PROGRAM, tuple(found), tuple(left_out), tuple(_notices(guessed=guessed, undated=undated)))


def is_note(name: str) -> bool:
    return _suffix(name) in SUFFIXES


def _notices(*, guessed: int, undated: int) -> Iterator[str]:
    yield from text.told_guessed(guessed)
    if undated:
        files = "1 file has" if undated == 1 else f"{undated} files have"
        yield f"{files} no date inside or in the name: the time of the last change stands for it."


@dataclass(frozen=True, slots=True)
class _Note:
    words: str
    says: dict[str, Any]
    """Its front matter, with keys in small letters."""
    guessed: bool


def _read(files: Files, name: str) -> _Note:
    if files.size(name) > LARGEST:
        raise NotTaken(f"larger than {LARGEST // 2**20} MB, which is no entry")
    decoded = text.decoded(outside.whole(files, name, most=LARGEST))
    says, words = front_matter.split(decoded.text)
    if _is_ours(says):
        raise NotTaken("a night that Between wrote out: its own JSON brings it back whole")
    return _Note(words, says, decoded.guessed)


def _is_ours(says: dict[str, Any]) -> bool:
    """As `between export` writes a night."""
    entries = says.get("entries")
    return "night" in says and isinstance(entries, list) and any(isinstance(e, dict) and "uid" in e for e in entries)


def _found(note: _Note, *, name: str, dated: _Dated, here: Here) -> Found:
    title = note.says.get("title")
    words = note.words
    if words.strip() and isinstance(title, str) and title.strip() and title.strip() not in words[: len(title) + 10]:
        words = f"{title.strip()}\n\n{words}"
    # an undated file is known by its name alone: a copy of it has another time
    origin = Origin(PROGRAM, name, dated.moment, outside.shown(name), stamp=dated.stamp or name)
    return with_words(origin, tagged(words, front_matter.tags(note.says)), here=here)


def _dated(note: _Note, *, name: str, changed: datetime | None, here: Here) -> _Dated:
    """By what it says of itself, else by its name and folders, else by when it was last changed."""
    written = _by_itself(note.says) or _by_name(name)
    if written is not None:
        stamp = f"{written.day} {written.clock or ''}"
        if written.clock is None:
            return _Dated(when.of_day(written.day, changed=changed, here=here), stamp)
        return _Dated(when.moment(written.day, written.clock, here=here), stamp)
    if changed is None:
        raise NotTaken("without a date that can be read")
    return _Dated(when.in_zone(changed, "", here=here), "")


def _by_itself(says: dict[str, Any]) -> Written | None:
    stamp = next((says[key] for key in _DATES if isinstance(says.get(key), str) and says[key].strip()), "")
    written = when.read(stamp)
    if written is None or written.clock is not None:
        return written
    hour = says.get("time")
    return Written(written.day, when.clock(hour) if isinstance(hour, str) else None)


def _by_name(name: str) -> Written | None:
    stem = outside.last(name).rpartition(".")[0]
    if written := when.find(stem):
        return written
    folders = _DAY_FOLDERS.fullmatch(name)
    return when.read("-".join(folders.groups())) if folders else None


def _suffix(name: str) -> str:
    stem, dot, suffix = outside.last(name).rpartition(".")
    return f"{dot}{suffix}".lower() if stem else ""


def _no_text(suffix: str) -> str:
    if suffix in _SOUND:
        return "a recording: `between add` brings it in"
    if suffix in _PICTURES:
        return "a picture, which Between does not keep"
    return "neither Markdown nor text by its name"
