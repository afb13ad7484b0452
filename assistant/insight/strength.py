"""How far something new has become one's own: it grows with each doing, and fades slowly. No streak that can break.

A doing brings it closer to 1 by a share of what is left; between nights it fades by half in so many nights. A no takes
nothing away, and one night missed costs what any night costs. docs/homework.md has the formula with examples.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.practice import Doing

WHOLE = 0.25
"""Of what is left to 1, for a yes."""
PART = 0.125
"""The same for a part, and for what was noticed only afterwards."""
HALF_IN = 45
"""Nights. Something done once a week settles at 0.77, so that a week between two doings costs little."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Nights, over all time."""

    done: int
    partly: int
    no: int
    noticed_late: int
    """Of all these: seen only afterwards."""
    last: date | None
    """Of a doing, by part or whole, or noticed late."""


def gain(doing: Doing) -> float:
    """What was noticed late counts, also where the answer was no."""
    if doing.done == "yes":
        return WHOLE
    return PART if doing.done == "partly" or doing.noticed_late else 0.0


def strength(doings: Iterable[Doing], *, tonight: date) -> float:
    """0 to 1, as of tonight; of one homework, a night at most once. Doings of later nights are left out."""
    strong, night = 0.0, None
    for doing in sorted((d for d in doings if d.night <= tonight), key=lambda d: d.night):
        if night is not None:
            strong = _faded(strong, nights=(doing.night - night).days)
        strong += (1 - strong) * gain(doing)
        night = doing.night
    return strong if night is None else _faded(strong, nights=(tonight - night).days)


def _faded(strong: float, *, nights: int) -> float:
    return strong * math.exp2(-nights / HALF_IN)


def counts(doings: Iterable[Doing]) -> Counts:
    """One a night: the newest word counts, which the journal has seen to."""
    doings = tuple(doings)
    return Counts(
        done=sum(d.done == "yes" for d in doings),
        partly=sum(d.done == "partly" for d in doings),
        no=sum(d.done == "no" for d in doings),
        noticed_late=sum(d.noticed_late for d in doings),
        last=max((d.night for d in doings if gain(d)), default=None),
    )


_WORDS = ((0.75, "strong"), (0.5, "steady"), (0.25, "growing"), (0.0, "begun"))


def in_a_word(strong: float) -> str:
    """None of the words says that something is missing."""
    return next((word for least, word in _WORDS if strong > least), "still ahead")
