"""`between demo`: three evenings of one made-up person, on the real parts, in a home that is gone afterwards."""

import tempfile
from pathlib import Path

import typer
from rich.markup import escape

from assistant.cli import rendering, terminal
from assistant.cli.screen import Screen
from assistant.errors import ExitCode, PartMissing
from assistant.session.evening import Evening
from assistant.session.events import Ended
from assistant.wiring import House, staged
from assistant.wiring.staged import StagedEvening

QUERIES = (
    (
        "What did she do, and which words show it?",
        "SELECT night, label, detail, evidence FROM current_tags WHERE kind = 'behaviour' ORDER BY night",
    ),
    (
        "And what was said back to her?",
        "SELECT night, text AS question FROM asked ORDER BY utc",
    ),
)


def demo(*, quiet: bool) -> None:
    """Exit code 130 when ^C ended it."""
    terminal.note("A made-up person in a synthetic voice, heard by a tiny model: some words come out odd.")
    with tempfile.TemporaryDirectory(prefix="between-demo-") as folder:
        for evening in staged.evenings():
            house = staged.house(Path(folder) / "home", evening)
            _play(house, evening, quiet=quiet)
        for title, query in QUERIES:
            terminal.page(f"[bold]{escape(title)}[/bold]")
            terminal.page(f'[dim]$ between sql "{escape(query)}"[/dim]')
            table = house.journal.query(query)
            terminal.table_as_grid(table.columns, table.rows)
    terminal.note("That was a made-up person in a folder that is gone now. Yours begins with: between")


def _play(house: House, evening: StagedEvening, *, quiet: bool) -> None:
    if house.transcriber is None:
        raise PartMissing(house.model_choice.reason, "Install Between again.")
    terminal.page(f"[dim]── {rendering.day(house.tonight())}, {rendering.clock(house.clock.now())} ──[/dim]\n")
    with house.quiet_libraries(), house.keyboard() as keys:
        talking = staged.talking(house, evening, keys=keys, quiet=quiet)
        screen = Screen()
        try:
            for event in Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run():
                screen.show(event)
                if isinstance(event, Ended) and event.interrupted:
                    raise typer.Exit(ExitCode.INTERRUPTED)
        finally:
            house.close()
