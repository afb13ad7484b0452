"""Strength that grows with each doing and fades slowly, and that no missed night breaks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.insight.strength import HALF_IN, PART, WHOLE, counts, in_a_word, strength
from assistant.journal import Moment
from assistant.practice import Doing, HowFar

BEGAN = date(2026, 9, 1)


def doing(day: int, done: HowFar = "yes", *, late: bool = False) -> Doing:
    noon = datetime(2026, 9, 1, 12, tzinfo=UTC) + timedelta(days=day)
    return Doing("h", BEGAN + timedelta(days=day), done, Moment(noon, 0, ""), noticed_late=late)


def on(day: int) -> date:
    return BEGAN + timedelta(days=day)


def test_formula() -> None:
    """As docs/homework.md writes it: a share of what is left, then by half in 45 nights."""
    assert strength([], tonight=on(0)) == 0
    assert strength([doing(0)], tonight=on(0)) == WHOLE
    assert strength([doing(0), doing(1)], tonight=on(1)) == pytest.approx(0.25 * 2 ** (-1 / 45) * 0.75 + 0.25)
    assert strength([doing(0)], tonight=on(HALF_IN)) == pytest.approx(WHOLE / 2)
    assert strength([doing(0, "partly")], tonight=on(0)) == PART


def test_what_was_noticed_late_counts() -> None:
    """Also where the answer was no: seen is seen."""
    assert strength([doing(0, "no", late=True)], tonight=on(0)) == PART
    assert counts([doing(0, "no", late=True)]).noticed_late == 1
    assert counts([doing(0, "no", late=True)]).last == on(0)


def test_once_a_week() -> None:
    """Something done once a week settles where the constants say, and a week between costs a tenth at most."""
    weekly = [doing(7 * n) for n in range(60)]
    assert strength(weekly, tonight=on(7 * 59)) == pytest.approx(0.77, abs=0.01)
    before, after = (strength([doing(0)], tonight=on(day)) for day in (0, 7))
    assert after > 0.89 * before


doings = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(["yes", "partly", "no"]), st.booleans()),
    unique_by=lambda each: each[0],
    max_size=25,
)


@given(said=doings)
def test_no_streak(said: list[tuple[int, HowFar, bool]]) -> None:
    """It stays within 0 and 1, a no takes nothing, and a night without anything costs under 2 % of it."""
    told = [doing(day, done, late=late) for day, done, late in said]
    now = strength(told, tonight=on(300))
    assert 0 <= now < 1
    assert strength([d for d in told if d.done != "no" or d.noticed_late], tonight=on(300)) == pytest.approx(now)
    assert strength(told, tonight=on(301)) >= 0.98 * now


@given(said=doings, day=st.integers(0, 300), done=st.sampled_from(["yes", "partly"]))
def test_each_doing_brings_it_further(said: list[tuple[int, HowFar, bool]], day: int, done: HowFar) -> None:
    """Whenever it was."""
    told = [doing(d, how, late=late) for d, how, late in said if d != day]
    assert strength([*told, doing(day, done)], tonight=on(300)) > strength(told, tonight=on(300))


def test_nights_to_come_are_left_out() -> None:
    """As of the night that it is asked for."""
    assert strength([doing(3)], tonight=on(2)) == 0


def test_words() -> None:
    """None of them is a blame."""
    assert [in_a_word(x) for x in (0, 0.1, 0.3, 0.6, 0.9)] == ["still ahead", "begun", "growing", "steady", "strong"]
