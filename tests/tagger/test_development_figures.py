"""How the tagger does on the labelled examples, printed by every run and held by a floor."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.adapters.tagger import Tagger
from scripts.benchmarks.examples import Example, Labels, count, examples, heard, listed

HALF = "odd"
"""The even ids stay unread and unscored until the trained tagger is done, so that something is left to judge by. The
odd half was read before the rules were written and they were mended on it, in places with its very words: its figures
are a fit, and hold a floor; they say nothing of quality."""

FLOORS = {"emotions": 0.79, "behaviours": 0.73, "themes": 0.76, "people": 0.93, "safety": 0.98}
"""Micro F1, a little under what was reached."""


@pytest.fixture(scope="module")
def lines(shared: Path) -> list[Example]:
    return list(examples(shared / "tagging-examples.jsonl", HALF))


@pytest.fixture(scope="module")
def said(lines: list[Example], tagger: Tagger) -> list[Labels]:
    return [heard(tagger.read([line.text])) for line in lines]


@pytest.mark.parametrize("field", FLOORS)
def test_figures_hold(field: str, lines: Sequence[Example], said: Sequence[Labels]) -> None:
    """Micro F1 of the odd half does not fall below its floor."""
    figures = count([line.gold for line in lines], said, field)
    print(f"\n{field}: micro F1 {figures['micro_f1']}, macro F1 {figures['macro_f1']} on {len(lines)} lines (odd ids)")
    assert figures["micro_f1"] >= FLOORS[field]


def test_every_crisis_is_heard(lines: Sequence[Example], said: Sequence[Labels]) -> None:
    """A crisis of the examples is never missed, and nothing else is taken for one."""
    wanted = [line.gold for line in lines]
    assert [("crisis" in want["safety"]) for want in wanted] == [("crisis" in got["safety"]) for got in said]


def test_figures_are_counted_as_the_codebook_says() -> None:
    """Micro over all tags of a field, a doing only with its status; macro over labels with five or more gold tags."""
    done, planned = ("rested", "done"), ("rested", "intended")
    wanted: list[Labels] = [{"behaviours": frozenset({done})}] * 5 + [{"behaviours": frozenset({planned})}]
    got: list[Labels] = [{"behaviours": frozenset({done})}] * 4 + [{"behaviours": frozenset({planned})}] * 2
    figures = count(wanted, got, "behaviours")
    assert figures == {"micro_f1": round(10 / 12, 3), "macro_f1": round(8 / 9, 3), "labels": 1}


def test_the_plain_list_finds_whole_words() -> None:
    """Of each label its name and ten words, in any case; it knows no status and no denial."""
    said = listed("I wasn\u2019t ANGRY with the madam from the office. I will journal about it.")
    assert said["emotions"] == {"anger"}
    assert said["behaviours"] == {("wrote_it_down", "done")}
    assert said["themes"] == {"work"}
