"""`between import`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.cli.options import Json
from assistant.errors import UsageError

commands = typer.Typer()
Form = Literal["between", "jrnl", "dayone", "notes"]


@commands.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="An export: a file, a ZIP or a folder.")],
    form: Annotated[
        Form | None,
        typer.Option("--format", help="Where it is not seen by itself."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come in.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Bring it in without asking.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Name each entry, and each thing that is left out.")] = False,
    no_tags: Annotated[
        bool, typer.Option("--no-tags", help="Leave the reading for feelings to `between retag`.")
    ] = False,
    json: Json = False,
) -> None:
    """Bring in entries from Between's own export, jrnl, Day One, or a folder of Markdown or text files.

    First it says what it found; nothing changes before you say yes. No entry comes in twice.
    """
    from assistant.cli import importing

    if dry_run and yes:
        raise UsageError("`--dry-run` changes nothing and `--yes` does it.", "Leave out one of them.")
    wanted = importing.Wanted(do=None if not (yes or dry_run) else yes, listed=listed, as_json=json, tags=not no_tags)
    importing.import_(path, form=form, wanted=wanted)
