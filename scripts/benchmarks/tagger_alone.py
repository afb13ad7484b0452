"""One figure of the tagger from a process of its own. Usage: python -m benchmarks.tagger_alone PART FOLDER < texts

Texts come as a JSON list on stdin, figures go as one JSON line to stdout. Beyond spaCy, psutil and the tagger nothing
is imported here, so that nothing else is counted.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
import spacy

Figures = dict[str, float | list[float]]

WARM = 100
"""The first texts: patterns are compiled and words looked up as they are needed."""


def rss_mb() -> float:
    return float(psutil.Process().memory_info().rss) / 1e6


def bare(folder: Path, texts: Sequence[str]) -> Figures:
    """What spaCy takes by itself."""
    began = time.perf_counter()
    spacy.blank("en")
    return {"blank_s": time.perf_counter() - began, "rss_mb": rss_mb()}


def load(folder: Path, texts: Sequence[str]) -> Figures:
    """Loading, the first text, and memory once all are read."""
    began = time.perf_counter()
    from assistant.adapters.tagger import Tagger

    tagger = Tagger(folder)
    loaded = time.perf_counter()
    loaded_mb = rss_mb()
    tagger.read(texts[:1])
    first = time.perf_counter()
    for text in texts[1:]:
        tagger.read([text])
    return {"load_s": loaded - began, "first_ms": (first - loaded) * 1e3, "loaded_mb": loaded_mb, "rss_mb": rss_mb()}


def texts_ms(folder: Path, texts: Sequence[str]) -> Figures:
    """Milliseconds of each text but the first ones."""
    from assistant.adapters.tagger import Tagger

    tagger = Tagger(folder)
    took = []
    for text in texts:
        began = time.perf_counter()
        tagger.read([text])
        took.append((time.perf_counter() - began) * 1e3)
    return {"ms": took[WARM:]}


def bulk(folder: Path, texts: Sequence[str]) -> Figures:
    """As `between tag --jsonl` reads them, one after another."""
    from assistant.adapters.tagger import Tagger

    tagger = Tagger(folder)
    began = time.perf_counter()
    for text in texts:
        tagger.read([text])
    return {"seconds": time.perf_counter() - began}


PARTS: dict[str, Callable[[Path, Sequence[str]], Figures]] = {
    "bare": bare,
    "load": load,
    "texts_ms": texts_ms,
    "bulk": bulk,
}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](Path(sys.argv[2]), json.load(sys.stdin))))
