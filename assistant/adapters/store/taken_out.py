"""What else of the journal holds words that are hidden: taken out with them, and put back as it was with them.

Corrections that point at them, answers that a guide kept of them with what was noted of those, and names in questions
of Between's own.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from assistant.adapters.store import noted_answers, rows
from assistant.adapters.store.striking import without_names
from assistant.dialogue.sentences import name_aloud
from assistant.insight.words_again import place_of
from assistant.journal import Entry

Row = dict[str, object]

TABLES = ("corrections", "guide_answers", "homework", "safety_plan", "asked")
"""Of which rows are taken out, and the keys of what `take_out` gives."""

_PEOPLE = """
SELECT label, evidence FROM tags WHERE entry = $entry AND kind = 'person'
UNION SELECT label, coalesce(evidence, label) FROM corrections WHERE entry = $entry AND kind = 'person'
"""


def take_out(db: DuckDBPyConnection, entry: Entry, *, new: Sequence[str]) -> str:
    """`entry`: with its words as they were; `new`: the texts of those that it has now. What `put_back` is given."""
    old = [u.text for u in entry.transcript.utterances] if entry.transcript else []
    gone = _people_gone(db, entry.number, old=old, new=new)
    answers = _answers(db, entry, old=" ".join(old), new=" ".join(new))
    taken = {
        "corrections": _corrections(db, entry.number, new=new, gone=gone),
        "guide_answers": [row for row, _ in answers],
        **noted_answers.take_out(db, answers),
        "asked": _questions(db, entry, names=gone),
    }
    return json.dumps(taken, ensure_ascii=False, default=_iso) if any(taken.values()) else ""


def _iso(value: date) -> str:
    return value.isoformat()  # of its own kind: `date.isoformat` would take the hour from a datetime


def put_back(db: DuckDBPyConnection, entry: int, *, taken: str) -> None:
    if not taken:
        return
    was: dict[str, list[Row]] = json.loads(taken)
    for row in was["corrections"]:
        db.execute("DELETE FROM corrections WHERE entry = ? AND position = ?", [entry, row["position"]])
    # A restore may have given the entry another number since.
    rows.insert(db, "corrections", [{**row, "entry": entry} for row in was["corrections"]])
    for row in was["guide_answers"]:
        same = "run = ? AND name = ? AND utc = ?::TIMESTAMP AND said_in = ?"
        db.execute(
            f"DELETE FROM guide_answers WHERE {same}", [row[column] for column in ("run", "name", "utc", "said_in")]
        )
    rows.insert(db, "guide_answers", was["guide_answers"])
    noted_answers.put_back(db, was)
    for row in was["asked"]:
        db.execute("UPDATE asked SET text = ? WHERE uid = ?", [row["text"], row["uid"]])


def _people_gone(db: DuckDBPyConnection, entry: int, *, old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Labels of those who are named in the old words, and nowhere in the new ones."""
    forms: dict[str, set[str]] = {}
    for label, shown in db.execute(_PEOPLE, {"entry": entry}).fetchall():
        forms.setdefault(label, {label, name_aloud(label)}).add(shown)
    return [label for label, said in forms.items() if _stands(said, old) and not _stands(said, new)]


def _stands(said: Iterable[str], texts: Sequence[str]) -> bool:
    return any(words and place_of(words, texts=texts) for words in said)


def _corrections(db: DuckDBPyConnection, entry: int, *, new: Sequence[str], gone: Sequence[str]) -> list[Row]:
    """That a feeling is wrong holds for the rest of the entry, too: of it only the words go."""
    said = rows.fetched(db, "corrections", where="entry = ? ORDER BY position", values=[entry])
    about = [
        row
        for row in said
        if (row["evidence"] and not _stands([str(row["evidence"])], new))
        or (row["kind"] == "person" and row["label"] in gone)
    ]
    for row in about:
        if row["verdict"] == "wrong" and row["kind"] != "person":
            sql = """
            UPDATE corrections SET evidence = NULL, utterance = NULL, evidence_start = NULL, evidence_end = NULL
            WHERE entry = ? AND position = ?
            """
        else:
            sql = "DELETE FROM corrections WHERE entry = ? AND position = ?"
        db.execute(sql, [entry, row["position"]])
    return about


def _answers(db: DuckDBPyConnection, entry: Entry, *, old: str, new: str) -> list[tuple[Row, str]]:
    """Each with what is left of it: one that is the whole entry becomes what is left of that."""
    kept = rows.fetched(db, "guide_answers", where="said_in = ? ORDER BY utc, rowid", values=[entry.uid])
    about = [row for row in kept if not new.strip() or not _stands([str(row["text"])], [new])]
    answers = [(row, new if str(row["text"]).split() == old.split() else "") for row in about]
    for row, left in answers:
        values = [row["run"], row["name"], row["utc"], entry.uid]
        same = "run = ? AND name = ? AND utc = ? AND said_in = ?"
        if left.strip():
            db.execute(f"UPDATE guide_answers SET text = ? WHERE {same}", [left, *values])
        else:
            db.execute(f"DELETE FROM guide_answers WHERE {same}", values)
    return answers


def _questions(db: DuckDBPyConnection, entry: Entry, *, names: Sequence[str]) -> list[Row]:
    changed = [(uid, text, told) for uid, text, told in without_names(db, entry, names=names) if told != text]
    for uid, _, told in changed:
        db.execute("UPDATE asked SET text = ? WHERE uid = ?", [told, uid])
    return [{"uid": uid, "text": text} for uid, text, _ in changed]
