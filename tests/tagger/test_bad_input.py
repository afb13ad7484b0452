"""Odd input, and data files that are absent or wrong."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.adapters.tagger import Tagger
from assistant.errors import PartMissing, UsageError
from tagger.conftest import FOLDER


@pytest.mark.parametrize(
    "texts", [[], [""], ["", ""], ["um"], ["Um, uh. Er."], [" \n\t "], ["..."], ["😀 🎉"], ["\x00\x01\x02"], ["12 34"]]
)
def test_nothing_to_tag(texts: list[str], tagger: Tagger) -> None:
    """No words, no tags."""
    reading = tagger.read(texts)
    assert reading.tags == ()
    assert reading.safety == "none"
    assert reading.tagger == tagger.version


@pytest.mark.parametrize("word", ["sad", "angry", "mum", "I", "so happy", "I was so angry"])
def test_a_recognisers_loop(word: str, tagger: Tagger) -> None:
    """Words said 500 times in a row are the recogniser's, not the person's."""
    assert tagger.read([f"{word} " * 500]).tags == ()


def test_words_around_a_loop_are_read(tagger: Tagger) -> None:
    """What was said before and after it still counts."""
    reading = tagger.read(["I was furious with him. " + "you you " * 60 + ". And then I apologised to her."])
    assert "anger" in reading.labels("emotion")
    assert ("spoke_honestly") in reading.labels("behaviour")


@pytest.mark.parametrize(
    "text",
    [
        "Heute war ich so müde und dann habe ich mit meiner Mutter telefoniert, das war schön",
        "Hoy estaba muy triste porque mi madre no me llama y no sé qué hacer con todo esto",
        "Je suis rentré tard du travail et ma femme était déjà au lit, alors j'ai mangé seul",
        "Dzisiaj byłem bardzo zmęczony i nie chciałem z nikim rozmawiać, ale zadzwoniłem do brata",
        "今日はとても疲れました。母に電話をして、少し泣きました。",
    ],
)
def test_another_language(text: str, tagger: Tagger) -> None:
    """No tags rather than wrong ones."""
    assert tagger.read([text]).tags == ()


def test_ten_thousand_words_take_linear_time(tagger: Tagger) -> None:
    """Twice the words take about twice the time, with and without full stops."""
    for mark in (".", ""):
        piece = f"so i was angry with my sister and then i put the phone down{mark} we had pasta and it was fine{mark} "
        tagger.read([piece])
        took = []
        for words in (2_500, 10_000):
            text = piece * (words // 21)
            begin = time.perf_counter()
            tagger.read([text])
            took.append(time.perf_counter() - begin)
        assert took[1] < took[0] * 4 * 3
        assert took[1] < 20


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """One sentence, and the entry can stay as it is."""
    with pytest.raises(PartMissing, match=r"lists\.toml"):
        Tagger(tmp_path)


@pytest.mark.parametrize("name", sorted(p.name for p in FOLDER.glob("*.toml")))
def test_each_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """Whichever is absent."""
    folder = tmp_path / "tagger"
    shutil.copytree(FOLDER, folder)
    (folder / name).unlink()
    with pytest.raises(PartMissing, match=name):
        Tagger(folder)


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("emotions.toml", '[joy]\nsaid = "(happy"', "cannot be read"),
        ("emotions.toml", '[joy]\nsaid = "happy)"', "cannot be read"),
        ("emotions.toml", '[joy]\nsaid = "{nobody} laughed"', "cannot be read"),
        ("emotions.toml", '[joy]\nsaid = "_ _"', "one word of its own"),
        ("emotions.toml", '[joy]\nsaying = "happy"', "unknown kind"),
        ("context.toml", '[[rule]]\nid = "a"\neffect = "maybe"', "no known effect"),
        ("lists.toml", "format = 99", "another version"),
        ("safety.toml", "not toml", "has a mistake"),
    ],
)
def test_a_mistake_is_named(name: str, line: str, said: str, tmp_path: Path) -> None:
    """A wrong rule is answered when the file is loaded, with the file."""
    folder = tmp_path / "tagger"
    shutil.copytree(FOLDER, folder)
    (folder / name).write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        Tagger(folder)


def test_importing_it_loads_no_spacy() -> None:
    """spaCy's second of import is paid by whoever makes a Tagger, and by nobody else."""
    code = "import sys, assistant.adapters.tagger; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
