"""The same night earlier: one, three and six months ago, and each year ago."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.journal import SafetyLevel, months_before

MONTHS = {1: "a month ago", 3: "three months ago", 6: "six months ago"}
FURTHEST = 100
"""Years."""
_NUMBERS = "two three four five six seven eight nine ten".split()


@dataclass(frozen=True, slots=True)
class Ago:
    night: date
    words: str
    """Such as `three months ago`."""


def nights(tonight: date) -> tuple[Ago, ...]:
    """The nearest first. Where a month has no such day its last one stands in, as the 28th for the 29th of February."""
    return tuple(_agos(tonight))


def _agos(tonight: date) -> Iterator[Ago]:
    for months, words in MONTHS.items():
        yield Ago(months_before(tonight, months=months), words)
    for years in range(1, min(FURTHEST, tonight.year - 1) + 1):
        yield Ago(months_before(tonight, months=12 * years), _years(years))


def _years(years: int) -> str:
    if years == 1:
        return "a year ago"
    return f"{_NUMBERS[years - 2] if years - 2 < len(_NUMBERS) else years} years ago"


def to_offer(tonight: date, *, kept: Iterable[tuple[date, SafetyLevel | None]]) -> Ago | None:
    """The furthest of them that something is kept of; `kept` has the night of each entry, and what was read of it.

    None for a night with danger in it, or one that nobody has read: it can be looked up, but it is not brought up.
    """
    safe: dict[date, bool] = {}
    for night, level in kept:
        safe[night] = safe.get(night, True) and level == "none"
    return next((ago for ago in reversed(nights(tonight)) if safe.get(ago.night)), None)
