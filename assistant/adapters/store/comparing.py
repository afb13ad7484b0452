"""What a backup has that the journal here has not. Nothing is changed by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from assistant.adapters.store import moving_practices
from assistant.adapters.store.access import Access
from assistant.adapters.store.columns import COLUMNS
from assistant.adapters.store.moving import PARTS

_NOT_COMPARED = {"number", "entry", "file_name", "let_go_utc"}
"""Each journal's own. A recording is known by its checksum, whether its file is still there or not."""


@dataclass(frozen=True, slots=True)
class There:
    """An entry, by what is needed to compare and to name it."""

    number: int
    night: date
    print: tuple[object, ...]
    """The same for entries that are the same."""


@dataclass(frozen=True, slots=True)
class Comparison:
    new: Mapping[str, There]
    """By uid, in the order of their numbers in the backup."""
    same: int
    differ: Mapping[str, There]
    """As they are here."""
    struck: Mapping[str, There]
    asked: int
    """Questions that are not here, and followed no entry that stays out."""
    practices: int
    """Rows of homework, guides and the like that are not here."""


def compare(theirs: Access, ours: Access) -> Comparison:
    """Each is read in one short opening."""
    with theirs.open() as db:
        there = _entries(db)
        asked = dict(db.execute("SELECT uid, after_entry FROM asked").fetchall())
    with ours.open() as db:
        here, gone, asked_here = _entries(db), _uids(db, "struck"), _uids(db, "asked")
    both = there.keys() & here.keys()
    stays_out = gone - here.keys()
    differ = {uid for uid in both if there[uid].print != here[uid].print}
    return Comparison(
        new={uid: entry for uid, entry in there.items() if uid not in here and uid not in stays_out},
        same=len(both) - len(differ),
        differ={uid: entry for uid, entry in here.items() if uid in differ},
        struck={uid: entry for uid, entry in there.items() if uid in stays_out},
        asked=sum(uid not in asked_here and after not in stays_out for uid, after in asked.items()),
        practices=moving_practices.count_new(ours, moving_practices.take_out(theirs)),
    )


def _entries(db: DuckDBPyConnection) -> dict[str, There]:
    columns = {t: ", ".join(c for c in COLUMNS[t] if c not in _NOT_COMPARED) for t in ("entries", *PARTS)}
    prints = {
        table: dict(db.execute(f"SELECT entry, bit_xor(hash({columns[table]})) FROM {table} GROUP BY entry").fetchall())
        for table in PARTS
    }
    entries = f"SELECT uid, number, night, hash({columns['entries']}) FROM entries ORDER BY number"
    return {
        uid: There(number, night, (own, *(prints[table].get(number) for table in PARTS)))
        for uid, number, night, own in db.execute(entries).fetchall()
    }


def _uids(db: DuckDBPyConnection, table: str) -> set[str]:
    return {uid for (uid,) in db.execute(f"SELECT uid FROM {table}").fetchall()}
