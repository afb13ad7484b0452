"""jrnl's journals: its JSON export, the text that it keeps and exports, and its folders of such texts by day.

jrnl gives its entries no id, and their moment only to the minute: an entry is known again by that minute.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from typing import Any

from assistant.adapters.transfer import when
from assistant.adapters.transfer.entries import Origin, tagged, with_words
from assistant.adapters.transfer.incoming import Found, LeftOut, Parcel
from assistant.adapters.transfer.when import Here, NotTaken

PROGRAM = "jrnl"
DAY_FILE = re.compile(r"(?:^|.*/)\d{4}/\d{2}/\d{2}\.\w+", re.ASCII)
"""As it names the files of a folder journal: year, month and day."""
ENCRYPTED = "gAAAA"
"""What it writes with a password begins so."""

_HEAD = re.compile(r"^\[(?P<stamp>[^\]\n]{8,40})\][ \t]*(?P<title>.*)$", re.MULTILINE)
_OLD_HEAD = re.compile(
    r"^(?P<stamp>\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?)[ \t]+(?P<title>\S.*)$", re.MULTILINE | re.ASCII
)
_LIKE_HEAD = re.compile(r"^\[\d[^\]\n]*:[^\]\n]*\]", re.MULTILINE)
_STAR = re.compile(r"\s\*\s*$")


@dataclass(frozen=True, slots=True)
class _Raw:
    place: str
    stamp: str
    words: str
    tags: tuple[str, ...] = ()
    starred: bool = False


def is_json(value: Any) -> bool:
    """`{"tags": …, "entries": [{"title": …, "body": …, "date": …}]}`."""
    if not isinstance(value, dict) or not isinstance(value.get("entries"), list):
        return False
    first = next((e for e in value["entries"] if isinstance(e, dict)), None)
    return "tags" in value if first is None else {"title", "body", "date"} <= first.keys()


def is_text(text: str) -> bool:
    """It begins with a moment in brackets; years ago it was one without."""
    first = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    return any((head := form.match(first)) and _moment_written(head["stamp"]) for form in (_HEAD, _OLD_HEAD))


def from_json(value: Any, *, here: Here) -> Parcel:
    entries = value.get("entries") if isinstance(value, dict) else None
    return _parcel((_from_json(e, number=n) for n, e in enumerate(_listed(entries), 1)), here=here)


def from_texts(texts: Iterable[tuple[str, str]], *, here: Here) -> Parcel:
    """Of one file, or of each file of a folder journal: its name and its text."""
    return _parcel((raw for name, text in texts for raw in _from_text(text, name=name)), here=here)


def _listed(entries: Any) -> list[Any]:
    return entries if isinstance(entries, list) else []


def _from_json(entry: Any, *, number: int) -> _Raw:
    plain = entry if isinstance(entry, dict) else {}
    title, body, day, hour = (_text(plain.get(key)) for key in ("title", "body", "date", "time"))
    tags = tuple(t for t in _listed(plain.get("tags")) if isinstance(t, str))
    return _Raw(f"entry {number}", f"{day} {hour}", f"{title}\n{body}", tags, plain.get("starred") is True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _from_text(text: str, *, name: str) -> Iterator[_Raw]:
    heads = _heads(text, _HEAD) or _heads(text, _OLD_HEAD)
    starts = [head.start() for head in heads] + [len(text)]
    if (before := text[: starts[0]]).strip():
        yield _Raw(f"{name}, its beginning", "", before)
    for number, (head, end) in enumerate(zip(heads, starts[1:], strict=True), 1):
        title = head["title"]
        starred = bool(_STAR.search(title))
        words = f"{_STAR.sub('', title)}{text[head.end() : end]}"
        yield _Raw(f"{name}, entry {number}", head["stamp"], words, starred=starred)


def _heads(text: str, form: re.Pattern[str]) -> list[re.Match[str]]:
    return [head for head in form.finditer(text) if _moment_written(head["stamp"])]


def _moment_written(stamp: str) -> when.Written | None:
    """A day alone is none: `[2026-11-20]` in a text is a remark."""
    written = when.read(stamp)
    return written if written and written.clock else None


def _parcel(raws: Iterable[_Raw], *, here: Here) -> Parcel:
    found: list[Found] = []
    left_out: list[LeftOut] = []
    for raw in raws:
        try:
            found.append(_found(raw, here=here))
        except NotTaken as e:
            left_out.append(LeftOut(raw.place, e.message))
            continue
        if _LIKE_HEAD.search(raw.words):
            why = "a date inside it that I can't read: that line came in as words of this entry"
            left_out.append(LeftOut(raw.place, why))
        if raw.starred:
            left_out.append(LeftOut(raw.place, "the star of an entry that comes in, since Between has no stars"))
    return Parcel(PROGRAM, tuple(found), tuple(left_out))


def _found(raw: _Raw, *, here: Here) -> Found:
    written = when.read(raw.stamp)
    if written is None:
        raise NotTaken("without a date that can be read")
    clock = written.clock or when.NOON
    moment = when.moment(written.day, clock, here=here)
    minute = f"{written.day} {time(clock.hour, clock.minute)}"
    origin = Origin(PROGRAM, minute, moment, raw.place, stamp=minute)
    return with_words(origin, tagged(raw.words, raw.tags), here=here)
