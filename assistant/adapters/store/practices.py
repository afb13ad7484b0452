"""The port `Practices` over DuckDB. Each method is one transaction."""

from collections.abc import Sequence
from typing import Any

from duckdb import DuckDBPyConnection

from assistant.adapters.store import nouns, rows
from assistant.adapters.store.access import Access
from assistant.adapters.store.rows import Row
from assistant.practice import Doing, GuideAnswer, GuideRun, Homework, PlanLine, ToolUse

_MOMENT = "utc, offset_minutes, zone"
_IN_ORDER = "ORDER BY utc, rowid"
_HOMEWORK = f"""
SELECT uid, what, smallest, until, matters, ended, {_MOMENT} FROM homework WHERE ? OR ended IS NULL {_IN_ORDER}
"""
_DOINGS = f"""
SELECT homework, night, done, noticed_late, said_in, {_MOMENT} FROM doings WHERE homework = ?
QUALIFY row_number() OVER (PARTITION BY night ORDER BY utc DESC, rowid DESC) = 1 ORDER BY night
"""
_RUNS = f"""
SELECT uid, guide, guide_version, night, at_step, ended, {_MOMENT} FROM guide_runs
WHERE ? IN ('', guide) AND NOT (? AND ended) {_IN_ORDER}
"""
_ANSWERS = """
SELECT a.run, a.step, a.name, a.text, a.number, a.said_in, a.utc, a.offset_minutes, a.zone
FROM guide_answers a LEFT JOIN guide_runs r ON a.run = r.uid
WHERE ? IN ('', a.run) AND ? IN ('', r.guide) AND ? IN ('', a.name)
QUALIFY row_number() OVER (PARTITION BY a.run, a.name ORDER BY a.utc DESC, a.rowid DESC) = 1
ORDER BY a.utc, a.rowid
"""
_TOOL_USES = f"SELECT tool, night, strong_before, strong_after, {_MOMENT} FROM tool_uses {_IN_ORDER}"


class DuckDBPractices:
    """In the journal's own file, through its `Access`."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def keep_homework(self, homework: Homework) -> None:
        with self._access.writing("keep_homework") as db:
            _put(db, "homework", _homework_row(homework))

    def homework(self, *, also_ended: bool = False) -> tuple[Homework, ...]:
        return tuple(_homework(row) for row in self._asked(_HOMEWORK, [also_ended]))

    def keep_doing(self, doing: Doing) -> None:
        with self._access.writing("keep_doing") as db:
            rows.insert(db, "doings", [_doing_row(doing)])

    def doings(self, homework: str) -> tuple[Doing, ...]:
        return tuple(_doing(row) for row in self._asked(_DOINGS, [homework]))

    def keep_run(self, run: GuideRun) -> None:
        with self._access.writing("keep_run") as db:
            _put(db, "guide_runs", _run_row(run))

    def runs(self, guide: str = "", *, open_only: bool = False) -> tuple[GuideRun, ...]:
        return tuple(_run(row) for row in self._asked(_RUNS, [guide, open_only]))

    def keep_answer(self, answer: GuideAnswer) -> None:
        with self._access.writing("keep_answer") as db:
            rows.insert(db, "guide_answers", [_answer_row(answer)])

    def answers(self, *, run: str = "", guide: str = "", name: str = "") -> tuple[GuideAnswer, ...]:
        return tuple(_answer(row) for row in self._asked(_ANSWERS, [run, guide, name]))

    def keep_tool_use(self, use: ToolUse) -> None:
        with self._access.writing("keep_tool_use") as db:
            rows.insert(db, "tool_uses", [_tool_use_row(use)])

    def tool_uses(self) -> tuple[ToolUse, ...]:
        return tuple(_tool_use(row) for row in self._asked(_TOOL_USES))

    def write_safety_plan(self, lines: Sequence[PlanLine]) -> None:
        plan = [{"position": i, "section": line.section, "text": line.text} for i, line in enumerate(lines)]
        with self._access.writing("write_safety_plan") as db:
            db.execute("DELETE FROM safety_plan")
            rows.insert(db, "safety_plan", plan)

    def safety_plan(self) -> tuple[PlanLine, ...]:
        return tuple(PlanLine(*row) for row in self._asked("SELECT section, text FROM safety_plan ORDER BY position"))

    def _asked(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._access.open() as db:
            return db.execute(sql, list(values)).fetchall()


def _put(db: DuckDBPyConnection, table: str, row: Row) -> None:
    """In the place of the one with its uid."""
    db.execute(f"DELETE FROM {table} WHERE uid = ?", [row["uid"]])
    rows.insert(db, table, [row])


def _homework_row(homework: Homework) -> Row:
    return {
        "uid": homework.uid,
        "what": homework.what,
        "smallest": homework.smallest,
        "until": homework.until,
        "matters": homework.matters,
        "noted_at": rows.wall(homework.moment),
        "ended": homework.ended,
        **rows.moment(homework.moment),
    }


def _homework(row: Sequence[Any]) -> Homework:
    uid, what, smallest, until, matters, ended, *moment = row
    return Homework(uid, what, smallest, until, matters, nouns.moment(*moment), ended)


def _doing_row(doing: Doing) -> Row:
    return {
        "homework": doing.homework,
        "night": doing.night,
        "done": doing.done,
        "noticed_late": doing.noticed_late,
        "said_in": doing.entry or None,
        "said_at": rows.wall(doing.moment),
        **rows.moment(doing.moment),
    }


def _doing(row: Sequence[Any]) -> Doing:
    homework, night, done, noticed_late, said_in, *moment = row
    return Doing(homework, night, done, nouns.moment(*moment), noticed_late, said_in or "")


def _run_row(run: GuideRun) -> Row:
    return {
        "uid": run.uid,
        "guide": run.guide,
        "guide_version": run.version,
        "night": run.night,
        "at_step": run.at,
        "ended": run.ended,
        "began_at": rows.wall(run.moment),
        **rows.moment(run.moment),
    }


def _run(row: Sequence[Any]) -> GuideRun:
    uid, guide, version, night, at_step, ended, *moment = row
    return GuideRun(uid, guide, version, nouns.moment(*moment), night, at_step, ended)


def _answer_row(answer: GuideAnswer) -> Row:
    return {
        "run": answer.run,
        "step": answer.step,
        "name": answer.name,
        "text": answer.text,
        "number": answer.number,
        "said_in": answer.entry or None,
        "said_at": rows.wall(answer.moment),
        **rows.moment(answer.moment),
    }


def _answer(row: Sequence[Any]) -> GuideAnswer:
    run, step, name, text, number, said_in, *moment = row
    return GuideAnswer(run, step, name, text, number, nouns.moment(*moment), said_in or "")


def _tool_use_row(use: ToolUse) -> Row:
    return {
        "tool": use.tool,
        "night": use.night,
        "strong_before": use.before,
        "strong_after": use.after,
        "used_at": rows.wall(use.moment),
        **rows.moment(use.moment),
    }


def _tool_use(row: Sequence[Any]) -> ToolUse:
    tool, night, before, after, *moment = row
    return ToolUse(tool, nouns.moment(*moment), night, before, after)
