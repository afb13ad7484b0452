"""Where a question says which nights it is about: `in march`, `since last week`, `the last 3 months`."""

import re
from collections.abc import Callable, Sequence

from assistant.dialogue.asking.nouns import Found, Token
from assistant.journal import Nights

_MONTHS = frozenset(
    """january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_SEASONS = frozenset("spring summer autumn fall winter".split())
_ALONE = frozenset("yesterday tonight today weekend christmas easter halloween".split()) | _DAYS | _MONTHS
"""Name a time by themselves."""
_UNITS = frozenset("night nights day days week weeks weekend month months year years".split())
_BEFORE_UNIT = frozenset("last this past previous ago".split())
_NUMBERS = frozenset("one two three four five six seven eight nine ten twelve couple few".split())
_LEADS = frozenset("in on during since over from between before after until till at within".split())
_INSIDE = frozenset("the a of last this past previous and to early late mid ago year years old new eve day".split())
_LATELY = "the last 4 weeks"
_MEANS = {
    ("lately",): _LATELY,
    ("recently",): _LATELY,
    ("these", "days"): _LATELY,
    ("my", "day"): "today",
    ("my", "week"): "this week",
    ("my", "month"): "this month",
    ("my", "year"): "this year",
}
_ORDINAL = re.compile(r"\d{1,2}(st|nd|rd|th)?|\d{4}|\d{4}-\d\d-\d\d")
_LONGEST = 8

Reads = Callable[[str], Nights | None]
"""Which nights a text names; None where it names none."""


def found(words: Sequence[str], *, reads: Reads) -> list[Token]:
    """The words with the nights in them found. `reads` is asked only where a word of a date is."""
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        span = _longest(words, at, reads=reads)
        tokens.append(span or words[at])
        at += len(span.words) if span else 1
    return tokens


def _longest(words: Sequence[str], at: int, *, reads: Reads) -> Found | None:
    for said, meant in _MEANS.items():
        if tuple(words[at : at + len(said)]) == said and (nights := reads(meant)) is not None:
            return Found(said, nights=nights)
    if not _may_stand(words[at]):
        return None
    end = at
    while end < len(words) and end - at < _LONGEST and _may_stand(words[end]):
        end += 1
    for stop in range(end, at, -1):
        part = tuple(words[at:stop])
        if _names_a_time(part) and (nights := reads(" ".join(part))) is not None:
            return Found(part, nights=nights)
    return None


def _may_stand(word: str) -> bool:
    known = (_ALONE, _UNITS, _SEASONS, _NUMBERS, _LEADS, _INSIDE)
    return word == "may" or any(word in words for words in known) or bool(_ORDINAL.fullmatch(word))


def _names_a_time(words: Sequence[str]) -> bool:
    """A unit wants its "last" before it, and a season or "may" a word that leads to it: else they are other words."""
    if words[-1] in _LEADS or words[-1] in ("the", "last", "this", "of", "and", "to"):
        return False
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if word in _ALONE and word != "march":
            return True
        leads = before in _LEADS | _INSIDE or bool(_ORDINAL.fullmatch(before))
        if word in ("may", "march", *_SEASONS) and (leads or len(words) > place + 1):
            return True
        if word in _UNITS and (before in _BEFORE_UNIT or before in _NUMBERS or before.isdecimal()):
            return True
        if re.fullmatch(r"(19|20)\d\d(-\d\d-\d\d)?", word):
            return True
        if word == "ago" and place:
            return True
    return False
