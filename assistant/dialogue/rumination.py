"""The brake: whether a talk goes in circles, and what is said then. Pure.

A talk circles where its last words say again what was said before, wonder ("why", "what if", "I should have"), and
name no person, place or time that was not there. Sorrow that is told twice wonders at nothing, and a story names
somebody new in every other sentence: neither is braked.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

LATELY = 40
"""Words at the end of a talk that are looked at: a quarter of a minute."""
BEFORE = 25
"""Words that lie before them at least; after fewer nothing can come round."""
RUN = 3
"""Words of a phrase."""

AGAIN = 0.18
"""At their ends the 30 circles of `tests/dialogue/talks.txt` have 0.25 and more, the 30 stories up to 0.14."""
NEW = 0.7
"""The circles have up to 0.67, the stories 0.72 and more."""
WONDERED = 2
"""A single "why" is a question."""

Brake = Literal["", "turn", "offer"]
"""Nothing; from why to how and what next; an offer to close for the night."""

_SENTENCE = re.compile(r"[^.!?…\n]+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_WONDERS = re.compile(
    r"\b(?:why|what if|if only|over and over|again and again|round and round|"
    r"what(?:'s| is| was)? (?:even )?(?:wrong with me|the point)|what (?:did i do|i did|have i done)|"
    r"what (?:kind|sort) of|(?:should|could|must)(?:n't)? (?:just )?have|"
    r"(?:keep|can't stop|cannot stop|couldn't stop) \w+ing|"
    r"(?:don't|dont|do not) (?:understand|get it|know (?:why|what)))\b"
)
_TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february april june july august september
    october november december yesterday tomorrow noon midnight o'clock weekend christmas easter birthday summer winter
    spring autumn two three four five six seven eight nine ten eleven twelve twenty thirty hour hours minute minutes
    week weeks month months year years""".split()
)
_PLACE = re.compile(r"\b(?:at|in|into|to|on|by|from|near|through|over|under|behind|outside)\s+(?:\w+\s+)?(\w+)")
_NOWHERE = frozenset("head mind heart chest bed dark life night day time way".split())
"""Where every circle turns; none of them is a new place."""
_LITTLE = frozenset(
    """a an the this that these those i me my mine myself you your yours he him his she her hers it its we us our they
    them their who whom which what when where how why there here and or but so because if then than as of to in on at
    by for with from into onto out up down off over under about after before through is am are was were be been being
    do does did done doing have has had having will would shall should can could may might must not no nor never
    just only even still really very too also again always all any some every each other one more most such own same
    like well okay ok oh um uh yeah yes know think thing things something anything nothing get got go went gone going
    come came say said tell told make made want keep let back now ever else maybe much many""".split()
)
_ENDINGS = ("ing", "ed", "es", "ly", "s", "e")


@dataclass(frozen=True, slots=True)
class Round:
    """What is counted of a talk's last words."""

    again: float
    """Share of their phrases that were said before."""
    new: float
    """Share of their words with a meaning that were not said before."""
    wondered: int
    """Times in the whole talk."""
    wonders: bool
    """In the newest turn, and in the last words."""
    named: frozenset[str]
    """People, places and times that were not there before."""


def brake(turns: Sequence[str], *, people: Collection[str], said: Brake) -> Brake:
    """What to say after the newest of these turns instead of a question; `said` is what it was the last time.

    Each is said once in a talk. `people` are the names that were heard in it, for words with no capitals.
    """
    if said == "offer" or not circles(turns, people=people):
        return ""
    return "offer" if said == "turn" else "turn"


def circles(turns: Sequence[str], *, people: Collection[str] = ()) -> bool:
    counted = count(turns, people=people)
    return (
        counted is not None
        and counted.again >= AGAIN
        and counted.new <= NEW
        and counted.wonders
        and counted.wondered >= WONDERED
        and not counted.named
    )


def count(turns: Sequence[str], *, people: Collection[str] = ()) -> Round | None:
    """None for a talk that is too short to come round."""
    talk = [turn.replace("\u2019", "'") for turn in turns]  # as some recognisers write it
    whole = "\n".join(talk)
    words = list(_WORD.finditer(whole))
    if len(words) < BEFORE + LATELY:
        return None
    at = words[-LATELY].start()
    before, late = whole[:at], whole[at:]
    return Round(
        again=_again(before, late),
        new=_new(before, late),
        wondered=len(_WONDERS.findall(whole.lower())),
        wonders=all(_WONDERS.search(text.lower()) for text in (late, talk[-1])),
        named=frozenset(_named(before, late, people=people)),
    )


def _again(before: str, late: str) -> float:
    seen, again, phrases = set(_phrases(before)), 0, list(_phrases(late))
    for phrase in phrases:
        again += phrase in seen
        seen.add(phrase)
    return again / max(1, len(phrases))


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    for sentence in _SENTENCE.findall(text.lower()):
        words = _WORD.findall(sentence)
        yield from (tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1))


def _new(before: str, late: str) -> float:
    known, said = set(_meant(before)), set(_meant(late))
    return len(said - known) / max(1, len(said))


def _meant(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        plain = word.partition("'")[0]
        if len(plain) > 1 and plain not in _LITTLE and not word.endswith("n't"):
            yield _stem(plain)


def _stem(word: str) -> str:
    """Near enough to know `waited` and `wait` as one."""
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
    word = word.removesuffix(ending)
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _named(before: str, late: str, *, people: Collection[str]) -> Iterator[str]:
    known = set(_WORD.findall(before.lower()))
    stems = {_stem(word) for word in known}
    for sentence in _SENTENCE.findall(late):
        inside = _WORD.findall(sentence)[1:]
        yield from (w for w in inside if w[0].isupper() and w.partition("'")[0] != "I" and w.lower() not in known)
    late = late.lower()
    yield from (w for w in _WORD.findall(late) if w in _TIMES and w not in known)
    yield from (m[1] for m in _PLACE.finditer(late) if not {m[1]} & (_LITTLE | _NOWHERE) and _stem(m[1]) not in stems)
    yield from (p for p in people if _stands(p, late) and not _stands(p, before.lower()))


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", text) is not None
