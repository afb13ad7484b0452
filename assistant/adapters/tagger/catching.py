"""When a pattern of one's own was noticed: a noticing with a cue that says when, or a phrase that says both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.clocks import CLOCK, DAY, LENGTH, Time
from assistant.adapters.tagger.measured import NOT_TOLD, Measured, book_of
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit
from assistant.adapters.tagger.scene import Scene
from assistant.adapters.tagger.talk import Talk
from assistant.journal import CATCH_POINTS

ME = frozenset(["i", "me", "my", "myself", "we"])
NEAR, NEXT = 18, 12
"""Words between a noticing and its cue: in one sentence, and over the end of one."""
JUST_AFTER_S, SAME_DAY_S = 1800.0, 43_200.0
"""What is seen up to half an hour after it ran was seen just after; up to half a day, later."""
_WEIGHT = {"during": 0, "before": 0, "just_after": 1, "next_day": 2, "later": 4}
"""Of two cues the nearer one counts; one that says little (an evening, a room) stands back by some words."""
WEAK = 6
"""What a cue of a rule named `_weak` stands back by."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words [first, last) that say when."""

    first: int
    last: int
    value: str
    rule: str


class Catching:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        kinds = ["seen", "seen_weak", "not_seen"] + [f"{k}_{v}" for k in ("when", "whole") for v in CATCH_POINTS]
        self._book = book_of(data, kinds, compiler)

    def find(self, scene: Scene, times: Sequence[Time]) -> Iterator[Measured]:
        hits = self._book.find(scene.talk)
        sentence_of = scene.talk.sentence_of
        things: dict[int, list[Hit]] = defaultdict(list)
        for hit in hits:
            if hit.rule.kind == "not_seen":
                things[sentence_of[hit.first]].append(hit)
        seen = [
            h
            for h in hits
            if h.rule.kind.startswith(("seen", "whole"))
            if _is_noticing(h, scene) and not _is_a_thing(h, things[sentence_of[h.first]])
        ]
        if not seen:
            return
        cues: dict[int, list[Cue]] = defaultdict(list)
        for cue in (*_cues_of(hits), *_cues_of_times(times, scene.talk)):
            cues[sentence_of[cue.first]].append(cue)
        for group in _episodes(seen, scene.talk):
            best = _when(group, cues, scene.talk)
            if best:
                first, last = min(group[0].first, best.first), max(group[0].last, best.last)
                start, end = scene.talk.chars(first, last)
                yield Measured("catch_point", best.value, 0.0, 0.0, start, end, f"rule:{best.rule}")


def _is_noticing(hit: Hit, scene: Scene) -> bool:
    talk = scene.talk
    sentence = talk.sentences[talk.sentence_of[hit.first]]
    if sentence.is_question or _is_anothers(hit, scene):
        return False
    effects = scene.effects(hit.first, hit.last)
    inside = talk.words[hit.first : hit.last]
    if not ME.isdisjoint(inside):  # "she is so loud, and it struck me"
        effects -= {"other"}
    if effects & NOT_TOLD:
        return False
    # "I did not notice until I was in bed" tells of a noticing
    late = any(w in ("till", "until") for w in talk.words[sentence.first : sentence.last])
    return late or not ("negated" in effects or "not" in inside[:3])


def _is_a_thing(hit: Hit, things: Iterable[Hit]) -> bool:
    """What is noticed, or told right behind, is no pattern: keys, weather, another person."""
    return any(hit.last <= thing.last + 1 <= hit.last + 12 for thing in things)


def _is_anothers(hit: Hit, scene: Scene) -> bool:
    inside = scene.talk.words[hit.first : hit.last]
    if inside[0] in scene.people.me or (len(inside) > 1 and inside[1] in scene.people.me):
        return False
    if inside[0] != "you" and (inside[0] in scene.people.others or inside[0] in scene.people.kin):
        return True  # "you did it again" is said to oneself
    return scene.owner(hit.first) == "other" and ME.isdisjoint(inside)


def _cues_of(hits: Iterable[Hit]) -> Iterator[Cue]:
    for hit in hits:
        if hit.rule.kind.startswith("when"):
            yield Cue(hit.first, hit.last, hit.rule.label, hit.rule.id)


def _cues_of_times(times: Sequence[Time], talk: Talk) -> Iterator[Cue]:
    """ "Ten minutes later", "it took me three hours to see", "until four"."""
    for time in times:
        before = talk.words[time.first - 1] if time.first else ""
        after = talk.words[time.last] if time.last < len(talk.words) else ""
        if time.kind == LENGTH and (after in ("later", "after", "afterwards", "late", "on", "had") or before == "me"):
            value = (
                "just_after" if time.upper_s <= JUST_AFTER_S else "later" if time.upper_s < SAME_DAY_S else "next_day"
            )
            yield Cue(time.first, time.last + 1, value, f"{value}.length")
        elif time.kind == CLOCK and before in ("till", "until", "been", "by", "gone"):
            yield Cue(time.first - 1, time.last, "later", "later.clock")
        elif time.kind == DAY and before in ("till", "until", "was", "by"):
            yield Cue(time.first - 1, time.last, "next_day", "next_day.weekday")


def _episodes(seen: Sequence[Hit], talk: Talk) -> Iterator[list[Hit]]:
    """What is noticed in one sentence and the next is noticed once."""
    group: list[Hit] = []
    for hit in sorted(seen, key=lambda h: h.first):
        if group and talk.sentence_of[hit.first] - talk.sentence_of[group[-1].last - 1] > 1:
            yield group
            group = []
        group.append(hit)
    yield group


def _when(group: Sequence[Hit], cues: Mapping[int, list[Cue]], talk: Talk) -> Cue | None:
    """The cue that says when these were noticed: a whole phrase, the nearest in the sentence, then over its border."""
    ranked: list[tuple[int, int, Cue]] = []
    for hit in group:
        if hit.rule.kind.startswith("whole"):
            ranked.append((0, hit.first, Cue(hit.first, hit.last, hit.rule.label, hit.rule.id)))
        elif hit.rule.kind == "seen_weak":
            ranked.append((3, hit.first, Cue(hit.first, hit.last, "during", hit.rule.id)))
        number = talk.sentence_of[hit.first]
        for cue in (c for k in (number - 1, number, number + 1) for c in cues.get(k, ())):
            if cue.value == "later" and hit.first < cue.first < hit.last <= cue.last:
                continue  # "noticed I was doing the dishes for everyone" is what was noticed, not when
            far = max(cue.first - hit.last, hit.first - cue.last, 0)
            apart = talk.sentence_of[cue.first] != number
            if far <= (NEXT if apart else NEAR):
                ranked.append((2 if apart else 1, far + _weight(cue), cue))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _weight(cue: Cue) -> int:
    return _WEIGHT[cue.value] + (WEAK if cue.rule.endswith("_weak") else 0)
