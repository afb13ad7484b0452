"""`between sql`."""

from typing import Annotated

import typer

from assistant.cli.options import Json
from assistant.errors import UsageError

commands = typer.Typer()


@commands.command()
def sql(
    query: Annotated[str, typer.Argument(help='Such as "SELECT night, text FROM current_utterances LIMIT 5".')],
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV on stdout.")] = False,
) -> None:
    """Ask the journal in SQL. It can only read; no query can change or reach anything else."""
    from assistant.cli import reading

    if json and csv:
        raise UsageError("An answer comes as JSON or as CSV, not as both.", "Leave out one of them.")
    reading.sql(query, form="json" if json else "csv" if csv else "table")
