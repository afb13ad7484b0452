"""How the rules do on the labelled examples, printed by every run and held by a floor."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.tagger import Tagger
from assistant.journal import Reading

HALF = 1
"""Only the odd ids: the even ones stay unread and unscored until the trained tagger is done, so that something is left
to judge by. The odd half was read before the rules were written and they were mended on it, in places with
its very words: its figures are a fit, and hold a floor; they say nothing of quality."""

FLOORS = {"emotions": 0.90, "behaviours": 0.82, "themes": 0.70, "people": 0.88, "safety": 0.98}
"""Micro F1, a little under what was reached."""

Labels = Mapping[str, Set[Any]]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        number = re.match(r'\{"id": *"[a-z]+(\d+)"', line)
        if number and int(number.group(1)) % 2 == HALF:
            yield json.loads(line)


def gold(row: Mapping[str, Any]) -> Labels:
    return {
        "emotions": set(row["emotions"]),
        "behaviours": {tuple(b) for b in row["behaviours"]},
        "themes": set(row["themes"]),
        "people": set(row["people"]),
        "safety": {row["safety"]},
    }


def heard(reading: Reading) -> Labels:
    return {
        "emotions": set(reading.labels("emotion")),
        "behaviours": {(t.label, t.detail) for t in reading.tags if t.kind == "behaviour"},
        "themes": set(reading.labels("theme")),
        "people": set(reading.labels("person")),
        "safety": {reading.safety},
    }


def f1(right: int, wrong: int, missed: int) -> float:
    return 2 * right / max(2 * right + wrong + missed, 1)


def figures(pairs: list[tuple[Labels, Labels]], field: str) -> tuple[float, float]:
    """Micro F1, and macro F1 over labels with five or more gold tags (0 where there is none)."""
    right: Counter[Any] = Counter()
    wrong: Counter[Any] = Counter()
    missed: Counter[Any] = Counter()
    for want, got in pairs:
        right.update(want[field] & got[field])
        wrong.update(got[field] - want[field])
        missed.update(want[field] - got[field])
    common = [label for label in right | missed if right[label] + missed[label] >= 5]
    macro = sum(f1(right[c], wrong[c], missed[c]) for c in common) / max(len(common), 1)
    return f1(right.total(), wrong.total(), missed.total()), macro


@pytest.fixture(scope="module")
def pairs(shared: Path, tagger: Tagger) -> list[tuple[Labels, Labels]]:
    path = shared / "tagging-examples.jsonl"
    return [(gold(row), heard(tagger.read([row["text"]]))) for row in rows(path)]


@pytest.mark.parametrize("field", FLOORS)
def test_figures_hold(field: str, pairs: list[tuple[Labels, Labels]]) -> None:
    """Micro F1 of the odd half does not fall below its floor."""
    micro, macro = figures(pairs, field)
    print(f"\n{field}: micro F1 {micro:.3f}, macro F1 {macro:.3f} on {len(pairs)} lines (odd ids)")
    assert micro >= FLOORS[field]


def test_every_crisis_is_heard(pairs: list[tuple[Labels, Labels]]) -> None:
    """A crisis of the examples is never missed, and nothing else is taken for one."""
    assert all(("crisis" in want["safety"]) == ("crisis" in got["safety"]) for want, got in pairs)
