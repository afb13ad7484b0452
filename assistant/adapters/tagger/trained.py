"""The trained part as a whole: `weights.npz` (the heads) and `steps.json` (what weighs them, and the thresholds)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from assistant.adapters.tagger.danger_model import LEVELS, DangerModel
from assistant.adapters.tagger.decider import Decider
from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.model import FAMILIES, INPUTS, Proposals
from assistant.adapters.tagger.network import Scores
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.scene import Scene
from assistant.adapters.tagger.theme_model import ThemeModel, Weighed, inputs
from assistant.adapters.tagger.weights import AGAIN, Weights, load
from assistant.errors import PartMissing
from assistant.journal import THEMES, SafetyLevel

STEPS_FILE = "steps.json"


@dataclass(frozen=True, slots=True)
class Trained:
    version: str
    proposals: Proposals
    decider: Decider
    themes: ThemeModel
    danger: DangerModel

    def read(self, text: str, scene: Scene, found: Sequence[Found], weighed: Weighed) -> list[Found]:
        """Feelings, doings and themes that are sure enough to be said. `found` is what the rules say."""
        candidates = self.proposals.of(text, scene, found)
        said = self.decider.said(candidates, scene.talk, version=self.version)
        return [*said, *self.themes.find(text, scene.talk, weighed)]


@dataclass(frozen=True, slots=True)
class _Steps:
    """`steps.json`."""

    version: str
    decider: Decider
    theme_weights: Scores
    theme_bias: Scores
    theme_threshold: float
    clear: Mapping[SafetyLevel, float]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "_Steps":
        """Raises KeyError, TypeError, ValueError or OverflowError where something is missing or of a wrong kind."""
        own, themes, danger = data["sentences"], data["themes"], data["danger"]
        if not isinstance(data["version"], str):
            raise TypeError("no version")
        return cls(
            data["version"],
            Decider(
                {family: _numbers(own["weights"][family], size=INPUTS) for family in FAMILIES},
                {label: _number(own["bias"][label]) for label in own["bias"]},
                {family: _number(own["threshold"][family]) for family in FAMILIES},
            ),
            _numbers(themes["weights"], size=inputs(np.zeros(len(THEMES), np.float32), {}).size),
            _numbers(themes["bias"], size=len(THEMES)),
            _number(themes["threshold"]),
            {level: _number(danger["clear"][level]) for level in LEVELS},
        )


def trained(folder: Path) -> Trained:
    """Raises PartMissing where a file is absent, damaged, or of another version."""
    steps, weights = _steps(folder), load(folder / "weights.npz")
    ours = read_toml(folder, "goemotions.toml").get("ours")
    if steps.version != weights.version or not isinstance(ours, dict):
        raise _strangers(folder)
    try:
        return _trained(weights, steps, ours=ours)
    except (KeyError, ValueError) as e:
        raise _strangers(folder) from e


def version_of(folder: Path) -> str:
    """Raises PartMissing."""
    return _steps(folder).version


def _steps(folder: Path) -> _Steps:
    path = folder / STEPS_FILE
    try:
        return _Steps.of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as e:
        raise PartMissing(f"The tagger's file {path} cannot be read, so nothing is tagged for now.", AGAIN) from e


def _strangers(folder: Path) -> PartMissing:
    return PartMissing(f"The tagger's files in {folder} do not belong together.", AGAIN)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    if not isfinite(value):
        raise ValueError("no finite number")
    return float(value)


def _numbers(values: object, *, size: int) -> Scores:
    if not isinstance(values, list) or len(values) != size:
        raise TypeError(f"not {size} numbers")
    return np.array([_number(value) for value in values], np.float32)


def _trained(weights: Weights, steps: _Steps, *, ours: dict[str, str]) -> Trained:
    """Raises KeyError or ValueError where the weights have no such block or label."""
    features, blocks, version = weights.features, weights.blocks, weights.version
    own = blocks["own"]
    if any(label not in steps.decider.bias for label in own.labels if label != "said" and not label.endswith(":any")):
        raise KeyError("bias")
    return Trained(
        version,
        Proposals(features, own=own, go=weights.network, ours=ours),
        steps.decider,
        ThemeModel(features, blocks["themes"], steps.theme_weights, steps.theme_bias, steps.theme_threshold, version),
        DangerModel(features, blocks["danger"], steps.clear, version),
    )
