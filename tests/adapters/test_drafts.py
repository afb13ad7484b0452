"""Typed lines on disk until the journal has them."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from assistant.adapters.drafts import Drafts

TYPES = """
import sys
from pathlib import Path
from assistant.adapters.drafts import Drafts
Drafts(Path(sys.argv[1])).add(sys.argv[2], "I said no.")
print("typed", flush=True)
sys.stdin.read()
"""


def test_found_once_its_process_is_gone(tmp_path: Path) -> None:
    """While somebody types, their lines are theirs; killed, they are found whole, for the owner's eyes alone."""
    uid, drafts = uuid4().hex, Drafts(tmp_path / "drafts")
    command = [sys.executable, "-c", TYPES, str(tmp_path / "drafts"), uid]
    typing = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert typing.stdout is not None
    assert typing.stdout.readline() == b"typed\n"
    assert drafts.left_behind() == ()
    typing.kill()
    typing.communicate()
    (left,) = drafts.left_behind()
    assert (left.uid, left.text) == (uid, "I said no.\n")
    assert (tmp_path / "drafts" / f"{uid}.txt").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "drafts").stat().st_mode & 0o777 == 0o700


def test_one_that_is_kept_while_it_is_looked_for(tmp_path: Path) -> None:
    """A name whose file is gone by now is no draft and no fault."""
    (tmp_path / f"{uuid4().hex}.txt").symlink_to(tmp_path / "gone")
    assert Drafts(tmp_path).left_behind() == ()
