"""Trains the small network of the runtime."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tagger.data import Truth
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel

from assistant.adapters.tagger.network import GAP, Layers, pieces

SEED = 1
EPOCHS = 6
BATCH = 64
WIDTH, FILTERS = 96, 128
FILTER_WIDTHS = (1, 2, 3, 5)
DROPOUT, WORD_DROPOUT = 0.4, 0.15
RATE, TABLE_RATE = 1.5e-3, 3e-3
WARM_UP = 200
"""Steps."""
AVERAGED = 2
"""The mean of the weights over so many last epochs, looked at every so many steps, is better than the last ones."""
EVERY = 20
LONGEST = 70
"""Words of a sentence that are read."""
AT_LEAST = 2
"""Sentences that a piece of a word must be in."""
SORTED_WITHIN = 1500
"""Sentences of like length go together, and what is alike stays mixed."""

Words = Sequence[str]


class _Net(nn.Module):
    def __init__(self, pieces_known: int, labels: int) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(pieces_known, WIDTH, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, 0, 0.1)
        self.filters = nn.ModuleList(nn.Conv1d(WIDTH, FILTERS, w, padding=GAP) for w in FILTER_WIDTHS)
        self.dropout = nn.Dropout(DROPOUT)
        self.out = nn.Linear(len(FILTER_WIDTHS) * FILTERS + WIDTH, labels)
        nn.init.constant_(self.out.bias, -4.0)  # most labels are rare

    def forward(self, batch: "_Batch") -> Tensor:
        there = batch.there
        if self.training:
            there = there * (torch.rand(there.shape) > WORD_DROPOUT)
        words = self.dropout(self.table(batch.pieces, batch.starts)[batch.words]) * there.unsqueeze(-1)
        heard = [torch.relu(one(words.transpose(1, 2)).amax(2)) for one in self.filters]
        total = words.sum(1) / batch.there.sum(1, keepdim=True).clamp(min=1).sqrt()
        out: Tensor = self.out(self.dropout(torch.cat([*heard, total], 1)))
        return out


@dataclass(frozen=True, slots=True)
class _Batch:
    pieces: Tensor
    """Of all different words of the batch, one after the other."""
    starts: Tensor
    """Where each word's pieces begin."""
    words: Tensor
    """Sentences x words: which of the different words."""
    there: Tensor
    """Sentences x words: 1, and 0 past a sentence's end."""


class _Reader:
    """Sentences as batches."""

    def __init__(self, sentences: Sequence[Words], clusters: Mapping[str, int]) -> None:
        vocabulary = sorted({w for words in sentences for w in words})
        made = {w: tuple(pieces(w, clusters)) for w in vocabulary}
        seen = Counter(key for words in sentences for key in {key for w in set(words) for key in made[w]})
        self.keys = np.array(sorted(key for key, count in seen.items() if count >= AT_LEAST), np.uint32)
        row = {int(key): k for k, key in enumerate(self.keys)}
        self._number = {w: k for k, w in enumerate(vocabulary)}
        self._rows = [np.array([row[key] for key in made[w] if key in row], np.int64) for w in vocabulary]

    def read(self, sentence: Words) -> NDArray[np.int64]:
        return np.array([self._number[w] for w in sentence[:LONGEST]], np.int64)

    def batch(self, sentences: Sequence[NDArray[np.int64]]) -> _Batch:
        longest = max(1, *(len(s) for s in sentences))
        different, place = np.unique(np.concatenate(sentences), return_inverse=True)
        words = np.zeros((len(sentences), longest), np.int64)
        there = np.zeros((len(sentences), longest), np.float32)
        at = 0
        for k, sentence in enumerate(sentences):
            words[k, : len(sentence)] = place[at : at + len(sentence)]
            there[k, : len(sentence)] = 1
            at += len(sentence)
        rows = [self._rows[w] for w in different]
        starts = np.cumsum([0, *(len(r) for r in rows)])[:-1]
        arrays = np.concatenate(rows), starts, words
        return _Batch(*(torch.from_numpy(a) for a in arrays), torch.from_numpy(there))


def train(
    sentences: Sequence[Words],
    truth: Truth,
    *,
    labels: Sequence[str],
    clusters: Mapping[str, int],
    told: Callable[[], None],
) -> Layers:
    """`told` once an epoch."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)  # sums in another order would give other last digits
    rng = np.random.default_rng(SEED)
    reader = _Reader(sentences, clusters)
    read = [reader.read(words) for words in sentences]
    wanted = torch.from_numpy(truth.astype(np.float32))
    net = _Net(len(reader.keys), len(labels))
    layers = [p for name, p in net.named_parameters() if not name.startswith("table.")]
    optimisers = (
        torch.optim.SparseAdam(list(net.table.parameters()), lr=TABLE_RATE),
        torch.optim.AdamW(layers, lr=RATE, weight_decay=0.01),
    )
    total = EPOCHS * -(-len(read) // BATCH)
    step, mean = 0, AveragedModel(net)
    net.train()
    for epoch in range(EPOCHS):
        for chosen in _epoch(read, rng):
            step += 1
            share = min(1.0, step / WARM_UP) * max(0.02, 1 - step / total)
            for optimiser, rate in zip(optimisers, (TABLE_RATE, RATE), strict=True):
                optimiser.param_groups[0]["lr"] = rate * share
                optimiser.zero_grad()
            binary_cross_entropy_with_logits(net(reader.batch([read[k] for k in chosen])), wanted[chosen]).backward()
            nn.utils.clip_grad_norm_(layers, 1.0)
            for optimiser in optimisers:
                optimiser.step()
            if epoch >= EPOCHS - AVERAGED and step % EVERY == 0:
                mean.update_parameters(net)
        told()
    return _packed(mean.module, reader.keys, tuple(labels))


def _epoch(read: Sequence[NDArray[np.int64]], rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Which sentences go together: some of like length, in no order."""
    order = rng.permutation(len(read))
    near = np.array_split(order, max(1, len(order) // SORTED_WITHIN))
    order = np.concatenate([part[np.argsort([len(read[k]) for k in part], kind="stable")] for part in near])
    batches = [order[k : k + BATCH] for k in range(0, len(order), BATCH)]
    for k in rng.permutation(len(batches)):
        yield batches[k]


def _packed(net: _Net, keys: NDArray[np.uint32], labels: tuple[str, ...]) -> Layers:
    table = net.table.weight.detach().numpy()
    scale = np.maximum(np.abs(table).max(axis=0) / 127, 1e-9).astype(np.float32)
    halves = [_half(one.weight).transpose(2, 1, 0).copy() for one in net.filters]
    return Layers(
        keys=keys,
        table=np.round(table / scale).astype(np.int8),
        scale=scale,
        filters=tuple(halves),
        biases=tuple(_half(one.bias) for one in net.filters),
        out=_half(net.out.weight).T.copy(),
        out_bias=_half(net.out.bias),
        labels=labels,
    )


def _half(values: Tensor) -> NDArray[np.float32]:
    """As float16, already here, so that the figures are those of what the tagger has."""
    return values.detach().numpy().astype(np.float16).astype(np.float32)
