"""What the trained heads see: hashes of words, and the rows of the weights that they are found in."""

import numpy as np
import pytest

from assistant.adapters.tagger import features
from assistant.adapters.tagger.features import Features, Groups, tokens
from assistant.adapters.tagger.weights import Block

MOST = 0xFFFFFFFF
KEYS = np.array([0, 1, 7, 1 << 15, (1 << 15) + 1, 1 << 31, MOST - 1], np.uint32)


def block(keys: np.ndarray) -> Block:
    """One label, which says in which row a key was found: 1 for the first."""
    rows = np.arange(1, len(keys) + 1, dtype=np.int8)[:, np.newaxis]
    ones = np.ones(1, np.float32)
    return Block(("row",), keys, np.ones(len(keys), np.float32), rows, ones, 0 * ones)


@pytest.mark.parametrize(("key", "row"), [*((int(k), n) for n, k in enumerate(KEYS, 1)), (2, 0), (6, 0), (MOST, 0)])
def test_each_key_is_found_in_its_row(key: int, row: int) -> None:
    """The first, the last, near ones; and none that is not there."""
    assert block(KEYS).scores(Groups(({key}, set(), set()))).tolist() == [row]


def test_many_keys_are_found_as_a_plain_search_finds_them() -> None:
    """However they lie."""
    mixed = np.random.default_rng(1)
    keys = np.unique(np.concatenate([mixed.integers(0, MOST, 5_000), mixed.integers(0, 3_000, 900), [MOST]]))
    keys = keys.astype(np.uint32)
    asked = np.concatenate([keys[::3], mixed.integers(0, MOST, 500), mixed.integers(0, 3_000, 500)]).astype(np.uint32)
    rows, known = block(keys)._rows(asked)
    assert np.array_equal(known, np.isin(asked, keys))
    assert np.array_equal(keys[rows], asked[known])


def test_nothing_asked_is_nothing_told() -> None:
    """A talk of marks alone has no sentences."""
    assert block(KEYS).all_scores([]).shape == (0, 1)
    assert block(KEYS).scores(Groups((set(), set(), set()))).tolist() == [0]


def test_what_is_remembered_changes_nothing_and_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Years of talk in one process hold no more words than the last ones."""
    monkeypatch.setattr(features, "WORDS", 8)
    words = [f"word{n} tea phone and{n} tea" for n in range(50)]
    known = {"tea": 77, "phone": 12}
    one = Features(known)
    for text in [*words, *words]:
        assert one.of(tokens(text)) == Features(known).of(tokens(text))
    assert one._word.cache_info().currsize == 8
    assert one._brief.cache_info().currsize == 50
    assert one._brief.cache_info().maxsize == features.TALK
