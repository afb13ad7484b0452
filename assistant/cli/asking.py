"""`between ask`: which question was understood, the answer, its rows and the SQL."""

from datetime import date

from rich.markup import escape

from assistant import wiring
from assistant.cli import caring, notices, terminal
from assistant.dialogue.asking import counting
from assistant.dialogue.asking.nouns import Answer, Missing, NamedQuestion, SlotKind, Unknown
from assistant.errors import AssistantError, UsageError
from assistant.wiring.asking import asking

ROWS = 20
"""Of an answer that are shown; the others are told, and `--json` has them all."""

_WANTED: dict[SlotKind, str] = {
    "doing": "something that you do, such as “set a boundary”",
    "practice": "a small change, such as “set a boundary”",
    "pattern": "an old pattern, such as “snapped”",
    "emotion": "a feeling, such as “anxious”",
    "theme": "what it is about, such as “work”",
    "person": "a person, such as “mother” or “Dana”",
    "nights": "a time, such as “last week”",
}


def ask(text: str, *, as_json: bool) -> None:
    house = wiring.house("between ask")
    parts = asking(house)
    if not text.strip():
        _list(parts.questions, as_json=as_json)
    else:
        found = parts.answer(text)
        if isinstance(found, Answer) or as_json or not caring.care_for(house, text):
            _told(found, as_json=as_json)
    notices.tell(house)


def _told(found: Answer | Missing | Unknown, *, as_json: bool) -> None:
    match found:
        case Missing():
            raise UsageError(
                f"I know that question, and it needs {_WANTED[found.slot]}.", f"For example: {found.question.example}"
            )
        case Unknown():
            near = "\n".join(f"  {question.example}" for question in found.nearest)
            raise AssistantError(
                "I don't know that one.",
                f"These are nearest:\n{near}\n`between ask` lists all, and `between find` looks for words.",
            )
        case Answer() if as_json:
            terminal.as_json(_plain(found))
        case Answer():
            _show(found)


def _plain(answer: Answer) -> dict[str, object]:
    table = answer.table
    return {
        "question": answer.question.id,
        "understood": answer.understood,
        "slots": {name: value for name, value in answer.values.items() if value not in (None, date.min, date.max)},
        "sql": answer.sql,
        "answer": answer.sentence,
        "empty_means": answer.meaning,
        "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
    }


def _show(answer: Answer) -> None:
    terminal.note(f"I understood: {answer.understood}{_which_nights(answer)}")
    terminal.page(escape(answer.sentence))
    if answer.meaning:
        terminal.note(answer.meaning)
    rows, columns = answer.table.rows, answer.table.columns
    if rows:
        terminal.page()
        shown = [[_cell(column, value) for column, value in zip(columns, row, strict=True)] for row in rows[:ROWS]]
        terminal.table_as_grid([column.removesuffix("_s").replace("_", " ") for column in columns], shown)
    if len(rows) > ROWS:
        terminal.note(f"{ROWS} of {len(rows):,} rows are shown; `--json` has them all.")
    if "sentence" in columns and rows:
        terminal.note(
            f"`between play {rows[0][columns.index('sentence')]}` plays the first of them, where it was spoken."
        )
    terminal.page()
    terminal.page(f"[dim]{escape(_sql(answer))}[/dim]")


def _which_nights(answer: Answer) -> str:
    """` (1 March 2026 to 31 March 2026)`, where a time was said."""
    slot = answer.slots.get("nights")
    if slot is None or slot.nights is None:
        return ""
    first, last = slot.nights.first, slot.nights.last
    if first == last and first is not None:
        return f" ({_day(first)})"
    ends = [f"from {_day(first)}"] if first else []
    return f" ({' '.join([*ends, *([f'to {_day(last)}'] if last else [])])})"


def _day(night: date) -> str:
    return f"{night.day} {night:%B %Y}"


def _cell(column: str, value: object) -> object:
    if column.endswith("_s") and isinstance(value, int | float):
        return counting.length(value)
    if column in ("doing", "noticed"):
        return str(value).replace("_", " ")
    return value


def _sql(answer: Answer) -> str:
    """With what its `$names` stand for, so that it can be read and asked again."""
    values = [f"-- ${name}: {'NULL' if value is None else value}" for name, value in answer.values.items()]
    named = [line for line, name in zip(values, answer.values, strict=True) if f"${name}" in answer.sql]
    return "\n".join([*named, answer.sql])


def _list(questions: tuple[NamedQuestion, ...], *, as_json: bool) -> None:
    if as_json:
        terminal.as_json(
            [{"question": q.id, "group": q.group, "example": q.example, "phrasings": q.phrasings} for q in questions]
        )
        return
    groups: dict[str, list[NamedQuestion]] = {}
    for question in questions:
        groups.setdefault(question.group, []).append(question)
    for group, members in sorted(groups.items(), key=lambda each: -len(each[1])):
        terminal.page(f"[bold]{escape(group)}[/bold]")
        for question in members:
            terminal.page(escape(question.example), indent=2)
        terminal.page()
    terminal.note('Ask like this: between ask "when did I last rest?" Other words for the same are fine.')
