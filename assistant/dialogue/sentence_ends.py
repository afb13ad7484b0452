"""Whether words end a sentence, from the words alone. Pure.

It must be sure before it says `finished`: a thought that is cut off costs more than a few seconds of waiting. A full
stop is no evidence, since a recogniser puts one behind whatever was cut off; a comma or three dots are.

What it goes by is a linear model over the last words, see models/turns/CARD.md, and a few rules before it.
"""

import math
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

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


NO_WEIGHTS = SentenceEnds()

FILLERS = frozenset("um uh er erm hm hmm uhm mm ah".split())
GOES_ON = frozenset(
    "and but because or nor the a an my your his our their if although though unless until than whose every "
    "i'm he's she's we're they're i'll i'd he'd we'd she'd they'd which while since between".split()
)
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
    return "finished" if how >= sure else "open"


def _is_answer(words: list[str]) -> bool:
    ends = next((len(phrase) for phrase in ANSWERS if tuple(words[-len(phrase) :]) == phrase), 0)
    if not ends and (words[-1] in SHORT_ANSWERS or words[-1].isdigit()):
        ends = 1
    before = words[: len(words) - ends]
    known = all(word in BEFORE_ANSWERS or word in SHORT_ANSWERS or word in FILLERS or word.isdigit() for word in before)
    return ends > 0 and known and len(words) <= LONGEST_ANSWER


def log_odds(words: list[str], *, ends: SentenceEnds) -> float:
    """That a sentence ends here; 0 where nothing is known."""
    if not ends.weights:
        return 0.0
    buckets = {bucket(feature, count=len(ends.weights)) for feature in features(words)}
    signed = memoryview(ends.weights).cast("b")
    return ends.bias + ends.scale * sum(signed[b] for b in buckets)


def bucket(feature: str, *, count: int) -> int:
    """`count` is a power of two."""
    return zlib.crc32(feature.encode()) & (count - 1)


def _ends_in(words: list[str], phrases: tuple[tuple[str, ...], ...]) -> bool:
    return any(tuple(words[-len(phrase) :]) == phrase for phrase in phrases)


SMALL_WORDS = frozenset(
    """a an the this that these those my your his her its our their some any no every each all both half such what
    which whose i you he she it we they me him us them myself yourself himself herself itself ourselves themselves who
    whom someone something anyone anything everyone everything nobody nothing and but or nor so yet because since if
    when while although though unless until before after as than whether where why how then am is are was were be been
    being have has had having do does did doing done will would shall should can could may might must i'm you're he's
    she's it's we're they're that's there's what's i've you've we've they've i'd you'd he'd she'd we'd they'd i'll
    you'll he'll she'll it'll we'll they'll don't doesn't didn't won't wouldn't can't couldn't shouldn't isn't aren't
    wasn't weren't haven't hasn't hadn't to of in on at by for from with about into onto over under between through
    during against without within around across behind beside near off out up down away back again along not never
    just only even also too very really quite almost still already always often sometimes soon now here there today
    tonight yesterday tomorrow like well oh yes no okay said told asked felt feel think thought know knew want wanted
    need needed go went got get made make let keep kept tried try started seem seemed became become one two three more
    most much many few little other another same own enough""".split()
)
"""Those that say how a sentence is built; of other words the ending says a little."""
WORD_ENDS = "ing ed ly tion ness ment able ful ous ive al er est en y es s e t".split()
CLAUSE_WORDS = frozenset(
    "and but so because when if that who which while after before then or though although since until where what how "
    "why as than".split()
)
SUBJECTS = frozenset(
    "i he she it we they you i'm it's he's she's that's we're they're i've i'd he'd she'd there there's".split()
)


def features(words: list[str]) -> list[str]:
    """Of the last dozen words: the last and their kinds together, and how long ago a clause and a subject began."""
    w = ["^"] * 3 + words[-12:]
    kinds = [_kind(word) for word in w]
    last, kind = w[-1], kinds[-1]
    found = [
        f"1{last}",
        f"2{w[-2]} {last}",
        f"3{kinds[-2]} {last}",
        f"4{w[-2]} {kind}",
        f"5{kinds[-3]} {kinds[-2]} {kind}",
        f"6{kinds[-3]} {kinds[-2]} {last}",
        f"7{w[-3]} {w[-2]} {last}",
        f"8{w[-2]}",
        f"9{w[-3]}",
        f"a{kind}",
        f"b{kinds[-2]} {kind}",
        f"c{' '.join(kinds[-4:])}",
        f"n{min(len(words), 8)}",
    ]
    return found + _built(w, kinds)


def _built(w: list[str], kinds: list[str]) -> list[str]:
    clause, subject = _latest(w, CLAUSE_WORDS), _latest(w, SUBJECTS)
    from_clause = len(w) - 1 - clause if clause is not None else 12
    from_subject = len(w) - 1 - subject if subject is not None else 12
    found = [
        f"k{min(from_clause, 9)}",
        f"l{w[clause] if clause is not None else '^'} {min(from_clause, 6)}",
        f"m{min(from_subject, 9)}",
        f"o{min(from_subject, 5)} {kinds[-1]}",
        f"r{min(from_clause, 6)} {min(from_subject, 6)}",
    ]
    if subject is not None and from_subject > 0:
        found += [f"p{w[subject + 1]} {min(from_subject, 4)}", f"q{kinds[subject + 1]} {kinds[-1]}"]
    return found


def _kind(word: str) -> str:
    if word in SMALL_WORDS:
        return word
    return next((f"-{end}" for end in WORD_ENDS if word.endswith(end) and len(word) > len(end) + 2), "-")


def _latest(words: list[str], wanted: frozenset[str]) -> int | None:
    return next((i for i in range(len(words) - 1, -1, -1) if words[i] in wanted), None)
