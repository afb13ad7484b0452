"""Numbers as they are spoken."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_DIGITS = re.compile(r"[0-9]{1,4}([.][0-9]{1,2})?")


class Numbers:
    def __init__(self, data: Mapping[str, Any]) -> None:
        self.ones: dict[str, float] = {w: float(n) for n, w in enumerate(data["ones"].split(), start=1)}
        self.tens: dict[str, float] = {w: 10.0 * n for n, w in enumerate(data["tens"].split(), start=2)}

    def ending_at(self, words: Sequence[str], j: int) -> tuple[int, float] | None:
        """Where the number that ends at `j` begins, and what it is."""
        if not 0 <= j < len(words):
            return None
        word = words[j]
        if word[0].isdigit():
            return (j, float(word)) if _DIGITS.fullmatch(word) else None
        if word == "hundred":
            many = self.ones.get(words[j - 1], 1.0) if j else 1.0
            return (j - 1 if j and (words[j - 1] in self.ones or words[j - 1] == "a") else j), 100 * many
        if word in self.tens:
            return j, self.tens[word]
        if word not in self.ones:
            return None
        one = self.ones[word]
        if j and one < 10 and words[j - 1] in self.tens:
            return j - 1, self.tens[words[j - 1]] + one
        return j, one
