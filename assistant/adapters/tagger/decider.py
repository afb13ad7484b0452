"""The second step: how sure each candidate is, and which of them are said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Literal

import numpy as np

from assistant.adapters.tagger.found import Found
from assistant.adapters.tagger.model import Candidate, Family
from assistant.adapters.tagger.network import Scores
from assistant.adapters.tagger.talk import BRIEF, Talk


@dataclass(frozen=True, slots=True)
class Decider:
    """A logistic regression over a candidate's inputs, and the probability from which a label is said."""

    weights: Mapping[Family, Scores]
    """INPUTS numbers a family."""
    bias: Mapping[str, float]
    """One a label."""
    threshold: Mapping[Family, float]

    def probability(self, candidate: Candidate) -> float:
        logit = float(self.weights[candidate.family] @ np.asarray(candidate.inputs)) + self.bias[candidate.label]
        return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))

    def said(self, candidates: Sequence[Candidate], talk: Talk, *, version: str) -> list[Found]:
        """One a label, where it is surest."""
        sure = _by_rule if len(talk.words) <= BRIEF else self.probability
        best: dict[str, tuple[float, Candidate]] = {}
        for candidate in candidates:
            probability = sure(candidate)
            enough = probability >= self.threshold[candidate.family]
            if enough and (candidate.label not in best or probability > best[candidate.label][0]):
                best[candidate.label] = (probability, candidate)
        if "grief" in best:  # the codebook: where a loss is told, grief takes its place
            best.pop("sadness", None)
        if _unwilling_yes(best):
            best.pop("set_boundary:done")
        surest: dict[tuple[str, int, int], float] = {}
        for probability, candidate in best.values():
            surest[_doing(candidate)] = max(probability, surest.get(_doing(candidate), 0.0))
        # a clause tells a doing in one status, if no rule has words for two
        return [_found(c, p, talk, version=version) for p, c in best.values() if c.rule or p == surest[_doing(c)]]


def _unwilling_yes(best: Mapping[str, tuple[float, Candidate]]) -> bool:
    """Whether a rule hears a yes that meant no in the very clause in which the heads hear a limit."""
    _, limit = best.get("set_boundary:done", (0.0, None))
    _, yes = best.get("people_pleased:done", (0.0, None))
    if limit is None or yes is None or limit.rule or not yes.rule:
        return False
    return (limit.first, limit.last) == (yes.first, yes.last)


def _doing(candidate: Candidate) -> tuple[str, int, int]:
    return candidate.label.partition(":")[0], candidate.first, candidate.last


def _by_rule(candidate: Candidate) -> float:
    return candidate.rule.score if candidate.rule else 0.0


def _found(candidate: Candidate, probability: float, talk: Talk, *, version: str) -> Found:
    start, end = talk.chars(candidate.first, candidate.last)
    made_by = candidate.rule.made_by if candidate.rule else f"model:{version}"
    label, _, detail = candidate.label.partition(":")
    kind: Literal["emotion", "behaviour"] = "behaviour" if detail else "emotion"
    if not detail:
        detail = candidate.rule.detail if candidate.rule else "said" if candidate.said > 0 else "shown"
    return Found(kind, label, detail, round(probability, 3), start, end, made_by)
