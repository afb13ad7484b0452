"""What the trained part sees of a few words: hashes of the words, of what they are like, and of their letters.

Three groups, each a set of 32-bit CRCs:

- the words, and two and three of them in a row;
- their Brown clusters, so that a word that no training line has is known by those it is used like;
- three to five letters in a row, so that endings and misspellings are known.

The clusters are those of `spacy-lookups-data` (MIT), of which the weights carry the part that is needed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

GROUPS = 3
_TOKEN = re.compile(r"n't|'(?:s|m|re|ve|ll|d)\b|[^\W\d_]+(?=n't)|[^\W\d_]+|\d+|!+|\?+|\.\.\.|[^\w\s]")
_UNHEARD = frozenset(("um", "uh", "er", "erm", "hmm", "mm", "uhm", ".", ","))
_COARSE = (6, 9)
"""Bits of a cluster's path that are a coarser cluster: the first ones are the top of the tree."""
WORDS = 16_384
"""So many words are remembered, with what was made of them."""
TALK = 128
"""So many stretches of talk are: the steps ask for the same sentences one after another."""
BRIEF = 64
"""Words; a longer stretch is asked for once only."""


class Groups(tuple[set[int], set[int], set[int]]):
    """The three groups of a stretch of talk."""

    @cached_property
    def keys(self) -> NDArray[np.uint32]:
        """One after another."""
        return np.fromiter(chain.from_iterable(self), np.uint32, sum(map(len, self)))


@lru_cache(maxsize=TALK)
def tokens(text: str) -> tuple[str, ...]:
    """Lower case, without fillers and plain marks: a trailing "um" changes nothing."""
    return tuple(t for t in _TOKEN.findall(text.lower().replace("\u2019", "'")) if t not in _UNHEARD)


class _Word(NamedTuple):
    """What is hashed of a word, and how far a hash has come that a next word goes on with.

    CRCs can be gone on with, so that of a row of words only its last one is read.
    """

    follows: bytes
    alike_follows: bytes
    alone: int
    alike_alone: int
    begins: int
    begins_gap: int
    begins_before_alike: int
    alike_begins_before_word: int
    coarse: frozenset[int]
    letters: frozenset[int]

    @classmethod
    def of(cls, word: str, cluster: str, *, coarse: Iterable[str] = (), letters: Iterable[str] = ()) -> "_Word":
        return cls(
            follows=f" {word}".encode(),
            alike_follows=f" {cluster}".encode(),
            alone=_hash(f"w{word}"),
            alike_alone=_hash(f"k{cluster}"),
            begins=_hash(word),
            begins_gap=_hash(f"{word} _"),
            begins_before_alike=_hash(f"k{word}"),
            alike_begins_before_word=_hash(f"kk{cluster}"),
            coarse=frozenset(map(_hash, coarse)),
            letters=frozenset(map(_hash, letters)),
        )


def _hash(key: str) -> int:
    return crc32(key.encode())


_BEFORE_FIRST = _Word.of("^", "^")
_AFTER_LAST = _Word.of("$", "$")


class Features:
    """Remembers what it has made of the last words and stretches of talk."""

    def __init__(self, clusters: Mapping[str, int]) -> None:
        self._clusters = clusters
        self._word = lru_cache(maxsize=WORDS)(self._of_word)
        self._brief = lru_cache(maxsize=TALK)(self._of)

    def of(self, words: Sequence[str]) -> Groups:
        return self._brief(tuple(words)) if len(words) <= BRIEF else self._of(words)

    def _of(self, words: Sequence[str]) -> Groups:
        known = [self._word(w) for w in words]
        edged = [_BEFORE_FIRST, *known, _AFTER_LAST]
        pairs = [crc32(b.follows, a.begins) for a, b in pairwise(edged)]
        alike_pairs = [crc32(b.alike_follows, a.alike_alone) for a, b in pairwise(edged)]
        ends = edged[2:]
        by_word = {w.alone for w in known}.union(pairs)
        by_word.update([crc32(c.follows, pair) for pair, c in zip(pairs, ends, strict=False)])
        by_word.update([crc32(c.follows, a.begins_gap) for a, c in zip(edged, ends, strict=False)])
        by_cluster = {w.alike_alone for w in edged}.union(alike_pairs, *[w.coarse for w in known])
        by_cluster.update([crc32(b.alike_follows, a.begins_before_alike) for a, b in pairwise(edged)])
        by_cluster.update([crc32(b.follows, a.alike_begins_before_word) for a, b in pairwise(edged)])
        by_cluster.update([crc32(c.alike_follows, pair) for pair, c in zip(alike_pairs, ends, strict=False)])
        return Groups((by_word, by_cluster, set().union(*[w.letters for w in known])))

    def _of_word(self, word: str) -> _Word:
        cluster = self._clusters.get(word)
        coarse = [] if cluster is None else [f"p{bits}:{cluster & ((1 << bits) - 1)}" for bits in _COARSE]
        name = "?" if cluster is None else str(cluster)
        return _Word.of(word, name, coarse=coarse, letters=_letters(word))


def _letters(word: str) -> Iterator[str]:
    edged = f"<{word}>"
    if len(word) > 2:
        for size in (3, 4, 5):
            yield from (f"n{edged[i : i + size]}" for i in range(len(edged) - size + 1))
