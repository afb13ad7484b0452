"""The head for GoEmotions' 28 labels: its comments train it, its dev split sets thresholds, its test split judges."""

from collections.abc import Callable, Mapping
from pathlib import Path

from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from tagger import network
from tagger.data import Comments, goemotions, labels_of_goemotions
from tagger.linear import fit
from tagger.scoring import Values, by_label, f1, thresholds

from assistant.adapters.tagger.features import tokens
from assistant.adapters.tagger.network import Layers, Network

LABELS = 28
STEPS = network.EPOCHS + LABELS
COST = 4.0
"""Of the plain model beside."""

Splits = Mapping[str, Comments]


def train(folder: Path, clusters: Mapping[str, int], *, told: Callable[[], None]) -> tuple[Layers, dict[str, object]]:
    """The network, and its figures. `told` STEPS times."""
    labels = labels_of_goemotions(folder)
    splits = {split: goemotions(folder, split) for split in ("train", "dev", "test")}
    words = {split: [tokens(text) for text in part.texts] for split, part in splits.items()}
    layers = network.train(words["train"], splits["train"].truth, labels=labels, clusters=clusters, told=told)
    heard = Network(layers, clusters)
    scores = {split: heard.scores(words[split]) for split in ("dev", "test")}
    said = scores["test"] > thresholds(splits["dev"].truth, scores["dev"])
    figures = {
        "test_macro_f1": _macro(splits, scores, split="test"),
        "dev_macro_f1": _macro(splits, scores, split="dev"),
        "test_macro_f1_of_words_and_pairs": _macro(splits, _plain(splits, told=told), split="test"),
        "by_label": by_label(labels, splits["test"].truth, said),
    }
    return layers, figures


def _macro(splits: Splits, scores: Mapping[str, Values], *, split: str) -> float:
    cuts = thresholds(splits["dev"].truth, scores["dev"])
    return round(float(f1(splits[split].truth, scores[split] > cuts).mean()), 4)


def _plain(splits: Splits, *, told: Callable[[], None]) -> dict[str, NDArray]:
    """What a logistic regression over words and pairs of words gives, beside."""
    rows = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    weights, bias = fit(rows.fit_transform(splits["train"].texts), splits["train"].truth, cost=COST, told=told)
    return {split: rows.transform(splits[split].texts) @ weights + bias for split in ("dev", "test")}
