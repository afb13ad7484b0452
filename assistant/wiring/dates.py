"""Dates as the person says them, from tonight on back."""

from datetime import date, datetime

from assistant.journal import Nights
from assistant.wiring import House


def span(text: str, *, house: House, to_come: bool = False) -> Nights:
    """`monday`, `in March`, `the last 3 months`. Raises UsageError for what is no date, or still `to_come`."""
    from assistant.adapters import dates

    turns_at = house.settings.evening.night_turns_at
    return dates.span(text, tonight=house.tonight(), turns_at=turns_at, to_come=to_come)


def stretch(first: str, last: str, *, house: House) -> Nights:
    """Raises UsageError where one is no date, or where it ends before it begins."""
    from assistant.adapters import dates

    return dates.stretch(first, last, tonight=house.tonight(), turns_at=house.settings.evening.night_turns_at)


def night(text: str, *, house: House) -> date:
    """Raises UsageError for what is no date, or more than one night."""
    from assistant.adapters import dates

    return dates.night(text, tonight=house.tonight(), turns_at=house.settings.evening.night_turns_at)


def at(text: str, *, house: House) -> datetime:
    """An hour of a night on the wall clock, without a zone. Raises UsageError."""
    from assistant.adapters import dates

    return dates.at(text, tonight=house.tonight(), turns_at=house.settings.evening.night_turns_at)
