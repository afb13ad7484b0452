"""What `between sql` needs of a house."""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.journal import Named, Table

if TYPE_CHECKING:
    from assistant.adapters.sql_prompt import SqlPrompt
    from assistant.wiring import House


def ask(house: "House", sql: str, *, patience_s: float | None) -> Table:
    """One statement. Without patience as long as an evening can wait, with more of it on a copy."""
    from assistant.adapters.store import aside, query

    return aside.ask(house.journal.access, sql, patience_s=query.LIMIT_S if patience_s is None else patience_s)


def sweep(house: "House") -> None:
    """Takes away copies that a killed process left."""
    from assistant.adapters.store import aside

    aside.sweep(house.journal.access)


def statements(sql: str) -> tuple[str, ...]:
    """One text each; raises UsageError where it is no SQL."""
    from assistant.adapters.store import query

    return query.statements(sql)


def names(house: "House") -> tuple[Named, ...]:
    from assistant.adapters.store import names as store_names

    with house.journal.access.reading() as db:
        return store_names.listed(db)


def write_parquet(table: Table, target: Path) -> None:
    """Whole under its name, or not at all. What is there already is left alone: raises UsageError."""
    from assistant.adapters.store import parquet
    from assistant.adapters.transfer.aside import file_aside, unwritable

    if target.exists():
        raise UsageError(f"{target} is there already, and was left alone.", "Name another file.")
    if not target.parent.is_dir():
        raise unwritable(target)
    with file_aside(target.absolute(), replace=False) as file:
        parquet.write(table, Path(file.name))


def prompt(house: "House", known: tuple[Named, ...]) -> "SqlPrompt":
    """A locked journal keeps no history on disk: it may hold words."""
    from assistant.adapters.sql_prompt import SqlPrompt

    history = house.home.sql_history
    if house.key is not None:
        history.unlink(missing_ok=True)
        return SqlPrompt(known, history=None)
    return SqlPrompt(known, history=history)
