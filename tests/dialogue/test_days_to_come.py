"""Days ahead, as people say them."""

from datetime import date

import pytest

from assistant.dialogue.days_to_come import day_to_come

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("thursday", "2026-11-26"),
        ("Next Thursday.", "2026-11-26"),
        ("on Monday evening", "2026-11-30"),
        ("until this friday", "2026-11-27"),
        ("tomorrow", "2026-11-24"),
        ("for next week", "2026-11-30"),
        ("in two weeks", "2026-12-07"),
        ("in 10 days", "2026-12-03"),
        ("in a month", "2026-12-23"),
        ("26 November", "2026-11-26"),
        ("the 3rd of January", "2027-01-03"),
        ("January 3", "2027-01-03"),
        ("23 november", "2026-11-23"),
        ("on the 26th", "2026-11-26"),
        ("the 1st", "2026-12-01"),
        ("2026-12-01", "2026-12-01"),
        ("3 march 2027", "2027-03-03"),
    ],
)
def test_days(said: str, day: str) -> None:
    """A weekday is the next one, never tonight; a day of a month that is over this year is next year's."""
    assert day_to_come(said, tonight=MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said", ["", "our next session", "31 february", "2026-13-01", "the 45th", "in many days", "mon"]
)
def test_no_days(said: str) -> None:
    """What names no day is none, and no other one is made up for it."""
    assert day_to_come(said, tonight=MONDAY) is None
