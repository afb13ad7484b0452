"""The small network: what it hears of one sentence never depends on its neighbours."""

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.tagger.features import tokens
from assistant.adapters.tagger.network import GAP, Layers, Network, pieces
from assistant.adapters.tagger.weights import load

FOLDER = Path(__file__).parents[2] / "models" / "tagger"
TALK = [
    "I was so happy I could have sung on the bus",
    "no",
    "",
    "she left without a word and I stood in the hall with her scarf for I don't know how long",
    "thanks so much for all of it",
    "zzyzx qwrt",
]


@pytest.fixture(scope="module")
def network() -> Network:
    return load(FOLDER / "weights.npz").network


def test_a_sentence_is_heard_alike_alone_and_among_others(network: Network) -> None:
    """The gaps are wide enough for the widest filter."""
    words = [tokens(text) for text in TALK]
    together = network.scores(words)
    alone = np.vstack([network.scores([one]) for one in words])
    backwards = network.scores(words[::-1])[::-1]
    assert np.allclose(together, alone, atol=1e-4)
    assert np.allclose(together, backwards, atol=1e-4)
    assert max(len(f) for f in network.layers.filters) <= GAP


def test_nothing_breaks_on_nothing(network: Network) -> None:
    """No sentence, no row; one without words has plain numbers."""
    labels = network.layers.labels
    assert network.scores([]).shape == (0, len(labels))
    empty = network.scores([[]])[0]
    assert np.isfinite(empty).all()


def test_plain_feelings_are_heard(network: Network) -> None:
    """The labels stand where the numbers do."""
    labels = network.layers.labels
    for text, label in (
        ("I love you so much", "love"),
        ("thank you, that was kind", "gratitude"),
        ("I'm so sorry", "remorse"),
        ("why would anyone do that?", "curiosity"),
        ("haha that is so funny", "amusement"),
    ):
        scores = network.scores([tokens(text)])[0]
        assert label in {labels[k] for k in np.argsort(-scores)[:2]}, (text, label)


def test_the_sum_is_that_of_the_formula() -> None:
    """By hand: one word of one piece, a filter of two words, one label."""
    key = min(pieces("a", {}))
    layers = Layers(
        keys=np.array([key], np.uint32),
        table=np.array([[2, -4]], np.int8),
        scale=np.array([0.5, 0.25], np.float32),  # the word is (1, -1)
        filters=(np.array([[[1.0], [0.0]], [[0.0], [2.0]]], np.float32),),
        biases=(np.array([0.5], np.float32),),
        out=np.array([[10.0], [1.0], [100.0]], np.float32),
        out_bias=np.array([0.25], np.float32),
        labels=("x",),
    )
    # windows: before the word -2, at the word 1, nothing 0; the loudest is 1 + 0.5
    assert network_score(layers, ["a"]) == pytest.approx(15 + 1 - 100 + 0.25)
    # twice: before -2, both 1 - 2, the last 1; the words' sum (2, -2) over the root of 2
    assert network_score(layers, ["a", "a"]) == pytest.approx(15 + (2 - 200) / np.sqrt(2) + 0.25)


def network_score(layers: Layers, words: list[str]) -> float:
    return float(Network(layers, {}).scores([words])[0, 0])
