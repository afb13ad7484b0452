"""The labelled examples, what is said of them, and how that is counted. Shared by the benchmark and the tests."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from assistant.journal import BEHAVIOURS, EMOTIONS, THEMES, Reading

# By its whole path: in the tests `tagger` is a folder of theirs.
from scripts.tagger.scoring import ENOUGH, Marks, both, by_label

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT.parent / "shared" / "tagging-examples.jsonl"
"""Not part of the project; may be missing."""
FIELDS = ("emotions", "behaviours", "themes", "people", "safety")
LISTED = {"emotions": EMOTIONS, "behaviours": BEHAVIOURS, "themes": THEMES}
"""Fields that a list of words can answer for."""
NEAREST = 10

Half = Literal["odd", "even"]
Labels = Mapping[str, frozenset[Any]]
"""By field; a behaviour with its status."""


@dataclass(frozen=True, slots=True)
class Example:
    id: str
    text: str
    gold: Labels


def examples(path: Path, half: Half) -> Iterator[Example]:
    """Those with odd or even ids; a line of the other half is not even parsed."""
    for line in path.read_text(encoding="utf-8").splitlines():
        number = re.match(r'\{"id": *"[a-z]+(\d+)"', line)
        if number and int(number.group(1)) % 2 == (half == "odd"):
            row = json.loads(line)
            yield Example(row["id"], row["text"], gold(row))


def gold(row: Mapping[str, Any]) -> Labels:
    labels = {field: frozenset(row[field]) for field in ("emotions", "themes", "people")}
    return labels | {"behaviours": frozenset(map(tuple, row["behaviours"])), "safety": frozenset({row["safety"]})}


def heard(reading: Reading) -> Labels:
    return {
        "emotions": frozenset(reading.labels("emotion")),
        "behaviours": frozenset((t.label, t.detail) for t in reading.tags if t.kind == "behaviour"),
        "themes": frozenset(reading.labels("theme")),
        "people": frozenset(reading.labels("person")),
        "safety": frozenset({reading.safety}),
    }


@cache
def keywords() -> dict[str, dict[str, re.Pattern[str]]]:
    """By field and label: its name and its ten nearest words, whole."""
    fields = tomllib.loads(Path(__file__).with_name("keywords.toml").read_text(encoding="utf-8"))
    found: dict[str, dict[str, re.Pattern[str]]] = {}
    for field, labels in LISTED.items():
        nearest = {label: fields[field][label].split(", ") for label in labels}
        assert all(len(set(words)) == NEAREST for words in nearest.values()), f"ten words a label: {field}"
        found[field] = {label: whole_words(label.replace("_", " "), *words) for label, words in nearest.items()}
    return found


def whole_words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def listed(text: str) -> Labels:
    """What the plain list of words says. It knows no people and no danger."""
    low = text.lower().replace("\u2019", "'")
    said = {f: frozenset(label for label, words in ls.items() if words.search(low)) for f, ls in keywords().items()}
    return said | {"behaviours": frozenset((label, "done") for label in said["behaviours"])}


def count(wanted: Sequence[Labels], got: Sequence[Labels], field: str) -> dict[str, float]:
    """Micro F1; macro F1 over labels with five or more gold tags (0 where there is none), and how many these are."""
    _, truth, said = table(wanted, got, field)
    return {**both(truth, said), "labels": int((truth.sum(axis=0) >= ENOUGH).sum())}


def count_by_label(wanted: Sequence[Labels], got: Sequence[Labels], field: str) -> dict[str, list[float]]:
    """F1, gold tags, said tags."""
    return by_label(*table(wanted, got, field))


def table(wanted: Sequence[Labels], got: Sequence[Labels], field: str) -> tuple[list[str], Marks, Marks]:
    """The labels, and lines x labels of what is wanted and of what was got."""
    labels = sorted({label for one in (*wanted, *got) for label in one[field]})
    truth, said = (np.array([[label in one[field] for label in labels] for one in all_]) for all_ in (wanted, got))
    return [":".join(label) if isinstance(label, tuple) else label for label in labels], truth, said
