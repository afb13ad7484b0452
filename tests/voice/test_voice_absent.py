"""No engine, a broken engine, and an evening that is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from assistant.adapters.voice import Voice
from assistant.errors import PartMissing

ROOT = Path(__file__).resolve().parents[2]


def in_the_worker(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python runs `sitecustomize` first of all: so a fault reaches the real worker and its real pyttsx3."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))


def test_without_espeak_it_is_told_at_once(temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence and how to install it, each time it is asked, within a second or two."""
    gone = "import ctypes\ndef no(*_): raise OSError('no library')\nctypes.cdll.LoadLibrary = no\n"
    in_the_worker(gone, tmp_path, monkeypatch)
    voice = Voice(deadline_s=20.0)
    began = time.monotonic()
    for _ in range(2):
        with pytest.raises(PartMissing, match="no voice on this machine") as told:
            voice.speak("What helped?")
        assert "espeak-ng" in told.value.hint or sys.platform == "darwin"
    assert time.monotonic() - began < 10.0
    voice.close()
    assert list(temporary.iterdir()) == []


def test_an_engine_that_ends_the_process_is_told(
    temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """espeak-ng calls exit() where its data is missing."""
    in_the_worker("import os, sys\nif 'worker.py' in str(sys.orig_argv): os._exit(1)\n", tmp_path, monkeypatch)
    voice = Voice(deadline_s=20.0)
    with pytest.raises(PartMissing, match="ended as soon as it was started"):
        voice.speak("What helped?")
    voice.close()


def test_a_full_disk_for_temporary_files_is_told(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder for the sound, no process: one sentence."""
    monkeypatch.setattr("tempfile.tempdir", str(temporary / "absent"))
    voice = Voice()
    with pytest.raises(PartMissing, match="could not be started"):
        voice.speak("What helped?")
    voice.close()


HANG_IN_C = """
import sys
if 'worker.py' in str(sys.orig_argv):
    import ctypes, wave
    wave.open = lambda *_: ctypes.CDLL(None).sleep(600)
"""


@pytest.mark.parametrize("how", ["idle", "hung in C", "stopped"])
def test_a_killed_evening_leaves_no_worker(
    how: str, engine_here: None, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`kill -9` of the evening ends its voice as well, whatever the engine is doing, and the folder goes too."""
    if how == "hung in C":
        in_the_worker(HANG_IN_C, tmp_path, monkeypatch)
    evening = subprocess.Popen(
        [sys.executable, "-c", _EVENING, str(ROOT), str(temporary)], stdout=subprocess.PIPE, text=True
    )
    assert evening.stdout is not None
    worker = psutil.Process(int(evening.stdout.readline()))
    if how == "stopped":
        worker.send_signal(signal.SIGSTOP)
    time.sleep(0.5)  # the sentence is on its way into the engine
    os.kill(evening.pid, signal.SIGKILL)
    evening.wait()
    psutil.wait_procs([worker], timeout=10)
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
    if how != "stopped":
        assert list(temporary.iterdir()) == []


_EVENING = """
import sys, tempfile
sys.path.insert(0, sys.argv[1])
tempfile.tempdir = sys.argv[2]
from assistant.adapters.voice import Voice
voice = Voice(deadline_s=600)
print(voice._worker.pid, flush=True)
while True:
    voice.speak("What helped you tonight?")
"""
