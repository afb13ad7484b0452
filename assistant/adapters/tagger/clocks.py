"""Times of the clock and days of the week as they are spoken, and how far they lie apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.numbers import Numbers

LENGTH, ACTIVITY, BREATH, WHOLE, CLOCK, DAY = "t-len", "t-act", "t-breath", "t-whole", "t-clock", "t-day"
"""The words that stand for a found time in patterns. No word of a talk holds a hyphen."""
_HALF_DAY, _DAY, _WEEK = 43_200.0, 86_400.0, 604_800.0
_NAMED_HOURS = {"noon": _HALF_DAY, "midday": _HALF_DAY, "midnight": 0.0}


@dataclass(frozen=True, slots=True)
class Time:
    """Words [first, last) of a talk that name a time."""

    first: int
    last: int
    kind: str
    lower_s: float
    """Of a length its least; of a clock or a day the seconds since midnight, or since Monday."""
    upper_s: float
    either_half: bool = False
    """A clock time that may be before noon or after it."""


def gap(start: Time, end: Time) -> tuple[float, float]:
    """Least and most seconds from one clock time to the next other one, or from one day of the week to another."""
    if start.kind == DAY:
        days = (end.lower_s - start.lower_s) % _WEEK or _WEEK
        return days, days
    shifts = [
        (a, b)
        for a in (0.0, _HALF_DAY if start.either_half else 0.0)
        for b in (0.0, _HALF_DAY if end.either_half else 0.0)
    ]

    def middle(shift: tuple[float, float]) -> float:
        a, b = shift
        return ((end.lower_s + end.upper_s) / 2 + b - (start.lower_s + start.upper_s) / 2 - a) % _DAY or _DAY

    shortest = min(middle(s) for s in shifts)
    slack = (end.upper_s - end.lower_s + start.upper_s - start.lower_s) / 2
    return max(shortest - slack, 0.0), shortest + slack


class Clocks:
    """Finds times of the clock and days of the week in the words of a sentence."""

    def __init__(self, data: Mapping[str, Any], *, numbers: Numbers, never_before: Iterable[str]) -> None:
        self._numbers = numbers
        self._days = {w: n * _DAY for n, w in enumerate(data["days"].split())}
        self._sure_after = frozenset(data["clock_before"].split())
        self._never_before = frozenset(never_before) | frozenset(data["clock_not_after"].split())
        self._begins = {*self._days, *numbers.ones, *numbers.tens, *_NAMED_HOURS, "half", "quarter"}

    def find(self, words: Sequence[str]) -> Iterator[Time]:
        last = 0
        for k, word in enumerate(words):
            if k >= last and (word in self._begins or word[0].isdigit()):
                time = self._day(words, k) or self._clock(words, k)
                if time:
                    last = time.last
                    yield time

    def _day(self, words: Sequence[str], k: int) -> Time | None:
        if words[k] not in self._days:
            return None
        return Time(k, k + 1, DAY, self._days[words[k]], self._days[words[k]])

    def _clock(self, words: Sequence[str], k: int) -> Time | None:
        """A clock time that begins at `k`. A bare number is one only behind "at", "till" and the like."""
        sure = k > 0 and words[k - 1] in self._sure_after
        minute, at = 0.0, k
        part = {"half": 30.0, "quarter": 15.0}.get(words[k]) or (self._minutes(words, k) or (0.0, 0))[0]
        if k and words[k - 1] == "from":  # "from nine to noon"
            part = 0.0
        to = at + (self._minutes(words, k) or (0.0, 1))[1]
        to += 1 if tuple(words[to : to + 1]) == ("minutes",) else 0
        if part and to < len(words) - 1 and words[to] in ("past", "to") and self._hour(words[to + 1]):
            minute = part if words[to] == "past" else -part
            sure, at = sure or words[to] == "past" or part in (15.0, 30.0), to + 1
        elif part == 30.0 and to < len(words) and words[k] == "half" and self._hour(words[to]):
            minute, at = part, to  # "half seven"
        hour = self._hour(words[at])
        if hour is None:
            return None
        last = at + 1
        if at == k and ":" not in words[at] and "." not in words[at]:
            behind = self._minutes(words, last)
            if (
                behind
                and behind[0] >= 10
                and words[last + behind[1] : last + behind[1] + 1] not in (("past",), ("to",))
            ):
                minute, last = behind[0], last + behind[1]
        else:
            sure = sure or ":" in words[at]
        if words[last : last + 1] == ("o'clock",):
            sure, last = True, last + 1
        seconds, either = hour[0] + 60 * minute, hour[1]
        half, size = _half(words, last)
        if half:
            seconds, either, last = seconds % _HALF_DAY + (_HALF_DAY if half == "pm" else 0), False, last + size
            sure = True
        if not sure or (last < len(words) and words[last] in self._never_before):
            return None
        return Time(k, last, CLOCK, seconds % _DAY, seconds % _DAY, either)

    def _minutes(self, words: Sequence[str], k: int) -> tuple[float, int] | None:
        """Minutes that begin at `k`, and how many words they take."""
        for size in (2, 1):
            number = self._numbers.ending_at(words, k + size - 1)
            if number and number[0] == k and number[1] < 60 and number[1] == int(number[1]):
                return number[1], size
        return None

    def _hour(self, word: str) -> tuple[float, bool] | None:
        """Seconds since midnight of "nine", "9", "9:15" and "noon", and whether it may be either half of the day."""
        if word in _NAMED_HOURS:
            return _NAMED_HOURS[word], False
        hour, _, minute = word.replace(".", ":").partition(":")
        if minute and not (len(minute) == 2 and minute.isdecimal() and int(minute) < 60):
            return None
        is_short = len(hour) <= 2  # Python makes no number of some thousand digits
        value = int(hour) if is_short and hour.isdecimal() and hour.isascii() else int(self._numbers.ones.get(hour, 0))
        if not 1 <= value <= 23 or (not hour.isdecimal() and value > 12):
            return None
        return value * 3600.0 + (int(minute) * 60 if minute else 0), value <= 12


_HALVES = {
    ("am",): "am", ("a.m.",): "am", ("in", "the", "morning"): "am", ("this", "morning"): "am",
    ("pm",): "pm", ("p.m.",): "pm", ("in", "the", "afternoon"): "pm", ("in", "the", "evening"): "pm",
    ("at", "night"): "pm", ("tonight",): "pm", ("last", "night"): "pm", ("that", "night"): "pm",
    ("the", "next", "morning"): "am",
    ("next", "morning"): "am",
    ("that", "evening"): "pm", ("this", "afternoon"): "pm", ("this", "evening"): "pm",
}  # fmt: skip


def _half(words: Sequence[str], at: int) -> tuple[str, int]:
    for size in (3, 2, 1):
        key = tuple(words[at : at + size])
        if len(key) == size and key in _HALVES:
            return _HALVES[key], size
    return "", 0
