"""How long sound is kept: what the settings may say, and which nights it means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.letting_go import FOR_EVER, Keep, announced, described, keep_of

TONIGHT = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("said", "keep", "first"),
    [
        ("for ever", FOR_EVER, date.min),
        ("Forever", FOR_EVER, date.min),
        ("never", Keep("never"), date.max),
        ("90 days", Keep("day", 90), date(2025, 12, 31)),
        ("1 day", Keep("day", 1), date(2026, 3, 30)),
        (" 2  Weeks", Keep("week", 2), date(2026, 3, 17)),
        ("1 month", Keep("month", 1), date(2026, 2, 28)),
        ("6 months", Keep("month", 6), date(2025, 9, 30)),
        ("1 year", Keep("year", 1), date(2025, 3, 31)),
        ("99999 years", Keep("year", 99_999), date.min),
        ("99999 weeks", Keep("week", 99_999), date(110, 10, 24)),
    ],
)
def test_what_can_be_said(said: str, keep: Keep, first: date) -> None:
    """And the first night whose sound stays."""
    assert keep_of(said) == keep
    if keep.count != 99_999:
        assert keep.first_kept(tonight=TONIGHT) == first
    assert keep.first_kept(tonight=TONIGHT) <= max(TONIGHT, first)
    assert keep_of(str(keep)) == keep


@pytest.mark.parametrize(
    "said", ["", "0 days", "90", "days", "-3 days", "3 hours", "a while", "1.5 years", "90 days or so"]
)
def test_what_is_none(said: str) -> None:
    with pytest.raises(ValueError, match="no length"):
        keep_of(said)


@given(st.integers(1, 99_999), st.sampled_from(["day", "week", "month", "year"]), st.dates())
def test_any_length_from_any_night(count: int, unit: str, tonight: date) -> None:
    """It is always a night that is over, and a longer time never lets go of more."""
    keep, longer = keep_of(f"{count} {unit}s"), keep_of(f"{count + 1} {unit}s") if count < 99_999 else FOR_EVER
    assert longer.first_kept(tonight=tonight) <= keep.first_kept(tonight=tonight) <= tonight


def test_what_is_told() -> None:
    """How many, from when, what stays, and how to keep it; no word of reproach and no technical one."""
    said = announced(Keep("day", 90), now=14)
    assert "let go after 90 days" in said
    assert "14 recordings that you have now" in said
    assert "next night" in said
    assert "The words stay" in said
    assert 'keep = "for ever"' in said
    assert "means none" in announced(Keep("never"), now=0)
    assert described(FOR_EVER, now=0, said=False) == "kept for ever"
    assert described(Keep("never"), now=1, said=True).endswith("1 recording at your next evening")
    assert "told you" in described(Keep("year", 1), now=3, said=False)
