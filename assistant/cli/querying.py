"""`between sql`: one statement, a file of them, or a prompt."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant import wiring
from assistant.cli import notices, sql_prompt, terminal
from assistant.cli.targets import outside
from assistant.errors import UsageError
from assistant.journal import Table
from assistant.wiring import House, asking_sql


@dataclass(frozen=True, slots=True)
class Way:
    """How an answer comes."""

    form: str
    """`table`, `json`, `csv`, `markdown` or `parquet`."""
    parquet: Path | None = None
    patience_s: float | None = None


def sql(query: str | None, *, file: Path | None, way: Way) -> None:
    house = wiring.house("between sql")
    if query is not None and _names_a_file(query):
        file, query = Path(query), None
    if way.parquet is not None:
        outside(way.parquet, house=house)
    asking_sql.sweep(house)
    if query is not None:
        tell([asking_sql.ask(house, query, patience_s=way.patience_s)], way=way)
    elif file is not None or not terminal.at_the_keyboard():
        _several(house, file, way=way)
    elif way.form == "parquet":
        raise UsageError("A Parquet file holds one answer, and here you can ask many.", "Give the SQL with it.")
    else:
        sql_prompt.run(house, answer=lambda text: _typed(house, text, way=way))
    if way.form == "parquet" and house.key is not None:
        terminal.note("Your journal is locked, and that file is not: whoever has it can read it.")
    notices.tell(house)


def _names_a_file(query: str) -> bool:
    """No statement is one word that ends in .sql; what has blanks in it is a file where it is there."""
    # Not Path.is_file(), which raises for what is too long to be a name.
    return query.lower().endswith(".sql") and (len(query.split()) == 1 or os.path.isfile(query))


def _several(house: House, file: Path | None, *, way: Way) -> None:
    """One after the other, each on an opening of its own. The first that fails ends it, and what came before stands."""
    statements = asking_sql.statements(_text(file))
    if not statements:
        raise UsageError("There is no SQL in that.", 'For example: between sql "FROM nights LIMIT 5"')
    if len(statements) > 1 and way.form == "parquet":
        raise UsageError("A Parquet file holds one answer, and those are several statements.", "Ask them one by one.")
    answers = []
    for number, statement in enumerate(statements, start=1):
        try:
            answers.append(asking_sql.ask(house, statement, patience_s=way.patience_s))
        except UsageError as e:
            if len(statements) == 1:
                raise
            raise UsageError(f"Statement {number} of {len(statements)}: {e.message}", e.hint) from e
        if way.form != "json":
            if number > 1:
                terminal.answer("")
            tell(answers[-1:], way=way)
    if way.form == "json":
        tell(answers, way=way)


def _text(file: Path | None) -> str:
    try:
        given = sys.stdin.buffer.read() if file is None or str(file) == "-" else file.read_bytes()
        return given.decode("utf-8-sig")
    except FileNotFoundError as e:
        raise UsageError(f"There is no file {file}.", "Check its name, or give the SQL itself.") from e
    except OSError as e:
        raise UsageError(f"{file} can't be read ({e.strerror}).", "Name a file of SQL that you can read.") from e
    except UnicodeDecodeError as e:
        raise UsageError("That is no text in UTF-8, so it can't be read as SQL.", "Save it as UTF-8.") from e


def _typed(house: House, text: str, *, way: Way) -> None:
    for statement in asking_sql.statements(text):
        tell([asking_sql.ask(house, statement, patience_s=way.patience_s)], way=way)
    notices.tell(house)


def tell(tables: list[Table], *, way: Way) -> None:
    """One answer; in JSON an array of several, if there are several."""
    table = tables[0]
    match way.form:
        case "json" if len(tables) > 1:
            terminal.as_json([_records(table) for table in tables])
        case "json":
            terminal.as_json(_records(table))
        case "csv":
            terminal.table_as_csv(Table(table.columns, tuple(tuple(map(_as_text, row)) for row in table.rows)))
        case "markdown":
            terminal.table_as_markdown(table.columns, [[_as_words(cell) for cell in row] for row in table.rows])
        case "parquet" if way.parquet is not None:
            asking_sql.write_parquet(table, way.parquet)
            count = len(table.rows)
            terminal.note(f"{count:,} {'row is' if count == 1 else 'rows are'} in {way.parquet}.")
        case _:
            terminal.table_on_screen(table.columns, [[_as_words(cell) for cell in row] for row in table.rows])
            if not table.rows:
                terminal.note("No rows.")


def _records(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _as_text(cell: object) -> object:
    """A list or a structure as JSON, so that what reads the CSV can take it apart."""
    return json.dumps(cell, default=str, ensure_ascii=False) if isinstance(cell, list | tuple | dict) else cell


def _as_words(cell: object) -> str:
    if isinstance(cell, list | tuple):
        return ", ".join(_as_words(inner) for inner in cell)
    return "" if cell is None else str(cell)
