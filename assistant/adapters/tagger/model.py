"""The trained part: hears feelings and doings in a sentence, whether or not a rule has words for it.

A linear head gives each label its log-odds, from the words of the sentence. A small second step (`Decider`) then weighs
them together with what the rules found there and with how the clause stands to the speaker: its result is a
probability.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.network import Network, Scores
from assistant.adapters.tagger.scene import Scene, Standing
from assistant.adapters.tagger.talk import Talk
from assistant.adapters.tagger.weights import Block
from assistant.journal import EMOTIONS

LONG = 40
"""Words; a longer sentence is heard in pieces of whole clauses."""
PIECE = 28
FLOOR = -4.5
"""Log-odds below which a label without a rule behind it is not looked at any further."""
GO_USUAL = -4.0
"""Log-odds of GoEmotions' labels in a comment that has none of them."""
FEWEST = 4
"""Words of a sentence in which something is heard without a rule: of fewer the heads make anything."""
SURE = 0.8
"""A rule from this score on is a strong one."""

Family = Literal["emotion", "done", "not_done", "intended"]
FAMILIES: tuple[Family, ...] = ("emotion", "done", "not_done", "intended")
INPUTS = 19
"""Of a candidate: see `_inputs`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may be told in a sentence, with the clause that tells it best: words [first, last)."""

    label: str
    """An emotion, or a doing with its status, such as `paused:done`."""
    family: Family
    first: int
    last: int
    inputs: tuple[float, ...]
    rule: Found | None
    said: float
    """Log-odds that the feeling is named and not only shown."""


class Proposals:
    def __init__(self, features: Features, *, own: Block, go: Network, ours: Mapping[str, str]) -> None:
        """`ours` maps labels of GoEmotions to emotions."""
        self._features = features
        self._own = own
        self._go = go
        self._labels = [label for label in own.labels if label != "said" and not label.endswith(":any")]
        self._rivals = [self._others(label, same=False) for label in self._labels]
        self._siblings = [self._others(label, same=True) for label in self._labels]
        self._said = own.labels.index("said")
        self._any = {label[: -len(":any")]: k for k, label in enumerate(own.labels) if label.endswith(":any")}
        self._go_of = {e: [go.layers.labels.index(g) for g, mine in ours.items() if mine == e] for e in EMOTIONS}

    def _others(self, label: str, *, same: bool) -> NDArray[np.intp]:
        """Places of the same doing's other statuses; or of all other doings, or feelings."""
        name, mark, _ = label.partition(":")
        parts = [(k, *other.partition(":")[:2]) for k, other in enumerate(self._labels) if other != label]
        return np.array([k for k, other, of in parts if of == mark and (other == name) == same], np.intp)

    def of(self, text: str, scene: Scene, found: Sequence[Found]) -> list[Candidate]:
        heard = self._heard(text, scene.talk)
        begins = [scene.talk.at[first][0] for first, _ in heard.go]
        here: list[list[Found]] = [[] for _ in begins]
        for one in found:
            here[max(0, bisect_right(begins, one.start) - 1)].append(one)
        return [
            c
            for (first, last), mine in zip(heard.go, here, strict=True)
            for c in self._in_unit(heard, scene, mine, first, last)
        ]

    def _heard(self, text: str, talk: Talk) -> "Heard":
        whole = list(units(talk))
        inner = [_clauses_in(talk, first, last) for first, last in whole]
        places = [*whole, *(place for clauses in inner if len(clauses) > 1 for place in clauses)]
        words = [tokens(text[talk.at[a][0] : talk.at[b - 1][1]]) for a, b in places]
        own = self._own.all_scores([self._features.of(w) for w in words])
        go = self._go.scores(words[: len(whole)])
        return Heard(dict(zip(places, own, strict=True)), dict(zip(whole, go, strict=True)))

    def _in_unit(
        self, heard: "Heard", scene: Scene, found: Sequence[Found], first: int, last: int
    ) -> Iterator[Candidate]:
        talk = scene.talk
        rules = _by_label(f for f in found if f.score)
        unsaid = {f.label for f in found if not f.score}
        own, go = heard.own[first, last], heard.go[first, last]
        floor = FLOOR if last - first >= FEWEST else inf
        wanted = [k for k, label in enumerate(self._labels) if own[k] > floor or label in rules]
        if not wanted:
            return
        clauses = _clauses_in(talk, first, last)
        by_clause = [heard.own[place] for place in clauses] if len(clauses) > 1 else [own]
        standing = [scene.standing(a, b) for a, b in clauses]
        for k in wanted:
            label = self._labels[k]
            rule = rules.get(label)
            best = _place(rule, clauses, talk) if rule else int(np.argmax([scores[k] for scores in by_clause]))
            family, doing = family_of(label), label.partition(":")[0]
            alone = len(clauses) == 1
            if rule is None and (
                _is_ruled_out(family, standing[best], alone=alone)
                or (doing in unsaid and (alone or standing[best].status == "not_done"))  # its words are not meant so
                or (family == "done" and f"{doing}:not_done" in rules)  # its words are denied
            ):
                continue
            log_odds = float(own[k]), float(by_clause[best][k])
            inputs = _inputs(
                log_odds,
                beside=(
                    max((float(go[g]) for g in self._go_of.get(label, ())), default=GO_USUAL) - GO_USUAL,
                    float(own[self._any[doing]]) if doing in self._any else 0.0,
                    float(own[k]) - _loudest(own, self._rivals[k]),
                    _loudest(own, self._siblings[k]),
                    log(last - first),
                ),
                by_rules=(*_by_rules(label, rules), float(doing in unsaid and label not in rules)),
                by_context=_by_context(family, standing[best]),
            )
            yield Candidate(label, family, *clauses[best], inputs, rule, float(own[self._said]))


@dataclass(frozen=True, slots=True)
class Heard:
    """What the heads say of words [first, last)."""

    own: Mapping[tuple[int, int], Scores]
    """Of each sentence, and of the clauses in it."""
    go: Mapping[tuple[int, int], Scores]
    """Of each sentence."""


def _loudest(own: Scores, places: NDArray[np.intp]) -> float:
    return max(FLOOR, float(own[places].max())) if len(places) else FLOOR


def _inputs(
    log_odds: tuple[float, float],
    *,
    beside: tuple[float, float, float, float, float],
    by_rules: tuple[float, float, float],
    by_context: tuple[float, float, float],
) -> tuple[float, ...]:
    """INPUTS numbers. `log_odds` in the sentence and in the clause; `beside`: of GoEmotions' label, and of the doing
    in any status; by how much it is before its loudest rival, its own doing's loudest other status, and the length of
    the sentence. What speaks against a label counts the more, the surer the head is: hence the products."""
    here, clause = log_odds
    against = (by_rules[2], *by_context)
    return (
        here,
        clause,
        min(here, clause),
        max(here, 0.0),
        *beside,
        *by_rules,
        *by_context,
        *(value * here for value in against),
    )


def units(talk: Talk) -> Iterator[tuple[int, int]]:
    """Words [first, last) of each sentence; of a long run-on, pieces of whole clauses."""
    for sentence in talk.sentences:
        if sentence.last - sentence.first <= LONG:
            yield sentence.first, sentence.last
            continue
        start = sentence.first
        for a, b in _clauses_in(talk, sentence.first, sentence.last):
            if b - start > PIECE and a > start:
                yield start, a
                start = a
        yield start, sentence.last


def family_of(label: str) -> Family:
    return label.partition(":")[2] or "emotion"  # type: ignore[return-value]


def _clauses_in(talk: Talk, first: int, last: int) -> list[tuple[int, int]]:
    return [talk.clauses[k] for k in range(talk.clause_of[first], talk.clause_of[last - 1] + 1)]


def _by_label(found: Iterator[Found]) -> dict[str, Found]:
    """The surest rule of each label."""
    best: dict[str, Found] = {}
    for one in found:
        label = one.label if one.kind == "emotion" else f"{one.label}:{one.detail}"
        if one.kind in ("emotion", "behaviour") and (label not in best or one.score > best[label].score):
            best[label] = one
    return best


def _place(rule: Found, clauses: Sequence[tuple[int, int]], talk: Talk) -> int:
    return next((k for k, (_, b) in enumerate(clauses) if rule.start < talk.at[b - 1][1]), len(clauses) - 1)


def _is_ruled_out(family: Family, standing: Standing, *, alone: bool) -> bool:
    """What another felt, or is told to have said, is not the speaker's; and where there is but one clause, there is no
    doubt which one the context speaks of. Elsewhere it is one reason among others."""
    if family == "emotion":
        return standing.owner == "other" or "quoted" in standing.effects or (alone and not standing.is_felt)
    return alone and standing.status != family


def _by_rules(label: str, rules: Mapping[str, Found]) -> tuple[float, float]:
    """Whether a strong rule says so; whether a weak one does, or (below zero) one of another status."""
    rule = rules.get(label)
    if rule:
        return (1.0, 0.0) if rule.score >= SURE else (0.0, 1.0)
    doing, _, status = label.partition(":")
    return 0.0, -1.0 if status and any(r.startswith(f"{doing}:") for r in rules) else 0.0


def _by_context(family: Family, standing: Standing) -> tuple[float, float, float]:
    """For a feeling: not felt, another's, a question. For a doing: of another status, nobody's, a question."""
    if family == "emotion":
        return float(not standing.is_felt), float(standing.owner == "other"), float(standing.is_question)
    return float(standing.status != family), float(not standing.status), float(standing.is_question)
