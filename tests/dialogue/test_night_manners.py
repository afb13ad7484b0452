"""Softer, slower, shorter through the night."""

from dataclasses import fields
from datetime import time
from itertools import pairwise

import pytest

from assistant.dialogue.night_manners import MOST_WORDS, farewell, hush, short_ones
from assistant.dialogue.sentences import Phrases

NIGHT = [time(hour, minute) for hour in (21, 22, 23, 0, 1, 2, 3, 4) for minute in (0, 29, 59)]
PHRASES = Phrases(**{field.name: (field.name,) for field in fields(Phrases)})


def test_by_day_it_is_as_set() -> None:
    """From five in the morning until nine in the evening nothing is changed."""
    for local in (time(5, 0), time(12, 30), time(20, 59)):
        assert (hush(local, questions=3).loudness, hush(local, questions=3).pace) == (1.0, 1.0)
        assert hush(local, questions=3).questions == 3


def test_it_never_gets_louder_before_the_morning() -> None:
    """Nor faster, nor more questions: through the whole night each only goes down."""
    for earlier, later in pairwise(hush(local, questions=3) for local in NIGHT):
        assert later.loudness <= earlier.loudness
        assert later.pace <= earlier.pace
        assert later.questions <= earlier.questions


def test_it_can_still_be_heard() -> None:
    """At its softest it is a half, and not a whisper."""
    softest = min(hush(local, questions=3).loudness for local in NIGHT)
    assert 0.5 <= softest < 0.6
    assert hush(time(23, 0), questions=3).loudness == pytest.approx(0.74, abs=0.01)


@pytest.mark.parametrize(
    ("local", "wanted", "asked"),
    [
        (time(23, 59), 3, 3),
        (time(0, 30), 3, 2),
        (time(2, 0), 3, 1),
        (time(4, 59), 3, 1),
        (time(3, 0), 0, 0),
        (time(0, 30), 1, 1),
        (time(23, 0), 7, 7),
    ],
)
def test_fewer_questions_late(local: time, wanted: int, asked: int) -> None:
    """Never more than the person wants, and at two in the night one, which is the last and settles."""
    assert hush(local, questions=wanted).questions == asked


def test_late_the_short_ones_are_said() -> None:
    """Where there is none so short, the shortest."""
    short, long, longer = "It's kept.", "one two three four five six seven eight nine", "a " * 20
    assert short_ones([long, short], local=time(1, 0)) == [short]
    assert short_ones([longer, long], local=time(1, 0)) == [long]
    assert short_ones([longer, long, short], local=time(23, 0)) == [longer, long, short]
    assert len(long.split()) > MOST_WORDS


@pytest.mark.parametrize(
    ("kept_as", "local", "said"),
    [
        ("words", time(23, 0), "closing"),
        ("words", time(4, 59), "closing"),
        ("words", time(17, 0), "closing"),
        ("words", time(9, 0), "closing_by_day"),
        ("pending", time(9, 0), "closing_without_words_by_day"),
        ("wordless", time(2, 0), "closing_without_words"),
        ("", time(12, 0), "closing_unsaid_by_day"),
        ("", time(22, 0), "closing_unsaid"),
    ],
)
def test_a_goodnight_at_night(kept_as: str, local: time, said: str) -> None:
    """Nobody is wished a good night at noon."""
    assert [*farewell(PHRASES, kept_as=kept_as, local=local)] == [said]
