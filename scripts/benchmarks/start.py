"""`between --help`, and from `between` to the microphone open."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.stage import percentile

ROOT = Path(__file__).resolve().parents[2]
TIMES = 10


def measure(arguments: list[str]) -> dict[str, object]:
    between = str(Path(sys.executable).parent / "between")
    helps = []
    for _ in range(TIMES):
        began = time.monotonic()
        subprocess.run([between, "--help"], stdout=subprocess.DEVNULL, check=True)
        helps.append(time.monotonic() - began)
    bare = []
    for _ in range(TIMES):
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", "import typer"], check=True)
        bare.append(time.monotonic() - began)
    opens = _opens(between)
    return {
        "unit": "seconds",
        "help_p50": percentile(helps, 0.5),
        "help_p95": percentile(helps, 0.95),
        "import_typer_p50": percentile(bare, 0.5),
        "microphone_open_p50": percentile(opens, 0.5),
        "microphone_open_p95": percentile(opens, 0.95),
    }


def _opens(between: str) -> list[float]:
    """Until PulseAudio sees our stream on its virtual microphone: the moment from which a word is heard."""
    sys.path.insert(0, str(ROOT / "tests"))
    from virtual_audio import VirtualAudio

    took = []
    with tempfile.TemporaryDirectory(prefix="bb", dir="/tmp") as folder:
        audio = VirtualAudio(Path(folder))
        audio.plug_mic()
        audio.plug_speaker()
        home = Path(folder) / "home"
        shutil.copytree(ROOT / "models" / "whisper-nano", home / "models" / "synthetic")
        env = os.environ | audio.env | {"BETWEEN_HOME": str(home)}
        for _ in range(TIMES):
            began = time.monotonic()
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            evening = subprocess.Popen([between], env=env, **quiet)
            while "Source Output #" not in audio.pactl("list", "source-outputs"):
                time.sleep(0.005)
            took.append(time.monotonic() - began)
            evening.terminate()
            evening.wait(30)
        audio.close()
    return took
