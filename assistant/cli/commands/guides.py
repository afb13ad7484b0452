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
    name: Annotated[list[str] | None, typer.Argument(help="Such as thought-record, or: paced breathing.")] = None,
) -> None:
    """Be led through one, by voice. It can be left at any word, and goes on another night where it was left."""
    from assistant.cli import evening
    from assistant.errors import UsageError

    asked = " ".join(name or ()).strip()
    if not asked:
        raise UsageError(
            "Which guide shall it be?", "`between guides` lists them. Then, say: between guide thought-record"
        )
    evening.talk(guide=asked)
