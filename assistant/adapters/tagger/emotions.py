"""What the speaker felt: said in words of feeling, or shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.found import Found, unsaid
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, rule_book
from assistant.adapters.tagger.scene import Scene
from assistant.journal import EMOTIONS

SCORES = {"state": 0.9, "cause": 0.75, "noun": 0.7, "said": 0.85, "shown": 0.7, "weak": 0.55}
"""Kinds of rules, and how far each is believed. `state` wants a subject and a verb ("I was furious"), `cause` is
about a thing ("it was maddening"), `noun` names it ("the dread"), `said` and `shown` are whole phrases, `weak` is shown
by words that could mean something else."""
DOUBT = 0.85
"""What "a bit", "maybe" and "I guess" leave of a score."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Words between a subject and its state, from `lists.toml`."""

    degrees: frozenset[str]
    links: frozenset[str]
    after_alone: frozenset[str]
    """What may follow a state that stands alone: "gutted about it"."""
    hedges: frozenset[str]


class Emotions:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler, frames: Frames) -> None:
        self._frames = frames
        self._book = rule_book(data, EMOTIONS, compiler=compiler, where="emotions.toml", scores=SCORES)

    def find(self, scene: Scene) -> list[Found]:
        hits = self._book.find(scene.talk)
        states = {k for h in hits if h.rule.kind == "state" for k in range(h.first, h.last)}
        found = [f for h in hits for f in self._felt(h, scene, states)]
        if any(f.label == "amusement" and f.score for f in found):  # tears of laughter
            found = [f for f in found if f.made_by != "rule:sadness.shown.tears"]
        return found

    def _felt(self, hit: Hit, scene: Scene, states: set[int]) -> Iterator[Found]:
        talk = scene.talk
        sentence = talk.sentences[talk.sentence_of[hit.first]]
        is_shown = hit.rule.kind in ("shown", "weak")
        if not self._is_felt(hit, scene, is_shown=is_shown) or not self._is_mine(hit, scene, states):
            yield unsaid("emotion", hit.rule.label, *talk.chars(hit.first, hit.last))
            return
        hedged = any(w in self._frames.hedges for w in talk.words[max(sentence.first, hit.first - 3) : hit.first])
        start, end = talk.chars(hit.first, hit.last)
        score = hit.rule.score * (DOUBT if hedged else 1)
        detail = "shown" if is_shown else "said"
        yield Found("emotion", hit.rule.label, detail, round(score, 2), start, end, f"rule:{hit.rule.id}")

    def _is_felt(self, hit: Hit, scene: Scene, *, is_shown: bool) -> bool:
        if scene.asks(hit.first) and not is_shown:
            return False
        effects = scene.effects(hit.first, hit.last)
        return not (effects - {"averted"}) and (is_shown or not effects)  # "I nearly cried" shows it all the same

    def _is_mine(self, hit: Hit, scene: Scene, states: set[int]) -> bool:
        if hit.rule.kind == "cause":
            return True
        if hit.rule.kind == "state":
            return self._is_my_state(hit, scene, states)
        inside = scene.talk.words[hit.first : hit.last]
        if any(w in scene.people.me or w in ("me", "my", "myself") for w in inside):
            return True
        before = scene.talk.words[hit.first - 1] if hit.first else ""
        if hit.rule.kind == "noun":
            return before not in ("his", "her", "their", "your", "'s") and scene.owner(hit.first) != "other"
        return scene.owner(hit.first) == "self"

    def _is_my_state(self, hit: Hit, scene: Scene, states: set[int]) -> bool:
        """Backwards over degree words to a verb of being or feeling, or to the start of the clause."""
        words, start = scene.talk.words, scene.talk.clause_start(hit.first)
        k = hit.first - 1
        while k >= start and (words[k] in self._frames.degrees or k in states):
            k -= 1
        if k < start:
            after = words[hit.last] if hit.last < len(words) else "."
            alone = (
                after in self._frames.after_alone or hit.last >= scene.talk.clauses[scene.talk.clause_of[hit.first]][1]
            )
            return alone and scene.owner(hit.first) == "self"
        if words[k] in ("me", "myself") and k and words[k - 1] in self._frames.links:  # "it left me furious"
            return True
        if words[k] in scene.people.me:
            return True
        return words[k] in self._frames.links and scene.owner(k) == "self"
