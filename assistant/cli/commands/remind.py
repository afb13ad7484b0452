"""`between remind`."""

from typing import Annotated

import typer

from assistant.cli.options import Json

commands = typer.Typer()


@commands.command()
def remind(
    when: Annotated[
        str | None,
        typer.Argument(metavar="HOUR|off", help="Such as 22:15; `off` takes it back; without, it is shown."),
    ] = None,
    json: Json = False,
) -> None:
    """A quiet note on your screen each evening. It says nothing private."""
    from assistant.cli import reminding

    reminding.remind(when, as_json=json)
