"""The words of a talk as they were said, with their capitals, and what of them names somebody."""

import re
from dataclasses import dataclass

CURLY = "\u2019"
_WORD = re.compile("[^\\W\\d_]+(?:['\u2019-][^\\W\\d_]+)*")
_ENDS = frozenset(".?!…\n")
_PAUSES = frozenset(",-:(\u2013\u2014")
_SHORT_TITLES = frozenset("mr mrs ms dr prof fr".split())


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word of the joined text as it was said."""

    text: str
    start: int
    end: int
    low: str
    """Lower case, without the `'s` of an owner."""
    starts: bool
    """Begins a sentence, where a capital says nothing."""
    comma: bool
    """A comma or the like stands right before it."""

    @property
    def owns(self) -> bool:
        return len(self.low) < len(self.text)

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper() and not (self.text.isupper() and len(self.text) > 1)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words [first, last) that name somebody."""

    first: int
    last: int
    label: str
    is_name: bool


def spoken(text: str) -> list[Spoken]:
    out: list[Spoken] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        starts, comma = not out, False
        if between != " " and out:
            is_point = between.startswith(".") and out[-1].low in _SHORT_TITLES
            starts = not _ENDS.isdisjoint(between) and not is_point
            comma = not _PAUSES.isdisjoint(between)
        word = match.group()
        low = word.lower().replace(CURLY, "'").removesuffix("'s")
        out.append(Spoken(word, match.start(), match.end(), low, starts, comma))
        end = match.end()
    return out
