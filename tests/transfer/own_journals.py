"""Journals of Between's own as hypothesis can think of them, and what stands in them."""

import json
import random
import string
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import store_nouns as some
import store_rows
from foreign import here
from hypothesis import strategies as st

from assistant.adapters.sound_files import RecordingsFolder
from assistant.adapters.store import DuckDBJournal, moving_practices, taken_out
from assistant.adapters.store.moving import EntryRows, put_in, put_in_asked
from assistant.adapters.transfer import outgoing, readers, taking_in
from assistant.adapters.transfer.outgoing import Done, Source, Wanted
from assistant.ports import Home, Selection

ONLY = {
    "source": ("talk", "add", "type", "import"),
    "state": ("pending", "words", "wordless"),
    "safety": ("none", "concern", "crisis"),
    "untagged": ("", "no_words", "other_language", "loop"),
    "detail": ("", "said", "shown", "done", "not_done", "intended"),
    "verdict": ("right", "wrong", "missed"),
    "value": ("", "before", "next_day"),
    "done": ("yes", "partly", "no"),
    "taken_out": ("", json.dumps({table: [] for table in taken_out.TABLES})),
}
KINDS = {"measures": ("catch_point", "pause")}
OF = {"utterances": "transcripts", "tags": "readings", "measures": "readings"}


def possible(entry: EntryRows, *, seed: int) -> EntryRows:
    """The same, with names, kinds and versions such as a journal has; every other value stays what it is."""
    drawn = random.Random(seed)
    tables = {table: [_row(dict(row), table, drawn) for row in rows] for table, rows in entry.tables.items()}
    for table, of in OF.items():
        versions = [row["version"] for row in tables[of]]
        tables[table] = [row | {"version": drawn.choice(versions)} for row in tables[table] if versions]
        tables[table].sort(key=lambda row: (row["version"], row["position"]))
    (one,) = tables["entries"]
    for part in ("recording", "transcript", "reading"):
        one[f"{part}_version"] = drawn.choice([0, *(row["version"] for row in tables[f"{part}s"])])
    return EntryRows(entry.uid, {table: tuple(rows) for table, rows in tables.items()})


def _row(row: dict[str, Any], table: str, drawn: random.Random) -> dict[str, Any]:
    for column, value in row.items():
        if column in ONLY and value is not None:
            row[column] = drawn.choice(ONLY[column])
    if "kind" in row:
        row["kind"] = drawn.choice(KINDS.get(table, ("emotion", "behaviour", "theme", "person")))
    if "offset_minutes" in row:
        row |= {"offset_minutes": drawn.randint(-720, 840)} | (
            {"night": some.MOMENT.utc.date()} if "night" in row else {}
        )
        row |= {"utc": datetime(drawn.randint(1970, 2100), 3, 1, 20, 30, 1, drawn.randint(0, 999_999))}
    if table == "recordings":
        row |= {"file_name": "".join(drawn.choices("0123456789abcdef", k=32)) + ".opus", "seconds": abs(row["seconds"])}
        row |= {"sha256": "".join(drawn.choices(string.digits + "abcdef", k=64)), "size_bytes": abs(row["size_bytes"])}
        row["seconds"] = min(row["seconds"], 1e308)
        row["size_bytes"] = min(row["size_bytes"], 2**62)
    return row


entries = st.builds(lambda entry, seed: possible(entry, seed=seed), store_rows.entries, st.integers(0, 2**32))
practices = st.builds(
    lambda tables, seed: {t: [_row(row, t, random.Random(seed)) for row in rows] for t, rows in tables.items()},
    store_rows.practices,
    st.integers(0, 2**32),
)
askeds = st.builds(lambda row, seed: _row(row, "asked", random.Random(seed)), store_rows.askeds, st.integers(0, 2**32))


def journal(folder: Path, *, key: bytes = b"") -> DuckDBJournal:
    return DuckDBJournal(Home(folder), now=some.fixed_now, key=key)


def recordings(of: DuckDBJournal) -> RecordingsFolder:
    return RecordingsFolder(of.access.home.recordings)


def fill(
    into: DuckDBJournal,
    *,
    made: list[EntryRows],
    asked: list[dict[str, object]],
    practices: dict[str, list[dict[str, object]]],
) -> None:
    put_in(into.access, made)
    put_in_asked(into.access, asked)
    moving_practices.put_in(into.access, practices)


def export(of: DuckDBJournal, target: Path, **wanted: Any) -> Done:
    source = Source(of.access, recordings(of), datetime(2026, 11, 23, tzinfo=UTC), "0.1.0")
    wish = Wanted(target, wanted.pop("form", "json"), wanted.pop("selection", Selection()), **wanted)
    return outgoing.export(source, wish, total=0, at=lambda done, of: None)


def take_in(into: DuckDBJournal, path: Path) -> int:
    """How many came in."""
    with readers.parcel(path, form=None, here=here()) as parcel:
        plan = taking_in.plan(parcel, access=into.access, sound_files=recordings(into))
        steps = taking_in.take_in(plan, access=into.access, journal=into, sound_files=recordings(into))
        return sum(len(step.taken) for step in steps)
