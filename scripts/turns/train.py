"""Makes models/turns/weights.npz: whether words end a sentence, learnt from where sentences end in written text.

Each sentence gives its end, and five places inside it that together weigh as much as its end. Half of them come with
the sentence before, as in a talk, where no mark stands between two sentences. One part in twenty is kept to judge by.
"""

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.dialogue.sentence_ends import bucket, spoken_words
from assistant.dialogue.sentence_features import features

BUCKETS = 1 << 17
COMMON = 20_000
"""Words that bring their Brown cluster."""
INSIDE = 5
COST = 0.5
PASSES, AT_ONCE, PACE = 6, 4_096, 0.05
ROOT = Path(__file__).resolve().parents[2]
Row = NDArray[np.float64]
Rows = NDArray[np.int32]
"""A row for an example: the buckets of its features; BUCKETS where it has fewer."""
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


def common_clusters() -> dict[str, int]:
    """Of the commonest words, out of `spacy-lookups-data` (MIT)."""
    tables = {}
    for name in ("cluster", "prob"):
        packed = files("spacy_lookups_data").joinpath("data", f"en_lexeme_{name}.json.gz").read_bytes()
        tables[name] = json.loads(gzip.decompress(packed))
    known, likely = tables["cluster"], tables["prob"]
    words = sorted((word for word in known if re.fullmatch("[a-z]+", word)), key=lambda word: -likely.get(word, -20.0))
    return {word: known[word] for word in words[:COMMON]}


def examples(
    texts: list[Text], *, clusters: Mapping[str, int], chance: random.Random, inside: int
) -> tuple[Rows, Row, Row]:
    """Features, whether a sentence ended there, and how much each weighs."""
    rows: list[list[int]] = []
    ends, weighs = [], []

    def add(words: list[str], end: float, weight: float) -> None:
        rows.append(sorted({bucket(f, count=BUCKETS) for f in features(words, clusters=clusters)}))
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
    widest = max(map(len, rows))
    padded = [row + [BUCKETS] * (widest - len(row)) for row in rows]
    return np.array(padded, np.int32), np.array(ends), np.array(weighs)


def fitted(rows: Rows, ends: Row, weighs: Row) -> Row:
    """Logistic regression by Adam, a few thousand examples at a time; the bias is last."""
    learnt, mean, square = (np.zeros(BUCKETS + 1) for _ in range(3))
    draw, number = np.random.default_rng(1), 0
    steps = PASSES * -(-len(rows) // AT_ONCE)
    for _ in range(PASSES):
        order = draw.permutation(len(rows))
        for start in range(0, len(rows), AT_ONCE):
            some = order[start : start + AT_ONCE]
            pull = weighs[some] * (_probability(rows[some], learnt) - ends[some])
            each = np.broadcast_to(pull[:, None], rows[some].shape).ravel()
            slope = np.bincount(rows[some].ravel(), each, BUCKETS + 1)
            slope[BUCKETS] = pull.sum()  # the bias stands where the empty places were counted
            slope[:BUCKETS] += learnt[:BUCKETS] / COST * len(some) / len(rows)
            number += 1
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope**2 - square)
            steady = np.sqrt(square / (1 - 0.99**number)) + 1e-3
            learnt -= PACE * (1 - number / (steps + 1)) * mean / (1 - 0.9**number) / steady
    return learnt


def odds_of(rows: Rows, learnt: Row) -> Row:
    return np.asarray(np.append(learnt[:-1], 0.0)[rows].sum(axis=1) + learnt[-1])


def _probability(rows: Rows, learnt: Row) -> Row:
    return np.asarray(1 / (1 + np.exp(-odds_of(rows, learnt))))


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
    cut, clusters = len(every) * 19 // 20, common_clusters()
    rows, ends, weighs = examples(every[:cut], clusters=clusters, chance=chance, inside=INSIDE)
    learnt = fitted(rows, ends, weighs)
    scale = float(np.abs(learnt[:-1]).max() / 127)
    weights = np.round(learnt[:-1] / scale).astype(np.int8)
    folder = ROOT / "models" / "turns"
    folder.mkdir(exist_ok=True)
    words = np.frombuffer(" ".join(clusters).encode(), np.uint8)
    numbers = np.array(list(clusters.values()), np.uint32)
    made = {"weights": weights, "scale": scale, "bias": learnt[-1], "words": words, "clusters": numbers}
    np.savez_compressed(folder / "weights.npz", **made)
    rows, ends, weighs = examples(every[cut:], clusters=clusters, chance=chance, inside=99)
    print(json.dumps(figures(odds_of(rows, np.append(weights * scale, learnt[-1])), ends, weighs)))


if __name__ == "__main__":
    main()
