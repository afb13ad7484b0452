"""Which of the named questions was meant: words and slots are weighed, and RapidFuzz forgives the slips."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from assistant.dialogue.asking import spans
from assistant.dialogue.asking.nouns import Found, NamedQuestion, Slot, SlotKind, Token
from assistant.dialogue.asking.words import Words

THRESHOLD = 0.74
"""Below it a question is not known; measured on tests/asking (docs/asking.md has the figures)."""
THRESHOLD_WITHOUT_SLOT = 0.9
"""For a question with a slot that nothing fills: nearly all of the rest must be there."""

_LONG = 9
_SLIPS_LONG = 2
"""Letters that may be wrong in a word of so many letters; in a shorter one, one."""
_SHORTEST_SLIP = 4
"""Letters."""
_SLOT_WEIGHT = 3.0
_OPEN = 0.97
"""Of a slot's weight: a phrasing that names the very thing goes before one that takes any."""
_UNKNOWN_WEIGHT = 2.5
_NEVER_WEIGHT = 8.0
_LEAST_WEIGHT = 0.2
_OWN_WEIGHTS = {"i": 1.0}
"""Most questions have it, and what is not about oneself is not about the journal."""
_ORDER = 0.15
"""How much of the score is the order of the words."""
_WORTH_ORDER = 0.4
_NEGATIONS = frozenset("not never without".split())
_TURNED_ROUND = 0.5
"""What is left of the score where one of the two says "not": nights on which it was not are another answer."""
_BEFORE_DOER = frozenset("do be have can will would".split())
_PREPOSITIONS = frozenset("with to about from at for by around of in on after and".split())
_CAPITAL = re.compile(r"\w\W+(?!I\b)[A-Z]")
_SLOT_IN_TEXT = re.compile(r"\{([a-z]+)(?:\.[a-z]+)?\}")


@dataclass(frozen=True, slots=True)
class _Open:
    kind: SlotKind


_Piece: TypeAlias = str | Found | _Open


@dataclass(frozen=True, slots=True)
class _Phrasing:
    question: NamedQuestion
    pieces: tuple[_Piece, ...]
    names_one: bool
    """It holds a feeling, doing or person by name, and no slot for it."""


@dataclass(frozen=True, slots=True)
class Match:
    question: NamedQuestion
    score: float
    """0 to 1."""
    slots: Mapping[SlotKind, Slot] = field(default_factory=dict)
    missing: tuple[SlotKind, ...] = ()


class Matcher:
    """Made once for a set of questions."""

    def __init__(self, questions: Sequence[NamedQuestion], words: Words) -> None:
        self._words = words
        self._questions = questions
        self._phrasings = [_phrasing(text, q, words) for q in questions for text in q.phrasings]
        self._weights = _weights(self._phrasings, of=len(questions))
        self._known = sorted(words.known | self._weights.keys())
        self._right = words.known | words.plain | words.fillers | words.never | self._weights.keys()

    def best(self, text: str, *, reads: spans.Reads) -> list[Match]:
        """One for each question, the likeliest first."""
        typed = self._tokens(text, reads)
        best: dict[str, Match] = {}
        takes = {question.id: _takes(question, typed) for question in self._questions}
        for phrasing in self._phrasings:
            if takes[phrasing.question.id] or phrasing.names_one:
                match = self._weighed(typed, phrasing)
            else:
                match = Match(phrasing.question, 0.0)
            known = best.get(match.question.id)
            if known is None or _rank(match) > _rank(known):
                best[match.question.id] = match
        return sorted(best.values(), key=_rank, reverse=True)

    def may_hold_names(self, text: str) -> bool:
        """Some word is unknown here, or has a capital inside the question."""
        return bool(_CAPITAL.search(text)) or any(word not in self._right for word in self._words.split(text))

    def _tokens(self, text: str, reads: spans.Reads) -> list[Token]:
        split = self._words.split(text)
        with_nights = spans.found(split, reads=reads)
        return self._words.tokens([self._mended(t) if isinstance(t, str) else t for t in with_nights])

    def _mended(self, word: str) -> str:
        """The word that was likely meant, where it is a slip of the fingers."""
        if len(word) < _SHORTEST_SLIP or word in self._right:
            return word
        # Not before: it takes a tenth of a second to load, and most questions have no slip in them.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        alike = [known for known in self._known if known[0] == word[0]]  # the first letter is seldom the wrong one
        slips = _SLIPS_LONG if len(word) >= _LONG else 1
        near = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
        return str(near[0]) if near else word

    def _weighed(self, typed: Sequence[Token], phrasing: _Phrasing) -> Match:
        slots, missing, rest = _filled(typed, phrasing)
        asked = [_key(p) for p in phrasing.pieces if not (missing and isinstance(p, _Open) and p.kind in missing)]
        said = [_key(p) for p in rest]
        alike = self._alike(said, asked)
        score = (1 - _ORDER) * alike + (_ORDER * _in_order(said, asked) if alike > _WORTH_ORDER else 0.0)
        # "When did I last" stops where its slot would come; what stops elsewhere is another question.
        last = phrasing.pieces[-1]
        if _NEGATIONS.isdisjoint(said) != _NEGATIONS.isdisjoint(asked):
            score *= _TURNED_ROUND
        if missing and not (isinstance(last, _Open) and last.kind in missing):
            score = 0.0
        return Match(phrasing.question, score, slots, missing)

    def _alike(self, said: Sequence[str], asked: Sequence[str]) -> float:
        """How much of the weight of both is in words that both have, 0 to 1."""
        left = list(asked)
        shared = total = 0.0
        for key in said:
            weight = self._weight(key)
            if key in left:
                left.remove(key)
                shared += weight * (_OPEN if key[0] == "{" else 1)
            elif key[0] == "=":  # "with mum and dad" is not answered with what was said about one of them
                weight *= 2
            total += weight
        total += sum(map(self._weight, asked))
        return 2 * shared / total if total else 0.0

    def _weight(self, key: str) -> float:
        if key[0] in "{=":
            return _SLOT_WEIGHT
        if key in self._words.never:
            return _NEVER_WEIGHT
        return self._weights.get(key, _UNKNOWN_WEIGHT)


def _rank(match: Match) -> float:
    """A question whose slots are all there goes before one that lacks any."""
    return match.score - len(match.missing)


def _phrasing(text: str, question: NamedQuestion, words: Words) -> _Phrasing:
    pieces: list[_Piece] = []
    parts = _SLOT_IN_TEXT.split(text)
    for place, part in enumerate(parts):
        if place % 2:
            kind = next(k for k in (*question.needs, *question.may) if k == part)
            pieces.append(_Open(kind))
        else:
            pieces.extend(words.tokens(words.split(part)))
    return _Phrasing(question, tuple(pieces), any(isinstance(piece, Found) for piece in pieces))


def _takes(question: NamedQuestion, typed: Sequence[Token]) -> bool:
    """Each thing that was named fits a slot of it; most questions fall out here, before they are weighed."""
    slots = (*question.needs, *question.may)
    return all(isinstance(token, str) or any(token.filling(slot) for slot in slots) for token in typed)


def _weights(phrasings: Sequence[_Phrasing], *, of: int) -> dict[str, float]:
    """A word that few questions have says more than one that most of them have."""
    having: dict[str, set[str]] = {}
    for phrasing in phrasings:
        for piece in phrasing.pieces:
            if isinstance(piece, str):
                having.setdefault(piece, set()).add(phrasing.question.id)
    weights = {word: max(_LEAST_WEIGHT, min(_UNKNOWN_WEIGHT, math.log(of / len(ids)))) for word, ids in having.items()}
    return weights | _OWN_WEIGHTS


def _filled(
    typed: Sequence[Token], phrasing: _Phrasing
) -> tuple[dict[SlotKind, Slot], tuple[SlotKind, ...], list[_Piece]]:
    """What fills the slots, which needed ones nothing fills, and what was typed with those in their places."""
    slots: dict[SlotKind, Slot] = {}
    rest: list[_Piece] = list(typed)
    if not any(isinstance(token, Found) for token in typed):
        return slots, phrasing.question.needs, rest
    literals = [p for p in phrasing.pieces if isinstance(p, Found)]
    for place, token in enumerate(typed):
        if isinstance(token, Found) and (same := next((p for p in literals if set(p.means) & set(token.means)), None)):
            rest[place] = same
            literals.remove(same)
            slots |= {k: s for k in phrasing.question.needs if (s := token.filling(k)) and k not in slots}
    for wanted in phrasing.pieces:
        if isinstance(wanted, _Open) and wanted.kind not in slots:
            for place, piece in enumerate(rest):
                if not isinstance(piece, Found) or piece in phrasing.pieces:
                    continue
                if _is_doer(rest, place) != _is_doer(phrasing.pieces, phrasing.pieces.index(wanted)):
                    continue
                if slot := piece.filling(wanted.kind):
                    slots[wanted.kind] = slot
                    rest[place] = wanted
                    break
    left = list(_without_optional(rest, phrasing, slots))
    return slots, tuple(kind for kind in phrasing.question.needs if kind not in slots), left


def _without_optional(rest: Sequence[_Piece], phrasing: _Phrasing, slots: dict[SlotKind, Slot]) -> Iterator[_Piece]:
    """What a question may take besides is no part of its phrasing, and neither is the "with" before it."""
    taken: set[int] = set()
    for kind in phrasing.question.may:
        for place, token in enumerate(rest):
            if kind in slots or not isinstance(token, Found) or token in phrasing.pieces or place in taken:
                continue
            if _is_doer(rest, place):
                continue
            if slot := token.filling(kind):
                slots[kind] = slot
                taken.add(place)
                if place and rest[place - 1] in _PREPOSITIONS:
                    taken.add(place - 1)
    return (piece for place, piece in enumerate(rest) if place not in taken)


def _is_doer(pieces: Sequence[_Piece], place: int) -> bool:
    """ "What did Priya say" is not about what the person said: the journal has no answer to what others do."""
    piece, before = pieces[place], pieces[place - 1] if place else ""
    if isinstance(piece, _Open):
        return piece.kind == "person" and before in _BEFORE_DOER
    names_person = isinstance(piece, Found) and any(meaning.kind == "person" for meaning in piece.means)
    return names_person and before in _BEFORE_DOER


def _key(piece: _Piece) -> str:
    if isinstance(piece, str):
        return piece
    if isinstance(piece, _Open):
        return f"{{{piece.kind}}}"
    return "=" + "/".join(sorted(f"{m.kind}:{m.label}" for m in piece.means)) if piece.means else "=nights"


def _in_order(said: Sequence[str], asked: Sequence[str]) -> float:
    """How much of both stands in the same order, 0 to 1; by hand, since RapidFuzz takes a tenth of a second to load."""
    longest = [0] * (len(asked) + 1)
    for word in said:
        before = 0
        for place, other in enumerate(asked, 1):
            here = before + 1 if word == other else max(longest[place], longest[place - 1])
            before, longest[place] = longest[place], here
    return 2 * longest[-1] / (len(said) + len(asked) or 1)
