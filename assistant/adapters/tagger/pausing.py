"""How long the speaker waited before they answered or reacted: a length in a frame of waiting, or two times."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.adapters.tagger.clocks import ACTIVITY, BREATH, CLOCK, DAY, LENGTH, WHOLE, Time, gap
from assistant.adapters.tagger.measured import NOT_TOLD, Measured, book_of
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, Rule
from assistant.adapters.tagger.scene import Scene
from assistant.adapters.tagger.talk import Sentence, Talk

_NEW_CLAUSE = frozenset(["later", "after", "that", "and", "did"])
_PAUSES = ("sure", "wait", "weak")


class Pausing:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        kinds = [f"pause_{kind}" for kind in (*_PAUSES, "span", "stimulus", "response", "not")]
        self._book = book_of(data, kinds, compiler)
        self._words = {k: frozenset(v.split()) for k, v in data["pause_words"].items()}

    def find(self, scene: Scene, times: Sequence[Time]) -> Iterator[Measured]:
        if not times:
            return
        folded = Folded.of(scene.talk, times)
        hits = [folded.hit(h) for h in self._book.find(folded.talk)]
        found = [*self._between(hits, folded, scene), *self._waits(hits, folded, scene)]
        taken: set[int] = set()
        for _rank, hit, lower, upper in sorted(found, key=lambda f: (f[0], f[1].first)):
            sentence = scene.talk.sentence_of[hit.first]
            if sentence not in taken:
                taken.update((sentence, scene.talk.sentence_of[hit.last - 1]))
                start, end = scene.talk.chars(hit.first, hit.last)
                yield Measured("pause", "", lower, upper, start, end, f"rule:pause.{hit.rule.id}")

    def _between(self, hits: Sequence[Hit], folded: "Folded", scene: Scene) -> Iterator[tuple[int, Hit, float, float]]:
        """From the time of what came to the time of the answer."""
        sentence_of = scene.talk.sentence_of
        stimuli: dict[int, list[tuple[Hit, Time]]] = defaultdict(list)
        for hit in hits:
            if hit.rule.kind == "pause_stimulus":
                for time in folded.times_in(hit, CLOCK, DAY):
                    stimuli[sentence_of[time.first]].append((hit, time))
        for hit in hits:
            answered = folded.times_in(hit, CLOCK, DAY)
            if hit.rule.kind == "pause_span" and len(answered) > 1 and _is_told(hit, scene):
                yield 0, hit, *gap(answered[-2], answered[-1])
            if hit.rule.kind != "pause_response" or not answered or not _is_told(hit, scene):
                continue
            end = answered[-1]
            fits = [
                (h, t)
                for number in range(sentence_of[end.first] - 2, sentence_of[end.first] + 3)
                for h, t in stimuli.get(number, ())
                if t.kind == end.kind and t != end and (t.first < end.first or t.kind == DAY)
            ]
            if fits:
                came, start = min(fits, key=lambda f: abs(f[1].first - end.first))
                whole = Hit(hit.rule, min(hit.first, came.first), max(hit.last, came.last))
                yield 0, whole, *gap(start, end)

    def _waits(self, hits: Sequence[Hit], folded: "Folded", scene: Scene) -> Iterator[tuple[int, Hit, float, float]]:
        blocks: dict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            if hit.rule.kind == "pause_not":
                blocks[scene.talk.sentence_of[hit.first]].append(hit)
        for time in folded.times:
            if time.kind == WHOLE:
                hit = Hit(Rule("whole", "", "whole"), time.first, time.last)
                if _is_told(hit, scene):
                    yield 3, hit, time.lower_s, time.upper_s
        for hit in hits:
            kind = hit.rule.kind.removeprefix("pause_")
            if kind not in _PAUSES or not _is_told(hit, scene) or _is_blocked(hit, blocks, scene.talk):
                continue
            spans = folded.times_in(hit, LENGTH, BREATH) or folded.times_in(hit, ACTIVITY)
            if spans and self._has_reason(hit, kind, scene.talk):
                rank = _PAUSES.index(kind) * 2 + (spans[-1].kind == ACTIVITY)
                yield rank + 1, hit, spans[-1].lower_s, spans[-1].upper_s

    def _has_reason(self, hit: Hit, kind: str, talk: Talk) -> bool:
        if kind == "sure":
            return True
        number = talk.sentence_of[hit.first]
        near = talk.sentences[max(number - 1, 0) : number + 2]
        if kind == "weak":
            behind = talk.words[hit.last : talk.sentences[number].last]
            if self._words["weak"].isdisjoint(behind):
                return False
            return not (
                self._words["back"].isdisjoint(behind)
                and self._words["prompt"].isdisjoint(talk.words[near[0].first : near[-1].last])
            )
        spots = range(near[0].first, near[-1].last)
        if any(talk.words[k] in self._words["cause"] for k in spots):
            return True
        return any(talk.words[k] in self._words["answer"] for k in spots if not hit.first <= k < hit.last)


@dataclass(frozen=True, slots=True)
class Folded:
    """A talk in which each found time is one word, and the way back."""

    talk: Talk
    times: Sequence[Time]
    at: tuple[int, ...]
    """Of each folded word where it begins in the talk; one more for the end."""

    @classmethod
    def of(cls, talk: Talk, times: Sequence[Time]) -> "Folded":
        starts = {t.first: t for t in times}
        words: list[str] = []
        at: list[int] = []
        new: dict[int, int] = {}
        k = 0
        while k < len(talk.words):
            new[k] = len(words)
            at.append(k)
            time = starts.get(k)
            words.append(time.kind if time else talk.words[k])
            k = time.last if time else k + 1
        new[k] = len(words)
        at.append(k)
        sentences = tuple(Sentence(new[s.first], new[s.last], s.is_question) for s in talk.sentences)
        return cls(Talk(tuple(words), (), (), (), sentences, ()), times, tuple(at))

    def hit(self, hit: Hit) -> Hit:
        """The same hit in the words of the talk."""
        return Hit(hit.rule, self.at[hit.first], self.at[hit.last])

    def times_in(self, hit: Hit, *kinds: str) -> list[Time]:
        inside = self.times[
            bisect_left(self.times, hit.first, key=_first) : bisect_left(self.times, hit.last, key=_first)
        ]
        return [t for t in inside if t.kind in kinds and t.last <= hit.last]


def _is_blocked(hit: Hit, blocks: Mapping[int, Sequence[Hit]], talk: Talk) -> bool:
    clauses = {talk.clause_of[hit.first], talk.clause_of[hit.last - 1]}
    return any(
        talk.clause_of[b.first] in clauses or (b.first < hit.last and hit.first < b.last)
        for b in blocks.get(talk.sentence_of[hit.first], ())
    )


def _first(time: Time) -> int:
    return time.first


def _is_told(hit: Hit, scene: Scene) -> bool:
    """The speaker's own, and it happened."""
    talk = scene.talk
    if talk.sentences[talk.sentence_of[hit.first]].is_question:
        return False
    if _is_anothers_wait(hit, scene):
        return False
    effects = scene.effects(hit.first, hit.last)
    before = scene.talk.words[talk.sentences[talk.sentence_of[hit.first]].first : hit.first]
    if any(pair == ("this", "time") for pair in pairwise(before)):  # "usually at once, this time I waited"
        effects -= {"general", "hypothetical"}
    return not effects & (NOT_TOLD | {"negated"}) and not _is_averted(hit, scene)


def _is_anothers_wait(hit: Hit, scene: Scene) -> bool:
    """Who is said first waits: in "two days before I answered" that is told before it, in "an hour later I" it is I."""
    inside = scene.talk.words[hit.first : hit.last]
    if not scene.people.me.isdisjoint(inside[:2]):
        return False
    if inside[0] in scene.people.others or inside[0] in scene.people.kin:
        return True
    mine = any(b in scene.people.me and a in _NEW_CLAUSE for a, b in pairwise(inside))
    return scene.owner(hit.first) == "other" and not mine


def _is_averted(hit: Hit, scene: Scene) -> bool:
    """ "I should have slept on it". A clause before, it averts nothing: "I wanted to shout, so I waited"."""
    clause_of = scene.talk.clause_of
    near = [
        t
        for t in scene.triggers.get(scene.talk.sentence_of[hit.first], ())
        if t.rule.kind == "averted" and t.last <= hit.first and clause_of[t.last - 1] == clause_of[hit.first]
    ]
    return any(hit.first - t.last < scene.reach[t.rule.id].forward for t in near)
