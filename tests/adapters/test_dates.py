"""Dates as people say them, on Monday the 23rd of November 2026."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.adapters import dates
from assistant.errors import UsageError
from assistant.journal import Moment, Nights, night_of

TONIGHT = date(2026, 11, 23)

ONE_NIGHT = {
    "tonight": "2026-11-23",
    "today": "2026-11-23",
    "yesterday": "2026-11-22",
    "last night": "2026-11-22",
    "last night's": "2026-11-22",
    "Last  Night?": "2026-11-22",
    "the day before yesterday": "2026-11-21",
    "sunday": "2026-11-22",
    "monday": "2026-11-16",
    "on monday": "2026-11-16",
    "last monday": "2026-11-16",
    "last tuesday": "2026-11-17",
    "tuesday night": "2026-11-17",
    "3 march": "2026-03-03",
    "march 3rd": "2026-03-03",
    "the 3rd of march": "2026-03-03",
    "24 november": "2025-11-24",
    "23 november": "2026-11-23",
    "20 november 2024": "2024-11-20",
    "friday 20 november 2026": "2026-11-20",
    "29 february": "2024-02-29",
    "the 3rd": "2026-11-03",
    "the 25th": "2026-10-25",
    "31st": "2026-10-31",
    "2026-11-20": "2026-11-20",
    "2026-11-09": "2026-11-09",
    "20/11/2026": "2026-11-20",
    "9/11/2026": "2026-11-09",
    "3.5.2026": "2026-05-03",
    "christmas": "2025-12-25",
    "last christmas": "2025-12-25",
    "new year\u2019s eve": "2025-12-31",
    "halloween": "2026-10-31",
    "a year ago": "2025-11-23",
    "three months ago": "2026-08-23",
    "two weeks ago": "2026-11-09",
    "2026-11-20 02:00": "2026-11-19",
    "2026-11-20 22:00": "2026-11-20",
    "last night at 1am": "2026-11-22",
}

SPANS = {
    "in March": ("2026-03-01", "2026-03-31"),
    "last March": ("2026-03-01", "2026-03-31"),
    "december": ("2025-12-01", "2025-12-31"),
    "february 2024": ("2024-02-01", "2024-02-29"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "november": ("2026-11-01", "2026-11-23"),
    "this month": ("2026-11-01", "2026-11-23"),
    "last month": ("2026-10-01", "2026-10-31"),
    "this week": ("2026-11-23", "2026-11-23"),
    "last week": ("2026-11-16", "2026-11-22"),
    "over the weekend": ("2026-11-21", "2026-11-22"),
    "last weekend": ("2026-11-21", "2026-11-22"),
    "this year": ("2026-01-01", "2026-11-23"),
    "last year": ("2025-01-01", "2025-12-31"),
    "2025": ("2025-01-01", "2025-12-31"),
    "in 2025": ("2025-01-01", "2025-12-31"),
    "7 days": ("2026-11-17", "2026-11-23"),
    "3 months": ("2026-08-24", "2026-11-23"),
    "the last 3 months": ("2026-08-24", "2026-11-23"),
    "in the last three months": ("2026-08-24", "2026-11-23"),
    "the past year": ("2025-11-24", "2026-11-23"),
    "a couple of weeks": ("2026-11-10", "2026-11-23"),
    "the last 2 nights": ("2026-11-22", "2026-11-23"),
    "since June": ("2026-06-01", None),
    "since last week": ("2026-11-16", None),
    "after June": ("2026-07-01", None),
    "before Christmas": (None, "2025-12-24"),
    "until yesterday": (None, "2026-11-22"),
    "from 1 May to 3 June": ("2026-05-01", "2026-06-03"),
    "from 1 to 3 May": ("2026-05-01", "2026-05-03"),
    "between christmas and new year": ("2025-12-25", "2026-01-01"),
    "June to August": ("2026-06-01", "2026-08-31"),
    "from December to February": ("2025-12-01", "2026-02-28"),
    "from November to January": ("2025-11-01", "2026-01-31"),
    "may last year": ("2025-05-01", "2025-05-31"),
    "in March of last year": ("2025-03-01", "2025-03-31"),
    "christmas last year": ("2025-12-25", "2025-12-25"),
    "march to may last year": ("2025-03-01", "2025-05-31"),
    "november to december last year": ("2025-11-01", "2025-12-31"),
    "march to may this year": ("2026-03-01", "2026-05-31"),
    "2026-01-01 to 2026-12-31": ("2026-01-01", "2026-12-31"),
    "2026-05-01 - 2026-05-03": ("2026-05-01", "2026-05-03"),
    "ever": (None, None),
}

NO_DATES = (
    *("", " ", "hello", "a", "12", "99", "mother", "I may", "12 apples", "walk", "since", "since mother", "from to"),
    *("2026-13-45", "2026-02-30", "31 april", "0000-00-00", "99999999999", "monday at 10", "friday 21 november 2026"),
    *("last night at 25:00", "last night at 25", "yesterday 99:99", "last night at 13pm", "0 days", "last 0 weeks"),
    *("99999999 years ago", "last 99999999 days", "before 0001-01-01", "after 9999-12-31", "x" * 10_000, "🙂", "\x00"),
)


@pytest.fixture(autouse=True)
def british(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.mark.parametrize(("said", "meant"), ONE_NIGHT.items())
def test_one_night(said: str, meant: str) -> None:
    assert dates.night(said, tonight=TONIGHT) == date.fromisoformat(meant)
    assert dates.span(said, tonight=TONIGHT) == Nights(date.fromisoformat(meant), date.fromisoformat(meant))


@pytest.mark.parametrize(("said", "meant"), SPANS.items())
def test_span(said: str, meant: tuple[str | None, str | None]) -> None:
    first, last = (date.fromisoformat(end) if end else None for end in meant)
    assert dates.span(said, tonight=TONIGHT) == Nights(first, last)


@pytest.mark.parametrize("said", NO_DATES)
def test_what_is_no_date(said: str) -> None:
    """One sentence, and three ways to say one."""
    with pytest.raises(UsageError, match="as a date") as told:
        dates.span(said, tonight=TONIGHT)
    assert len(told.value.message) < 120
    assert told.value.hint.count("“") == 3


@pytest.mark.parametrize(
    "said", ["tomorrow", "next week", "2027", "in 3 days", "in a week", "2026-12-24", "since 2027"]
)
def test_what_is_still_to_come(said: str) -> None:
    """It is told, and not answered with nothing; the end of a stretch, and a night to look back from, may be."""
    with pytest.raises(UsageError, match="is still to come"):
        dates.span(said, tonight=TONIGHT)
    assert dates.night("tomorrow", tonight=TONIGHT) == date(2026, 11, 24)


def test_a_month_is_no_night() -> None:
    with pytest.raises(UsageError, match="“in March” is more than one night"):
        dates.night("in March", tonight=TONIGHT)


def test_at_one_in_the_morning() -> None:
    """It is still Monday's night: `tonight` is that one, and `last night` the one that was slept through."""
    late = night_of(Moment(datetime(2026, 11, 24, 1, 0, tzinfo=UTC), 0, ""))
    said = {text: dates.night(text, tonight=late).day for text in ("tonight", "today", "last night", "yesterday")}
    assert said == {"tonight": 23, "today": 23, "last night": 22, "yesterday": 22}


@pytest.mark.parametrize(("turns_at", "night"), [(time(5), 19), (time(3), 20)])
def test_an_hour_belongs_to_its_night(turns_at: time, night: int) -> None:
    """By the hour that the person set."""
    assert dates.night("20 november 04:00", tonight=TONIGHT, turns_at=turns_at).day == night


def test_on_a_saturday() -> None:
    """The weekend that has begun, and `last weekend` the one before."""
    saturday = date(2026, 11, 21)
    assert dates.span("this weekend", tonight=saturday) == Nights(saturday, saturday)
    assert dates.span("last weekend", tonight=saturday) == Nights(date(2026, 11, 14), date(2026, 11, 15))


def test_backwards() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        dates.span("from 2026-05-03 to 2026-05-01", tonight=TONIGHT)


def test_the_order_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Day first, but for Americans."""
    assert dates.night("9/11/2026", tonight=TONIGHT) == date(2026, 11, 9)
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert dates.night("9/11/2026", tonight=TONIGHT) == date(2026, 9, 11)


def test_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is understood beside English; one that nobody knows does no harm."""
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert dates.night("hier", tonight=TONIGHT) == dates.night("yesterday", tonight=TONIGHT)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert dates.night("yesterday", tonight=TONIGHT) == date(2026, 11, 22)


def test_an_hour_of_a_night() -> None:
    """By the wall clock; an early hour of `last night` is on the next day."""
    assert dates.at("yesterday 22:30", tonight=TONIGHT) == datetime(2026, 11, 22, 22, 30)
    assert dates.at("last night at 1am", tonight=TONIGHT) == datetime(2026, 11, 23, 1, 0)
    for said in ("monday", "tonight", "hello", ""):
        with pytest.raises(UsageError, match=r"without an hour|as a time"):
            dates.at(said, tonight=TONIGHT)


@given(
    st.one_of(
        st.text(max_size=70),
        st.lists(st.sampled_from([*" ".join([*ONE_NIGHT, *SPANS]).split()]), max_size=5).map(" ".join),
    ),
    st.dates(),
)
@example("yesterday", date.min)
@example("after tonight", date.max)
@settings(max_examples=60, deadline=None)
def test_whatever_is_said(said: str, tonight: date) -> None:
    """Nights in their order, or the one fault."""
    try:
        nights = dates.span(said, tonight=tonight)
    except UsageError:
        return
    assert nights.first is None or nights.last is None or nights.first <= nights.last
