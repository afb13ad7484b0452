"""Homework, guides, tools, the safety plan and private names: out of one journal and into another."""

from collections import Counter
from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from assistant.adapters.store import rows
from assistant.adapters.store.access import Access
from assistant.adapters.store.columns import BESIDE_ENTRIES, COLUMNS
from assistant.adapters.store.rows import Row
from assistant.insight.words_again import place_of

Practices = Mapping[str, Sequence[Row]]
"""By table, each row with all of its columns; a table may be left out."""

_ORDER = {"safety_plan": "position"}
_TEXTS = """
SELECT e.uid, string_agg(u.text, ' ' ORDER BY u.position)
FROM entries e JOIN utterances u ON u.entry = e.number GROUP BY e.uid, u.version
"""


def take_out(access: Access) -> Practices:
    """Each table in the order of its rows."""
    with access.open() as db:
        return {table: _all(db, table) for table in BESIDE_ENTRIES}


def put_in(access: Access, practices: Practices) -> int:
    """How many rows were new. What is here stays as it is; entries that go with them are to be here already."""
    if not any(practices.values()):
        return 0
    with access.writing("put_in practices") as db:
        fresh = _new(db, practices)
        for table, its in fresh.items():
            rows.insert(db, table, its)
    return sum(map(len, fresh.values()))


def count_new(access: Access, practices: Practices) -> int:
    """What `put_in` would say; changes nothing. The journal has to be there."""
    if not any(practices.values()):
        return 0
    with access.reading() as db:
        return sum(map(len, _new(db, practices).values()))


def _new(db: DuckDBPyConnection, practices: Practices) -> dict[str, list[Row]]:
    come = {table: list(its) for table, its in practices.items()}
    come["guide_answers"], come["doings"] = _without_struck(db, practices)
    return {table: _not_here(_all(db, table), its, table=table) for table, its in come.items() if its}


def _not_here(here: Sequence[Row], come: Sequence[Row], *, table: str) -> list[Row]:
    if "uid" in COLUMNS[table]:
        known = {row["uid"] for row in here}
        return [row for row in come if row["uid"] not in known]
    if table == "safety_plan":  # one plan is no part of another
        return [] if here else list(come)
    left = Counter(_values(row, table) for row in here)
    return [row for row in come if not _took(left, _values(row, table))]


def _took(left: Counter[tuple[object, ...]], values: tuple[object, ...]) -> bool:
    """One of them, where there is one."""
    there = left[values] > 0
    left[values] -= there
    return there


def _values(row: Row, table: str) -> tuple[object, ...]:
    return tuple(row.get(column) for column in COLUMNS[table])


def _without_struck(db: DuckDBPyConnection, practices: Practices) -> tuple[list[Row], list[Row]]:
    """Answers and doings. An answer that an entry here had, and does not hold in any version, was struck from it."""
    struck = {
        uid for (uid,) in db.execute("SELECT uid FROM struck WHERE uid NOT IN (SELECT uid FROM entries)").fetchall()
    }
    texts: dict[object, list[str]] = {}
    for uid, text in db.execute(_TEXTS).fetchall() if practices.get("guide_answers") else ():
        texts.setdefault(uid, []).append(text)
    answers = [
        row
        for row in practices.get("guide_answers", ())
        if row["said_in"] not in struck
        and (row["said_in"] not in texts or place_of(str(row["text"]), texts=texts[row["said_in"]]) is not None)
    ]
    doings = [{**row, "said_in": None} if row["said_in"] in struck else row for row in practices.get("doings", ())]
    return answers, doings


def _all(db: DuckDBPyConnection, table: str) -> tuple[Row, ...]:
    columns = list(COLUMNS[table])
    found = db.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {_ORDER.get(table, 'rowid')}").fetchall()
    return tuple(dict(zip(columns, row, strict=True)) for row in found)
