"""`between find`."""

from functools import partial
from typing import Annotated

import typer

from assistant.cli import when
from assistant.cli.options import Json

commands = typer.Typer()


@commands.command()
def find(
    words: Annotated[
        list[str] | None, typer.Argument(help='Such as: boundary mother. In quotes word for word: "said no".')
    ] = None,
    on: when.On = None,
    since: when.From = None,
    until: when.To = None,
    last: when.Last = None,
    feeling: Annotated[str, typer.Option("--feeling", help="Only in entries where this was felt: anxiety.")] = "",
    practice: Annotated[str, typer.Option("--practice", help="Only where this was done: set boundary, snapped.")] = "",
    person: Annotated[str, typer.Option("--person", help="Only where this person occurs: mother, Dana.")] = "",
    n: Annotated[int, typer.Option("-n", help="At most so many sentences.", min=1, max=100_000)] = 10,
    json: Json = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", hidden=True)] = False,
) -> None:
    """Find words in all that you ever said, the best sentences first."""
    from assistant.cli import finding

    if rebuild:
        finding.rebuild()
        return
    which = finding.Which(
        partial(when.nights, on=on, since=since, until=until, last=last), feeling, practice, person, most=n
    )
    finding.find(words or [], which=which, as_json=json)
