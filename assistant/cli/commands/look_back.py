"""`between look-back`."""

from typing import Annotated

import typer

from assistant.cli.options import Json

commands = typer.Typer()


@commands.command("look-back")
def look_back(
    on_this_night: Annotated[
        bool, typer.Option("--on-this-night", help="What it shows: this night, months and years ago.")
    ] = False,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="From that night back, not tonight.")] = None,
    json: Json = False,
) -> None:
    """Read what you said on this night one, three and six months ago, and each year ago."""
    from assistant.cli import looking_back

    looking_back.on_this_night(on=on, as_json=json)
