"""Day One's export as JSON: a ZIP, or the folder it was unpacked to, with a `.json` for each journal and its sounds.

What Day One calls `md5` names the file beside; it need not be that of its bytes, and is not taken for one here.
"""

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from assistant.adapters.transfer import files as outside
from assistant.adapters.transfer import when
from assistant.adapters.transfer.entries import Origin, tagged, with_sound, with_words
from assistant.adapters.transfer.files import Files
from assistant.adapters.transfer.incoming import Found, LeftOut, Parcel
from assistant.adapters.transfer.when import Here, NotTaken
from assistant.journal import Moment

PROGRAM = "Day One"

_MEDIA = re.compile(r"!\[[^\]\n]*\]\(dayone-moment:[^)\n]*\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>|~-])")
_NOT_KEPT = {
    "photos": "a picture, which Between does not keep",
    "videos": "a film, which Between does not keep",
    "pdfAttachments": "a PDF, which Between does not keep",
}
_BESIDE = ("location", "weather", "userActivity", "music")


def is_json(value: Any) -> bool:
    """`{"metadata": …, "entries": [{"creationDate": …}]}`."""
    if not isinstance(value, dict) or not isinstance(value.get("entries"), list):
        return False
    first = next((e for e in value["entries"] if isinstance(e, dict)), None)
    return "metadata" in value if first is None else "creationDate" in first


def from_json(value: Any, *, name: str, files: Files, here: Here) -> Parcel:
    """`name` is that of the JSON in `files`: its sounds lie beside it."""
    beside = name.rpartition("/")[0]
    sounds = {f.rpartition("/")[2].rpartition(".")[0]: f for f in files.names if _holds_sound(f, beside=beside)}
    entries = value.get("entries") if isinstance(value, dict) else None
    things = [
        thing
        for number, entry in enumerate(_listed(entries), 1)
        for thing in _things(
            entry, place=f"{outside.last(name)}, entry {number}", sounds=sounds, files=files, here=here
        )
    ]
    found = tuple(thing for thing in things if isinstance(thing, Found))
    return Parcel(PROGRAM, found, tuple(thing for thing in things if isinstance(thing, LeftOut)))


def _holds_sound(name: str, *, beside: str) -> bool:
    return name.rpartition("/")[0] == (f"{beside}/audios" if beside else "audios")


def _things(entry: Any, *, place: str, sounds: dict[str, str], files: Files, here: Here) -> Iterator[Found | LeftOut]:
    """The words of one entry and each of its sounds are entries of their own here, at the same moment."""
    plain = entry if isinstance(entry, dict) else {}
    try:
        moment = _moment(plain, here=here)
    except NotTaken as e:
        yield LeftOut(place, e.message)
        return
    key = _text(plain.get("uuid")) or f"{moment.utc:%Y-%m-%dT%H:%M:%S}"
    audios = [a for a in _listed(plain.get("audios")) if isinstance(a, dict)]
    words = tagged(_words(plain), [t for t in _listed(plain.get("tags")) if isinstance(t, str)])
    if words.strip() or not audios:
        try:
            yield with_words(Origin(PROGRAM, key, moment, place), words, here=here)
        except NotTaken as e:
            yield LeftOut(place, e.message)
    for number, audio in enumerate(audios, 1):
        name = sounds.get(_text(audio.get("md5")))
        if name is None:
            yield LeftOut(f"{place}, sound {number}", "a recording that is not in the export")
            continue
        which = _text(audio.get("identifier")) or name
        origin = Origin(PROGRAM, f"{key}\n{which}", moment, f"{place}, sound {number}")
        yield with_sound(origin, partial(outside.on_disk, files, name), content=f"sound {which}", here=here)
    yield from _left_out(plain, place=place)


def _left_out(entry: dict[str, Any], *, place: str) -> Iterator[LeftOut]:
    for kind, why in _NOT_KEPT.items():
        yield from (LeftOut(place, why) for _ in _listed(entry.get(kind)))
    if entry.get("starred") is True:
        yield LeftOut(place, "the star of an entry that comes in, since Between has no stars")
    if any(entry.get(key) for key in _BESIDE):
        yield LeftOut(place, "the place, the weather and the like of an entry that comes in")


def _moment(entry: dict[str, Any], *, here: Here) -> Moment:
    """Its instant, by the wall clock of the zone it was written in."""
    written = when.read(_text(entry.get("creationDate")))
    if written is None or written.clock is None:
        raise NotTaken("without a date that can be read")
    instant = when.instant(written)
    return when.in_zone(instant, _text(entry.get("timeZone")), here=here)


def _words(entry: dict[str, Any]) -> str:
    """Without the marks of Markdown that Day One puts before single signs, and without links to its own files."""
    words = _text(entry.get("text")) or _rich(_text(entry.get("richText")))
    return _ESCAPED.sub(r"\1", _MEDIA.sub("", words))


def _rich(text: str) -> str:
    """The words of `richText`, which stands for `text` in some exports."""
    try:
        value = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return ""
    parts = _listed(value.get("contents") if isinstance(value, dict) else None)
    return "".join(_text(part.get("text")) for part in parts if isinstance(part, dict))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
