"""The prompt of `between sql`: statements until `;`, and what there is by `\\d`."""

import difflib
from collections.abc import Callable

from rich.markup import escape

from assistant.cli import terminal
from assistant.errors import AssistantError
from assistant.journal import Named
from assistant.wiring import House, asking_sql

_HELP = """\
Type SQL and end it with `;`. Enter begins a new line until then.
  \\d          what you can ask: views, macros, tables
  \\d NAME     what a row of it is, and its columns
  \\q          leave; ^D does too
  Tab         completes names; arrow up shows what you asked before
  ^C          empties the line
Everything here only reads. A question is stopped after 2 seconds, since an evening may be waiting;
`between sql --patience 60` asks a copy, and takes longer ones.
Try: FROM nights ORDER BY night DESC LIMIT 7;"""
_HEADINGS = {
    "view": "Views: one row for each ...",
    "macro": "Macros: ask them as FROM felt('anxiety');",
    "table": "Tables: all that is kept, every version of it",
}


def run(house: House, *, answer: Callable[[str], None]) -> None:
    """Until the person leaves. A question that fails is told, and the next one can be asked."""
    names = asking_sql.names(house)
    prompt = asking_sql.prompt(house, names)
    terminal.note("Ask in SQL, and end with `;`. \\d shows what there is, \\? helps, \\q leaves.")
    while (said := prompt.read()) is not None and said.lower() not in ("\\q", "exit", "quit"):
        try:
            _follow(said, names=names, answer=answer)
        except AssistantError as e:
            terminal.fault(e.message, e.hint)
        except KeyboardInterrupt:
            terminal.note("Stopped.")


def _follow(said: str, *, names: tuple[Named, ...], answer: Callable[[str], None]) -> None:
    command, _, name = said.rstrip(";").partition(" ")
    if said.lower() in ("\\?", "\\h", "help"):
        terminal.answer(_HELP)
    elif command == "\\d" and name.strip():
        _describe(name.strip().removesuffix("(").lower(), names=names)
    elif command == "\\d":
        _list(names)
    elif said.startswith("\\"):
        terminal.fault(f"I don't know {command} here.", "\\? shows what there is.")
    elif said:
        answer(said)


def _list(names: tuple[Named, ...]) -> None:
    for kind, heading in _HEADINGS.items():
        terminal.page(f"[bold]{escape(heading)}[/bold]")
        terminal.table_as_grid(("name", "what it is"), [(n.name, n.comment) for n in names if n.kind == kind])


def _describe(name: str, *, names: tuple[Named, ...]) -> None:
    found = next((n for n in names if n.name == name), None)
    if found is None:
        near = difflib.get_close_matches(name, [n.name for n in names], n=1, cutoff=0.5)
        terminal.fault(f"There is no “{name}”.", f"The nearest is {near[0]}." if near else "\\d shows what there is.")
        return
    if found.kind == "macro":
        terminal.answer(f"{found.name}({', '.join(c.name for c in found.columns)})")
    terminal.page(escape(found.comment))
    if found.kind != "macro":
        terminal.table_as_grid(("column", "kind", "what it is"), [(c.name, c.type, c.comment) for c in found.columns])
