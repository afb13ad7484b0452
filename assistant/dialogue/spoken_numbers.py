"""The number that somebody means who was asked for one. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ONES = dict(
    zip(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split(),
        range(20),
        strict=True,
    )
) | {"nought": 0, "nil": 0, "thousand": 1_000, "million": 1_000_000}
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SOUND_LIKE = {"won": 1, "to": 2, "too": 2, "tree": 3, "for": 4, "fore": 4, "fife": 5, "sex": 6, "sicks": 6}
_SOUND_LIKE |= {"severn": 7, "ate": 8, "aight": 8, "nein": 9, "tin": 10}
"""How a recogniser may write a number that is all that was said."""
_FILLERS = frozenset("um uh uhm er erm hmm mm ah oh well so like a an maybe about okay ok it's i'd say".split())

_LOWEST = ("nothing", "none", "not at all", "none at all", "nothing at all", "not a bit")
_HIGHEST = ("the most", "maximum", "the maximum", "max", "the highest", "completely", "totally", "fully", "entirely")
_MIDDLE = ("half", "halfway", "half way", "in the middle", "the middle", "middle", "half half", "fifty fifty")

_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:'[a-z]+)?|[.,;:!?…\u2013/-]")
_CORRECTIONS = (
    ("no",), ("wait",), ("actually",), ("sorry",), ("rather",), ("i", "mean"), ("i", "meant"), ("make", "it"),
    ("make", "that"), ("correction",), ("scratch", "that"), ("now",), ("but",),
)  # fmt: skip
_PAST = frozenset("was were yesterday earlier before started began used first morning had".split())
_POINTED_AT = frozenset("this that the no any which each every another some good bad big last only other".split())
_COUNTED = frozenset(
    """of minute minutes hour hours time times day days week weeks month months year years night nights o'clock am pm
    people person things thing kids friends calls messages texts moment more who""".split()
)
"""What stands behind a number that is no answer: "four people", "one of those days"."""
WIDE = 0.3
"""Two numbers further apart than this share of the range are no "six or seven"."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    start: int
    end: int
    """Tokens [start, end)."""


def meant(said: str, *, low: float, high: float) -> float | None:
    """None where there is none, where it lies beyond the range, or where nobody can know which one is meant."""
    plain = re.sub(r"-?ish\b", "", said.lower())
    tokens = _TOKEN.findall(plain.replace("\u2019", "'").replace("1/2", "and a half"))
    found = _answering(list(_numbers(tokens)), tokens)
    if not found:
        return _without_a_number(tokens, low=low, high=high)
    lowest, highest = min(n.value for n in found), max(n.value for n in found)
    between = any(word in ("between", "from") for word in tokens[: found[0].start])
    if not between and highest - lowest > WIDE * (high - low):
        return None
    middle = (lowest + highest) / 2
    return middle if low <= lowest and highest <= high and not _minus(tokens, found[0]) else None


def _numbers(tokens: Sequence[str]) -> Iterator[_Number]:
    at = 0
    while at < len(tokens):
        found = _number_at(tokens, at)
        if found is not None:
            yield found
        at = at + 1 if found is None else found.end


def _number_at(tokens: Sequence[str], at: int) -> _Number | None:
    word, following = tokens[at], tokens[at + 1 :]
    if word[0].isdigit():
        return _with_fraction(float(word), at, at + 1, tokens)
    if word == "hundred" or (word in ("a", "one") and following[:1] == ["hundred"]):
        return _Number(100.0, at, at + (1 if word == "hundred" else 2))
    if word in _TENS:
        end = at + (2 if following[:1] == ["-"] else 1)
        ones = _ONES.get(tokens[end], 0) if end < len(tokens) else 0
        return _Number(_TENS[word] + ones, at, end + 1) if 0 < ones < 10 else _Number(_TENS[word], at, at + 1)
    return _with_fraction(_ONES[word], at, at + 1, tokens) if word in _ONES else None


def _with_fraction(value: float, start: int, end: int, tokens: Sequence[str]) -> _Number:
    """ "six and a half", "six point five"."""
    if list(tokens[end : end + 3]) == ["and", "a", "half"]:
        return _Number(value + 0.5, start, end + 3)
    if len(tokens) > end + 1 and tokens[end] == "point" and 0 <= (tenths := _digit(tokens[end + 1])) < 10:
        return _Number(value + tenths / 10, start, end + 2)
    return _Number(value, start, end)


def _digit(word: str) -> int:
    return int(word) if word.isdigit() else _ONES.get(word, -1)


def _answering(numbers: list[_Number], tokens: Sequence[str]) -> list[_Number]:
    """Without numbers that are part of a story, and without what was taken back."""
    numbers = [n for n in numbers if not _counts_something(n, tokens)]
    numbers = _others(numbers, [n for n in numbers if _said_of_another_time(n, tokens)])
    numbers = _others(numbers, [n for n in numbers[:-1] if "not" in _clause_before(n, tokens)[-3:]])
    for n, after in reversed(list(enumerate(numbers))[1:]):
        before = numbers[n - 1]
        if _taken_back(tokens[before.end : after.start], from_higher=before.value > after.value, tokens=tokens):
            return numbers[n:]
    return numbers


def _others(numbers: list[_Number], left_out: list[_Number]) -> list[_Number]:
    """All but these, unless these are all."""
    return [n for n in numbers if n not in left_out] or numbers


def _counts_something(number: _Number, tokens: Sequence[str]) -> bool:
    before, after = tokens[: number.start], tokens[number.end : number.end + 1]
    if list(before[-2:]) == ["out", "of"] or list(before[-3:]) == ["out", "of", "a"] or list(before[-1:]) == ["/"]:
        return True
    pointed_at = number.value == 1 and tokens[number.start] == "one" and not _POINTED_AT.isdisjoint(before[-1:])
    return pointed_at or not _COUNTED.isdisjoint(after)


def _clause_before(number: _Number, tokens: Sequence[str]) -> Sequence[str]:
    """The words up to the number since the last sign."""
    start = next((n + 1 for n in range(number.start - 1, -1, -1) if not tokens[n][0].isalnum()), 0)
    return tokens[start : number.start]


def _said_of_another_time(number: _Number, tokens: Sequence[str]) -> bool:
    end = next((n for n in range(number.end, len(tokens)) if not tokens[n][0].isalnum()), len(tokens))
    return not _PAST.isdisjoint([*_clause_before(number, tokens), *tokens[number.end : end]])


def _taken_back(between: Sequence[str], *, from_higher: bool, tokens: Sequence[str]) -> bool:
    """The words between two numbers say that the second is meant: "six, no, wait, four", "from eight down to five"."""
    words = [word for word in between if word[0].isalnum()]
    if any(tuple(words[n : n + len(way)]) == way for way in _CORRECTIONS for n in range(len(words))):
        return True
    return words[-1:] == ["to"] and (len(words) > 1 or (from_higher and "from" in tokens))


def _minus(tokens: Sequence[str], number: _Number) -> bool:
    before = tokens[number.start - 1] if number.start else ""
    return before in ("minus", "negative") or (before == "-" and number.start == 1)


def _without_a_number(tokens: Sequence[str], *, low: float, high: float) -> float | None:
    words = [word for word in tokens if word[0].isalnum() and word not in _FILLERS]
    said = " ".join(words)
    if len(words) == 1 and said in _SOUND_LIKE and low <= _SOUND_LIKE[said] <= high:
        return float(_SOUND_LIKE[said])
    plain = " ".join(word for word in tokens if word[0].isalnum())
    for ways, value in ((_LOWEST, low), (_HIGHEST, high), (_MIDDLE, (low + high) / 2)):
        if plain in ways or said in ways:
            return value
    return None
