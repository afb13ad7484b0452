"""Makes models/turns/weights.npz: whether words end a sentence, learnt from where sentences end in written text.

Each sentence gives its end, and five places inside it that together weigh as much as its end. Half of them come with
the sentence before, as in a talk, where no mark stands between two sentences. One part in twenty is kept to judge by.
"""

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from assistant.dialogue.sentence_ends import bucket, features, spoken_words

BUCKETS = 1 << 16
INSIDE = 5
COST = 0.5
ROOT = Path(__file__).resolve().parents[2]
Row = NDArray[np.float64]
Text = list[list[str]]
"""Sentences of words."""


def texts(goemotions: Path) -> Iterator[Text]:
    training = ROOT / "models" / "tagger" / "training"
    for name in ("doings", "feelings", "nothing"):
        for line in (training / f"{name}.jsonl").read_text("utf-8").splitlines():
            yield sentences(json.loads(line)["text"])
    for line in (training / "reflections.jsonl").read_text("utf-8").splitlines():
        yield [spoken_words(sentence["text"]) for sentence in json.loads(line)["sentences"]]
    for line in (ROOT / "scripts" / "nano" / "sentences.txt").read_text("utf-8").splitlines():
        yield sentences(line)
    for line in (goemotions / "train.tsv").read_text("utf-8").splitlines():
        text = line.split("\t")[0]
        if text.rstrip().endswith((".", "!", "?")):  # many a comment just stops
            yield sentences(text.replace("[NAME]", "anna").replace("[RELIGION]", "christian"))


def sentences(text: str) -> Text:
    return [spoken_words(part) for part in re.split(r"(?<=[.!?])\s+|\n", text)]


def examples(texts: list[Text], *, chance: random.Random, inside: int) -> tuple[csr_matrix, Row, Row]:
    """Rows of features, whether a sentence ended there, and how much each weighs."""
    buckets: list[int] = []
    starts, ends, weighs = [0], [], []

    def add(words: list[str], end: float, weight: float) -> None:
        buckets.extend(sorted({bucket(f, count=BUCKETS) for f in features(words)}))
        starts.append(len(buckets))
        ends.append(end)
        weighs.append(weight)

    for text in texts:
        for i, sentence in enumerate(text):
            if len(sentence) < 3:
                continue
            before = text[i - 1] if i and chance.random() < 0.5 else []
            add(before + sentence, 1.0, 1.0)
            places = chance.sample(range(1, len(sentence)), min(inside, len(sentence) - 1))
            for place in places:
                add(before + sentence[:place], 0.0, 1.0 / len(places))
    rows = csr_matrix((np.ones(len(buckets)), buckets, starts), (len(ends), BUCKETS))
    return rows, np.array(ends), np.array(weighs)


def fitted(rows: csr_matrix, ends: Row, weighs: Row) -> Row:
    """Logistic regression; the bias is last."""
    signs = 2 * ends - 1

    def loss(v: Row) -> tuple[float, Row]:
        margin = (rows @ v[:-1] + v[-1]) * signs
        pull = -signs * weighs / (1 + np.exp(np.clip(margin, -30, 30)))
        value = float(np.logaddexp(0, -margin) @ weighs + v[:-1] @ v[:-1] / (2 * COST))
        return value, np.append(rows.T @ pull + v[:-1] / COST, pull.sum())

    return np.asarray(minimize(loss, np.zeros(BUCKETS + 1), jac=True, method="L-BFGS-B", options={"maxiter": 60}).x)


def figures(odds: Row, ends: Row, weighs: Row) -> dict[str, object]:
    """For a share of the places inside sentences that are taken for an end: how many ends are found, and from where."""
    inside = odds[ends == 0]
    order = np.argsort(-inside)
    share = np.cumsum(weighs[ends == 0][order]) / weighs[ends == 0].sum()
    found = {}
    for wanted in (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2):
        at = float(inside[order][np.searchsorted(share, wanted)])
        found[f"{wanted:.1%} inside"] = [round(at, 2), round(float((odds[ends == 1] > at).mean()), 3)]
    low = {f"below {x}": round(float((odds[ends == 1] < x).mean()), 4) for x in (-5.0, -4.0, -3.0, -2.0)}
    return {"ends": int(ends.sum()), "inside": len(inside), "taken_for_ends": found, "ends_missed": low}


def main() -> None:
    chance = random.Random(1)
    every = list(texts(Path(sys.argv[1])))
    chance.shuffle(every)
    cut = len(every) * 19 // 20
    rows, ends, weighs = examples(every[:cut], chance=chance, inside=INSIDE)
    learnt = fitted(rows, ends, weighs)
    scale = float(np.abs(learnt[:-1]).max() / 127)
    weights = np.round(learnt[:-1] / scale).astype(np.int8)
    folder = ROOT / "models" / "turns"
    np.savez_compressed(folder / "weights.npz", weights=weights, scale=scale, bias=learnt[-1])
    rows, ends, weighs = examples(every[cut:], chance=chance, inside=99)
    print(json.dumps(figures(rows @ weights * scale + learnt[-1], ends, weighs)))


if __name__ == "__main__":
    main()
