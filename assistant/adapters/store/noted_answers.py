"""What was noted of a guide's answers, a homework or lines of the safety plan, goes with the words it came from."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from assistant.adapters.store import rows
from assistant.dialogue.homework import tidy

Row = dict[str, object]

FIELDS = ("what", "smallest", "matters")
"""Of a homework, named as the guide keeps its answers; the run's uid is the homework's own."""


def take_out(db: DuckDBPyConnection, answers: Iterable[tuple[Row, str]]) -> dict[str, list[Row]]:
    """Each answer with what is left of it. What there was is given back, for `put_back`."""
    homework: dict[object, Row] = {}
    plan: list[Row] = []
    for answer, left in answers:
        name, text = str(answer["name"]), str(answer["text"])
        for one in rows.fetched(db, "homework", where="uid = ?", values=[answer["run"]]):
            if name in FIELDS and one[name] == tidy(text):
                homework.setdefault(one["uid"], one)
                _change_homework(db, one["uid"], field=name, text=tidy(left))
        line = [name, " ".join(text.split())]
        plan += rows.fetched(db, "safety_plan", where="section = ? AND text = ?", values=line)
        if left.strip():
            db.execute(
                "UPDATE safety_plan SET text = ? WHERE section = ? AND text = ?", [" ".join(left.split()), *line]
            )
        else:
            db.execute("DELETE FROM safety_plan WHERE section = ? AND text = ?", line)
    return {"homework": list(homework.values()), "safety_plan": plan}


def _change_homework(db: DuckDBPyConnection, uid: object, *, field: str, text: str) -> None:
    """Without its text there is none."""
    if field == "what" and not text:
        db.execute("DELETE FROM homework WHERE uid = ?", [uid])
    else:
        db.execute(f"UPDATE homework SET {field} = ? WHERE uid = ?", [text, uid])


def put_back(db: DuckDBPyConnection, taken: dict[str, list[Row]]) -> None:
    for row in taken.get("homework", []):
        db.execute("DELETE FROM homework WHERE uid = ?", [row["uid"]])
    rows.insert(db, "homework", taken.get("homework", []))
    for row in taken.get("safety_plan", []):
        db.execute("DELETE FROM safety_plan WHERE position = ? AND section = ?", [row["position"], row["section"]])
    rows.insert(db, "safety_plan", taken.get("safety_plan", []))
