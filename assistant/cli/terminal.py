"""The only room that prints: answers on stdout, talk on stderr."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.journal import Table

_out = Console(highlight=False, soft_wrap=False)
_err = Console(highlight=False, stderr=True)


def answer(text: str) -> None:
    """Plain text on stdout, unwrapped and unstyled."""
    print(text)


def page(markup: str = "") -> None:
    """Styled text on stdout, wrapped to the terminal; escape the person's words before."""
    _out.print(markup)


def note(text: str) -> None:
    """A word beside the answer, on stderr."""
    _err.print(f"[dim]{escape(text)}[/dim]")


def fault(message: str, hint: str = "") -> None:
    _err.print(escape(message))
    if hint:
        _err.print(f"[dim]{escape(hint)}[/dim]")


def interactive() -> bool:
    """A person sits at both ends: they can be asked, and see the answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str) -> bool:
    """Yes unless they say no; False where nobody can be asked."""
    if not interactive():
        return False
    _err.print(f"{escape(question)} [dim]\\[Y/n][/dim] ", end="")
    return sys.stdin.readline().strip().lower() in ("", "y", "yes")


def as_json(value: Any) -> None:
    def plain(thing: Any) -> Any:
        return asdict(thing) if is_dataclass(thing) and not isinstance(thing, type) else str(thing)

    print(json.dumps(value, default=plain, ensure_ascii=False, indent=2))


def table_as_json(table: Table) -> None:
    as_json([dict(zip(table.columns, row, strict=True)) for row in table.rows])


def table_as_csv(table: Table) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(table.columns)
    writer.writerows(table.rows)


def table_as_grid(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        grid.add_column(escape(column), overflow="fold")
    for row in rows:
        grid.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    _out.print(grid)


class Bar:
    """A progress bar on stderr that may change its words; silent where stderr is no terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def at(self, done: float, total: float | None, what: str) -> None:
        self._progress.update(self._task, completed=done, total=total, description=escape(what))

    def note(self, text: str) -> None:
        self._progress.console.print(escape(text))


@contextmanager
def bar() -> Iterator[Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as progress:
        yield Bar(progress)


def status(text: str) -> None:
    """A word that stands on the last line until the next; only on a terminal."""
    if _err.is_terminal:
        _err.file.write(f"\r\x1b[2K\x1b[2m{text}\x1b[0m" if text else "\r\x1b[2K")
        _err.file.flush()
