"""`between guides` and `between guide`."""

from typing import Annotated

import typer

from assistant.cli.options import Json

commands = typer.Typer()


@commands.command("guides")
def guides(json: Json = False) -> None:
    """The practices that Between can lead you through, and how to ask for each aloud."""
    from assistant.cli import guiding

    guiding.show(as_json=json)


@commands.command("guide")
def guide(
    name: Annotated[list[str], typer.Argument(help="Such as thought-record, or: paced breathing.")],
) -> None:
    """Be led through one, by voice. It can be left at any word, and goes on another night where it was left."""
    from assistant.cli import evening

    evening.talk(guide=" ".join(name))
