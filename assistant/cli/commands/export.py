"""`between export`."""

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.cli import when
from assistant.cli.options import Json

commands = typer.Typer()
Form = Literal["markdown", "json", "parquet", "audio"]


@commands.command()
def export(
    where: Annotated[
        Path | None, typer.Argument(help="A new folder, or for JSON a new file; without one, named after today.")
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="`markdown`: a page for each night, to read. `json`: everything, for `between import`. "
            "`parquet`: tables, for other programs. `audio`: the recordings.",
            show_default="markdown",
        ),
    ] = None,
    with_audio: Annotated[bool, typer.Option("--with-audio", help="The recordings too; JSON then is a ZIP.")] = False,
    wav: Annotated[bool, typer.Option("--wav", help="Recordings as WAV, not as Opus.")] = False,
    locked: Annotated[
        bool, typer.Option("--locked", help="Of a locked journal: JSON that opens with your passphrase alone.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there. A folder never is.")] = False,
    on: when.On = None,
    since: when.From = None,
    until: when.To = None,
    last: when.Last = None,
    feeling: Annotated[str, typer.Option("--feeling", help="Only entries where this was felt: anxiety.")] = "",
    practice: Annotated[str, typer.Option("--practice", help="Only where this was done: set boundary, snapped.")] = "",
    person: Annotated[str, typer.Option("--person", help="Only where this person occurs: mother, Dana.")] = "",
    json: Json = False,
) -> None:
    """Take the journal, or a part of it, out into files of your own. What is in it stays as it is."""
    from assistant.cli import exporting, finding

    nights = partial(when.nights, on=on, since=since, until=until, last=last)
    which = finding.Which(nights, feeling, practice, person, most=0)
    how = exporting.How(form, with_audio=with_audio, wav=wav, locked=locked, force=force)
    exporting.export(where, which=which, how=how, as_json=json)
