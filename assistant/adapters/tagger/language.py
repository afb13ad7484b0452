"""Whether a talk is in English, by its small words."""

from collections.abc import Sequence

ENOUGH_WORDS = 6
"""Fewer say nothing about their language, and are taken for English."""
SHARE = 0.22
"""English talk has 0.45 and more of its words in the list; other languages that share some spellings, under 0.15."""


def is_english(words: Sequence[str], function_words: frozenset[str]) -> bool:
    spoken = [w for w in words if w[0].isalpha()]
    if len(spoken) < ENOUGH_WORDS:
        return True
    return sum(w in function_words for w in spoken) >= SHARE * len(spoken)
