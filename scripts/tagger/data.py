"""The lines that the tagger learns from, as they lie in `models/tagger/training` and in GoEmotions."""

import html
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.tagger.behaviours import NEVER
from assistant.journal import BEHAVIOURS, EMOTIONS, STATUSES

ROOT = Path(__file__).resolve().parents[2]
TRAINING = ROOT / "models" / "tagger" / "training"
DOINGS = tuple(f"{b}:{s}" for b in BEHAVIOURS for s in STATUSES if (b, s) not in NEVER)
LABELS = (*EMOTIONS, *DOINGS)
ANY = tuple(f"{b}:any" for b in BEHAVIOURS)
"""A doing in whatever status: its rare statuses learn from the common one."""
_PLACE = {label: number for number, label in enumerate(LABELS)}

Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with what is plain in it."""

    text: str
    writer: int
    emotions: tuple[tuple[str, str], ...]
    behaviours: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, row: dict[str, Any], *, writer: int) -> "Line":
        pairs = [tuple(tuple(pair) for pair in row[key]) for key in ("emotions", "behaviours")]
        return cls(row["text"], writer, *pairs)

    def truth(self) -> Truth:
        """One a label of LABELS."""
        found = np.zeros(len(LABELS), np.bool_)
        found[[_PLACE[e] for e, _ in self.emotions]] = True
        found[[_PLACE[f"{b}:{s}"] for b, s in self.behaviours]] = True
        return found


@dataclass(frozen=True, slots=True)
class Reflection:
    lines: tuple[Line, ...]
    writer: int
    themes: frozenset[str]
    people: frozenset[str]
    safety: str

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    def truth(self) -> Truth:
        return np.any([line.truth() for line in self.lines], axis=0)


def rows(name: str) -> Iterator[dict[str, Any]]:
    for line in (TRAINING / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def single() -> list[Line]:
    """Feelings, doings, and what only looks like them."""
    return [Line.of(row, writer=row["writer"]) for name in ("feelings", "doings", "nothing") for row in rows(name)]


def reflections() -> list[Reflection]:
    return [
        Reflection(
            tuple(Line.of(s, writer=row["writer"]) for s in row["sentences"]),
            row["writer"],
            frozenset(row["themes"]),
            frozenset(row["people"]),
            row["safety"],
        )
        for row in rows("reflections")
    ]


@dataclass(frozen=True, slots=True)
class Comments:
    """GoEmotions: comments and 27 emotions and `neutral`, one row a comment."""

    texts: list[str]
    truth: Truth


def goemotions(folder: Path, split: str) -> Comments:
    names = labels_of_goemotions(folder)
    texts, truth = [], []
    for line in (folder / f"{split}.tsv").read_text(encoding="utf-8").splitlines():
        text, labels, _ = line.split("\t")
        texts.append(plain(text))
        found = np.zeros(len(names), np.bool_)
        found[[int(n) for n in labels.split(",")]] = True
        truth.append(found)
    return Comments(texts, np.array(truth))


def labels_of_goemotions(folder: Path) -> list[str]:
    return (folder / "labels.txt").read_text(encoding="utf-8").split()


def plain(comment: str) -> str:
    """Masks and links as words, and a drawn-out letter at most three times."""
    text = html.unescape(comment)
    text = re.sub(r"\[(NAME|RELIGION)\]", lambda m: f"{m[1].lower()}mask", text)
    return re.sub(r"(.)\1{3,}", r"\1\1\1", re.sub(r"https?://\S+", "linkmask", text))


def mapping() -> dict[str, str]:
    """GoEmotions' label to ours, from the one table."""
    table = tomllib.loads((ROOT / "models" / "tagger" / "goemotions.toml").read_text(encoding="utf-8"))
    return dict(table["ours"])
