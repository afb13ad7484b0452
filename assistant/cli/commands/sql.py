"""`between sql`."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import Json
from assistant.errors import UsageError

commands = typer.Typer()


@commands.command()
def sql(
    query: Annotated[
        str | None,
        typer.Argument(help='Such as "SELECT night, text FROM sentences LIMIT 5", or a file that ends in .sql.'),
    ] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="Run the statements of a file.")] = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV on stdout.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a Markdown table on stdout.")] = False,
    parquet: Annotated[Path | None, typer.Option("--parquet", metavar="FILE", help="Into a new Parquet file.")] = None,
    patience: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", min=0.1, max=86_400, help="How long it may take; above 2 a copy of the journal is asked."
        ),
    ] = None,
) -> None:
    """Ask the journal in SQL, or at a prompt. It can only read; no query can change or reach anything else."""
    from assistant.cli import querying

    forms = {"json": json, "csv": csv, "markdown": markdown, "parquet": parquet is not None}
    wished = [form for form, wish in forms.items() if wish]
    if len(wished) > 1:
        raise UsageError("An answer comes in one form at a time.", f"Leave out all but one of --{', --'.join(wished)}.")
    if query is not None and file is not None:
        raise UsageError("That is a question and a file of questions.", "Leave out one of them.")
    way = querying.Way(next(iter(wished), "table"), parquet, patience)
    querying.sql(query, file=file, way=way)
