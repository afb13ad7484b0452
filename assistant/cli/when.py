"""Nights on the command line, as people say them. Every command that chooses by night takes these options."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import UsageError
from assistant.journal import EVER, Nights

if TYPE_CHECKING:
    from assistant.wiring import House

On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help='A night, or more: "last tuesday", "3 march", "in March".')
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From that night on.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to and with that night.")]
Last = Annotated[str | None, typer.Option("--last", metavar="SPAN", help='Such as "3 months", "week" or "tuesday".')]


def nights(house: "House", *, on: str | None, since: str | None, until: str | None, last: str | None) -> Nights:
    """EVER where nothing is said. Raises UsageError for what is no date, and where two of them fight."""
    ways = {"--on": on, "--last": last, "--from": since, "--to": until}
    given = [name for name, said in ways.items() if said is not None]
    if len(given) > 1 and given != ["--from", "--to"]:
        raise UsageError(f"`{given[0]}` and `{given[1]}` both say which nights.", "Leave out one of them.")
    from assistant.wiring import dates

    if on is not None:
        return dates.span(on, house=house)
    if last is not None:
        return dates.span(f"last {last.strip().removeprefix('last ')}", house=house)
    if since is not None and until is not None:
        return dates.stretch(since, until, house=house)
    if since is not None:
        return Nights(dates.span(since, house=house).first, None)
    if until is not None:
        return Nights(None, dates.span(until, house=house, to_come=True).last)
    return EVER
