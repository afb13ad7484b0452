"""The trained weights: linear heads, which give each label a score out of the features of a few words, and a network.

`weights.npz` holds blocks, each with the features that it knows (`keys`, sorted CRCs; `rarity`, the rarer the more it
counts), a matrix (features x labels, int8) with a scale a label, and a bias. Within a block each group of features is
brought to length one, so that a long sentence is no louder than a short one.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from lzma import LZMAError
from math import prod
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.tagger.features import GROUPS, Features, Groups
from assistant.adapters.tagger.network import Layers, Network, Scores
from assistant.errors import PartMissing

FORMAT = 2
AGAIN = "Install the program again; your entries are kept, and `between retag` reads them then."
_DAMAGES = (OSError, EOFError, BadZipFile, zlib.error, LZMAError, RuntimeError, KeyError, ValueError, TypeError)
"""What comes of flipped, cut and foreign bytes: RuntimeError where they seem to say "encrypted", LZMAError "LZMA"."""

MOST = 28_500_000
"""Bytes; with the rules, all of the tagger's files are to take at most 30 MB."""
SHIFT = 15
"""Bits of a hash that do not say where among the keys its search begins: some two keys share the others."""


@dataclass(frozen=True, slots=True)
class Block:
    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    rarity: Scores
    matrix: NDArray[np.int8]
    """Features x labels."""
    scale: Scores
    bias: Scores
    _ended: NDArray[np.uint32] = field(init=False, repr=False)
    """The keys and one more, which no search goes past."""
    _begins: NDArray[np.int32] = field(init=False, repr=False)
    """How many keys are below those that begin with these bits."""

    def __post_init__(self) -> None:
        begins = np.zeros((1 << 32 - SHIFT) + 1, np.int32)
        np.cumsum(np.bincount(self.keys >> SHIFT, minlength=len(begins) - 1), out=begins[1:])
        object.__setattr__(self, "_ended", np.append(self.keys, np.uint32(0xFFFFFFFF)))
        object.__setattr__(self, "_begins", begins)

    def scores(self, groups: Groups) -> Scores:
        """Log-odds, one a label."""
        scores: Scores = self.all_scores([groups])[0]
        return scores

    def all_scores(self, several: Sequence[Groups]) -> Scores:
        """Log-odds, a row each. All are looked up at once."""
        if not several:
            return np.empty((0, len(self.labels)), np.float32)
        sizes = [len(group) for groups in several for group in groups]
        rows, known = self._rows(np.concatenate([groups.keys for groups in several]))
        group_of = np.repeat(np.arange(len(sizes)), sizes)[known]
        rarity = self.rarity[rows]
        length = np.sqrt(np.bincount(group_of, rarity * rarity, minlength=len(sizes)))
        weight = (rarity / np.maximum(length, 1e-9)[group_of]).astype(np.float32)
        ends = np.searchsorted(group_of, np.arange(0, len(sizes) + 1, GROUPS))
        total = np.tile(self.bias, (len(several), 1))
        for row, (a, b) in enumerate(pairwise(ends.tolist())):
            total[row] += (weight[a:b] @ self.matrix.take(rows[a:b], axis=0).astype(np.float32)) * self.scale
        return total

    def _rows(self, asked: NDArray[np.uint32]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """The rows of those that are known, and which of them are. Hashes lie evenly: each is near its first bits."""
        at = self._begins[asked >> SHIFT]
        behind = np.flatnonzero(self._ended[at] < asked)
        while behind.size:
            at[behind] += 1
            behind = behind[self._ended[at[behind]] < asked[behind]]
        known = (self._ended[at] == asked) & (at < len(self.keys))
        return at[known], known


@dataclass(frozen=True, slots=True)
class Weights:
    version: str
    features: Features
    blocks: dict[str, Block]
    network: Network
    """For GoEmotions' labels."""


def load(path: Path) -> Weights:
    """Raises PartMissing where the file is absent, damaged, or of another version."""
    try:
        # Each part is read to its end, where its checksum is looked at, before numpy sees it: numpy stops where a
        # header says, and of a damaged one a shorter array would come back in silence.
        with ZipFile(path) as file:
            arrays = {name.removesuffix(".npy"): _array(file.read(name)) for name in file.namelist()}
        if int(arrays["format"]) != FORMAT:
            raise PartMissing(f"The tagger's weights in {path} are of another version.", AGAIN)
        return _weights(arrays)
    except _DAMAGES as e:
        raise PartMissing(f"The tagger's weights in {path} cannot be read, so nothing is tagged for now.", AGAIN) from e


def _array(part: bytes) -> NDArray[Any]:
    """What stands in a `.npy`. numpy's own reader would copy it twice more."""
    head = BytesIO(part)
    if np.lib.format.read_magic(head) != (1, 0):
        raise ValueError("not as numpy writes short headers")
    shape, by_column, kind = np.lib.format.read_array_header_1_0(head)
    flat = np.frombuffer(part, kind, count=prod(shape), offset=head.tell())
    return flat.reshape(shape, order="F" if by_column else "C")


def _weights(file: Mapping[str, NDArray[Any]]) -> Weights:
    words = bytes(file["words"]).decode().split("\n")
    clusters = dict(zip(words, file["clusters"].tolist(), strict=True))
    blocks = {name: _block(file, name) for name in str(file["blocks"]).split()}
    return Weights(str(file["version"]), Features(clusters), blocks, Network(Layers.of(file), clusters))


def _block(file: Mapping[str, NDArray[Any]], name: str) -> Block:
    return Block(
        labels=tuple(str(file[f"{name}.labels"]).split()),
        keys=file[f"{name}.keys"],
        rarity=file[f"{name}.rarity"].astype(np.float32),
        matrix=file[f"{name}.matrix"],
        scale=file[f"{name}.scale"],
        bias=file[f"{name}.bias"],
    )


def write(path: Path, arrays: Mapping[str, object], *, most: int = MOST) -> None:
    """As `numpy.savez` does. Unpacking takes most of the loading, so as much as `most` bytes leave room for is not
    packed, first what would be packed least."""
    parts, packed = {}, {}
    for name, array in arrays.items():
        part = BytesIO()
        np.lib.format.write_array(part, np.asanyarray(array), version=(1, 0), allow_pickle=False)
        parts[name] = part.getvalue()
        packed[name] = len(zlib.compress(parts[name], 9))
    room = most - sum(packed.values())
    plain = set()
    for name in sorted(parts, key=lambda n: 1 - packed[n] / len(parts[n])):
        more = len(parts[name]) - packed[name]
        if more <= room:
            plain.add(name)
            room -= more
    with ZipFile(path, "w") as file:
        for name, bare in parts.items():
            entry = ZipInfo(f"{name}.npy")  # of 1980: the same numbers are the same bytes
            entry.compress_type = ZIP_STORED if name in plain else ZIP_DEFLATED
            file.writestr(entry, bare, compresslevel=9)


def saved(
    blocks: dict[str, Block], network: Layers, *, words: Sequence[str], clusters: Sequence[int], version: str
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
    return arrays | network.arrays()
