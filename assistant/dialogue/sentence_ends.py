"""Whether words end a sentence, from the words alone. Pure.

It must be sure before it says `finished`: a thought that is cut off costs more than a few seconds of waiting. A full
stop is no evidence, since a recogniser puts one behind whatever was cut off; a comma or three dots are.

What it goes by is a linear model over the last words, see models/turns/CARD.md, and a few rules before and after it.
"""

import math
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from assistant.dialogue.sentence_features import features

Ending = Literal["finished", "answer", "open", "unfinished"]
"""`answer`: a short reply such as "about a six", whole where one was asked for. `open`: it may go on or not."""


@dataclass(frozen=True, slots=True, eq=False)
class SentenceEnds:
    """The model. Without weights nothing is ever sure, and only the rules speak."""

    weights: bytes = b""
    """A signed byte for each of 2^n buckets of features."""
    scale: float = 0.0
    """Of one step of a weight, in natural logarithms of odds."""
    bias: float = -math.inf
    clusters: Mapping[str, int] = field(default_factory=dict)
    """Of common words: the Brown cluster of each."""


NO_WEIGHTS = SentenceEnds()

FILLERS = frozenset("um uh er erm hm hmm uhm mm ah".split())
GOES_ON = frozenset(
    "and but because or nor the a an my your his our their if although though unless until than whose every "
    "i'm he's she's we're they're i'll i'd he'd we'd she'd they'd which while since between".split()
)
NEVER_LAST = frozenset(
    "a an the my your his our their its every whose thy i he she we they thou ye who to of from for with by at into "
    "unto onto upon as among amongst amid beneath beside toward towards regarding concerning despite except per via "
    "versus during against between without within behind beyond throughout underneath and or nor but because although "
    "though unless until than whether if whereas lest since while am is are was were be been being has have had having "
    "hath hast doth art wilt shalt will would shall should can could may might must ought cannot i'm you're he's she's "
    "it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll "
    "we'll they'll that's there's what's very quite really extremely utterly perfectly such".split()
)
"""Articles, prepositions, conjunctions, subjects, auxiliaries: a sentence may end so ("I told her I would"), but is
never sure to have, whatever the model says."""
THINKING = tuple(
    tuple(phrase.split())
    for phrase in (
        "let me think",
        "let me see",
        "no wait",
        "oh wait",
        "hold on",
        "how do i say it",
        "how do i say this",
        "how do i put it",
        "how do i put this",
        "what's the word",
        "what was it",
        "where was i",
        "give me a moment",
        "give me a second",
        "one moment",
    )
)
SHORT_ANSWERS = frozenset(
    "yes yeah yep yup no nope maybe sometimes never always partly mostly nothing none both neither okay ok sure "
    "zero one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred percent tonight today yesterday tomorrow lots enough".split()
)
ANSWERS = tuple(
    tuple(phrase.split())
    for phrase in (
        "not really",
        "not yet",
        "not today",
        "not much",
        "not at all",
        "kind of",
        "sort of",
        "a little",
        "a bit",
        "a lot",
        "i did",
        "i didn't",
        "i don't know",
        "i guess so",
        "i think so",
    )
)
"""What short replies end in."""
BEFORE_ANSWERS = frozenset(
    "about a an around at between maybe probably perhaps like just well oh so now still only almost over under out of "
    "or to the i i'd i'm it it's was is would say guess think wait and but rather more less than not".split()
)
"""What stands before that. Of other words it may be a story: "I told her no" goes on."""
LONGEST_ANSWER = 6
"""Words."""
BEFORE_NAMES = frozenset("a an the my your his her our their".split())
CLEARLY_OPEN = -4.0
"""Log-odds below which no sentence ends; see the card."""


def spoken_words(text: str) -> list[str]:
    """Lower case, without marks."""
    return re.findall(r"[a-z]+(?:'[a-z]+)*|[0-9]+", text.lower().replace("\u2019", "'"))


@lru_cache(maxsize=2)
def ending(text: str, *, sure: float, ends: SentenceEnds) -> Ending:
    """`sure`: log-odds from which a sentence is finished. Asked some twenty times a second of the same words."""
    words = spoken_words(text[-400:])
    if not words:
        return "open"
    if words[-1] in FILLERS or _ends_in(words, THINKING):
        return "unfinished"
    if _is_answer(words):
        return "answer"
    how = log_odds(words, ends=ends)
    if (how < CLEARLY_OPEN and len(words) > LONGEST_ANSWER) or (how <= 0 and words[-1] in GOES_ON):
        return "unfinished"
    if re.search(r"(,|-|\u2013|\u2014|\u2026|\.\.+)[\s\"']*$", text):
        return "open"
    if words[-1] in NEVER_LAST or _is_name(text):
        return "open"
    return "finished" if how >= sure else "open"


def _is_answer(words: list[str]) -> bool:
    ends = next((len(phrase) for phrase in ANSWERS if tuple(words[-len(phrase) :]) == phrase), 0)
    if not ends and (words[-1] in SHORT_ANSWERS or words[-1].isdigit()):
        ends = 1
    before = words[: len(words) - ends]
    known = all(word in BEFORE_ANSWERS or word in SHORT_ANSWERS or word in FILLERS or word.isdigit() for word in before)
    return ends > 0 and known and len(words) <= LONGEST_ANSWER


def _is_name(text: str) -> bool:
    """After a mark, which stands for a pause at least, there are but two words such as "her brother"."""
    last = spoken_words(re.split(r"[.!?]", text.rstrip(" .!?\"'"))[-1])
    return len(last) == 2 and last[0] in BEFORE_NAMES


def log_odds(words: list[str], *, ends: SentenceEnds) -> float:
    """That a sentence ends here; 0 where nothing is known."""
    if not ends.weights:
        return 0.0
    buckets = {bucket(feature, count=len(ends.weights)) for feature in features(words, clusters=ends.clusters)}
    signed = memoryview(ends.weights).cast("b")
    return ends.bias + ends.scale * sum(signed[b] for b in buckets)


def bucket(feature: str, *, count: int) -> int:
    """`count` is a power of two."""
    return zlib.crc32(feature.encode()) & (count - 1)


def _ends_in(words: list[str], phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(tuple(words[-len(phrase) :]) == phrase for phrase in phrases)
