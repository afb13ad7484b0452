"""What C libraries print stays out of a person's terminal."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import os, sys
from pathlib import Path
from assistant.adapters.devices.chatter import aside

with aside(Path(sys.argv[1])):
    os.write(2, b"ALSA lib pcm.c: noise\\n")
    print("a sentence", file=sys.stderr)
os.write(2, b"afterwards\\n")
"""


def test_noise_goes_to_the_log_and_sentences_to_the_terminal(tmp_path: Path) -> None:
    """What is written on descriptor 2 by others is in the log; our own words, and all that comes later, are not."""
    log = tmp_path / "sound.log"
    done = subprocess.run((sys.executable, "-c", PROGRAM, str(log)), cwd=ROOT, check=True, capture_output=True)
    assert done.stderr == b"a sentence\nafterwards\n"
    assert log.read_bytes() == b"ALSA lib pcm.c: noise\n"
    assert log.stat().st_mode & 0o777 == 0o600
