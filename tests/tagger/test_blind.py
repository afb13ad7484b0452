"""Lines by somebody who had seen neither rules nor training lines, counted once when the tagger was finished.

What was counted then stands in models/tagger/CARD.md. It stays a measure as long as nobody mends the tagger on these
lines: only counts are printed. The floors lie a little under the first count.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.adapters.tagger import Tagger
from scripts.benchmarks.examples import Labels, count, heard

FOLDER = Path(__file__).parent / "blind"
FLOORS = {"emotions": 0.77, "behaviours": 0.71, "themes": 0.64, "people": 0.82}
"""Micro F1."""
CRISES_SAID, DANGERS_HEARD, FALSE_ALARMS = 46, 87, 8
"""Of 80 crises, of 80 crises and 50 concerns, of 110 lines of neither."""
CATCHES, NO_CATCHES = 10, 20
"""Of 40 lines with a catch point, of 20 without."""
PAUSES, NO_PAUSES = 17, 20
"""Of 40 with both bounds within a tenth, of 20 without."""

HEAD = re.compile(r"== themes:(.*?); people:(.*?); safety:\s*(\w+)\s*")


def split(line: str) -> tuple[str, list[str]]:
    text, _, labels = line.rpartition("|")
    return text.strip(), labels.split()


def lines(name: str) -> list[tuple[str, list[str]]]:
    return [split(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]


def reflections() -> Iterator[tuple[str, Labels]]:
    """Each with its labels, as sets."""
    for part in re.split(r"(?m)^(?===)", (FOLDER / "reflections.txt").read_text(encoding="utf-8")):
        if not part.strip():
            continue
        first, *rest = [line for line in part.splitlines() if line.strip()]
        head = HEAD.fullmatch(first)
        assert head, "a head line that is none"
        told = [split(line) for line in rest]
        pairs = [tuple(label.split(":")) for _, labels in told for label in labels]
        yield (
            " ".join(text for text, _ in told),
            {
                "emotions": frozenset(label for label, how in pairs if how in ("said", "shown")),
                "behaviours": frozenset((label, how) for label, how in pairs if how not in ("said", "shown")),
                "themes": frozenset(head[1].replace(",", " ").split()),
                "people": frozenset(name.strip() for name in head[2].split(",") if name.strip()),
                "safety": frozenset((head[3],)),
            },
        )


@pytest.fixture(scope="module")
def told() -> list[tuple[str, Labels]]:
    return list(reflections())


@pytest.fixture(scope="module")
def said(told: Sequence[tuple[str, Labels]], tagger: Tagger) -> list[Labels]:
    return [heard(tagger.read([text])) for text, _ in told]


@pytest.mark.parametrize("field", FLOORS)
def test_reflections_hold(field: str, told: Sequence[tuple[str, Labels]], said: Sequence[Labels]) -> None:
    """Each field on its own, as sets."""
    figures = count([labels for _, labels in told], said, field)
    print(f"\nblind {field}: micro F1 {figures['micro_f1']}, macro F1 {figures['macro_f1']} on {len(told)} reflections")
    assert figures["micro_f1"] >= FLOORS[field]


def test_danger_holds(tagger: Tagger) -> None:
    """Crises said to be one; dangers heard at all; what is none taken for one."""
    read = [(level, kind, tagger.read([text]).safety) for text, (level, kind) in lines("safety.txt")]
    crises = [found for level, _, found in read if level == "crisis"]
    alarms = Counter(kind for level, kind, found in read if level == "none" and found != "none")
    heard_at_all = sum(found != "none" for level, _, found in read if level != "none")
    print(f"\nblind danger: {crises.count('crisis')} of {len(crises)} crises said, ", end="")
    print(
        f"{len(crises) - crises.count('none')} heard; {heard_at_all} of {len(read) - len(quiet(read))} dangers heard; ",
        end="",
    )
    print(f"false alarms {dict(alarms)} of {len(quiet(read))}")
    assert crises.count("crisis") >= CRISES_SAID
    assert heard_at_all >= DANGERS_HEARD
    assert alarms.total() <= FALSE_ALARMS


def quiet(read: Sequence[tuple[str, str, str]]) -> list[str]:
    return [kind for level, kind, _ in read if level == "none"]


def test_catch_points_hold(tagger: Tagger) -> None:
    """When a pattern was noticed, and nothing where none was."""
    right: Counter[bool] = Counter()
    for text, (when,) in lines("catch.txt"):
        found = [m.value for m in tagger.read([text]).measures if m.kind == "catch_point"]
        right[when == "none"] += found == ([] if when == "none" else [when])
    print(f"\nblind catch points: {right[False]} of 40 right, {right[True]} of 20 rightly none")
    assert right[False] >= CATCHES
    assert right[True] >= NO_CATCHES


def test_pauses_hold(tagger: Tagger) -> None:
    """How long was waited, and nothing where nobody did."""
    right: Counter[bool] = Counter()
    for text, (bounds,) in lines("pause.txt"):
        found = [(m.lower_s, m.upper_s) for m in tagger.read([text]).measures if m.kind == "pause"]
        if bounds == "none":
            right[True] += not found
        else:
            least, most = map(float, bounds.split("-"))
            right[False] += len(found) == 1 and near(found[0][0], least) and near(found[0][1], most)
    print(f"\nblind pauses: {right[False]} of 40 right, {right[True]} of 20 rightly none")
    assert right[False] >= PAUSES
    assert right[True] >= NO_PAUSES


def near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.1 * max(one, other)
