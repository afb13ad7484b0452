"""The trained weights: a linear score for each label, out of the features of a few words.

`weights.npz` holds blocks, each with the features that it knows (`keys`, sorted CRCs; `rarity`, the rarer the more it
counts), a matrix (features x labels, int8) with a scale a label, and a bias. Within a block each group of features is
brought to length one, so that a long sentence is no louder than a short one.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, pairwise
from lzma import LZMAError
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.tagger.features import GROUPS, Features, Groups
from assistant.errors import PartMissing

FORMAT = 1
AGAIN = "Install the program again; your entries are kept, and `between retag` reads them then."
_DAMAGES = (OSError, EOFError, BadZipFile, zlib.error, LZMAError, RuntimeError, KeyError, ValueError, TypeError)
"""What comes of flipped, cut and foreign bytes: RuntimeError where they seem to say "encrypted", LZMAError "LZMA"."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Block:
    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    rarity: Scores
    matrix: NDArray[np.int8]
    """Features x labels."""
    scale: Scores
    bias: Scores

    def scores(self, groups: Groups) -> Scores:
        """Log-odds, one a label."""
        scores: Scores = self.all_scores([groups])[0]
        return scores

    def all_scores(self, several: Sequence[Groups]) -> Scores:
        """Log-odds, a row each. All are looked up at once: the search through the keys is what takes time."""
        sets = [group for groups in several for group in groups]
        sizes = [len(group) for group in sets]
        asked = np.fromiter(chain.from_iterable(sets), np.uint32, sum(sizes))
        at = self._places(asked)
        known = self.keys[at] == asked
        rows = at[known]
        group_of = np.repeat(np.arange(len(sets)), sizes)[known]
        rarity = self.rarity[rows]
        length = np.sqrt(np.bincount(group_of, rarity * rarity, minlength=len(sets)))
        weight = (rarity / np.maximum(length, 1e-9)[group_of]).astype(np.float32)
        ends = np.searchsorted(group_of, np.arange(0, len(sets) + 1, GROUPS))
        total = np.tile(self.bias, (len(several), 1))
        for row, (a, b) in enumerate(pairwise(ends)):
            total[row] += (weight[a:b] @ self.matrix[rows[a:b]].astype(np.float32)) * self.scale
        return total

    def _places(self, asked: NDArray[np.uint32]) -> NDArray[np.intp]:
        """Where each would stand among the keys. In their order, so that near ones are found in memory just read."""
        once, which = np.unique(asked, return_inverse=True)
        at = self.keys.searchsorted(once)
        at[at == len(self.keys)] = 0
        return at[which]


@dataclass(frozen=True, slots=True)
class Weights:
    version: str
    features: Features
    blocks: dict[str, Block]


def load(path: Path) -> Weights:
    """Raises PartMissing where the file is absent, damaged, or of another version."""
    try:
        # Each part is read to its end, where its checksum is looked at, before numpy sees it: numpy stops where a
        # header says, and of a damaged one a shorter array would come back in silence.
        with ZipFile(path) as file:
            arrays = {name.removesuffix(".npy"): np.load(BytesIO(file.read(name))) for name in file.namelist()}
        if int(arrays["format"]) != FORMAT:
            raise PartMissing(f"The tagger's weights in {path} are of another version.", AGAIN)
        return _weights(arrays)
    except _DAMAGES as e:
        raise PartMissing(f"The tagger's weights in {path} cannot be read, so nothing is tagged for now.", AGAIN) from e


def _weights(file: Mapping[str, NDArray[Any]]) -> Weights:
    words = bytes(file["words"]).decode().split("\n")
    features = Features(dict(zip(words, file["clusters"].tolist(), strict=True)))
    blocks = {name: _block(file, name) for name in str(file["blocks"]).split()}
    return Weights(str(file["version"]), features, blocks)


def _block(file: Mapping[str, NDArray[Any]], name: str) -> Block:
    return Block(
        labels=tuple(str(file[f"{name}.labels"]).split()),
        keys=file[f"{name}.keys"],
        rarity=file[f"{name}.rarity"].astype(np.float32),
        matrix=file[f"{name}.matrix"],
        scale=file[f"{name}.scale"],
        bias=file[f"{name}.bias"],
    )


def saved(
    blocks: dict[str, Block], *, words: Sequence[str], clusters: Sequence[int], version: str
) -> dict[str, object]:
    """The arrays of `weights.npz`."""
    arrays: dict[str, object] = {
        "format": FORMAT,
        "version": version,
        "blocks": " ".join(blocks),
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "clusters": np.asarray(clusters, np.uint32),
    }
    for name, block in blocks.items():
        arrays |= {
            f"{name}.labels": " ".join(block.labels),
            f"{name}.keys": block.keys,
            f"{name}.rarity": block.rarity.astype(np.float16),
            f"{name}.matrix": block.matrix,
            f"{name}.scale": block.scale,
            f"{name}.bias": block.bias,
        }
    return arrays
