"""`between calm`."""

from typing import Annotated

import typer

commands = typer.Typer()


@commands.command()
def calm(
    tool: Annotated[
        list[str] | None,
        typer.Argument(help="Such as five-senses, or: five senses; without, what has helped you most."),
    ] = None,
    make_ready: Annotated[bool, typer.Option("--make-ready", hidden=True)] = False,
) -> None:
    """Grounding, at once and off the record. Any key ends it."""
    from assistant.cli import calming

    if make_ready:
        calming.make_ready()
    else:
        calming.calm(" ".join(tool or ()))
