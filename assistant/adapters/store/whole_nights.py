"""A journal night by night, for what is read and not only kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from assistant.adapters.store import nouns
from assistant.adapters.store.access import Access
from assistant.adapters.store.moving import BATCH, listed
from assistant.journal import Asked, Entry, Tag
from assistant.ports import Selection


@dataclass(frozen=True, slots=True)
class Night:
    date: date
    entries: tuple[Entry, ...]
    """Those that were chosen, oldest first."""
    tags: Mapping[str, tuple[Tag, ...]]
    """By the entry's uid, with what the person said of them; none for an entry that was not read."""
    asked: tuple[Asked, ...]
    """Every question of that night."""


def nights(access: Access, *, selection: Selection) -> Iterator[Night]:
    """Oldest first. Each batch is one short opening."""
    with access.open() as db:
        these = listed(nouns.numbers(db, selection))
        rows = db.execute(f"SELECT night, number FROM entries WHERE number IN ({these}) ORDER BY ALL").fetchall()
    for batch in _batches(rows):
        yield from _read(access, batch)


def _batches(rows: Sequence[tuple[date, int]]) -> Iterator[list[int]]:
    """Of whole nights."""
    batch: list[int] = []
    for _, of_night in groupby(rows, key=lambda row: row[0]):
        batch += [number for _, number in of_night]
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(access: Access, numbers: Sequence[int]) -> list[Night]:
    with access.open() as db:
        entries = sorted(nouns.numbered(db, listed(numbers)), key=lambda e: (e.night, e.moment.utc, e.number))
        if not entries:  # struck since
            return []
        tags = nouns.tags_by_entry(db, listed(numbers))
        asked = nouns.asked_since(db, entries[0].night, until=entries[-1].night)
    return [
        Night(
            night,
            tuple(of_night := list(group)),
            {e.uid: tags[e.number] for e in of_night if e.number in tags},
            tuple(a for a in asked if a.night == night),
        )
        for night, group in groupby(entries, key=lambda e: e.night)
    ]
