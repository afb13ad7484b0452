"""The trained part as a whole: `weights.npz` (the heads) and `steps.json` (what weighs them, and the thresholds)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.adapters.tagger.context import Scene
from assistant.adapters.tagger.danger_model import DangerModel
from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.model import FAMILIES, INPUTS, Decider, Proposals
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.theme_model import ThemeModel, Weighed
from assistant.adapters.tagger.weights import AGAIN, Weights, load
from assistant.errors import PartMissing

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


def trained(folder: Path) -> Trained:
    """Raises PartMissing where a file is absent, damaged, or of another version."""
    weights, steps = load(folder / "weights.npz"), _steps(folder)
    if steps["version"] != weights.version:
        raise PartMissing(f"The tagger's files in {folder} do not belong together.", AGAIN)
    ours = read_toml(folder, "goemotions.toml")["ours"]
    try:
        made = _trained(weights, steps, ours=ours)
    except (KeyError, TypeError, ValueError) as e:
        raise _damaged(folder / STEPS_FILE) from e
    if any(len(made.decider.weights[family]) != INPUTS for family in FAMILIES):
        raise _damaged(folder / STEPS_FILE)
    return made


def version_of(folder: Path) -> str:
    return str(_steps(folder)["version"])


def _steps(folder: Path) -> dict[str, Any]:
    path = folder / STEPS_FILE
    try:
        steps: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise _damaged(path) from e
    return steps


def _damaged(path: Path) -> PartMissing:
    return PartMissing(f"The tagger's file {path} cannot be read, so nothing is tagged for now.", AGAIN)


def _trained(weights: Weights, steps: dict[str, Any], *, ours: dict[str, str]) -> Trained:
    own, theme, danger = steps["sentences"], steps["themes"], steps["danger"]
    features, blocks, version = weights.features, weights.blocks, weights.version
    by_family = {family: np.array(w, np.float32) for family, w in own["weights"].items()}
    return Trained(
        version,
        Proposals(features, own=blocks["own"], go=blocks["go"], ours=ours),
        Decider(by_family, own["bias"], own["threshold"]),
        ThemeModel(
            features,
            blocks["themes"],
            np.array(theme["weights"], np.float32),
            np.array(theme["bias"], np.float32),
            theme["threshold"],
            version,
        ),
        DangerModel(features, blocks["danger"], danger["clear"], version),
    )
