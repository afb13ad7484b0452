"""When a pattern of one's own was noticed: a noticing with a cue that says when, or a phrase that says both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.clocks import CLOCK, DAY, LENGTH, Time
from assistant.adapters.tagger.context import Scene
from assistant.adapters.tagger.measured import NOT_TOLD, Measured, book_of
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit
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
        seen = [h for h in hits if h.rule.kind.startswith(("seen", "whole")) and _is_noticing(h, scene, hits)]
        if not seen:
            return
        cues = [Cue(h.first, h.last, h.rule.label, h.rule.id) for h in hits if h.rule.kind.startswith("when")]
        cues += _cues_of(times, scene.talk)
        for group in _episodes(seen, scene.talk):
            best = _when(group, cues, scene.talk)
            if best:
                first = min(h.first for h in group[:1])
                start, end = scene.talk.chars(min(first, best.first), max(group[0].last, best.last))
                yield Measured("catch_point", best.value, 0.0, 0.0, start, end, f"rule:{best.rule}")


def _is_noticing(hit: Hit, scene: Scene, hits: Sequence[Hit]) -> bool:
    talk = scene.talk
    number = talk.sentence_of[hit.first]
    sentence = talk.sentences[number]
    if sentence.is_question or _is_anothers(hit, scene):
        return False
    effects = scene.effects(hit.first, hit.last)
    if effects & NOT_TOLD:
        return False
    # "I did not notice until I was in bed" tells of a noticing
    late = any(w in ("till", "until") for w in talk.words[sentence.first : sentence.last])
    inside = talk.words[hit.first : hit.last]
    if not late and ("negated" in effects or "not" in inside[:3]):
        return False
    return not any(
        h.rule.kind == "not_seen" and talk.sentence_of[h.first] == number and hit.last <= h.last + 1 <= hit.last + 12
        for h in hits
    )


def _is_anothers(hit: Hit, scene: Scene) -> bool:
    inside = scene.talk.words[hit.first : hit.last]
    if inside[0] in scene.people.me or (len(inside) > 1 and inside[1] in scene.people.me):
        return False
    if inside[0] != "you" and (inside[0] in scene.people.others or inside[0] in scene.people.kin):
        return True  # "you did it again" is said to oneself
    return scene.owner(hit.first) == "other" and ME.isdisjoint(inside)


def _cues_of(times: Sequence[Time], talk: Talk) -> Iterator[Cue]:
    """ "Ten minutes later", "it took me three hours to see", "until four"."""
    for time in times:
        before = talk.words[time.first - 1] if time.first else ""
        after = talk.words[time.last] if time.last < len(talk.words) else ""
        if time.kind == LENGTH and (after in ("later", "after", "afterwards", "late") or before == "me"):
            value = (
                "just_after" if time.upper_s <= JUST_AFTER_S else "later" if time.upper_s < SAME_DAY_S else "next_day"
            )
            yield Cue(time.first, time.last + 1, value, f"{value}.length")
        elif time.kind == CLOCK and before in ("till", "until", "been", "by"):
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


def _when(group: Sequence[Hit], cues: Iterable[Cue], talk: Talk) -> Cue | None:
    """The cue that says when these were noticed: a whole phrase, the nearest in the sentence, then over its border."""
    ranked: list[tuple[int, int, Cue]] = []
    for hit in group:
        if hit.rule.kind.startswith("whole"):
            ranked.append((0, hit.first, Cue(hit.first, hit.last, hit.rule.label, hit.rule.id)))
        elif hit.rule.kind == "seen_weak":
            ranked.append((3, hit.first, Cue(hit.first, hit.last, "during", hit.rule.id)))
        for cue in cues:
            far = max(cue.first - hit.last, hit.first - cue.last, 0)
            apart = talk.sentence_of[cue.first] - talk.sentence_of[hit.first]
            if apart == 0 and far <= NEAR:
                ranked.append((1, far + _weight(cue), cue))
            elif apart in (-1, 1) and far <= NEXT:
                ranked.append((2, far + _weight(cue), cue))
    return min(ranked, key=lambda r: r[:2])[2] if ranked else None


def _weight(cue: Cue) -> int:
    return _WEIGHT[cue.value] + (WEAK if cue.rule.endswith("_weak") else 0)
