"""The only room that prints: answers on stdout, talk on stderr."""

import csv
import json
import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, is_dataclass
from typing import Any, Literal, TypeAlias

from rich.console import Console
from rich.markup import escape
from rich.measure import Measurement
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from assistant.journal import Table

# Without emoji: rich would turn a typed `:fire:` into a picture, and a person's words stay as they are.
_screen = Console(highlight=False, emoji=False)
_unwrapped = Console(highlight=False, emoji=False, width=100_000)
_err = Console(highlight=False, emoji=False, stderr=True)

Ending: TypeAlias = Literal["enter", "end", "interrupt"]
"""Of a line: `end` is ^D."""

LEAST_COLUMN = 12
"""Characters; a table whose columns would be narrower is shown a row at a time."""

ROWS_ON_SCREEN = 200


def _out() -> Console:
    """In a pipe or a file a line stays a line."""
    return _screen if _screen.is_terminal else _unwrapped


def answer(text: str) -> None:
    """Plain text on stdout, unwrapped and unstyled."""
    print(text)


def page(markup: str = "", *, indent: int = 0) -> None:
    """Styled text on stdout, wrapped to the terminal; escape the person's words before."""
    _out().print(Padding(markup, (0, 0, 0, indent), expand=False) if indent else markup)


def note(text: str) -> None:
    """A word beside the answer, on stderr."""
    _aside(f"[dim]{escape(text)}[/dim]")


def fault(message: str, hint: str = "") -> None:
    _aside(escape(message))
    if hint:
        _aside(f"[dim]{escape(hint)}[/dim]")


def _aside(markup: str) -> None:
    _err.print(markup, soft_wrap=not _err.is_terminal)


def interactive() -> bool:
    """A person sits at both ends: they can be asked, and see the answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def at_the_keyboard() -> bool:
    """What comes in is typed now, wherever the answer goes."""
    return sys.stdin.isatty()


def typed_line(prompt: str) -> tuple[str, Ending]:
    """A line as typed, and what ended it; ^C keeps what stood in it. For a terminal only.

    A closed window is `end`, and what stood in the line is gone by then.
    """
    unfinished = _line_editing()
    ended_by: Ending = "enter"
    try:
        line = input(prompt)
    except EOFError:
        line, ended_by = "", "end"
    except KeyboardInterrupt:
        line, ended_by = unfinished(), "interrupt"
    if ended_by != "enter":
        with suppress(OSError):  # the window may be closed, and the line is still to be kept
            _err.print()
    return line.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), ended_by


def _line_editing() -> Callable[[], str]:
    """By itself the system cuts a line at 4,095 bytes, and throws it away at ^C. The result tells what stands in it."""
    try:
        import readline
    except ImportError:  # some builds of Python come without
        return str
    readline.set_auto_history(False)
    return readline.get_line_buffer


def confirm(question: str) -> bool:
    """Only a yes is a yes: Enter alone is none. False where nobody can be asked."""
    if not interactive():
        return False
    _err.print(f"{escape(question)} [dim]\\[y/N][/dim] ", end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def as_json(value: Any) -> None:
    print(json.dumps(_finite(value), default=_plain, ensure_ascii=False, indent=2))


def _plain(thing: Any) -> Any:
    return asdict(thing) if is_dataclass(thing) and not isinstance(thing, type) else str(thing)


def as_json_line(value: Any) -> None:
    """One line of JSON, there at once: whoever reads along in a pipe is not kept waiting."""
    print(json.dumps(_finite(value), default=_plain, ensure_ascii=False), flush=True)


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinity: they become null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def table_as_csv(table: Table) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)


def table_as_grid(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """As a table; where its columns don't fit the terminal, a row at a time with a line for each column."""
    from rich import box
    from rich.table import Table as Grid

    cells = [[escape("" if cell is None else str(cell)) for cell in row] for row in rows]
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        grid.add_column(escape(column), overflow="fold")
    for row in cells:
        grid.add_row(*row)
    out, wanted = _out(), Measurement.get(_unwrapped, _unwrapped.options, grid).maximum
    if cells and wanted > out.width and len(columns) * LEAST_COLUMN > out.width:
        _a_row_at_a_time(columns, cells)
    else:
        out.print(grid)


def table_on_screen(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """As a grid; at a terminal no more rows than a person looks at, and how many there are in all."""
    shown = rows[:ROWS_ON_SCREEN] if _screen.is_terminal else rows
    table_as_grid(columns, shown)
    if len(shown) < len(rows):
        note(f"The first {len(shown)} of {len(rows)} rows. `--csv` gives all of them, and LIMIT the ones you choose.")


def table_as_markdown(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    for line in (columns, ["---"] * len(columns), *rows):
        print("|", " | ".join(_in_markdown(str(cell)) for cell in line), "|")


def _in_markdown(cell: str) -> str:
    """On one line, and without a bar that would begin the next cell."""
    return " ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split())


def _a_row_at_a_time(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.table import Table as Grid

    for row in cells:
        grid = Grid.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for column, cell in zip(columns, row, strict=True):
            grid.add_row(escape(column), cell)
        page()
        _out().print(grid)


class Bar:
    """A progress bar on stderr that may change its words; silent where stderr is no terminal."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def at(self, done: float, total: float | None, what: str) -> None:
        self._progress.update(self._task, completed=done, total=total, description=escape(what))

    def note(self, text: str) -> None:
        self._progress.console.print(escape(text), soft_wrap=not _err.is_terminal)


@contextmanager
def bar() -> Iterator[Bar]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as progress:
        yield Bar(progress)


@contextmanager
def still() -> Iterator[None]:
    """No cursor that blinks on the last line; it is back when the body ends, however it ends."""
    if not _err.is_terminal:
        yield
        return
    _err.show_cursor(show=False)
    try:
        yield
    finally:
        with suppress(OSError):  # the window may be closed
            _err.show_cursor()


def status(text: str) -> None:
    """A word that stands on the last line until the next; only on a terminal."""
    if _err.is_terminal:
        _err.file.write(f"\r\x1b[2K\x1b[2m{text}\x1b[0m" if text else "\r\x1b[2K")
        _err.file.flush()
