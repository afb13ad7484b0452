"""`between ask`."""

from typing import Annotated

import typer

from assistant.cli.options import Json

commands = typer.Typer()


@commands.command()
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(help='Such as "when did I last set a boundary with mother?"')
    ] = None,
    json: Json = False,
) -> None:
    """Ask the journal in plain words; without a question, see what can be asked."""
    from assistant.cli import asking

    asking.ask(" ".join(question or ()), as_json=json)
