"""Numbers, dates and lengths of time as they are said."""

from collections.abc import Sequence
from datetime import date

_WORDS = "none one two three four five six seven eight nine ten eleven twelve".split()
_TIMES = ("never", "once", "twice")
_CAUGHT = {
    "before": "before it happened",
    "during": "while it happened",
    "just_after": "just after",
    "later": "later",
    "next_day": "the next day",
}


_ROUNDED = 2
"""From so many of a unit on, a length is told in it."""


def number(count: int) -> str:
    return _WORDS[count] if 0 <= count < len(_WORDS) else f"{count:,}"


def times(count: int) -> str:
    return _TIMES[count] if 0 <= count < len(_TIMES) else f"{number(count)} times"


def nights(count: int) -> str:
    return f"{number(count)} {'night' if count == 1 else 'nights'}"


def caught(value: str) -> str:
    return _CAUGHT.get(value, value)


def day(night: date, *, tonight: date) -> str:
    """`Sunday 8 November`, with its year where that is another one."""
    return f"{night:%A} {night.day} {night:%B}" + ("" if night.year == tonight.year else f" {night.year}")


def on(night: date, *, tonight: date) -> str:
    """`tonight`, `last night`, `on Sunday 8 November`."""
    match (tonight - night).days:
        case 0:
            return "tonight"
        case 1:
            return "last night"
        case _:
            return f"on {day(night, tonight=tonight)}"


def ago(night: date, *, tonight: date) -> str:
    """`, two weeks ago`; nothing where the night's own name says it."""
    days = (tonight - night).days
    if days < 2:
        return ""
    for least, unit, name in ((730, 365, "year"), (61, 30, "month"), (14, 7, "week"), (2, 1, "day")):
        if days >= least:
            return f", {number(days // unit)} {name}s ago"
    return ""


def length(seconds: float) -> str:
    """`ten minutes`, `one hour`, `90 minutes`, `two hours`."""
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= _ROUNDED * unit or abs(seconds - unit) < unit / 20 or (unit == 60 and seconds > 60):
            count = round(seconds / unit)
            return f"{number(count)} {name}{'' if count == 1 else 's'}"
    count = round(seconds)
    return f"{number(count)} second{'' if count == 1 else 's'}" if count else "no time"


def listed(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
