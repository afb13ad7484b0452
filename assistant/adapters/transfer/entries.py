"""A foreign entry as the rows that the tables hold of it."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assistant.adapters.store import rows
from assistant.adapters.store.moving import EntryRows
from assistant.adapters.store.rows import Row
from assistant.adapters.transfer import text
from assistant.adapters.transfer.incoming import Found, foreign_uid
from assistant.adapters.transfer.when import Here, NotTaken
from assistant.journal import Entry, Moment, Recording, Transcript
from assistant.ports import SoundFiles

ENGINE = "import"
"""`Transcript.engine` of words that another program held; its `model` is that program."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry stands in its program, and when it was written."""

    program: str
    key: str
    """The same each time that the program exports this entry: its own id, its moment, its file."""
    moment: Moment
    place: str
    stamp: str = ""
    """What is compared of its moment; by itself that in universal time."""


def tagged(words: str, tags: Iterable[str]) -> str:
    """With a last line of the other program's tags: those that the words do not have themselves."""
    bare = dict.fromkeys(" ".join(tag.split()).lstrip("@#") for tag in tags)
    missing = [tag for tag in bare if tag and f"@{tag}" not in words and f"#{tag}" not in words]
    return f"{words}\n\nTags: {', '.join(missing)}" if missing and words.strip() else words


def with_words(origin: Origin, words: str, *, here: Here) -> Found:
    """Raises NotTaken where there are none, or far too many."""
    if len(words) > text.LONGEST_ENTRY:
        raise NotTaken(f"longer than {text.LONGEST_ENTRY:,} characters, which is no entry")
    said = text.utterances(words)
    if not said:
        raise NotTaken("empty")
    found = _entry(origin, content=text.same(words), here=here)
    entry = replace(found, state="words", transcript=Transcript(said, ENGINE, origin.program))
    made = _as_rows(entry, utc=here.now.utc)
    return Found(entry.uid, entry.moment, origin.place, lambda _: made)


def with_sound(origin: Origin, sound: Callable[[], AbstractContextManager[Path]], *, content: str, here: Here) -> Found:
    """Its words are made here, later. `content` is the same for the same sound."""
    entry = _entry(origin, content=content, here=here)

    def made(sound_files: SoundFiles) -> EntryRows:
        with sound() as path:
            incoming = sound_files.blocks(path)
            recording = sound_files.keep(incoming)
        whole = replace(entry, recording=recording, origin_sha256=incoming.origin_sha256)
        return _as_rows(whole, utc=here.now.utc)

    return Found(entry.uid, entry.moment, origin.place, made, has_sound=True)


def _entry(origin: Origin, *, content: str, here: Here) -> Entry:
    stamp = origin.stamp or origin.moment.utc.isoformat(timespec="seconds")
    uid = foreign_uid(f"{origin.program}\n{origin.key}", content=f"{stamp}\n{content}")
    return Entry(uid, origin.moment, here.night(origin.moment), "import", "pending")


def _as_rows(entry: Entry, *, utc: datetime) -> EntryRows:
    made = {"made_utc": utc.replace(tzinfo=None)}
    tables: dict[str, tuple[Row, ...]] = {"entries": (rows.entry_row(entry, number=0),)}
    if entry.transcript:
        version = rows.transcript_row(entry.transcript, entry=0, version=1)
        tables["transcripts"] = (_bare({**version, **made}),)
        tables["utterances"] = tuple(_bare(u) for u in rows.utterance_rows(entry.transcript, entry=0, version=1))
    if entry.recording:
        kept = rows.recording_row(entry.recording, entry=0, version=1)
        tables["recordings"] = (_bare({**kept, "kept_utc": utc.replace(tzinfo=None)}),)
    return EntryRows(entry.uid, tables)


def _bare(row: Row) -> Row:
    """The number is given when it is put in."""
    return {name: value for name, value in row.items() if name != "entry"}


def recordings(made: EntryRows) -> tuple[Recording, ...]:
    """The sound files that its rows name."""
    return tuple(
        Recording(str(row["file_name"]), float(str(row["seconds"])), str(row["sha256"]), int(str(row["size_bytes"])))
        for row in made.tables.get("recordings", ())
    )
