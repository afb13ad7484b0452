"""Which sounds the journal may let go of. Their rows stay, with length and fingerprint, and say so."""

from datetime import date

from assistant.adapters.store.access import Access

# Words that were read have been seen by everything that asks for them; sound that gave no words is all that there is.
_DUE = """
    let_go_utc IS NULL AND entry IN (
        SELECT number FROM entries WHERE state = 'words' AND reading_version > 0 AND night < ?
    )
"""


class SoundsLetGo:
    def __init__(self, access: Access) -> None:
        self._access = access

    def due(self, before: date) -> int:
        """Recordings of nights before that one, with words that were made and read."""
        with self._access.open() as db:
            row = db.execute(f"SELECT count(*) FROM recordings WHERE {_DUE}", [before]).fetchone()
        return int(row[0]) if row else 0

    def mark(self, before: date) -> None:
        """Says of those that are due that they are gone. Their files are removed after it, by `gone`."""
        with self._access.writing("letting go of sound") as db:
            now = self._access.now().utc.replace(tzinfo=None)
            db.execute(f"UPDATE recordings SET let_go_utc = ? WHERE {_DUE}", [now, before])

    def gone(self) -> frozenset[str]:
        """Names of all files that are to be there no longer."""
        with self._access.open() as db:
            rows = db.execute("SELECT file_name FROM recordings WHERE let_go_utc IS NOT NULL").fetchall()
        return frozenset(name for (name,) in rows)
