"""`between calm`: from the process's start to the first sample at the loudspeaker, on a PulseAudio null sink."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.stage import percentile

ROOT = Path(__file__).resolve().parents[2]
TIMES = 15
LOUDER_THAN = 0.003
"""Of full scale. The first words begin with a soft breath of noise below it."""


def measure(arguments: list[str]) -> dict[str, object]:
    """The recorder tells of a sample up to 30 ms after it was played; that is in the figures."""
    sys.path.insert(0, str(ROOT / "tests"))
    from virtual_audio import VirtualAudio

    between = str(Path(sys.executable).parent / "between")
    with tempfile.TemporaryDirectory(prefix="bb", dir="/tmp") as folder:
        audio = VirtualAudio(Path(folder))
        try:
            audio.plug_mic()
            audio.plug_speaker()
            env = os.environ | audio.env | {"BETWEEN_HOME": f"{folder}/home"}
            first_time = [_first_sample(audio, [between, "calm"], env=_elsewhere(env, n)) for n in range(3)]
            subprocess.run([between, "calm", "--make-ready"], env=env, check=True)
            ready, libraries = [], []
            for _ in range(TIMES):  # turn about, so that what else the machine does weighs on both
                ready.append(_first_sample(audio, [between, "calm"], env=env))
                libraries.append(_libraries_alone(env))
        finally:
            audio.close()
    return {
        "unit": "seconds",
        "times": TIMES,
        "ready_p50": percentile(ready, 0.5),
        "ready_p95": percentile(ready, 0.95),
        "ready_worst": round(max(ready), 3),
        "very_first_time_p50": percentile(first_time, 0.5),
        "numpy_and_portaudio_alone_p50": percentile(libraries, 0.5),
    }


def _elsewhere(env: dict[str, str], number: int) -> dict[str, str]:
    """A home where nothing is ready yet."""
    return env | {"BETWEEN_HOME": f"{env['BETWEEN_HOME']}-{number}"}


def _first_sample(audio: "object", command: list[str], *, env: dict[str, str]) -> float:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with audio.record_speaker() as recorded:  # type: ignore[attr-defined]
        began = time.monotonic()
        child = subprocess.Popen(command, env=env, **quiet)
        at = 0.0
        while not at and time.monotonic() < began + 20:
            time.sleep(0.005)
            at = next((at for at, heard in recorded.chunks if np.abs(heard).max(initial=0) > LOUDER_THAN), 0.0)
        child.kill()
        child.wait()
    assert at, "nothing was heard"
    return at - began


def _libraries_alone(env: dict[str, str]) -> float:
    """What nobody who plays a sound from Python gets around."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", "import numpy, sounddevice"], env=env, check=True)
    return time.monotonic() - began
