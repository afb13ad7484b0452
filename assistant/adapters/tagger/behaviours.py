"""What the speaker did, did not do, or means to do."""

from collections.abc import Mapping
from typing import Any

from assistant.adapters.tagger.found import Found, unsaid
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, rule_book
from assistant.adapters.tagger.scene import Scene
from assistant.journal import BEHAVIOURS

SCORES = {"act": 0.8, "weak": 0.6, "done": 0.8, "not_done": 0.8, "intended": 0.8}
"""An `act` has its status from its context; the others say their own."""
NEVER = {
    ("did_homework", "not_done"),
    ("skipped_homework", "not_done"),
    ("skipped_homework", "intended"),
    ("noticed_pattern", "not_done"),
    ("noticed_pattern", "intended"),
    ("did_differently", "not_done"),
}
"""Homework left undone is `skipped_homework` alone, as the codebook decided; what was not noticed cannot be told."""
DROPS = {"other", "past", "quoted", "general", "hypothetical"}


class Behaviours:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        self._book = rule_book(data, BEHAVIOURS, compiler=compiler, where="behaviours.toml", scores=SCORES)

    def find(self, scene: Scene) -> list[Found]:
        found = []
        for hit in self._book.find(scene.talk):
            status = self._status(hit, scene)
            start, end = scene.talk.chars(hit.first, hit.last)
            if not status:
                found.append(unsaid("behaviour", hit.rule.label, start, end))
            else:
                made_by = f"rule:{hit.rule.id}"
                found.append(Found("behaviour", hit.rule.label, status, hit.rule.score, start, end, made_by))
        return _settled(found)

    def _status(self, hit: Hit, scene: Scene) -> str:
        """Empty where nothing is told of the speaker's own."""
        talk = scene.talk
        if scene.asks(hit.first) and not any(w == "?" for w in talk.words[hit.first : hit.last]):
            return ""
        effects = scene.effects(hit.first, hit.last)
        if effects & DROPS:
            return ""
        inside = talk.words[hit.first : hit.last]
        if inside[0] not in scene.people.me and scene.owner(hit.first) == "other":
            return ""
        if hit.rule.kind in ("not_done", "intended"):
            return hit.rule.kind
        if effects & {"negated", "averted"}:
            return "not_done"
        return "intended" if effects & {"intended", "wished"} else "done"


def _settled(found: list[Found]) -> list[Found]:
    return [unsaid(f.kind, f.label, f.start, f.end) if (f.label, f.detail) in NEVER else f for f in found]
