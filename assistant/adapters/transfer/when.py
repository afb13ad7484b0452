"""When an entry of another program was written, from what that program put down."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from assistant.errors import AssistantError
from assistant.journal import NIGHT_TURNS_AT, Moment, night_of

EARLIEST_YEAR = 1900
UNSET_CLOCK = date(1970, 1, 1)
NOON = time(12)
"""Stands for the hour that nobody knows: at noon a day and its night are the same."""

_DAY = r"(?P<year>\d{4})(?P<sep>[-_./]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})"
_CLOCK = r"(?P<h>[01]?\d|2[0-3])[:.h_-]?(?P<m>[0-5]\d)(?:[:.m_-]?(?P<s>[0-5]\d)(?:\.\d+)?)?"
_REST = r"\s*(?P<half>[AaPp]\.?[Mm]\b\.?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?"
_STAMP = re.compile(rf"(?<!\d){_DAY}(?:(?:T|,?[ _-]+(?:at )?|(?<=\d{{8}})){_CLOCK}{_REST})?(?!\d)", re.ASCII)
_HOUR = re.compile(_CLOCK + _REST, re.ASCII)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_WITH_NAMES = ("%d %B %Y", "%B %d %Y", "%d %b %Y", "%b %d %Y", "%A %d %B %Y", "%A %B %d %Y", "%d.%m.%Y")


class NotTaken(AssistantError):
    """One entry does not come in; its message is the `LeftOut.why` of it."""


@dataclass(frozen=True, slots=True)
class Here:
    """The person's own clock, zone and nights."""

    now: Moment
    moment_of: Callable[[datetime], Moment]
    """An aware instant in this machine's own zone."""
    night_turns_at: time = NIGHT_TURNS_AT

    def night(self, moment: Moment) -> date:
        return night_of(moment, turns_at=self.night_turns_at)


@dataclass(frozen=True, slots=True)
class Written:
    """A day as it was put down, and its hour where that was."""

    day: date
    clock: time | None = None
    """Its tzinfo is what was put down of a zone, or None."""


def find(text: str) -> Written | None:
    """The first date in a text; None where there is none, or one that no calendar has."""
    found = _STAMP.search(text)
    return _written(found) if found else _with_names(text)


def read(text: str) -> Written | None:
    """A text that is a date and nothing else."""
    found = _STAMP.fullmatch(text.strip())
    return _written(found) if found else _with_names(text)


def clock(text: str) -> time | None:
    """`22:30`, `10:30 PM`; None where it is no hour."""
    found = _HOUR.fullmatch(text.strip())
    try:
        return _clock(found) if found else None
    except ValueError:
        return None


def _written(found: re.Match[str]) -> Written | None:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        return Written(day, _clock(found) if found["h"] else None)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time:
    """Raises ValueError for thirteen in the afternoon."""
    hour, half = int(found["h"]), (found["half"] or "").lower()
    if half:
        hour = time(hour % 12 if hour <= 12 else 99).hour + (12 if half.startswith("p") else 0)
    return time(hour, int(found["m"]), int(found["s"] or 0), tzinfo=_offset(found["zone"]))


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone == "Z":
        return UTC
    sign, digits = zone[0], zone[1:].replace(":", "")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if sign == "-" else ahead)


def _with_names(text: str) -> Written | None:
    """`20 November 2026`, `November 20th, 2026`, `20.11.2026`."""
    bare = " ".join(_ORDINAL.sub("", text.replace(",", " ")).split())
    for form in _WITH_NAMES:
        try:
            return Written(datetime.strptime(bare, form).date())
        except ValueError:
            continue
    return None


def moment(day: date, clock: time, *, here: Here) -> Moment:
    """By the wall clock of the zone that was put down, else of this machine. Raises NotTaken, as `checked`."""
    if not EARLIEST_YEAR <= day.year <= here.now.utc.year + 1:
        raise _no_such_time(day, here=here)
    wall = datetime.combine(day, clock)
    if wall.tzinfo is None or wall.tzinfo is UTC:  # what was put down in UTC says nothing of the wall
        return checked(here.moment_of(wall.astimezone()), here=here)
    ahead = wall.utcoffset() or timedelta()
    return checked(Moment(wall.astimezone(UTC), int(ahead.total_seconds() // 60), ""), here=here)


def instant(written: Written) -> datetime:
    """Of a moment that some program puts down in universal time."""
    wall = datetime.combine(written.day, written.clock or NOON)
    try:
        return wall.replace(tzinfo=wall.tzinfo or UTC).astimezone(UTC)
    except OverflowError as e:  # New Year's Eve of the year 9999
        raise NotTaken("without a date that can be read") from e


def of_day(day: date, *, changed: datetime | None, here: Here) -> Moment:
    """Of a day without an hour: when the file was last changed if that was in its night, else noon."""
    if changed is not None and changed.year > EARLIEST_YEAR:
        at = here.moment_of(changed)
        if here.night(at) == day:
            return checked(at, here=here)
    return moment(day, NOON, here=here)


def in_zone(instant: datetime, zone: str, *, here: Here) -> Moment:
    """An aware instant by the wall clock of a zone by its name; of this machine's where that is not known."""
    if not EARLIEST_YEAR <= instant.year <= here.now.utc.year + 1:
        raise _no_such_time(instant.date(), here=here)
    try:
        ahead = instant.astimezone(ZoneInfo(zone)).utcoffset() if zone else None
    except (OSError, ValueError, KeyError):  # no such zone, or no name of one
        ahead = None
    if ahead is None:
        return checked(here.moment_of(instant), here=here)
    return checked(Moment(instant.astimezone(UTC), int(ahead.total_seconds() // 60), zone), here=here)


def checked(moment: Moment, *, here: Here) -> Moment:
    """Raises NotTaken for a time that can't be right."""
    if UNSET_CLOCK in (moment.utc.date(), moment.local.date()):
        raise NotTaken("dated 1970, which is what a clock says that was never set")
    if moment.utc > here.now.utc + timedelta(days=1):
        raise _no_such_time(moment.utc.date(), here=here)
    return moment


def _no_such_time(day: date, *, here: Here) -> NotTaken:
    return NotTaken("dated in the future" if day >= here.now.utc.date() else f"dated before {EARLIEST_YEAR}")
