"""Small exports of other programs, made up for these tests, and what a reader makes of them."""

import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.adapters.transfer import readers
from assistant.adapters.transfer.incoming import Found, Parcel
from assistant.adapters.transfer.readers import Form
from assistant.adapters.transfer.when import Here
from assistant.journal import Moment

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 23, 21, tzinfo=UTC)


class NoSounds:
    """A reader of words has no business with sounds."""


def in_paris(instant: datetime) -> Moment:
    ahead = instant.astimezone(PARIS).utcoffset()
    assert ahead is not None
    return Moment(instant.astimezone(UTC), int(ahead.total_seconds() // 60), "Europe/Paris")


def here() -> Here:
    return Here(in_paris(NOW), in_paris)


def read(path: Path, *, form: Form | None = None) -> Parcel:
    """Only for exports without sounds, which can be read while the export is open alone."""
    with readers.parcel(path, form=form, here=here()) as parcel:
        return parcel


def words(found: Found) -> list[str]:
    made = found.rows(NoSounds())  # type: ignore[arg-type]
    return [str(row["text"]) for row in made.tables["utterances"]]


def row(found: Found) -> dict[str, Any]:
    return dict(found.rows(NoSounds()).tables["entries"][0])  # type: ignore[arg-type]


def jrnl_entry(title: str, body: str = "", *, at: str = "2026-11-20 22:30", starred: bool = False) -> dict[str, Any]:
    day, _, hour = at.partition(" ")
    return {"title": title, "body": body, "date": day, "time": hour, "tags": [], "starred": starred}


def jrnl_json(folder: Path, *entries: Any, name: str = "jrnl.json") -> Path:
    return write(folder / name, json.dumps({"tags": {}, "entries": list(entries)}))


def day_one_entry(text: str, **more: Any) -> dict[str, Any]:
    plain = {"uuid": "A" * 32, "creationDate": "2026-11-20T22:30:00Z", "timeZone": "Europe/Paris", "text": text}
    return plain | more


def day_one_json(*entries: Any) -> bytes:
    return json.dumps({"metadata": {"version": "1.0"}, "entries": list(entries)}).encode()


def day_one_zip(folder: Path, *entries: Any, files: dict[str, bytes] | None = None, name: str = "Journal.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Journal.json", day_one_json(*entries))
        for inner, data in (files or {}).items():
            packed.writestr(inner, data)
    return path


def write(path: Path, text: str | bytes, *, changed: datetime | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if changed is not None:
        os.utime(path, (changed.timestamp(), changed.timestamp()))
    return path
