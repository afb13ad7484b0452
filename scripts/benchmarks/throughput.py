"""`between add` on an hour of speech, against plain faster-whisper on the same file with the same settings."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from assistant.audio import SAMPLE_RATE, to_pcm16
from benchmarks.stage import talk_of

ROOT = Path(__file__).resolve().parents[2]

PLAIN = """
import sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", local_files_only=True)
segments, _ = model.transcribe(
    sys.argv[2], language="en", beam_size=5, temperature=[0.0, 0.4], condition_on_previous_text=False,
    word_timestamps=True, vad_filter=True,
)
print(sum(len(s.text.split()) for s in segments))
"""


def measure(arguments: list[str]) -> dict[str, object]:
    """`scripts/bench throughput 600` takes so many seconds of speech instead of an hour."""
    seconds = float(arguments[0]) if arguments else 3600.0
    with tempfile.TemporaryDirectory(prefix="between-bench-") as folder:
        recording = Path(folder) / "talk.wav"
        _write(recording, seconds)
        home = Path(folder) / "home"
        model = home / "models" / "synthetic"
        shutil.copytree(ROOT / "models" / "whisper-nano", model)
        between = str(Path(sys.executable).parent / "between")
        env = os.environ | {"BETWEEN_HOME": str(home), "HF_HUB_OFFLINE": "1"}
        began = time.monotonic()
        plain = subprocess.run(
            [sys.executable, "-c", PLAIN, str(model), str(recording)],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        plain_s = time.monotonic() - began
        began = time.monotonic()
        subprocess.run([between, "add", str(recording)], env=env, stderr=subprocess.DEVNULL, check=True)
        ours_s = time.monotonic() - began
        counted = subprocess.run(
            [between, "sql", "SELECT sum(len(string_split(text, ' '))) AS words FROM utterances", "--csv"],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
    return {
        "unit": "seconds",
        "speech": seconds,
        "between_add": round(ours_s, 1),
        "plain_faster_whisper": round(plain_s, 1),
        "ratio": round(plain_s / ours_s, 2),
        "words_between": int(float(counted.stdout.split()[1])),
        "words_plain": int(plain.stdout),
    }


def _write(path: Path, seconds: float) -> None:
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(to_pcm16(talk_of(seconds)))
