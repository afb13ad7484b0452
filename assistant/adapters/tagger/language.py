"""Whether a talk can be tagged at all: it has words, they are English, and no recogniser went round in circles."""

from collections.abc import Sequence

from assistant.adapters.tagger.patterns import MARKS
from assistant.journal import Untagged

ENOUGH_WORDS = 6
"""Fewer say nothing about their language, and are taken for English."""
SHARE = 0.2
"""English talk has 0.25 and more of its words in the list; other languages, under 0.19."""
BRIEF = 8
"""In fewer words than this one that is English alone is enough."""
_ALSO_FOREIGN = frozenset(
    """a i no me on in we was do to had am so an as is it at for over once long too has he of hand want met""".split()
)
"""Words of the list that other languages write too; they count half."""
LATIN = "\u024f"
"""The last letter of the alphabets that English words may be written in."""
OWN_WORDS = 3
"""Fewer than this left beside a loop are its ragged ends."""


def why_untagged(words: Sequence[str], whole: Sequence[str], common_words: frozenset[str]) -> Untagged:
    """`words` is what a recogniser's loops leave of the `whole` talk. Empty where nothing is against tagging it."""
    spoken = sum(w not in MARKS for w in words)
    if not any(w not in MARKS for w in whole):
        return "no_words"
    if len(words) < len(whole) and spoken < OWN_WORDS:
        return "loop"
    return "" if is_english(words, common_words) else "other_language"


def is_english(words: Sequence[str], common_words: frozenset[str]) -> bool:
    spoken = [w for w in words if w[0].isalpha()]
    if sum(w[0] > LATIN for w in spoken) * 2 > len(spoken):
        return False
    if len(spoken) < ENOUGH_WORDS:
        return True
    known = [w in _ALSO_FOREIGN for w in spoken if w in common_words]
    own = known.count(False)
    return own + known.count(True) / 2 >= SHARE * len(spoken) or (own > 0 and len(spoken) < BRIEF)
