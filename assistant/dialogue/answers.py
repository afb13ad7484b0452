"""Spoken answers as people give them: "about a six", "kind of", "no, wait, four". Pure.

Words that count are read here and by no library: of two that were tried word2number adds up whatever it finds ("six or
seven" is 13), and number-parser writes digits for words, which leaves all that lies around the numbers to be read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue import spoken_numbers
from assistant.practice import HowFar


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    words: tuple[str, ...]
    """Small letters. Any of them is this choice; more than one word is a phrase."""


def number(said: str, *, low: float, high: float) -> float | None:
    """The number within the range that was meant; the middle of "six or seven". None for none, or one beyond it."""
    return spoken_numbers.meant(said, low=low, high=high)


_UNSURE = (
    "don't know", "do not know", "dunno", "not sure", "no idea", "hard to say", "can't say", "can't tell",
    "cannot say", "couldn't say", "couldn't tell", "not so sure", "not too sure", "not really sure", "don't remember",
    "can't remember", "don't understand", "no clue",
)  # fmt: skip
_PARTLY = (
    "yes and no", "partly", "partially", "in part", "kind of", "kinda", "sort of", "sorta", "somewhat", "a bit",
    "a little", "little bit", "a tiny bit", "some of it", "some of them", "part of it", "parts of it", "half of it",
    "more or less", "so so", "in a way", "to a degree", "not quite", "not completely", "not entirely", "not fully",
    "not all of it", "not everything", "not always", "barely", "up to a point", "to some extent", "half and half",
    "fifty fifty", "50 50", "in some ways", "not totally", "only half", "halfway", "the smallest version",
    "the small version",
)  # fmt: skip
_NEARLY = ("almost", "nearly", "mostly", "i tried", "tried to", "i started", "i began", "half", "sometimes", "once")
"""Partly, where neither yes nor no stands beside it: "yes, I tried it" is a yes."""
_NO = (
    "not really", "not at all", "not yet", "not this", "not today", "not tonight", "not much", "not so much",
    "not exactly", "don't think", "do not think", "didn't think", "guess not", "suppose not", "i guess not",
    "i suppose not", "afraid not", "of course not", "definitely not", "absolutely not", "certainly not",
    "probably not", "not", "no", "nope", "nah", "never", "none", "nothing", "didn't", "did not", "haven't",
    "have not", "hadn't", "don't", "do not", "doesn't", "wasn't", "isn't", "couldn't", "could not", "can't",
    "wouldn't", "won't", "rather not", "forgot", "hardly", "uh uh", "negative",
)  # fmt: skip
_YES = (
    "yes", "yeah", "yep", "yup", "yea", "yah", "ya", "aye", "sure", "of course", "absolutely", "definitely",
    "certainly", "think so", "guess so", "suppose so", "i guess", "i suppose", "it helped", "that helped",
    "it worked", "hope so", "believe so", "i did", "did it", "i have", "i do", "i was", "i am", "i could", "i can",
    "i would", "i will", "i'd like", "i'd love", "it was", "it is", "it did", "it does", "uh huh", "mm hmm", "mhm",
    "mm", "totally", "completely", "entirely", "fully", "all of it", "okay", "ok", "all right", "alright", "right",
    "correct", "exactly", "please", "gladly", "very much", "done", "go on", "go ahead", "let's", "a lot", "probably",
    "indeed", "true",
)  # fmt: skip
_DENIED = re.compile(r"\b(?:did|do|does|have|has|am|is|was|could|can|would|will) not\b")
"""Its first word alone is a yes, as in "I did"."""
_BARE = ("yes", "yeah", "yep", "no", "nah", "nope")
_CORRECTION = re.compile(r"\b(?:no wait|wait no|oh wait|wait|actually|i mean|i meant|sorry|or rather|make that)\b")


def how_far(said: str) -> HowFar | None:
    """Yes, partly or no, as it begins: "not really", "kind of", "I think I did". None where it is neither."""
    plain = _plain(said)
    after = _CORRECTION.split(plain)[-1]
    for words in dict.fromkeys((after, plain)):  # "I did, actually" has nothing behind the turn
        if (far := _how_far(words)) is not None:
            return far
    return None


def _how_far(words: str) -> HowFar | None:
    if _first(words, _UNSURE) is not None:
        return None
    if _first(words, _PARTLY) is not None:
        return "partly"
    yes, no = _first(_DENIED.sub(lambda denied: "_" * len(denied[0]), words), _YES), _first(words, _NO)
    if yes is None and no is None:
        return "partly" if _first(words, _NEARLY) is not None else None
    if yes is None or no is None:
        return "yes" if no is None else "no"
    if words[yes[0] : yes[1]] in _BARE and words[no[0] : no[1]] in _BARE and abs(yes[0] - no[0]) <= 5:
        return "yes" if yes[0] > no[0] else "no"  # "no, yeah" and "yeah, no" mean their second word
    return "yes" if (yes[0], -yes[1]) < (no[0], -no[1]) else "no"


def choice(said: str, *, choices: Sequence[Choice]) -> str | None:
    """The name of the one that was chosen; the one named last after "no, wait". None where it is none, or open."""
    plain = _plain(said)
    after = _CORRECTION.split(plain)[-1]
    for words in dict.fromkeys((after, plain)):
        found = {c.name for c in choices if _wanted(words, c.words)}
        if len(found) == 1:
            return found.pop()
        if len(found) > 1:
            return None
    return _by_place(plain, choices) or _nearly(plain, choices)


def _wanted(words: str, ways: Sequence[str]) -> bool:
    """Named, and not only to say that it is not wanted."""
    places = [place for way in ways for place in _places(words, _plain(way))]
    return any(not re.search(r"\b(?:not|no|don't|rather than|instead of)(?: \w+){0,2} $", words[:p]) for p, _ in places)


_ORDINALS = (("first", "former"), ("second",), ("third",), ("fourth",))


def _by_place(words: str, choices: Sequence[Choice]) -> str | None:
    for n, ways in enumerate(_ORDINALS[: len(choices)]):
        if any(_places(words, way) for way in ways):
            return choices[n].name
    if any(_places(words, way) for way in ("last", "latter")):
        return choices[-1].name
    if any(_places(words, way) for way in ("either", "you choose", "you pick", "don't mind", "don't care", "any")):
        return choices[0].name
    return None


_NOTHING = (
    "no", "nope", "nah", "none", "nothing", "nowhere", "nobody", "no one", "never", "not really", "no idea", "not sure",
    "dunno", "i don't know", "i do not know", "i don't really know", "i really don't know", "i don't think so",
    "i don't have any", "i don't have anything", "i don't have anyone", "i have nothing", "i've got nothing",
    "i have no one", "i have nobody", "hard to say", "i can't say", "i can't tell", "i couldn't say",
    "i can't think of any", "i can't think of anything", "i can't think of one", "i can't think of anyone",
    "there isn't any", "there isn't one", "there isn't anything", "there isn't anyone", "nothing comes",
    "nothing comes up", "nothing comes to mind",
)  # fmt: skip
_BESIDE_IT = (
    "um", "uh", "er", "hm", "hmm", "oh", "well", "so", "yeah", "honestly", "to be honest", "i think", "i guess", "i'm",
    "i'm afraid", "it's", "there's", "there is", "at all", "really", "right now", "now", "today", "tonight", "sorry",
    "thanks", "thank you", "i can think of",
)  # fmt: skip
_ONLY_THAT = re.compile(rf"(?:(?:{'|'.join((*_NOTHING, *_BESIDE_IT))})(?: |$))+")


def nothing(said: str) -> bool:
    """All that was said is that there is nothing to say: "no", "nothing comes", "I don't know"."""
    plain = _plain(said)
    return _ONLY_THAT.fullmatch(plain) is not None and _first(plain, _NOTHING) is not None


def _nearly(words: str, choices: Sequence[Choice]) -> str | None:
    """A word that the recogniser heard a little wrong; short ones are too much alike."""
    from difflib import get_close_matches

    known = {way: c.name for c in choices for way in c.words if len(way) >= 5 and " " not in way}
    found = {known[near[0]] for word in words.split() if (near := get_close_matches(word, known, n=1, cutoff=0.8))}
    return found.pop() if len(found) == 1 else None


def _first(words: str, ways: Sequence[str]) -> tuple[int, int] | None:
    """Where the first of them stands, the longest where several begin there."""
    places = [place for way in ways for place in _places(words, way)]
    return min(places, key=lambda place: (place[0], -place[1]), default=None)


def _places(words: str, way: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"(?<![\w']){re.escape(way)}(?![\w'])", words)]


def _plain(said: str) -> str:
    """Small letters, no signs but the apostrophe."""
    return " ".join(re.findall(r"[a-z0-9]+(?:'[a-z]+)?", said.lower().replace("\u2019", "'")))
