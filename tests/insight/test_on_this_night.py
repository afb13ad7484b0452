"""Which nights are the same night earlier, and which of them is brought up."""

from datetime import date

import pytest

from assistant.insight.on_this_night import Ago, nights, to_offer

TONIGHT = date(2026, 11, 23)
YEAR_AGO = date(2025, 11, 23)


def test_the_nearest_first() -> None:
    """One, three and six months, then each year."""
    assert nights(TONIGHT)[:5] == (
        Ago(date(2026, 10, 23), "a month ago"),
        Ago(date(2026, 8, 23), "three months ago"),
        Ago(date(2026, 5, 23), "six months ago"),
        Ago(YEAR_AGO, "a year ago"),
        Ago(date(2024, 11, 23), "two years ago"),
    )
    assert nights(TONIGHT)[13].words == "11 years ago"


@pytest.mark.parametrize(
    ("tonight", "ago", "night"),
    [
        (date(2026, 3, 31), "a month ago", date(2026, 2, 28)),
        (date(2024, 3, 31), "a month ago", date(2024, 2, 29)),
        (date(2026, 1, 15), "three months ago", date(2025, 10, 15)),
        (date(2028, 2, 29), "a year ago", date(2027, 2, 28)),
        (date(2028, 2, 29), "four years ago", date(2024, 2, 29)),
    ],
)
def test_months_of_other_lengths(tonight: date, ago: str, night: date) -> None:
    """Where there is no such day, the last one of its month."""
    assert Ago(night, ago) in nights(tonight)


def test_the_furthest_is_brought_up() -> None:
    """A year says more than a month."""
    kept = [(date(2026, 10, 23), "none"), (YEAR_AGO, "none"), (date(2025, 11, 22), "none")]
    assert to_offer(TONIGHT, kept=kept) == Ago(YEAR_AGO, "a year ago")


@pytest.mark.parametrize("level", ["concern", "crisis", None])
def test_a_hard_night_is_left_alone(level: str | None) -> None:
    """Danger in any entry of it, or one that nobody has read: another night is brought up, or none."""
    kept = [(YEAR_AGO, "none"), (YEAR_AGO, level)]
    assert to_offer(TONIGHT, kept=kept) is None
    assert to_offer(TONIGHT, kept=[*kept, (date(2026, 5, 23), "none")]) == Ago(date(2026, 5, 23), "six months ago")


def test_in_the_first_year_of_all() -> None:
    """There is no night before the calendar begins."""
    assert [ago.words for ago in nights(date(1, 12, 1))] == ["a month ago", "three months ago", "six months ago"]
