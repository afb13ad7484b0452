"""What the rules make of a text: the words, their context and their findings, as the trained part will get them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tagger.data import ROOT

from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.safety import Danger
from assistant.adapters.tagger.scene import Scene

STEPS = ("clauses", "context", "emotions", "behaviours", "safety")
"""Without the trained part, which these lines are to train."""


@dataclass(frozen=True, slots=True)
class Heard:
    text: str
    scene: Scene
    found: Sequence[Found]
    danger: Danger | None


class Rules:
    def __init__(self) -> None:
        self._nlp = build(ROOT / "models" / "tagger", steps=STEPS)

    def __call__(self, text: str) -> Heard:
        doc = self._nlp(one_spelling(text))
        return Heard(doc.text, doc.user_data["scene"], doc.user_data["found"], doc.user_data["danger"])
