"""The real pyttsx3 and espeak-ng, in the real worker process."""

import ctypes.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.adapters.voice import Voice


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the worker's folder of sound files lies during the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


@pytest.fixture
def engine_here() -> None:
    if sys.platform != "darwin" and ctypes.util.find_library("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")


@pytest.fixture
def voice(engine_here: None, temporary: Path) -> Iterator[Voice]:
    voice = Voice(deadline_s=20.0)
    yield voice
    voice.close()
