"""What the person wants gone, hidden until the evening closes. See ports.Forgetting; wiring makes it gone for good."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection

from assistant.adapters.store import nouns, rows, taken_out, words
from assistant.adapters.store.access import Access
from assistant.adapters.store.striking import replace_sound, strike_entry, strike_hidden
from assistant.errors import AssistantError
from assistant.journal import Entry, Moment, Recording, Transcript
from assistant.practice import Span

_NEWEST = """
SELECT position, entry, uid, words_before, words_after, taken_out
FROM hidden JOIN entries ON hidden.entry = entries.number ORDER BY position DESC LIMIT 1
"""
_WAITING = """
SELECT uid, flatten(list(spans ORDER BY position)) FROM hidden JOIN entries ON hidden.entry = entries.number
GROUP BY uid, number ORDER BY number
"""
_SOUND_AGAIN = """
UPDATE entries SET recording_version = (SELECT coalesce(max(version), 0) FROM recordings WHERE entry = $entry)
WHERE number = $entry AND NOT EXISTS (FROM hidden WHERE entry = $entry)
"""


@dataclass(frozen=True, slots=True)
class Hidden:
    """An entry of which something is hidden."""

    entry: Entry
    """With the words that it has now; none of its sound is in use."""
    spans: tuple[Span, ...]

    @property
    def is_whole(self) -> bool:
        """No words are left."""
        return self.entry.transcript is not None and not self.entry.transcript.text.strip()


class DuckDBHiding:
    """In the journal's own file, through its `Access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def hide(self, entry: Entry, *, words: Transcript, spans: Sequence[Span]) -> Entry:
        """Raises AssistantError where the entry is no longer as it was given out."""
        with self._access.writing("hide") as db:
            now = _as_given(db, entry)
            before = now.transcript.version if now.transcript else 0
            after, taken = self._with_words(db, now, words)
            rows.insert(
                db,
                "hidden",
                [
                    {
                        "entry": now.number,
                        "position": _next_position(db),
                        "words_before": before,
                        "words_after": after,
                        "spans": [asdict(span) for span in spans],
                        "taken_out": taken,
                        "hidden_utc": self._utc(),
                    }
                ],
            )
            db.execute("UPDATE entries SET recording_version = 0 WHERE number = ?", [now.number])
            return nouns.entries_where(db, "uid", entry.uid)[0]

    def _with_words(self, db: DuckDBPyConnection, entry: Entry, new: Transcript) -> tuple[int, str]:
        """The version of these words, and what was taken out with the others."""
        if entry.transcript is not None and new == entry.transcript:
            return entry.transcript.version, ""
        taken = taken_out.take_out(db, entry, new=[u.text for u in new.utterances])
        return words.add(db, new, entry=entry.number, made_utc=self._utc()).version, taken

    def show_again(self) -> Entry | None:
        with self._access.writing("show_again") as db:
            row = db.execute(_NEWEST).fetchone()
            if row is None:
                return None
            position, number, uid, before, after, taken = row
            taken_out.put_back(db, number, taken=taken)
            if before != after:
                self._put_words_back(db, number, version=before)
            db.execute("DELETE FROM hidden WHERE entry = ? AND position = ?", [number, position])
            db.execute(_SOUND_AGAIN, {"entry": number})
            return nouns.entries_where(db, "uid", uid)[0]

    def _put_words_back(self, db: DuckDBPyConnection, number: int, *, version: int) -> None:
        old = nouns.transcript(db, entry=number, version=version)
        if old is not None:
            words.add(db, old, entry=number, made_utc=self._utc())
        elif version == 0:  # its words were still to be made
            db.execute(
                "UPDATE entries SET transcript_version = 0, reading_version = 0, state = 'pending' WHERE number = ?",
                [number],
            )

    def waiting(self) -> tuple[Hidden, ...]:
        """Entries of which something is hidden and not gone yet, by their numbers."""
        if not self._access.home.database.exists():
            return ()
        with self._access.open() as db:
            found = db.execute(_WAITING).fetchall()
            return tuple(
                Hidden(nouns.entries_where(db, "uid", uid)[0], tuple(Span(**span) for span in spans))
                for uid, spans in found
            )

    def _utc(self) -> datetime:
        """DuckDB's TIMESTAMP knows no zone."""
        return self._access.now().utc.replace(tzinfo=None)


def strike(
    db: DuckDBPyConnection, *, hidden: Sequence[Hidden], sounds: Mapping[str, Recording], moment: Moment
) -> None:
    """What is hidden, from the rows. Raises AssistantError where an entry has other words by now.

    `sounds`: by uid, what takes the place of a sound of which something is hidden; without one it goes.
    """
    for one in hidden:
        if one.is_whole:
            strike_entry(db, one.entry, moment=moment)
            continue
        strike_hidden(db, one.entry)
        if one.spans:
            replace_sound(db, one.entry, sounds.get(one.entry.uid), moment=moment)


def _as_given(db: DuckDBPyConnection, entry: Entry) -> Entry:
    found = nouns.entries_where(db, "uid", entry.uid)
    shown = entry.transcript.version if entry.transcript else 0
    if not found or (found[0].transcript.version if found[0].transcript else 0) != shown:
        raise AssistantError("That entry was changed a moment ago, so nothing was hidden.", "Say it again.")
    return found[0]


def _next_position(db: DuckDBPyConnection) -> int:
    ((newest,),) = db.execute("SELECT coalesce(max(position), -1) FROM hidden").fetchall()
    return int(newest) + 1
