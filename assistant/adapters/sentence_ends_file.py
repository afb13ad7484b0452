"""The weights of `dialogue.sentence_ends`, from models/turns."""

import zipfile
from pathlib import Path

import numpy as np

from assistant.dialogue.sentence_ends import SentenceEnds
from assistant.errors import PartMissing


def load(path: Path) -> SentenceEnds:
    """Raises PartMissing where the file is gone or damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            weights, scale, bias = file["weights"], float(file["scale"]), float(file["bias"])
            words, clusters = file["words"].tobytes().decode().split(), file["clusters"].tolist()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as e:
        raise _missing() from e
    count = len(weights) if weights.ndim == 1 else 0
    if weights.dtype != np.int8 or count == 0 or count & (count - 1) or len(words) != len(clusters):
        raise _missing()
    return SentenceEnds(weights.tobytes(), scale, bias, dict(zip(words, clusters, strict=True)))


def _missing() -> PartMissing:
    return PartMissing(
        "What knows when a sentence has ended is missing or damaged, so I wait nine seconds after each pause.",
        "Run ./scripts/run again: it sets up what is missing.",
    )
