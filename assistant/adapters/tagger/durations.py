"""Lengths of time as they are spoken, with a least and a most.

"A good twenty minutes", "two or three days": words of number are counted here, and every bound of a
vague word stands in `measures.toml`. Whole phrases that take a while ("after the dishes") are patterns of that file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.clocks import ACTIVITY, BREATH, CLOCK, LENGTH, WHOLE, Clocks, Time
from assistant.adapters.tagger.numbers import Numbers
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Rule, RuleBook, lines
from assistant.adapters.tagger.talk import Talk
from assistant.errors import UsageError

_KINDS = {"length": LENGTH, "activity": ACTIVITY, "breath": BREATH, "times": WHOLE, "whole": WHOLE, "clock": CLOCK}
"""Tables of phrases, and the word that stands for each."""


@dataclass(frozen=True, slots=True)
class Amount:
    first: int
    lower: float
    upper: float


class Times:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        self._units: dict[str, float] = {w: s for s, words in data["unit"].values() for w in words.split()}
        self._numbers = Numbers(data["number"])
        self._amounts: dict[str, tuple[float, float]] = {w: (a, b) for w, (a, b) in data["amount"].items()}
        self._loose: dict[str, tuple[float, float]] = {w: (a, b) for w, (a, b) in data["loose"].items()}
        self._stretch = {w: (a, b) for a, b, words in data["hedge"].values() for w in words.split("; ")}
        self._tails = frozenset(data["words"]["tails"].split("; "))
        self._fill = frozenset(data["words"]["between"].split())
        self._not_after = frozenset(data["words"]["not_after"].split())
        self._not_before = frozenset(data["words"]["not_before"].split())
        self._clocks = Clocks(data["words"], numbers=self._numbers, never_before={*self._units, *self._not_after})
        self._phrases, self._bounds = _phrases(data, compiler)

    def find(self, talk: Talk) -> list[Time]:
        """The longest first where they overlap; in the order of the text."""
        found = list(self._named(talk))
        for sentence in talk.sentences:
            words = talk.words[sentence.first : sentence.last]
            found += [_moved(t, sentence.first) for t in (*self._lengths(words), *self._clocks.find(words))]
        kept: list[Time] = []
        taken: set[int] = set()
        for time in sorted(found, key=lambda t: (t.first - t.last, t.first)):
            if taken.isdisjoint(range(time.first, time.last)):
                taken.update(range(time.first, time.last))
                kept.append(time)
        return sorted(kept, key=lambda t: t.first)

    def _named(self, talk: Talk) -> Iterator[Time]:
        for hit in self._phrases.find(talk):
            lower, upper = self._bounds[hit.rule.id]
            each = [n for k in range(hit.first, hit.last) if (n := self._numbers.ending_at(talk.words, k)) is not None]
            if hit.rule.kind in ("times", "breath"):  # "counted to ten", "three breaths": so many seconds each
                times = each[-1][1] if each else 1.0
                lower, upper = lower * times, upper * times
            kind = _KINDS[hit.rule.kind]
            yield Time(hit.first, hit.last, kind, lower, upper)

    def _lengths(self, words: Sequence[str]) -> Iterator[Time]:
        found: list[Time] = []
        for k, word in enumerate(words):
            if word not in self._units:
                continue
            time = self._length(words, k)
            if time is None:
                continue
            before = found[-1] if found else None
            between = words[before.last : time.first] if before else ()
            if before and (not between or between == ("and",)) and time.upper_s < before.lower_s:
                found[-1] = Time(
                    before.first, time.last, LENGTH, before.lower_s + time.lower_s, before.upper_s + time.upper_s
                )
            else:
                found.append(time)
        yield from found

    def _length(self, words: Sequence[str], k: int) -> Time | None:
        """The length whose unit stands at `k`, with the amount before it and what comes behind."""
        j = k - 1
        is_good = False
        while j >= 0 and words[j] in self._fill:
            is_good = is_good or words[j] == "good"
            j -= 1
        amount = self._amount(words, j)
        if amount is None or (amount.first and words[amount.first - 1] in self._not_before):
            return None
        unit = self._units[words[k]]
        lower, upper = amount.lower, amount.upper
        last = k + 1
        if amount.upper > 1 and not words[k].endswith("s") and words[k] != "min":
            return None  # "a two hour meeting"
        if tuple(words[last : last + 3]) in (("and", "a", "half"), ("and", "a", "quarter")):
            part = 0.5 if words[last + 2] == "half" else 0.25
            lower, upper, last = lower + part, upper + part, last + 3
        if last < len(words) and words[last] in self._not_after:
            return None
        lower, upper = lower * unit, upper * unit
        if last == k + 1 and amount.first == j and words[j] in ("a", "the") and j == k - 1 and words[k] in self._loose:
            lower, upper = self._loose[words[k]]  # "a minute" is seldom sixty seconds
        first, (less, more) = self._hedged(words, amount.first)
        if is_good:  # "a good hour"
            more = max(more, self._stretch["a good"][1])
        for tail in (3, 2, 1):
            phrase = " ".join(words[last : last + tail])
            if phrase in self._tails and last + tail <= len(words):
                hedge = self._stretch[phrase]
                less, more, last = min(less, hedge[0]), max(more, hedge[1]), last + tail
                break
        more_of = (
            self._numbers.ending_at(words, last + 1)
            if words[last : last + 1] in (("maybe",), ("or",), ("perhaps",))
            else None
        )
        if more_of and more_of[0] == last + 1 and not self._units.keys() & set(words[last + 2 : last + 3]):
            upper, last = max(upper, more_of[1] * unit), last + 2  # "five seconds, maybe six"
        return Time(first, last, LENGTH, round(lower * less, 1), round(upper * more, 1))

    def _hedged(self, words: Sequence[str], at: int) -> tuple[int, tuple[float, float]]:
        for size in (4, 3, 2, 1):
            hedge = self._stretch.get(" ".join(words[at - size : at])) if at >= size else None
            if hedge:
                return at - size, hedge
        return at, (1.0, 1.0)

    def _amount(self, words: Sequence[str], j: int) -> Amount | None:
        """The amount whose last word stands at `j`: "two and a half", "ten or fifteen", "a couple of", "half an"."""
        if j < 0:
            return None
        word = words[j]
        if word == "of":
            return self._amount(words, j - 1)
        if word in ("half", "quarter", "quarters"):
            return self._part(words, j)
        if word in ("a", "an"):
            if j and words[j - 1] == "half":
                return Amount(j - 1, 0.5, 0.5)
            if j > 1 and words[j - 1] == "of" and words[j - 2] in ("quarter", "quarters"):
                return self._part(words, j - 2)
            return Amount(j, 1, 1)
        if word in self._amounts:
            first = j - 1 if j and words[j - 1] in ("a", "the", "another") else j
            return Amount(first, *self._amounts[word])
        number = self._numbers.ending_at(words, j)
        if number is None:
            return Amount(j, 1, 1) if word == "the" and "whole" in words[j : j + 3] else None
        return self._range(words, *number)

    def _part(self, words: Sequence[str], j: int) -> Amount:
        if words[j] == "quarters":
            return Amount(j - 1 if j and words[j - 1] in ("three", "3") else j, 0.75, 0.75)
        part = 0.5 if words[j] == "half" else 0.25
        has_a = j >= 1 and words[j - 1] == "a"
        if has_a and j >= 3 and words[j - 2] == "and" and (whole := self._numbers.ending_at(words, j - 3)):
            return Amount(whole[0], whole[1] + part, whole[1] + part)
        return Amount(j - 1 if has_a else j, part, part)

    def _range(self, words: Sequence[str], first: int, number: float) -> Amount:
        """ "ten or fifteen", "ten to fifteen", "between ten and fifteen", "ten fifteen"."""
        step = 1 if first and words[first - 1] in ("or", "to", "and", "maybe", "perhaps") else 0
        lower = self._numbers.ending_at(words, first - step - 1)
        if lower is None or lower[1] >= number:
            return Amount(first, number, number)
        start = lower[0]
        if step and words[first - 1] == "and":
            if not start or words[start - 1] != "between":
                return Amount(first, number, number)
            start -= 1
        elif start and words[start - 1] == "from":
            start -= 1
        return Amount(start, lower[1], number)


def _moved(time: Time, by: int) -> Time:
    return Time(time.first + by, time.last + by, time.kind, time.lower_s, time.upper_s, time.either_half)


def _phrases(data: Mapping[str, Any], compiler: Compiler) -> tuple[RuleBook, dict[str, tuple[float, float]]]:
    entries, bounds = [], {}
    for kind in _KINDS:
        for name, row in data.get(kind, {}).items():
            rule = Rule(f"{kind}.{name}", name, kind)
            lower, upper = row.get("s", (0, 0))
            if not 0 <= lower <= upper or upper == 0:
                raise UsageError(f"measures.toml: “{rule.id}” has no bounds.", "It wants s = [least, most] in seconds.")
            bounds[rule.id] = (float(lower), float(upper))
            for line in lines(row["as"]):
                entries.append((rule, compiler.compile(line, where=f"measures.toml, {rule.id}")))
    return RuleBook(entries), bounds
