"""Typed lines on disk until the journal has them."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from assistant.adapters.drafts import Drafts

KEY = bytes(range(32))
UID = "a" * 32
TYPES = """
import sys
from pathlib import Path
from assistant.adapters.drafts import Drafts
Drafts(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[3]) or None).add(sys.argv[2], "I said no.")
print("typed", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])
def test_found_once_its_process_is_gone(tmp_path: Path, key: bytes | None) -> None:
    """While somebody types, their lines are theirs; killed, they are found whole, for the owner's eyes alone."""
    uid, drafts = uuid4().hex, Drafts(tmp_path / "drafts", key=key)
    command = [sys.executable, "-c", TYPES, str(tmp_path / "drafts"), uid, (key or b"").hex()]
    typing = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert typing.stdout is not None
    assert typing.stdout.readline() == b"typed\n"
    assert drafts.left_behind() == ()
    typing.kill()
    typing.communicate()
    (left,) = drafts.left_behind()
    assert (left.uid, left.text) == (uid, "I said no.\n")
    assert (b"I said no." in (tmp_path / "drafts" / f"{uid}.txt").read_bytes()) == (key is None)
    assert (tmp_path / "drafts" / f"{uid}.txt").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "drafts").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "sealed"])
def test_line_by_line(tmp_path: Path, key: bytes | None) -> None:
    """In their order, a long one too; a torn last line costs no other, and a kept draft is gone."""
    drafts, lines = Drafts(tmp_path, key=key), ["I said no.", "", "long " * 20_000, "It was hard."]
    for line in lines:
        drafts.add(UID, line)
    assert drafts.holding
    copy = tmp_path / f"{'b' * 32}.txt"
    copy.write_bytes((tmp_path / f"{UID}.txt").read_bytes()[:-3])
    (left,) = Drafts(tmp_path, key=key).left_behind()
    kept = lines if key is None else lines[:-1]
    assert left.text.splitlines()[: len(kept) - 1] == kept[: len(kept) - 1]
    drafts.discard(UID)
    assert not drafts.holding
    assert not (tmp_path / f"{UID}.txt").exists()


def test_plain_and_locked_side_by_side(tmp_path: Path) -> None:
    """What was typed before the lock is found with what was typed after it; without the key it is told, and left."""
    for drafts, uid, line in ((Drafts(tmp_path), "a" * 32, "before"), (Drafts(tmp_path, key=KEY), "b" * 32, "after")):
        drafts.add(uid, line)
        left = (tmp_path / f"{uid}.txt").read_bytes()
        drafts.discard(uid)
        (tmp_path / f"{uid}.txt").write_bytes(left)  # as after a kill: nobody holds it
    assert sorted(left.text for left in Drafts(tmp_path, key=KEY).left_behind()) == ["after\n", "before\n"]
    told: list[str] = []
    assert [left.text for left in Drafts(tmp_path, tell=told.append).left_behind()] == ["before\n"]
    assert f"{'b' * 32}.txt" in told[0]


def test_one_that_is_kept_while_it_is_looked_for(tmp_path: Path) -> None:
    """A name whose file is gone by now is no draft and no fault."""
    (tmp_path / f"{uuid4().hex}.txt").symlink_to(tmp_path / "gone")
    assert Drafts(tmp_path).left_behind() == ()
