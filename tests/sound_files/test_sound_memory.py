"""Hours pass through without staying."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from voice_like import voice_like

ROOT = Path(__file__).resolve().parents[2]

_ADDING = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import psutil
from assistant.adapters.sound_files import RecordingsFolder
folder = RecordingsFolder(Path(sys.argv[3]))
def watched(blocks):
    for count, block in enumerate(blocks):
        yield block
        if count in (30, 399):
            print(psutil.Process().memory_info().rss)
kept = folder.keep(watched(folder.blocks(Path(sys.argv[2]))))
print(int(kept.seconds))
"""


def test_a_long_file_is_kept_in_the_memory_of_a_short_one(make_file: Callable[..., Path], tmp_path: Path) -> None:
    """Over six minutes the process grows by less than 4 MB; the samples alone are 24."""
    path = make_file("flac", (voice_like(400) * 100).round() / 100)
    out = subprocess.run(
        [sys.executable, "-c", _ADDING, str(ROOT), str(path), str(tmp_path / "recordings")],
        capture_output=True,
        text=True,
        check=True,
    )
    early, late, seconds = map(int, out.stdout.split())
    assert seconds == 400
    assert late - early < 4_000_000


def test_pyav_is_loaded_only_when_sound_is_read() -> None:
    """`between --help` pays nothing for it."""
    code = "import sys\nfrom assistant.adapters import sound_files, voice\nprint({'av', 'pyttsx3'} & {*sys.modules})"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "set()"
