"""Several utterances as one talk: normal words, sentences and clauses, each knowing its characters."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from assistant.journal import Evidence

BRIEF = 12
"""Words; a whole talk so short tells the trained parts too little, and the rules alone decide."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words [first, last) of the talk, without the mark that ends them."""

    first: int
    last: int
    is_question: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """What the rules search. Marks at the end of sentences are words too; fillers and restarts are none."""

    words: tuple[str, ...]
    at: tuple[tuple[int, int], ...]
    """Characters of each word in the joined text."""
    clause_of: tuple[int, ...]
    clauses: tuple[tuple[int, int], ...]
    """Words [first, last) of each clause."""
    sentences: tuple[Sentence, ...]
    sentence_of: tuple[int, ...]
    line: str = field(init=False, repr=False, compare=False)
    """The words with a space before and behind each, which is what patterns search."""
    spaces: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """In the line, the space before each word; and the last one."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "line", f" {' '.join(self.words)} ")
        object.__setattr__(self, "spaces", (0, *accumulate(len(word) + 1 for word in self.words)))

    def clause_start(self, word: int) -> int:
        return self.clauses[self.clause_of[word]][0]

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the whole clauses that hold words [first, last)."""
        start = self.clauses[self.clause_of[first]][0]
        end = self.clauses[self.clause_of[last - 1]][1]
        return self.at[start][0], self.at[end - 1][1]


@dataclass(slots=True)
class Joined:
    """The utterances as one text, and the way back."""

    texts: Sequence[str]
    text: str = field(init=False)
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.text = " ".join(self.texts)
        self.starts = []
        at = 0
        for text in self.texts:
            self.starts.append(at)
            at += len(text) + 1

    def evidence(self, start: int, end: int) -> Evidence:
        """[start, end) of the joined text; where it runs over a border, its longest part in one utterance."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        parts = [
            (number, max(start - self.starts[number], 0), min(end - self.starts[number], len(self.texts[number])))
            for number in range(first, last + 1)
        ]
        number, a, b = max(parts, key=lambda part: part[2] - part[1])
        text = self.texts[number]
        while a < b - 1 and text[a].isspace():
            a += 1
        while b > a + 1 and text[b - 1].isspace():
            b -= 1
        return Evidence(utterance=number, start=a, end=b, text=text[a:b])
