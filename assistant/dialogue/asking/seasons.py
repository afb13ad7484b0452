"""Seasons, which the library of dates does not know: `in the summer`, `since last winter`."""

import re
from datetime import date, timedelta

from assistant.journal import Nights

_SEASON = re.compile(
    r"(?:(since|until|till|before|after|in|over|during) )?(?:the |last |this |past )*(spring|summer|autumn|fall|winter)"
)
_FIRST_MONTH = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SOUTH = re.compile(
    r"Australia/|Antarctica/|Pacific/(Auckland|Chatham|Fiji|Apia|Tongatapu|Noumea)|"
    r"Africa/(Johannesburg|Harare|Maputo|Windhoek|Gaborone|Lusaka|Lubumbashi|Maseru|Mbabane)|"
    r"America/(Argentina/|Buenos_Aires|Santiago|Sao_Paulo|Montevideo|Asuncion|La_Paz|Lima|Punta_Arenas)|"
    r"Indian/(Antananarivo|Mauritius|Reunion)"
)


def nights(text: str, *, tonight: date, zone: str) -> Nights | None:
    """The latest that has begun, three whole months from its first; None where no season is named.

    `zone` tells on which half of the earth it is summer.
    """
    match = _SEASON.fullmatch(text)
    if match is None:
        return None
    month = (_FIRST_MONTH[match[2]] + (6 if _SOUTH.match(zone) else 0) - 1) % 12 + 1
    first = date(tonight.year if date(tonight.year, month, 1) <= tonight else tonight.year - 1, month, 1)
    last = min(_months_later(first, 3) - timedelta(days=1), tonight)
    match match[1]:
        case "since":
            return Nights(first, None)
        case "until" | "till":
            return Nights(None, last)
        case "before":
            return Nights(None, first - timedelta(days=1))
        case "after":
            return Nights(last + timedelta(days=1), None)
        case _:
            return Nights(first, last)


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)
