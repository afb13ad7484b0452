"""The folders of models on this machine."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.adapters.whisper import models
from assistant.dialogue.which_model import KnownModel
from assistant.errors import PartMissing, UsageError

Known = tuple[KnownModel, ...]


@pytest.fixture
def home(tmp_path: Path, nano: Path) -> Path:
    shutil.copytree(nano, tmp_path / "models" / "my-own")
    return tmp_path / "models"


def test_what_is_here(home: Path, nano: Path, known: Known) -> None:
    """The person's own and the one that comes along, with their sizes; hidden folders and files are none."""
    (home / ".half.part").mkdir()
    (home / "note.txt").write_text("mine")
    here = models.present(home, brought=nano.parent, known=known)
    assert [(m.name, m.fault) for m in here] == [("my-own", ""), ("whisper-nano", "")]
    assert here[0].size_bytes == sum(f.stat().st_size for f in nano.iterdir())
    assert models.folder_of("whisper-nano", here) == nano


def test_nothing_is_here(tmp_path: Path, known: Known) -> None:
    """No folder at all is an ordinary state."""
    assert models.present(tmp_path / "none", brought=tmp_path / "none", known=known) == ()
    with pytest.raises(PartMissing, match=r"test\.en is not on this machine"):
        models.folder_of("test.en", ())


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
def test_a_file_is_missing(home: Path, nano: Path, known: Known, name: str) -> None:
    """The file is named."""
    (home / "my-own" / name).unlink()
    here = models.present(home, brought=nano.parent, known=known)
    assert here[0].fault == f"{name} is missing"
    with pytest.raises(PartMissing, match=f"{name} is missing"):
        models.folder_of("my-own", here)


def test_an_empty_file(home: Path) -> None:
    """A file that a full disk left empty is no file."""
    (home / "my-own" / "model.bin").write_bytes(b"")
    assert models.fault_of(home / "my-own") == "model.bin is empty"


def test_an_older_vocabulary(home: Path) -> None:
    """Models converted long ago bring a plain list of words."""
    (home / "my-own" / "vocabulary.json").rename(home / "my-own" / "vocabulary.txt")
    assert models.fault_of(home / "my-own") == ""


def test_a_file_that_lost_its_end(home: Path) -> None:
    """The record of the fetch knows how long each file is."""
    folder = home / "my-own"
    size = (folder / "model.bin").stat().st_size
    (folder / models.RECORD).write_text(json.dumps({"files": {"model.bin": {"size": size}}}))
    assert models.fault_of(folder) == ""
    os.truncate(folder / "model.bin", size - 1)
    assert models.fault_of(folder) == "model.bin is damaged"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"files": {"model.bin": 3}}'])
def test_a_record_that_is_damaged(home: Path, text: str) -> None:
    """It keeps no whole model from listening."""
    (home / "my-own" / models.RECORD).write_text(text)
    assert models.fault_of(home / "my-own") == ""


def test_names(known: Known) -> None:
    """The nearest name for a slip, all names where none is near."""
    assert models.by_name("test.en", known).repo
    with pytest.raises(UsageError) as near:
        models.by_name("Test-en", known)
    assert near.value.hint == "Did you mean test.en?"
    with pytest.raises(UsageError) as far:
        models.by_name("qqq", known)
    assert far.value.hint == "There are test.en."


def test_the_list_is_missing(tmp_path: Path) -> None:
    """A broken installation is told as one."""
    with pytest.raises(PartMissing, match="list of speech models"):
        models.known_models(tmp_path / "manifest.toml")


def test_this_machine() -> None:
    """No more cores than this process may use, and some memory."""
    machine = models.this_machine()
    assert 1 <= machine.cores <= (os.cpu_count() or 1)
    assert machine.memory_gb > 0.1


def test_a_driver_that_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as no graphics card, and the evening goes on without."""

    def broken() -> int:
        raise RuntimeError("CUDA driver version is insufficient for CUDA runtime version")

    monkeypatch.setattr("ctranslate2.get_cuda_device_count", broken)
    assert models.cuda_devices() == 0
    assert not models.this_machine().cuda


def test_keep_offline() -> None:
    """After it, faster-whisper refuses to ask the hub for a name, and nothing goes out."""
    program = (
        "from assistant.adapters.whisper.models import keep_offline; keep_offline()\n"
        "import socket; socket.socket.connect = lambda *_: print('CONNECTED')\n"
        "import faster_whisper\n"
        "try: faster_whisper.WhisperModel('tiny.en')\n"
        "except Exception as e: print(type(e).__name__)\n"
    )
    environment = os.environ | {"HF_HOME": os.environ["BETWEEN_HOME"]}
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, env=environment)
    assert done.stdout.split() == ["LocalEntryNotFoundError"]
