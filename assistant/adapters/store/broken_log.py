"""A write-ahead log that a crash left behind, and that DuckDB may be unable to replay.

Some such logs make the opening fail for ever after, and some end the whole process instead of raising
(duckdb 19712, duckdb-rs 649): so it is replayed in a process of its own, and set aside when that fails.
"""

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.store import encrypted
from assistant.journal import Moment

_RAISED = 7
_REPLAY = f"""
import sys, duckdb
from pathlib import Path
key = bytes.fromhex(sys.stdin.read())
config = {{"checkpoint_threshold": "0KB"}}
try:
    if key:
        sys.path.append(sys.argv[2])
        from assistant.adapters.store import encrypted
        encrypted.connect(Path(sys.argv[1]), key=key, config=config).close()
    else:
        duckdb.connect(sys.argv[1], config=config).close()
except duckdb.Error as error:
    sys.stderr.write(str(error))
    sys.exit({_RAISED})
"""
_OURS = Path(__file__).resolve().parents[3]
"""Where the package lies."""


@dataclass(frozen=True, slots=True)
class Replay:
    whole: bool
    said: str
    """What DuckDB raised; empty where it ended the process."""


def is_left_behind(wal: Path) -> bool:
    return wal.exists() and wal.stat().st_size > 0


def replay(database: Path, *, key: bytes = b"") -> Replay:
    command = [sys.executable, "-P", "-c", _REPLAY, str(database), str(_OURS)]
    encrypts = bool(key) and encrypted.is_encrypted(database)
    # The key goes through a pipe: what stands on a command line or in the environment, others can read.
    given = key.hex() if encrypts else ""
    child = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    if child.returncode == _RAISED:
        return Replay(whole=False, said=child.stderr)
    # Any other code above 0 is Python's, which says nothing about the log; below 0 is the signal that ended it. Nor
    # does SIGKILL: it comes from a person, or from a system that is short of memory.
    return Replay(whole=child.returncode >= 0 or child.returncode == -signal.SIGKILL, said="")


def name_aside(wal: Path, *, moment: Moment) -> Path:
    """Where a broken log goes: beside, by the time on the wall, never over an earlier one."""
    stem = f"{wal.name}.broken-{moment.local:%Y-%m-%d-%H%M%S}"
    names = [wal.with_name(stem), *(wal.with_name(f"{stem}-{n}") for n in range(2, 100))]
    return next((name for name in names if not name.exists()), names[-1])
