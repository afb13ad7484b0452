"""Whether someone may be in danger. A miss is a defect, a false alarm a nuisance: when in doubt, it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.adapters.tagger.context import Scene
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.rules import Hit, RuleBook, rule_lines
from assistant.journal import SafetyLevel

KINDS = dict.fromkeys(("always", "crisis", "passive", "means", "distress", "concern", "over", "figure"), 1.0)
"""`always`: a crisis whatever stands around it, but for a "not" right before. `passive`: a wish not to wake, or to
vanish. `means`: a question about means, which is a crisis after distress. `over`: told of the past. `figure`: hides
what it overlaps."""
FAR = frozenset({"past", "other"})


@dataclass(frozen=True, slots=True)
class Danger:
    level: SafetyLevel
    start: int
    end: int
    made_by: str


class Safety:
    def __init__(self, data: Mapping[str, Any], *, compiler: Compiler) -> None:
        self._book = RuleBook(
            pair
            for label, table in data.items()
            if isinstance(table, dict)
            for pair in rule_lines(table, compiler=compiler, label=label, where="safety.toml", scores=KINDS)
        )

    def find(self, scene: Scene) -> Danger | None:
        hits = self._book.find(scene.talk)
        figures = [h for h in hits if h.rule.kind == "figure"]
        serious = [h for h in hits if h.rule.kind != "figure" and not any(_covers(f, h) for f in figures)]
        kinds = {h.rule.kind for h in serious}
        distressed = bool(kinds & {"distress", "crisis", "passive", "concern"})
        levels = [(self._level(h, scene, distressed=distressed), h) for h in serious]
        for level in ("crisis", "concern"):
            for found, hit in levels:
                if found == level:
                    start, end = scene.talk.chars(hit.first, hit.last)
                    return Danger(level, start, end, f"rule:{hit.rule.id}")
        return None

    def _level(self, hit: Hit, scene: Scene, *, distressed: bool) -> SafetyLevel:
        kind = hit.rule.kind
        if kind == "always":
            before = scene.talk.words[hit.first - 1] if hit.first else ""
            return "concern" if before in ("not", "never") else "crisis"
        if kind == "distress":
            return "none"
        if kind == "means":
            return "crisis" if distressed else "concern"
        if kind in ("passive", "concern", "over"):
            negated = kind != "passive" and "negated" in scene.effects(hit.first, hit.last)
            return "none" if negated and kind == "concern" else "concern"
        effects = scene.effects(hit.first, hit.last)
        if effects & {"negated", "gone"}:  # who says that they won't has thought of it
            return "concern"
        if hit.rule.label == "danger":  # it is another's doing by its nature
            return "concern" if "past" in effects else "crisis"
        someone = scene.owner(hit.first) == "other" and not any(
            w in scene.people.me or w in ("me", "my", "myself", "us") for w in scene.talk.words[hit.first : hit.last]
        )
        return "concern" if someone or effects & FAR else "crisis"


def _covers(figure: Hit, hit: Hit) -> bool:
    return figure.first < hit.last and hit.first < figure.last
