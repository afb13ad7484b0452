"""Feelings and doings by sentence: the linear head, and the second step that weighs it with rules and context."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tagger.data import ANY, LABELS, Line, Reflection, mapping
from tagger.heard import Heard
from tagger.linear import Vectoriser, fit, packed
from tagger.scoring import best_threshold, both, by_label
from tagger.split import folds, pick

from assistant.adapters.tagger.decider import Decider
from assistant.adapters.tagger.features import Features, Groups, tokens
from assistant.adapters.tagger.model import FAMILIES, INPUTS, Candidate, Family, Proposals, family_of
from assistant.adapters.tagger.network import Network
from assistant.adapters.tagger.weights import Block

AT_LEAST = (2, 3, 4)
COST = 10.0
SECOND_COST = 0.5
"""Small, so that a label with few lines keeps to what holds for all."""
SHARE = {"told": 0.2, "nothing": 0.5}
"""How much a single line counts in the second step beside a sentence of a reflection: they are denser in feelings and
doings than talk is, and those with nothing in them are denser in traps."""

PLACE = {label: number for number, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate, the reflection it stands in, and whether it is true."""

    candidate: Candidate
    reflection: int
    """Its number; below 0 for a single line."""
    true: bool
    share: float = 1.0


def head(lines: Sequence[Line], groups: Sequence[Groups], *, told: Callable[[], None]) -> Block:
    """LABELS, ANY and `said`."""
    seen = Vectoriser(groups, at_least=AT_LEAST)
    rows = seen(groups)
    truth = np.array([line.truth() for line in lines])
    doings = [[label.partition(":")[0] == name.partition(":")[0] for label in LABELS] for name in ANY]
    any_status = np.array([truth[:, of].any(axis=1) for of in doings]).T
    weights, bias = fit(rows, np.hstack([truth, any_status]), cost=COST, told=told)
    felt = [k for k, line in enumerate(lines) if line.emotions]
    named = np.array([[any(how == "said" for _, how in lines[k].emotions)] for k in felt])
    said, said_bias = fit(rows[felt], named, cost=COST, told=told)
    return packed((*LABELS, *ANY, "said"), seen, np.hstack([weights, said]), np.hstack([bias, said_bias]))


def candidates(
    reflections: Iterable[tuple[int, Reflection]], heard: Mapping[str, Heard], proposals: Proposals
) -> list[Told]:
    """As the tagger will see them: the whole text, in sentences and clauses of its own cutting."""
    found = []
    for number, reflection in reflections:
        ends = np.cumsum([len(line.text) + 1 for line in reflection.lines])
        truth = [line.truth() for line in reflection.lines]
        one = heard[reflection.text]
        for candidate in proposals.of(one.text, one.scene, one.found):
            line = int(np.searchsorted(ends, one.scene.talk.at[candidate.first][0], side="right"))
            true = bool(truth[line][PLACE[candidate.label]])
            share = 1.0 if number >= 0 else SHARE["told" if truth[line].any() else "nothing"]
            found.append(Told(candidate, number, true, share))
    return found


def decider(told: Sequence[Told], reflections: Sequence[Reflection], *, among: Sequence[int]) -> Decider:
    """Weights by the candidates; a threshold a family, by what is said of whole reflections, those `among`."""
    weights: dict[Family, NDArray[np.float32]] = {}
    bias: dict[str, float] = {}
    for family in FAMILIES:
        mine = [t for t in told if t.candidate.family == family]
        labels = [label for label in LABELS if family_of(label) == family]
        rows = np.zeros((len(mine), INPUTS + len(labels)))
        rows[:, :INPUTS] = [t.candidate.inputs for t in mine]
        rows[np.arange(len(mine)), [INPUTS + labels.index(t.candidate.label) for t in mine]] = 1
        model = LogisticRegression(C=SECOND_COST, max_iter=2000)
        model.fit(rows, [t.true for t in mine], sample_weight=[t.share for t in mine])
        weights[family] = model.coef_[0, :INPUTS].astype(np.float32)
        bias |= {
            label: float(model.intercept_[0] + w) for label, w in zip(labels, model.coef_[0, INPUTS:], strict=True)
        }
    made = Decider(weights, bias, dict.fromkeys(FAMILIES, 0.5))
    values, truth = _values(told, made, among), np.array([reflections[n].truth() for n in among])
    cuts: dict[Family, float] = {}
    for family in FAMILIES:
        mine_of = [k for k, label in enumerate(LABELS) if family_of(label) == family]
        cuts[family] = best_threshold(truth[:, mine_of], values[:, mine_of])
    return Decider(weights, bias, cuts)


def _values(told: Sequence[Told], made: Decider, numbers: Sequence[int]) -> NDArray[np.float64]:
    """Reflections x LABELS: the surest candidate."""
    row = {number: k for k, number in enumerate(numbers)}
    values = np.zeros((len(numbers), len(LABELS)))
    for one in told:
        if one.reflection not in row:
            continue
        place = row[one.reflection], PLACE[one.candidate.label]
        values[place] = max(values[place], made.probability(one.candidate))
    return values


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to learn from."""

    single: Sequence[Line]
    reflections: Sequence[Reflection]
    heard: Mapping[str, Heard]
    """Every text of both, as the rules see it."""
    features: Features
    go: Network


def train(given: Given, *, told: Callable[[], None]) -> tuple[Block, Decider, dict[str, object]]:
    """The head and the second step, with figures of reflections whose writers neither had read."""
    single, reflections, features = given.single, given.reflections, given.features
    lines = [*single, *(line for r in reflections for line in r.lines)]
    groups = [features.of(tokens(line.text)) for line in lines]
    alone = [(-1 - n, Reflection((line,), line.writer, frozenset(), frozenset(), "")) for n, line in enumerate(single)]
    unread: list[Told] = []
    for others, held in folds([line.writer for line in lines]):
        writers = {lines[k].writer for k in held}
        block = head(pick(lines, others), pick(groups, others), told=told)
        proposals = Proposals(features, own=block, go=given.go, ours=mapping())
        mine = [(n, r) for n, r in [*enumerate(reflections), *alone] if r.writer in writers]
        unread += candidates(mine, given.heard, proposals)
    figures = _figures(unread, reflections, writers_of=[line.writer for line in single])
    made = decider(unread, reflections, among=range(len(reflections)))
    return head(lines, groups, told=told), made, figures


def _figures(
    unread: Sequence[Told], reflections: Sequence[Reflection], *, writers_of: Sequence[int]
) -> dict[str, object]:
    """Each fold judged by a second step that was made on the others. `writers_of` the single lines."""
    said = np.zeros((len(reflections), len(LABELS)), np.bool_)
    for others, held in folds([r.writer for r in reflections]):
        inside, away = set(held.tolist()), {reflections[k].writer for k in held}
        inside |= {-1 - n for n, writer in enumerate(writers_of) if writer in away}
        made = decider([t for t in unread if t.reflection not in inside], reflections, among=others.tolist())
        cuts = np.array([made.threshold[family_of(label)] for label in LABELS])
        said[held] = _values([t for t in unread if t.reflection in inside], made, held.tolist()) >= cuts
    truth = np.array([r.truth() for r in reflections])
    feelings = np.array([label.partition(":")[1] == "" for label in LABELS])
    return {
        "emotions": both(truth[:, feelings], said[:, feelings]),
        "behaviours": both(truth[:, ~feelings], said[:, ~feelings]),
        "by_label": by_label(LABELS, truth, said),
    }


def plain(made: Decider) -> dict[str, object]:
    """As `steps.json` has it."""
    return {
        "weights": {family: [round(float(w), 4) for w in made.weights[family]] for family in FAMILIES},
        "bias": {label: round(value, 4) for label, value in made.bias.items()},
        "threshold": {family: round(value, 3) for family, value in made.threshold.items()},
    }
