"""`between backup`, `check`, `restore` and `strike`: the journal is the person's own."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import Json

commands = typer.Typer()

Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]


@commands.command()
def backup(
    path: Annotated[Path, typer.Argument(help="A new file, or a folder: there it gets a name by its date.")],
) -> None:
    """Put the whole journal into one file, sound and all; also while an evening goes on."""
    from assistant.cli import backing_up

    backing_up.back_up(path)


@commands.command()
def check(
    backup: Annotated[Path | None, typer.Argument(help="A backup; without one, the journal.")] = None,
    json: Json = False,
) -> None:
    """Read everything that is kept, or a backup, and say what of it is whole."""
    from assistant.cli import checking

    checking.check(backup, as_json=json)


@commands.command()
def restore(
    backup: Annotated[Path, typer.Argument(help="A file that `between backup` made.")],
    yes: Yes = False,
    struck_too: Annotated[bool, typer.Option("--struck-too", help="Bring back what you struck as well.")] = False,
    json: Json = False,
) -> None:
    """Bring back what a backup has and the journal has not. What is here stays as it is."""
    from assistant.cli import restoring

    restoring.restore(backup, yes=yes, struck_too=struck_too, as_json=json)


@commands.command()
def strike(
    what: Annotated[str, typer.Argument(help="`last`, an entry such as 12, or its third sentence: 12.3")] = "last",
    yes: Yes = False,
) -> None:
    """Remove an entry, or one sentence of it, for good: words, sound, and what was heard in them."""
    from assistant.cli import striking

    striking.strike(what, yes=yes)
