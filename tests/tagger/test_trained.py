"""The trained part: its files, its cutting, and its properties."""

import json
import os
import random
import shutil
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

import numpy as np
import pytest

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.danger_model import LEVELS
from assistant.adapters.tagger.features import Features, tokens
from assistant.adapters.tagger.model import FAMILIES, LONG, units
from assistant.adapters.tagger.network import Layers
from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.trained import trained, version_of
from assistant.adapters.tagger.weights import Block, Weights, load, saved, write
from assistant.errors import PartMissing
from tagger.conftest import FOLDER


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """`steps.json` and `goemotions.toml` may be written; the rest is the real one."""
    made = tmp_path / "tagger"
    made.mkdir()
    for name in ("steps.json", "goemotions.toml"):
        shutil.copy(FOLDER / name, made)
    (made / "weights.npz").symlink_to(FOLDER / "weights.npz")
    return made


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load(FOLDER / "weights.npz")


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


@pytest.mark.parametrize("where", ["anywhere", "directory"])
def test_flipped_bytes_are_one_sentence_or_nothing(where: str, copy: Path, weights: Weights) -> None:
    """As a tired disk leaves them: told so, or not in what is read. Half of them in the archive's own directory."""
    path = copy / "weights.npz"
    whole = path.read_bytes()
    begins = 0 if where == "anywhere" else whole.index(b"PK\x01\x02")
    rng = random.Random(11)
    told = 0
    for _ in range(20):
        at, bits = rng.randrange(begins, len(whole)), rng.randrange(1, 256)
        with path.open("r+b") as file:
            _put(file, at, whole[at] ^ bits)
            told += _is_told_or_whole(path, weights)
            _put(file, at, whole[at])
    assert told


def test_flipped_bytes_of_a_small_file_are_one_sentence_or_nothing(tmp_path: Path, weights: Weights) -> None:
    """The same file with a few words only, so that more of its headers are hit."""
    few = {name: replace(b, keys=b.keys[:9], rarity=b.rarity[:9], matrix=b.matrix[:9]) for name, b in _blocks(weights)}
    layers = _cut(weights.network.layers)
    path = tmp_path / "weights.npz"
    arrays = saved(few, layers, words=["a", "b"], clusters=[1, 2], version="1")
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    whole, small = path.read_bytes(), load(path)
    rng = random.Random(12)
    told = 0
    for _ in range(1000):
        at, bits = rng.randrange(len(whole)), rng.randrange(1, 256)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bits]) + whole[at + 1 :])
        told += _is_told_or_whole(path, small)
    assert 500 < told < 1000


def test_cut_weights_are_one_sentence(copy: Path) -> None:
    """An archive's directory stands at its end, so that none is whole without it."""
    path = copy / "weights.npz"
    size, rng = path.stat().st_size, random.Random(13)
    lengths = sorted({size - 1, size - 22, *(rng.randrange(size) for _ in range(30)), 1, 0}, reverse=True)
    for length in lengths:
        os.truncate(path, length)
        with pytest.raises(PartMissing, match="cannot be read"):
            load(path)


@pytest.mark.parametrize(
    ("key", "value", "told"), [("format", 0, "another version"), ("own.bias", None, "cannot be read")]
)
def test_weights_of_another_form_are_one_sentence(key: str, value: object, told: str, tmp_path: Path) -> None:
    """Whole, and not what this program reads."""
    with np.load(FOLDER / "weights.npz") as file:
        arrays = {name: file[name] for name in file.files} | {key: np.array(value)}
    if value is None:
        del arrays[key]
    np.savez(tmp_path / "weights.npz", **arrays)
    with pytest.raises(PartMissing, match=told):
        load(tmp_path / "weights.npz")


def _put(file: BinaryIO, at: int, byte: int) -> None:
    file.seek(at)
    file.write(bytes([byte]))
    file.flush()


def _cut(layers: Layers) -> Layers:
    """Two numbers a word, a filter of each width, a label."""
    filters, biases = (tuple(a[..., :1] for a in of) for of in (layers.filters, layers.biases))
    return replace(
        layers,
        keys=layers.keys[:9],
        table=layers.table[:9, :2],
        scale=layers.scale[:2],
        filters=tuple(a[:, :2] for a in filters),
        biases=biases,
        out=layers.out[: len(filters) + 2, :1],
        out_bias=layers.out_bias[:1],
        labels=layers.labels[:1],
    )


def _blocks(weights: Weights) -> Iterable[tuple[str, Block]]:
    return weights.blocks.items()


def _is_told_or_whole(path: Path, weights: Weights) -> bool:
    """Whether it is told; what is not told must be read as it was saved."""
    try:
        found = load(path)
    except PartMissing:
        return True
    assert found.version == weights.version
    assert found.blocks.keys() == weights.blocks.keys()
    for name, block in _blocks(weights):
        for field in fields(Block):
            assert np.array_equal(getattr(found.blocks[name], field.name), getattr(block, field.name)), (name, field)
    _are_alike(found.network.layers, weights.network.layers)
    return False


def _are_alike(some: Layers, others: Layers) -> None:
    assert some.labels == others.labels
    kept, wanted = some.arrays(), others.arrays()
    assert kept.keys() == wanted.keys()
    assert all(np.array_equal(kept[name], wanted[name]) for name in kept)  # type: ignore[arg-type]


def test_weights_of_another_version_are_one_sentence(copy: Path) -> None:
    """Two halves that do not belong together would tag nonsense in silence."""
    _change_steps(copy, lambda steps: steps.update(version="0"))
    with pytest.raises(PartMissing, match="do not belong together"):
        Tagger(copy)


def test_a_second_step_of_another_size_is_one_sentence(copy: Path) -> None:
    """Told when it is loaded, and not at the first sentence."""
    _change_steps(copy, lambda steps: steps["sentences"]["weights"]["emotion"].pop())
    with pytest.raises(PartMissing, match=r"steps\.json"):
        Tagger(copy)


def test_a_second_step_without_a_label_is_one_sentence(copy: Path) -> None:
    """Told when it is loaded, and not on the first evening that someone was bored."""
    _change_steps(copy, lambda steps: steps["sentences"]["bias"].pop("boredom"))
    with pytest.raises(PartMissing, match="do not belong together"):
        Tagger(copy)


def test_steps_without_a_version_are_one_sentence(copy: Path) -> None:
    """As another program's file would be."""
    _change_steps(copy, lambda steps: steps.pop("version"))
    with pytest.raises(PartMissing, match=r"steps\.json") as told:
        Tagger(copy)
    assert "your entries are kept" in told.value.hint


def test_a_changed_rule_makes_another_tagger(copy: Path, tagger: Tagger) -> None:
    """Else `retag` would hold old readings for made by it."""
    assert Tagger(copy).version == tagger.version
    with (copy / "themes.toml").open("a", encoding="utf-8") as file:
        file.write("# a word more\n")
    changed = Tagger(copy).version
    assert changed != tagger.version
    assert changed.rpartition(".")[0] == tagger.version.rpartition(".")[0]


NOTHING_FITS = r"nothing is tagged for now|do not belong together"
PLACES = [
    ("version",),
    ("sentences",),
    *(("sentences", part) for part in ("weights", "bias", "threshold")),
    *(("sentences", part, family) for part in ("weights", "threshold") for family in FAMILIES),
    ("sentences", "weights", "done", 3),
    ("sentences", "bias", "calm"),
    ("themes",),
    *(("themes", part) for part in ("weights", "bias", "threshold")),
    ("themes", "bias", 2),
    ("danger",),
    ("danger", "clear"),
    *(("danger", "clear", level) for level in LEVELS),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
@pytest.mark.parametrize("value", [None, True, [], {"joy": "much"}, [[]], float("nan"), float("inf"), 10**400])
def test_a_value_of_a_wrong_kind_is_one_sentence(value: object, place: tuple[str | int, ...], linked: Path) -> None:
    """Every place in `steps.json` that is read."""

    def change(steps: Any) -> None:
        for key in place[:-1]:
            steps = steps[key]
        steps[place[-1]] = value

    _change_steps(linked, change)
    with pytest.raises(PartMissing, match=NOTHING_FITS):
        trained(linked)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_a_missing_value_is_one_sentence(place: tuple[str | int, ...], linked: Path) -> None:
    """The same places, emptied. A label's bias is missed where the weights know the label."""

    def change(steps: Any) -> None:
        for key in place[:-1]:
            steps = steps[key]
        del steps[place[-1]]

    _change_steps(linked, change)
    with pytest.raises(PartMissing, match=NOTHING_FITS):
        trained(linked)


@pytest.mark.parametrize("text", ["", "[]", "3", "null", '"version"', '{"version": "1"', "\x00", "{}"])
def test_steps_that_are_no_table_are_one_sentence(text: str, linked: Path) -> None:
    """Cut short, emptied, or something else altogether."""
    (linked / "steps.json").write_text(text, encoding="utf-8")
    with pytest.raises(PartMissing, match=r"steps\.json"):
        version_of(linked)


@pytest.mark.parametrize("text", ["", "ours = 3", '[ours]\nsomething = "joy"'])
def test_a_table_of_labels_that_fits_nothing_is_one_sentence(text: str, linked: Path) -> None:
    """`goemotions.toml` says what the heads' labels are called here."""
    (linked / "goemotions.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PartMissing, match="do not belong together"):
        trained(linked)


def _change_steps(folder: Path, change: Callable[[Any], object]) -> None:
    path = folder / "steps.json"
    steps = json.loads(path.read_text(encoding="utf-8"))
    change(steps)
    path.write_text(json.dumps(steps), encoding="utf-8")


def test_weights_come_back_as_they_were_saved(tmp_path: Path, weights: Weights) -> None:
    """Every number of every block."""
    with np.load(FOLDER / "weights.npz") as file:
        words, clusters = bytes(file["words"]).decode().split("\n"), file["clusters"].tolist()
    arrays = saved(weights.blocks, weights.network.layers, words=words, clusters=clusters, version=weights.version)
    np.savez(tmp_path / "again.npz", **arrays)  # `write` packs them, which takes a minute, and has a test of its own
    again = load(tmp_path / "again.npz")
    groups = Features(dict(zip(words, clusters, strict=True))).of(tokens("I put the phone down and made tea"))
    for name, block in weights.blocks.items():
        assert again.blocks[name].labels == block.labels
        assert np.array_equal(again.blocks[name].scores(groups), block.scores(groups))
    _are_alike(again.network.layers, weights.network.layers)


@pytest.mark.parametrize("most", [1_000, 20_000, 10**9])
def test_weights_take_no_more_room_than_they_may(most: int, tmp_path: Path) -> None:
    """As much of them as there is room for is not packed; the numbers are the same, and so are the bytes."""
    arrays = {"zeros": np.zeros(50_000, np.int8), "mixed": np.random.default_rng(1).integers(0, 40, 12_000, np.uint8)}
    for name in ("one.npz", "two.npz"):
        write(tmp_path / name, arrays, most=most)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz") as file:
        assert all(np.array_equal(file[name], numbers) for name, numbers in arrays.items())
    with ZipFile(tmp_path / "one.npz") as packed:
        sizes = {entry.filename: entry.compress_size for entry in packed.infolist()}
    assert sizes["zeros.npy"] == (50_128 if most == 10**9 else pytest.approx(100, abs=100))
    assert sizes["mixed.npy"] == (pytest.approx(9_000, abs=1_000) if most == 1_000 else 12_128)


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


SHOWN = [
    ("she drove three hours through the snow just to sit there with me, I will never forget that", "gratitude"),
    ("I kept checking the window to see if his car had pulled in, I could not settle to anything at all", "anxiety"),
    ("we laughed until the waiter came over to ask whether we were all right and that set us off again", "amusement"),
    ("the results came back clear and I sat down on the pavement because my legs had gone", "relief"),
    ("I kept going over what they would ask me on Monday and my stomach would not let me eat a thing", "anxiety"),
]
HEARD_BY_NO_RULE = [SHOWN[0], *SHOWN[3:]]


@pytest.mark.parametrize(("words", "label"), SHOWN)
def test_a_feeling_that_is_shown_and_not_named_is_heard(words: str, label: str, tagger: Tagger) -> None:
    """With words of its own to show for it."""
    found = [t for t in tagger.read([words]).tags if t.label == label]
    assert found
    assert found[0].evidence.text in words


@pytest.mark.parametrize(("words", "label"), HEARD_BY_NO_RULE)
def test_a_feeling_that_no_rule_has_words_for_is_heard(words: str, label: str, tagger: Tagger) -> None:
    """What the rules alone miss."""
    assert {t.made_by for t in tagger.read([words]).tags if t.label == label} == {f"model:{version_of(FOLDER)}"}
