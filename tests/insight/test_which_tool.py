"""Which tool comes first in `between calm`."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.insight.which_tool import another, helped, in_order
from assistant.journal import Moment
from assistant.practice import ToolUse

TONIGHT = date(2026, 11, 23)
TOOLS = ("paced-breathing", "five-senses", "kind-words")


def use(tool: str, before: int | None, after: int | None, *, days_ago: int = 1) -> ToolUse:
    night = TONIGHT - timedelta(days=days_ago)
    moment = Moment(datetime(night.year, night.month, night.day, 22, tzinfo=UTC), 0, "")
    return ToolUse(tool, moment, night, before, after)


def order(*uses: ToolUse) -> tuple[str, ...]:
    return in_order(TOOLS, uses=uses, tonight=TONIGHT)


def test_without_numbers_the_order_stays() -> None:
    assert order() == TOOLS
    assert order(use("kind-words", None, 2), use("five-senses", 9, None)) == TOOLS


def test_what_helped_comes_first() -> None:
    assert order(use("five-senses", 8, 3))[0] == "five-senses"


def test_what_did_nothing_comes_after_what_was_never_tried() -> None:
    assert order(use("paced-breathing", 6, 6)) == ("five-senses", "kind-words", "paced-breathing")


def test_one_bad_night_does_not_end_a_tool_that_helps() -> None:
    good = [use("five-senses", 8, 4, days_ago=n) for n in range(1, 5)]
    assert order(*good, use("five-senses", 5, 8))[0] == "five-senses"


def test_what_helped_lately_counts_more_than_what_did_long_ago() -> None:
    """Three points a year ago are worth less than two points last night."""
    long_ago, lately = use("kind-words", 8, 5, days_ago=400), use("five-senses", 8, 6)
    assert order(long_ago, lately)[:2] == ("five-senses", "kind-words")


uses = st.lists(
    st.builds(
        use,
        st.sampled_from(TOOLS),
        st.none() | st.integers(0, 10),
        st.none() | st.integers(0, 10),
        days_ago=st.integers(0, 3000),
    ),
    max_size=20,
)


@given(uses)
def test_every_tool_stays_in_the_order_once(made: list[ToolUse]) -> None:
    assert sorted(order(*made)) == sorted(TOOLS)
    assert all(-10 <= helped(tool, uses=made, tonight=TONIGHT) <= 10 for tool in TOOLS)


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        (8, 4, False),
        (8, 7, True),
        (5, 5, True),
        (3, 6, True),
        (None, 8, True),
        (None, 4, False),
        (9, None, False),
        (None, None, False),
        (0, 0, False),
    ],
)
def test_another_way_is_offered_where_this_one_did_not_help(
    before: int | None, after: int | None, goes_on: bool
) -> None:
    assert another(before=before, after=after) is goes_on
