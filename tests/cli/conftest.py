"""Recordings of our own voice, and the small model that understands it, put where a person's own model lies."""

import shutil
import wave
from pathlib import Path

import numpy as np
import pytest
from command_line import ROOT, home

from assistant.adapters import synthetic_person
from assistant.audio import Sound

SAID = {
    "walk": "I went for a walk with my friend. I feel calm now.",
    "mother": "I felt sad today. My mother called me and I was angry.",
}


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `mother.wav` and `walk.wav`."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not here")
    folder = tmp_path_factory.mktemp("spoken")
    for name, text in SAID.items():
        write_wav(folder / f"{name}.wav", sound=synthetic_person.speak(text))
    return folder


@pytest.fixture
def model() -> Path:
    """A model that was copied by hand counts as the person's own."""
    folder = home().models / "synthetic"
    shutil.copytree(ROOT / "models" / "whisper-nano", folder)
    return folder


def write_wav(path: Path, *, sound: Sound) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate_hz)
        file.writeframes((np.clip(sound.samples, -1, 1) * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture
def broken_tagger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tagger's files that this process uses, to be broken."""
    folder = tmp_path / "data" / "models" / "tagger"
    shutil.copytree(ROOT / "models" / "tagger", folder)
    monkeypatch.setattr("assistant.wiring.data_folder", lambda name: _data(name, folder.parent.parent))
    return folder


def _data(name: str, copied: Path) -> Path:
    if name != "models":
        return ROOT / name
    for beside in (ROOT / "models").iterdir():
        if not (copied / name / beside.name).exists():
            (copied / name / beside.name).symlink_to(beside)
    return copied / name
