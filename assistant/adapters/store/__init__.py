"""The journal on disk: DuckDB, one connection for one operation."""

from assistant.adapters.store.journal import DuckDBJournal

__all__ = ["DuckDBJournal"]
