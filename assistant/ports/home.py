"""Where a person's data lies."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person's data lies. All folders 0700."""

    root: Path

    @property
    def database(self) -> Path:
        return self.root / "journal.duckdb"

    @property
    def lock(self) -> Path:
        return self.root / "journal.lock"

    @property
    def recordings(self) -> Path:
        return self.root / "recordings"

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def drafts(self) -> Path:
        return self.root / "drafts"

    @property
    def search(self) -> Path:
        """The index of all words, which can be made again at any time."""
        return self.root / "search.duckdb"

    @property
    def sql_history(self) -> Path:
        """What was typed at the prompt of `between sql`; not there while the journal is locked."""
        return self.root / "sql_history"

    @property
    def keys(self) -> Path:
        """Of a locked journal: its key, wrapped by the passphrase and by the recovery key."""
        return self.root / "keys.json"

    @property
    def backups(self) -> Path:
        """Made by itself before the tables change."""
        return self.root / "backups"

    @property
    def calm(self) -> Path:
        """Sentences spoken beforehand, and numbers that wait for the journal. Plain in a locked home: no words."""
        return self.root / "calm"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def logs(self) -> Path:
        return self.root / "logs"
