"""Pieces of talk cut and joined anyhow, with what a recogniser or a keyboard may leave between them."""

import json
import random

import pytest
from spacy.language import Language

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import STEPS, build
from tagger.conftest import FOLDER

ODD = [
    "😡😡",
    "👩\u200d👩\u200d👧",
    "\x00",
    "\x1b[0m",
    "\u200b",
    "\u202e",
    "שלום",
    "مرحبا",
    "\ufeff",
    "\u00ad",
    "ﬁ",
    "İ",
    "ß",
]
ODD += [
    "\t",
    "\n\n",
    "…",
    "—",
    "`",
    "¿",
    "!!",
    "...",
    "a\u0301",
    "½",
    "Σ",
    "nt",
    "'d",
    "_",
    "*",
    "(",
    ")",
    "|",
    "\\",
    "{",
    "9.15",
]
TALKS = 120


@pytest.fixture(scope="module")
def rules() -> Language:
    """Without the trained part."""
    return build(FOLDER, steps=tuple(step for step in STEPS if step != "trained"))


def talks() -> list[list[str]]:
    mixed = random.Random(7)
    names = ("feelings", "doings", "nothing", "danger")
    files = [(FOLDER / "training" / f"{name}.jsonl").read_text("utf-8").splitlines()[::40] for name in names]
    lines = [json.loads(row)["text"] for rows in files for row in rows]

    def one() -> str:
        pieces = []
        for _ in range(mixed.randint(1, 5)):
            line = mixed.choice(lines)
            start = mixed.randint(0, len(line))
            pieces += [line[start : mixed.randint(start, len(line))], mixed.choice(ODD) * mixed.randint(0, 2)]
        whole = mixed.choice([" ", "", ". ", ", ", "\n", "\u200b"]).join(pieces)
        return mixed.choices([whole, whole[::-1], f"{whole} " * 60], [30, 1, 1])[0]

    return [[one() for _ in range(mixed.randint(1, 3))] for _ in range(TALKS)]


def test_nothing_breaks_on_odd_talk(tagger: Tagger, rules: Language) -> None:
    """Read by the whole and by the rules alone; what is shown of it are its own words."""
    for texts in talks():
        rules(one_spelling(" ".join(texts)))
        reading = tagger.read(texts)
        shown = [t.evidence for t in reading.tags] + [m.evidence for m in reading.measures]
        for span in [*shown, *([reading.safety_evidence] if reading.safety_evidence else [])]:
            assert 0 <= span.start < span.end <= len(texts[span.utterance])
            assert span.text == texts[span.utterance][span.start : span.end]
