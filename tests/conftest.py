"""A test can touch no real journal, microphone, loudspeaker or network: each raises by name."""

import os
import socket
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["virtual_audio"]

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
"""Data for tests that is not part of the project; a test that reads it skips plainly where it is missing."""


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the folder of shared test data is not here")
    return SHARED


@pytest.fixture(autouse=True)
def untouchable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A home of the test's own, no sound devices but the test's virtual ones, no network."""
    monkeypatch.setenv("BETWEEN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    if "devices" not in request.keywords:
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/no-sound-server")
        _forbid_sound(monkeypatch)
    _forbid_network(monkeypatch)
    assert os.environ["BETWEEN_HOME"].startswith(str(tmp_path))


def _forbid_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        import sounddevice
    except OSError:  # no PortAudio here: nothing to forbid
        return

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("this test opened the real microphone or loudspeaker: mark it `devices`")

    for name in ("InputStream", "OutputStream", "RawInputStream", "RawOutputStream"):
        monkeypatch.setattr(sounddevice, name, refuse)


def _forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1", "localhost"):
            return real(self, address)
        raise AssertionError("this test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", connect)
