"""The trained part: its files, its cutting, its properties, and how well it does on writers that it had not read."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.model import LONG, units
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.weights import load, saved
from assistant.errors import PartMissing
from tagger.conftest import FOLDER

FIGURES = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    made = tmp_path / "tagger"
    shutil.copytree(FOLDER, made, ignore=shutil.ignore_patterns("training"))
    return made


@pytest.mark.parametrize("name", ["weights.npz", "steps.json", "goemotions.toml"])
def test_an_absent_file_is_one_sentence(name: str, copy: Path) -> None:
    """Nothing is tagged by half of a tagger."""
    (copy / name).unlink()
    with pytest.raises(PartMissing, match=name.replace(".", r"\.")):
        Tagger(copy)


def test_damaged_weights_are_one_sentence(copy: Path) -> None:
    """As an interrupted copy leaves them."""
    whole = (copy / "weights.npz").read_bytes()
    (copy / "weights.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(PartMissing, match="cannot be read") as told:
        Tagger(copy)
    assert "between retag" in told.value.hint


def test_weights_of_another_version_are_one_sentence(copy: Path) -> None:
    """Two halves that do not belong together would tag nonsense in silence."""
    steps = json.loads((copy / "steps.json").read_text(encoding="utf-8"))
    (copy / "steps.json").write_text(json.dumps(steps | {"version": "0"}), encoding="utf-8")
    with pytest.raises(PartMissing, match="do not belong together"):
        Tagger(copy)


def test_a_second_step_of_another_size_is_one_sentence(copy: Path) -> None:
    """Told when it is loaded, and not at the first sentence."""
    steps = json.loads((copy / "steps.json").read_text(encoding="utf-8"))
    steps["sentences"]["weights"]["emotion"].pop()
    (copy / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    with pytest.raises(PartMissing, match=r"steps\.json"):
        Tagger(copy)


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    """Every number of every block."""
    weights = load(FOLDER / "weights.npz")
    with np.load(FOLDER / "weights.npz") as file:
        words, clusters = bytes(file["words"]).decode().split("\n"), file["clusters"].tolist()
    arrays = saved(weights.blocks, words=words, clusters=clusters, version=weights.version)
    np.savez_compressed(tmp_path / "again.npz", **arrays)  # type: ignore[arg-type]
    again = load(tmp_path / "again.npz")
    groups = Features(dict(zip(words, clusters, strict=True))).of(tokens("I put the phone down and made tea"))
    for name, block in weights.blocks.items():
        assert again.blocks[name].labels == block.labels
        assert np.array_equal(again.blocks[name].scores(groups), block.scores(groups))


def test_a_run_on_is_heard_in_pieces_that_lose_no_word() -> None:
    """Talk without marks may be one sentence of three minutes."""
    text = "and then i went out and the dog ran off and i called him and he came back and we walked on " * 12
    talk = build(FOLDER, steps=("clauses",))(one_spelling(text)).user_data["talk"]
    pieces = list(units(talk))
    assert [a for a, _ in pieces[1:]] == [b for _, b in pieces[:-1]]
    assert (pieces[0][0], pieces[-1][1]) == (0, len(talk.words))
    assert all(b - a <= LONG for a, b in pieces)


@pytest.mark.parametrize(("same", "other"), [("I was, um, so tired", "I was so tired"), ("TEA First.", "tea first")])
def test_fillers_marks_and_case_are_not_heard(same: str, other: str) -> None:
    """A recogniser writes them or does not."""
    assert tokens(same) == tokens(other)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("she drove three hours through the snow just to sit there with me, I will never forget that", "gratitude"),
        (
            "I kept checking the window to see if his car had pulled in, I could not settle to anything at all",
            "anxiety",
        ),
        (
            "we laughed until the waiter came over to ask whether we were all right and that set us off again",
            "amusement",
        ),
    ],
)
def test_a_feeling_that_no_rule_has_words_for_is_heard(words: str, label: str, tagger: Tagger) -> None:
    """Shown and not named: what the rules alone miss."""
    found = [t for t in tagger.read([words]).tags if t.label == label]
    assert found
    assert found[0].evidence.text in words


@pytest.mark.parametrize(("field", "least"), [("emotions", 0.6), ("behaviours", 0.5)])
def test_the_figures_of_the_card_are_those_of_the_training(field: str, least: float) -> None:
    """On reflections whose writers neither step had read; printed with each run."""
    reached = FIGURES["unread_writers"][field]
    print(f"\n{field}: {reached} on unread writers")
    assert reached["macro_f1"] >= least
