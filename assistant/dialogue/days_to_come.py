"""Days ahead as people say them: `thursday`, `next tuesday`, `tomorrow`, `in two weeks`. Pure.

A weekday is the next one, and never tonight itself; `next` before it changes nothing, since people mean either. A day
of a month that is over this year is next year's.
"""

import re
from datetime import date, timedelta

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = "a one two three four five six seven eight nine ten".split()
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = {"tonight": 0, "today": 0, "tomorrow": 1, "the day after tomorrow": 2, "next week": 7}
_LEAD = re.compile(r"^(?:(?:on|by|until|till|before|for|this|coming|the) )+")
_IN = re.compile(rf"in ({'|'.join(_NUMBERS)}|an|\d{{1,3}}) (day|night|week|month)s?( time)?")
_DAY_MONTH = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?(?:,? (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (?:the )?(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_DAY_ONLY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def day_to_come(text: str, *, tonight: date) -> date | None:
    """None for what names no day; a day with a year is given as it is, also where it is over."""
    plain = " ".join(text.lower().replace(",", " ").strip(" .!?").split())
    if plain in _DAYS:
        return tonight + timedelta(days=_DAYS[plain])
    if found := _IN.fullmatch(plain):
        return _counted(found[1], found[2], tonight=tonight)
    bare = _LEAD.sub("", plain)
    if bare in _DAYS:
        return tonight + timedelta(days=_DAYS[bare])
    bare = bare.removeprefix("next ")
    words = bare.split()
    if words and words[0] in WEEKDAYS and words[1:] in ([], ["night"], ["evening"], ["morning"], ["afternoon"]):
        return tonight + timedelta(days=(WEEKDAYS.index(words[0]) - tonight.weekday() - 1) % 7 + 1)
    return _in_a_month(bare, tonight=tonight)


def _counted(number: str, unit: str, *, tonight: date) -> date:
    many = int(number) if number.isdecimal() else max(1, _NUMBERS.index(number) if number in _NUMBERS else 1)
    days = {"week": 7, "month": 30}.get(unit, 1)
    return tonight + timedelta(days=many * days)


def _in_a_month(text: str, *, tonight: date) -> date | None:
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_ONLY.fullmatch(text):
        days = (tonight + timedelta(days=n) for n in range(62))  # there is a 31st in one of any two months
        return next((day for day in days if day.day == int(found[1])), None)
    if found := _DAY_MONTH.fullmatch(text):
        day, month, year = int(found[1]), found[2], found[3]
    elif found := _MONTH_DAY.fullmatch(text):
        day, month, year = int(found[2]), found[1], found[3]
    else:
        return None
    if month[:3] not in _MONTHS:
        return None
    number = _MONTHS.index(month[:3]) + 1
    if year:
        return _day(int(year), number, day)
    this_year = _day(tonight.year, number, day)
    return this_year if this_year and this_year >= tonight else _day(tonight.year + 1, number, day)


def _day(year: int, month: int, day: int) -> date | None:
    """None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
