"""Classes of words that mean something together: a means and a hand on it, a wish and death."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.rules import Hit
from assistant.adapters.tagger.talk import Talk
from assistant.errors import UsageError

Marks = Mapping[str, Sequence[Hit]]
"""Of each class where it stands, in the order of the text."""

LEVELS = ("crisis", "concern", "doubt")
"""`doubt`: a crisis beside distress, else a concern."""
WHOSE = ("self", "danger", "other")
CANDIDATES = 4
"""So many hits of a class are looked at on each side: linear time, however often a class is said."""


@dataclass(frozen=True, slots=True)
class Match:
    """Words [first, last) of a talk that a combination spans."""

    made_of: "Combination"
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Combination:
    id: str
    level: str
    whose: str
    classes: tuple[tuple[str, ...], ...]
    """A place each, and the classes that may fill it."""
    unless: tuple[str, ...]
    within: int
    """Words from the first hit to any other."""
    across: int
    """Ends of sentences between them."""
    ordered: bool
    not_between: frozenset[str]
    """Words that begin another's part: "she spoke and I shook my head" is not she who shook."""

    @classmethod
    def of(cls, row: Mapping[str, Any], *, known: Mapping[str, Any]) -> "Combination":
        made = cls(
            id=row.get("id", "?"),
            level=row.get("level", ""),
            whose=row.get("whose", "self"),
            classes=tuple(tuple(place.split("|")) for place in row.get("classes", ())),
            unless=tuple(row.get("unless", ())),
            within=row.get("within", 12),
            across=row.get("across", 0),
            ordered=row.get("ordered", False),
            not_between=frozenset(row.get("not_between", ())),
        )
        unknown = {c for place in (*made.classes, made.unless) for c in place} - set(known)
        if unknown or not made.classes or made.level not in LEVELS or made.whose not in WHOSE:
            problem = (
                f"No such class: {', '.join(sorted(unknown))}." if unknown else "Its level or its classes are wrong."
            )
            raise UsageError(f"safety.toml has a mistake in the combination “{made.id}”.", problem)
        return made

    def find(self, marks: Marks, talk: Talk) -> Iterator[Match]:
        places = [sorted((h for c in place for h in marks.get(c, ())), key=_first) for place in self.classes]
        if not all(places):
            return
        for start in places[0]:
            chosen = self._fill(start, places[1:], talk)
            if chosen:
                match = Match(self, min(h.first for h in chosen), max(h.last for h in chosen))
                if not self._is_ruled_out(match, marks, talk):
                    yield match

    def _fill(self, start: Hit, places: Sequence[Sequence[Hit]], talk: Talk) -> list[Hit]:
        """The nearest hit of each other place; empty where one has none."""
        chosen = [start]
        for hits in places:
            at = bisect_left(hits, start.first, key=_first)
            near = list(hits[at : at + CANDIDATES])
            if not self.ordered:
                near += hits[max(at - CANDIDATES, 0) : at]
            fits = [h for h in near if self._fits(h, chosen, talk)]
            if not fits:
                return []
            chosen.append(min(fits, key=lambda h: abs(h.first - start.first)))
        return chosen

    def _fits(self, hit: Hit, chosen: Sequence[Hit], talk: Talk) -> bool:
        start = chosen[0]
        if any(hit.first < c.last and c.first < hit.last for c in chosen):
            return False
        if self.ordered and hit.first < chosen[-1].last:
            return False
        far = max(hit.first - start.last, start.first - hit.last)
        if far > self.within or abs(sentence(talk, hit.first) - sentence(talk, start.first)) > self.across:
            return False
        between = talk.words[min(hit.last, start.last) : max(hit.first, start.first)]
        return self.not_between.isdisjoint(between)

    def _is_ruled_out(self, match: Match, marks: Marks, talk: Talk) -> bool:
        return any(stands_by(match, marks.get(c, ()), talk, reach=0) for c in self.unless)


def stands_by(match: Match | Hit, hits: Sequence[Hit], talk: Talk, *, reach: int) -> bool:
    """Whether one of the hits is in the sentences of the match, or `reach` sentences from them."""
    first, last = sentence(talk, match.first) - reach, sentence(talk, match.last - 1) + reach
    at = bisect_left(hits, first, key=lambda h: sentence(talk, h.first))
    return at < len(hits) and sentence(talk, hits[at].first) <= last


def sentence(talk: Talk, word: int) -> int:
    return talk.sentence_of[word]


def _first(hit: Hit) -> int:
    return hit.first
