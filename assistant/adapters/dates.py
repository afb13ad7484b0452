"""Dates as people say them, read as nights of the past.

All is told from `tonight`, the night that is still on: at one in the morning on a Tuesday that is Monday's. Then
`tonight` and `today` are Monday, and `last night` and `yesterday` both are Sunday: who is still awake has not ended
the day. A name with no year is the latest that has begun: `March` in November is this year's, `December` last year's.
`monday` is the one before today, also on a Monday. Weeks begin on a Monday. `last week` is the one before this;
`the last 3 weeks` and `the past week` end tonight, and tonight is one of their nights.
"""

import os
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.errors import UsageError
from assistant.journal import EVER, NIGHT_TURNS_AT, Nights

LONGEST = 60
"""Characters; no date that anybody says is longer."""

EXAMPLES = "Say it like “last tuesday”, “3 march” or “2026-11-20”."

_DAY = timedelta(days=1)
_EVER = ("ever", "always", "all", "all time", "at any time")
_FROM_TO = (
    re.compile(r"(?:from|between) (.+?) (?:to|until|till|through|and) (.+)"),
    re.compile(r"(.+?) (?:to|until|till|through|-|\u2013|\.\.) (.+)"),
)
_OPEN = re.compile(r"(since|from|after|until|till|up to|before) (.+)")
_LEAD = re.compile(r"(?:(?:on|over|during|at|in(?= the| last| this| past)|the) )*")
_NUMBER = r"\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:a )?couple of"
_NONE_OF_THEM = re.compile(r"(?:(?:in |for )?(?:the )?(?:last|past) )?0+ \w+")
_COUNTED = re.compile(rf"(?:(?:in |for )?(?:the )?(?:last|past) )?({_NUMBER}) (day|night|week|month|year)s?")
_PAST_ONE = re.compile(r"(?:in )?(?:the )?past ()(day|night|week|month|year)")
_WEEKEND = re.compile(r"(?:(this|last|past) )?weekend")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = re.compile(rf"(?:last|this|past) ((?:{'|'.join(_MONTHS)})\w*)")
_OF_A_YEAR = re.compile(r"(.+?)(?: of| in)? (last|this) year")
_HOUR = re.compile(r"\bat \d|\d:\d|\d ?[ap]m\b")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DAYS_WITH_A_NAME = {
    "christmas eve": "24 december",
    "christmas": "25 december",
    "christmas day": "25 december",
    "boxing day": "26 december",
    "new year's eve": "31 december",
    "new year": "1 january",
    "new year's": "1 january",
    "new year's day": "1 january",
    "valentine's": "14 february",
    "valentine's day": "14 february",
    "halloween": "31 october",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """From where it is said."""

    tonight: date
    turns_at: time


def night(text: str, *, tonight: date, turns_at: time = NIGHT_TURNS_AT) -> date:
    """One night, also one to come. Raises UsageError for no date, and for more than one night, such as `in March`."""
    nights = span(text, tonight=tonight, turns_at=turns_at, to_come=True)
    if nights.first is None or nights.first != nights.last:
        raise UsageError(f"“{text}” is more than one night.", EXAMPLES)
    return nights.first


def span(text: str, *, tonight: date, turns_at: time = NIGHT_TURNS_AT, to_come: bool = False) -> Nights:
    """Raises UsageError for what is no date, and for what only begins after tonight, unless `to_come` allows that.

    What has begun and is not over ends tonight.
    """
    plain = _plain(text)
    try:
        nights = _span(plain, _Seen(tonight, turns_at)) if 0 < len(plain) <= LONGEST else None
    except OverflowError as e:  # beyond Python's calendar
        raise _no_date(text) from e
    if nights is None:
        raise _no_date(text)
    if nights.first is not None and nights.first > tonight and not to_come:
        raise UsageError(f"“{_short(text)}” is still to come, and the journal is of nights that were.", EXAMPLES)
    return nights


def stretch(first: str, last: str, *, tonight: date, turns_at: time = NIGHT_TURNS_AT) -> Nights:
    """From the beginning of one date to the end of another: `June`, `1 september`.

    Raises UsageError where either is none, or where it ends before it begins.
    """
    end = span(last, tonight=tonight, turns_at=turns_at, to_come=True)
    begin = span(first, tonight=tonight, turns_at=turns_at, to_come=True)
    if _backwards(begin, end) and end.last is not None:  # `from December to February`, said in March
        begin = span(first, tonight=end.last, turns_at=turns_at, to_come=True)
    if _backwards(begin, end):
        raise UsageError(f"From “{first}” to “{last}” ends before it begins.", "Turn them round, or name the years.")
    return Nights(begin.first, end.last)


def at(text: str, *, tonight: date, turns_at: time = NIGHT_TURNS_AT) -> datetime:
    """An hour of a night, on the wall clock and without a zone: `yesterday 22:30`, `last night at 1am`.

    Raises UsageError for what is no date, or has no hour: midnight would be the night before, any other one made up.
    """
    plain = _plain(text)
    found = _parsed(plain, _Seen(tonight, turns_at)) if 0 < len(plain) <= LONGEST else None
    if found is None:
        raise UsageError(f"I can't read “{_short(text)}” as a time.", "Say it like “2026-11-20 22:30”.")
    moment, period = found
    if period != "time":
        raise UsageError(f"“{text}” is a day without an hour.", "Say it like “2026-11-20 22:30”.")
    return moment + _DAY if "night" in plain and moment.time() < turns_at else moment


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("\u2019", "'").split()).strip("?!,;:\"\u201c\u201d' ")


def _no_date(text: str) -> UsageError:
    return UsageError(f"I can't read “{_short(text)}” as a date.", EXAMPLES)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _backwards(begin: Nights, end: Nights) -> bool:
    return begin.first is not None and end.last is not None and begin.first > end.last


def _span(text: str, seen: _Seen) -> Nights | None:
    if text in _EVER:
        return EVER
    for pattern in _FROM_TO:
        if (match := pattern.fullmatch(text)) and (nights := _from_to(match[1], match[2], seen)) is not None:
            return nights
    if match := _OPEN.fullmatch(text):
        nights = _closed(match[2], seen)
        return None if nights is None else _opened(match[1], nights)
    return _closed(text, seen)


def _from_to(first: str, last: str, seen: _Seen) -> Nights | None:
    if re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", first):  # `1 to 3 May`
        first = " ".join((first, *last.split()[1:]))
    if _closed(first, seen) is None or _closed(last, seen) is None:
        return None
    return stretch(first, last, tonight=seen.tonight, turns_at=seen.turns_at)


def _opened(how: str, nights: Nights) -> Nights:
    assert nights.first is not None
    assert nights.last is not None
    match how:
        case "since" | "from":
            return Nights(nights.first, None)
        case "after":
            return Nights(nights.last + _DAY, None)
        case "before":
            return Nights(None, nights.first - _DAY)
        case _:
            return Nights(None, nights.last)


def _closed(text: str, seen: _Seen) -> Nights | None:
    """Both ends are there."""
    if _NONE_OF_THEM.fullmatch(text):
        return None
    if match := _COUNTED.fullmatch(text) or _PAST_ONE.fullmatch(text):
        return _counted(match[1] or "1", match[2], seen)
    text = _LEAD.sub("", text, count=1)
    if match := _WEEKEND.fullmatch(text):
        return _weekend(seen, before_last=match[1] == "last")
    if match := _NAMED.fullmatch(text):
        text = match[1]
    bare = re.sub(r"^(?:last|this|past) ", "", text)
    text = _of_a_year(_DAYS_WITH_A_NAME.get(bare, text), seen)
    if match := _DAY_OF_MONTH.fullmatch(text):
        return _day_of_month(int(match[1]), seen)
    if _ISO.fullmatch(text):
        return _iso(text)
    if text.isdecimal() and len(text) != len("2026"):
        return None
    return _named(text, seen)


def _of_a_year(text: str, seen: _Seen) -> str:
    """`may last year`, `christmas last year`, with the year as a number; anything else as it is."""
    match = _OF_A_YEAR.fullmatch(text)
    if match is None:
        return text
    day = _DAYS_WITH_A_NAME.get(match[1], match[1])
    if not any(word[:3] in _MONTHS for word in day.split()):
        return text
    return f"{day} {seen.tonight.year - (match[2] == 'last')}"


def _counted(number: str, unit: str, seen: _Seen) -> Nights | None:
    """`3 months`, `the last two weeks`, `past week`: so many, tonight the last of their nights."""
    number = "2" if number.endswith("couple of") else number
    found = _parsed(f"{number} {'day' if unit == 'night' else unit} ago", seen)
    return None if found is None else Nights(min(found[0].date() + _DAY, seen.tonight), seen.tonight)


def _weekend(seen: _Seen, *, before_last: bool) -> Nights:
    """The latest Saturday and Sunday that have begun; on one of the two, `last weekend` is the one before."""
    saturday = seen.tonight - timedelta(days=(seen.tonight.weekday() + 2) % 7)
    if before_last and saturday + _DAY >= seen.tonight:
        saturday -= timedelta(days=7)
    return Nights(saturday, min(saturday + _DAY, seen.tonight))


def _day_of_month(day: int, seen: _Seen) -> Nights | None:
    first = seen.tonight.replace(day=1)
    for _ in range(4):  # there is a 31st in one of any three months
        try:
            found = first.replace(day=day)
        except ValueError:
            found = None
        if found is not None and found <= seen.tonight:
            return Nights(found, found)
        first = (first - _DAY).replace(day=1)
    return None


def _iso(text: str) -> Nights | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return Nights(found, found)


def _named(text: str, seen: _Seen) -> Nights | None:
    """What dateparser knows: a day, or the whole of a week, a month or a year."""
    found = _parsed(text, seen)
    if found is None:
        return None
    moment, period = found
    if period != "time" and _HOUR.search(text):  # dateparser passes over an hour that no clock has
        return None
    day = moment.date()
    if period == "time" and moment.time() < seen.turns_at and "night" not in text:
        day -= _DAY
    if re.search(r"\bago\b", text):  # `a year ago` is a night, `last year` is a year
        period = "day"
    first, last = _whole(day, period)
    return Nights(first, seen.tonight if first <= seen.tonight < last else last)


def _whole(day: date, period: str) -> tuple[date, date]:
    match period:
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            after = day.replace(day=28) + timedelta(days=4)
            return day.replace(day=1), after - timedelta(days=after.day)
        case "year":
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        case _:
            return day, day


def _parsed(text: str, seen: _Seen) -> tuple[datetime, str] | None:
    """When, and how exact that is: `time`, `part_of_day`, `day`, `week`, `month` or `year`."""
    if len(text) < 3:  # dateparser takes `a` for the first of the month
        return None
    from dateparser.date import DateDataParser

    system = _system()
    settings = {
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime.combine(seen.tonight, time(12)),
        "DATE_ORDER": "MDY" if system.startswith("en_US") else "DMY",
        "RETURN_TIME_AS_PERIOD": True,
    }
    found = DateDataParser(languages=_languages(system), settings=settings).get_date_data(text)
    if found.date_obj is None:
        return None
    moment = found.date_obj.replace(tzinfo=None)
    named = [i for i, name in enumerate(_WEEKDAYS) if name in text.split()]
    if named and moment.weekday() not in named:  # `monday at 10` came as the tenth
        return None
    return moment, found.period


def _system() -> str:
    """How the person's system writes dates, such as `en_GB.UTF-8`."""
    return os.environ.get("LC_ALL") or os.environ.get("LC_TIME") or os.environ.get("LANG") or ""


def _languages(system: str) -> list[str]:
    from dateparser.data.languages_info import language_order

    theirs = re.split(r"[_.@]", system)[0]
    return ["en", theirs] if theirs in language_order and theirs != "en" else ["en"]
