"""What `CARD.md` and the README tell of the trained part is what training measured: `figures.json`.

Numbers are looked for in the row or the sentence that begins with certain words, in a certain order; they may be
rounded as one likes, to two digits at least.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.journal import EMOTIONS
from tagger.conftest import FOLDER

FIGURES = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
CARD = (FOLDER / "CARD.md").read_text(encoding="utf-8")
README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FEW = 5
"""A label with fewer in the reflections is neither among the best nor among the worst."""


def row(text: str, *, begins: str) -> str:
    """What a table says beside its only row that begins so, without the command behind it."""
    found = [line.split("|")[2:-1] for line in text.splitlines() if line.startswith(f"| {begins}")]
    assert len(found) == 1, f"{len(found)} rows begin with “{begins}”"
    return " ".join(cell for cell in found[0] if "`" not in cell)


def passage(text: str, *, begins: str, ends: str) -> str:
    folded = " ".join(text.split())
    assert folded.count(begins) == 1, begins
    inside, end, _ = folded.partition(begins)[2].partition(ends)
    assert end, f"nothing ends with “{ends}”"
    return inside


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text.replace(",", ""))


def is_told(told: str, measured: float) -> bool:
    """Counts as they are; shares to two digits or more."""
    if isinstance(measured, int):
        return told == str(measured)
    digits = len(told.partition(".")[2])
    return digits >= 2 and abs(float(told) - measured) <= 0.5 / 10**digits + 1e-9


def assert_told(text: str, measured: Sequence[float]) -> None:
    told = numbers(text)[: len(measured)]
    right = len(told) == len(measured) and all(map(is_told, told, measured))
    assert right, f"told: {', '.join(told)}; measured: {', '.join(map(str, measured))}"


def f1(figures: dict[str, Any]) -> tuple[float, float]:
    return figures["micro_f1"], figures["macro_f1"]


FIELDS = [
    ("emotions", "feelings heard", FIGURES["unread_writers"]["emotions"], 0.6),
    ("behaviours with status", "doings with their status", FIGURES["unread_writers"]["behaviours"], 0.5),
    ("themes", "", FIGURES["themes"], 0.5),
]


@pytest.mark.parametrize(("in_card", "in_readme", "reached", "least"), FIELDS, ids=[f[0] for f in FIELDS])
def test_figures_on_unread_writers(in_card: str, in_readme: str, reached: dict[str, Any], least: float) -> None:
    """Micro and macro F1, in this order; printed with each run."""
    print(f"\n{in_card}: micro and macro F1 {f1(reached)} on unread writers")
    assert_told(row(CARD, begins=f"{in_card} |"), f1(reached))
    if in_readme:
        assert_told(row(README, begins=in_readme), f1(reached))
    assert reached["macro_f1"] >= least


def test_figure_on_goemotions() -> None:
    """Macro F1 on its test split, the first number beside it."""
    reached = [FIGURES["goemotions"]["test_macro_f1"]]
    assert_told(passage(CARD, begins="counted on its test split): macro F1 ", ends=" The paper's BERT"), reached)
    assert_told(row(README, begins="GoEmotions"), reached)


def test_figures_of_the_ear() -> None:
    """Crises said and heard, concerns heard, false alarms: what a person may rely on."""
    ear = FIGURES["danger"]["with_the_ear"]
    crises, (heard, of), concerns = ear["crises_said"], ear["crises_heard"], ear["concerns_heard"]
    taken, for_a_crisis = ear["reflections_taken"], ear["reflections_taken_for_a_crisis"][0]
    in_card = passage(CARD, begins="rules and ear together say ", ends=" for a crisis)")
    assert_told(in_card, [*crises, heard, *concerns, *ear["decoys_taken"], *taken, for_a_crisis])
    assert_told(row(README, begins="crises heard"), [heard, of, taken[1], taken[0]])
    assert crises[1] == of


@pytest.mark.parametrize(
    ("what", "begins", "ends"),
    [("emotions", "Best emotions: ", " Best doings: "), ("doings", "Best doings: ", " The rare statuses")],
)
def test_the_best_and_the_worst_labels(what: str, begins: str, ends: str) -> None:
    """Each with its own F1, and no other is better, or worse."""
    by_label: dict[str, tuple[float, int, int]] = FIGURES["unread_writers"]["by_label"]
    reached = {label: share for label, (share, count, _) in by_label.items() if count >= FEW and kind(label) == what}
    best, _, worst = passage(CARD, begins=begins, ends=ends).partition(" Worst: ")
    for told, way in ((best, 1), (worst, -1)):
        pairs = re.findall(r"([a-z_]+)(?: (done|not_done|intended))? (\d\.\d\d)", told)
        labels = [f"{label}:{status}" if status else label for label, status, _ in pairs]
        assert len(labels) == len(set(labels)) >= FEW
        assert len(numbers(told)) == len(pairs)
        for label, (_, _, share) in zip(labels, pairs, strict=True):
            assert is_told(share, reached[label]), f"{label}: {share} told, {reached[label]} measured"
        least = min(way * reached[label] for label in labels)
        assert all(way * share <= least for label, share in reached.items() if label not in labels), (told, least)


def kind(label: str) -> str:
    return "emotions" if label in EMOTIONS else "doings"


@pytest.mark.parametrize(
    ("told", "measured"), [("0.64", 0.641), ("0.641", 0.641), ("0.58", 0.58), ("0.83", 0.825), ("219", 219)]
)
def test_a_figure_may_be_rounded(told: str, measured: float) -> None:
    """The yardstick itself."""
    assert is_told(told, measured)


@pytest.mark.parametrize(
    ("told", "measured"), [("0.6", 0.6), ("0.65", 0.641), ("0.642", 0.641), ("22", 219), ("1", 1.0), ("219.0", 219)]
)
def test_a_wrong_digit_is_found(told: str, measured: float) -> None:
    """And so is a figure that says too little."""
    assert not is_told(told, measured)
