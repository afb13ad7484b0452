"""Which thing of an earlier night is brought up, and when none is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.insight.thread import ASKED, GOOD, HEAVY, WINDOW_NIGHTS, Earlier, Opening, Thread, choose
from assistant.journal import BEHAVIOURS, EMOTIONS, STATUSES, Asked, Evidence, Moment, Reading, Tag

TONIGHT = date(2026, 11, 23)
MOMENT = Moment(datetime(2026, 11, 1, tzinfo=UTC), 0, "")


def ago(nights: int) -> date:
    return TONIGHT - timedelta(days=nights)


def tag(what: str) -> Tag:
    """`hope`, or `paused:done`."""
    label, _, detail = what.partition(":")
    kind = "behaviour" if detail else "person" if label[:1].isupper() else "emotion"
    return Tag(kind, label, detail or "said", 1.0, Evidence(0, 0, 1, "x"), "rule:x")


def reading(*what: str, safety: str = "none") -> Reading:
    return Reading(tuple(map(tag, what)), safety, None, "", "rules 1")  # type: ignore[arg-type]


def night(nights: int, *what: str, safety: str = "none") -> Earlier:
    return Earlier(ago(nights), (reading(*what, safety=safety),))


def brought_up(nights: int, label: str = "hope") -> Asked:
    return Asked("a" * 32, f"{ASKED}{label}", "text", MOMENT, ago(nights))


def chosen(*earlier: Earlier, asked: tuple[Asked, ...] = ()) -> Opening | None:
    return choose(earlier, asked=asked, tonight=TONIGHT)


def test_a_plan_goes_before_what_was_done_and_felt() -> None:
    """Its reason is stored, and holds no word of the person's."""
    opening = chosen(night(4, "set_boundary:intended"), night(2, "paused:done"), night(1, "hope"))
    assert opening == Opening(
        Thread("plan", "set_boundary", ago(4)),
        kindly=False,
        question="thread.set_boundary",
        why="plan set_boundary, 4 nights ago, no word of it since",
    )


@pytest.mark.parametrize("later", ["set_boundary:done", "set_boundary:not_done"])
def test_a_plan_that_was_told_of_since_is_none(later: str) -> None:
    """Done or not: nobody is asked again about what they have told."""
    opening = chosen(night(4, "set_boundary:intended"), night(2, later), night(1, "hope"))
    assert opening is not None
    assert opening.thread != Thread("plan", "set_boundary", ago(4))


def test_of_equals_the_newest() -> None:
    """What is nearest is remembered best."""
    opening = chosen(night(6, "paused:done"), night(3, "rested:done"), night(1))
    assert opening is not None
    assert opening.thread == Thread("done", "rested", ago(3))


def test_an_old_pattern_averted_is_a_small_change() -> None:
    """It comes after what was done, and before what was felt."""
    opening = chosen(night(3, "hope"), night(2, "snapped:not_done"))
    assert opening is not None
    assert opening.thread == Thread("averted", "snapped", ago(2))


@pytest.mark.parametrize("what", ["snapped:done", "shame", "anger", "Dana", "paused:not_done", "snapped:intended"])
def test_what_is_never_brought_up(what: str) -> None:
    """Old patterns, what hurt, what was left undone; nor a person, since somebody may be in the room."""
    assert chosen(night(3, "hope", what), night(1, "hope"), asked=(brought_up(5),)) is None


@pytest.mark.parametrize("nights", [0, 1])
def test_never_two_nights_running(nights: int) -> None:
    """Nor twice in one night."""
    assert chosen(night(2, "hope"), night(1, "joy"), asked=(brought_up(nights, "paused"),)) is None


def test_never_in_two_evenings_running() -> None:
    """For somebody who is here every third night, the night before is the third."""
    assert chosen(night(6, "joy"), night(3, "hope"), asked=(brought_up(3, "joy"),)) is None
    assert chosen(night(6, "joy"), night(3, "hope"), asked=(brought_up(6, "joy"),)) is not None


def test_never_in_a_second_evening_of_a_night() -> None:
    """Whoever comes back the same night goes on where they were."""
    assert chosen(night(1, "hope"), night(0, "tired")) is None


def test_a_thing_that_was_brought_up_rests() -> None:
    """Another one is, or none."""
    assert chosen(night(5, "hope"), night(1, "hope"), asked=(brought_up(4, "hope"),)) is None
    opening = chosen(night(5, "joy"), night(1, "hope"), asked=(brought_up(4, "hope"),))
    assert opening is not None
    assert opening.question == "thread.joy"


@pytest.mark.parametrize("hard", [("grief", "hope"), ("anxiety",), ("sadness", "joy"), ("shame", "anger")])
def test_after_a_hard_night_something_kind_first(hard: tuple[str, ...]) -> None:
    """And a plan, which may be a burden, is left for another night."""
    opening = chosen(night(4, "rested:intended"), night(3, "asked_for_help:done"), night(1, *hard))
    assert opening is not None
    assert opening.kindly
    assert opening.thread == Thread("done", "asked_for_help", ago(3))
    assert opening.why == "done asked_for_help, 3 nights ago, after a hard night"


def test_a_night_with_both_is_not_hard() -> None:
    """Many are, and each need not be called so."""
    opening = chosen(night(1, "anxiety", "relief"))
    assert opening is not None
    assert not opening.kindly


def test_after_a_hard_night_with_nothing_else_only_something_kind() -> None:
    """There is nothing to bring up."""
    opening = chosen(night(1, "grief"))
    assert opening is not None
    assert (opening.thread, opening.kindly, opening.question) == (None, True, "thread.kindly")


@pytest.mark.parametrize("level", ["concern", "crisis"])
def test_after_danger_only_something_kind(level: str) -> None:
    """No thread, however good; and nothing is ever taken from such a night."""
    opening = chosen(night(3, "paused:done"), night(1, "hope", safety=level))
    assert opening is not None
    assert (opening.thread, opening.kindly) == (None, True)
    assert chosen(night(3, "paused:done", safety=level), night(1)) is None


def test_a_night_that_nobody_has_read_is_taken_for_a_hard_one() -> None:
    """Nothing is said of it or after it, and nothing is taken from it."""
    unread = Earlier(ago(1), (reading("hope"), None))
    assert chosen(night(3, "paused:done"), unread) is None
    assert chosen(Earlier(ago(3), (reading("paused:done"), None)), night(1)) is None


def test_a_night_of_silence_is_nothing_to_go_by() -> None:
    """Only sound with no words in it."""
    assert chosen(night(3, "hope"), Earlier(ago(1), ())) is None


def test_the_first_evening_of_all() -> None:
    """And one after a long time away."""
    assert chosen() is None
    assert chosen(night(WINDOW_NIGHTS + 1, "paused:done")) is None


whats = st.sampled_from([*EMOTIONS, *(f"{b}:{s}" for b in BEHAVIOURS for s in STATUSES)])
readings = st.builds(
    lambda what, safety: reading(*what, safety=safety),
    st.lists(whats, max_size=4),
    st.sampled_from(["none", "none", "none", "concern", "crisis"]),
)
nights_kept = st.lists(st.tuples(st.integers(1, 20), readings), max_size=6, unique_by=lambda n: n[0])
asked_before = st.lists(st.builds(brought_up, st.integers(0, 15), st.sampled_from(["hope", "paused"])), max_size=3)


@given(nights_kept, asked_before)
@settings(max_examples=150, deadline=None)
def test_whatever_was_kept(nights: list[tuple[int, Reading]], asked: list[Asked]) -> None:
    """Never two nights running; never after a hard night without something kind; nothing out of a night with danger."""
    earlier = [Earlier(ago(n), (r,)) for n, r in sorted(nights, key=lambda n: -n[0])]
    opening = choose(earlier, asked=asked, tonight=TONIGHT)
    if opening is None:
        return
    assert all(a.night < ago(1) for a in asked)
    last = earlier[-1].readings[0]
    assert last is not None
    felt = set(last.labels("emotion"))
    assert opening.kindly or (last.safety == "none" and not felt & HEAVY)
    if opening.thread is not None:
        (taken,) = (e.readings[0] for e in earlier if e.night == opening.thread.night)
        assert taken is not None
        assert taken.safety == "none"
        assert opening.thread.label in {t.label for t in taken.tags}
        assert opening.thread.kind != "felt" or opening.thread.label in GOOD
