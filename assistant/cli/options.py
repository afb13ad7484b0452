"""Options that more than one command takes."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="As JSON on stdout.")]
