"""What is kept is whole, private, in time, and never half there."""

import ctypes
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from voice_like import lag, voice_like

from assistant.adapters.locking.sealing import Sealing, is_sealed, open_either
from assistant.adapters.sound_files import RecordingsFolder
from assistant.audio import SAMPLE_RATE, Samples
from assistant.errors import AssistantError, NoSpace

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))


def blocks_of(sound: Samples, size: int = 7_777) -> Iterator[Samples]:
    return (sound[at : at + size] for at in range(0, len(sound), size))


@pytest.fixture(params=[None, KEY], ids=["plain", "sealed"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    key: bytes | None = request.param
    return key


def test_a_recording_comes_back_whole_and_in_time(folder: RecordingsFolder) -> None:
    """As long as what was said to the sample, and early or late by less than a millisecond: words keep their times."""
    said = voice_like(12.345)
    kept = folder.keep(blocks_of(said))
    heard = folder.load(kept)
    assert kept.seconds == pytest.approx(12.345)
    assert heard.rate_hz == SAMPLE_RATE
    assert len(heard.samples) == len(said)
    assert abs(lag(heard.samples[:80_000], said[:80_000])) < 16
    assert abs(lag(heard.samples[-80_000:], said[-80_000:])) < 16
    assert np.corrcoef(heard.samples, said)[0, 1] > 0.7


def test_size_and_hash_are_of_the_file(folder: RecordingsFolder, tmp_path: Path, key: bytes | None) -> None:
    """They are counted while it is written; its Opus has them, sealed or not, and its name says nothing."""
    kept = folder.keep(blocks_of(voice_like(5)))
    (path,) = (tmp_path / "recordings").iterdir()
    assert path.name == kept.file_name
    assert is_sealed(path) == (key is not None)
    with open_either(path, key=key) as file:
        opus = file.read()
    assert len(opus) == kept.size_bytes < 5 * 5_000
    assert hashlib.sha256(opus).hexdigest() == kept.sha256
    assert (b"OpusHead" in path.read_bytes()) == (key is None)
    assert len(kept.file_name) == len("0123456789abcdef0123456789abcdef.opus")


def test_only_its_person_can_read_it(folder: RecordingsFolder, tmp_path: Path) -> None:
    """From the first byte on, before there is a name."""
    old = os.umask(0)
    modes = []

    def watched() -> Iterator[Samples]:
        for block in blocks_of(voice_like(3)):
            modes.extend(p.stat().st_mode & 0o777 for p in (tmp_path / "recordings").iterdir())
            yield block

    try:
        folder.keep(watched())
    finally:
        os.umask(old)
    modes.extend(p.stat().st_mode & 0o777 for p in (tmp_path / "recordings").iterdir())
    assert set(modes) == {0o600}
    assert (tmp_path / "recordings").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("start_s", "end_s"), [(0.0, 1.0), (0.05, 2.0), (7.7777, 9.1), (28.0, None), (29.5, 99.0)])
def test_a_part_is_the_same_as_in_the_whole(folder: RecordingsFolder, start_s: float, end_s: float | None) -> None:
    """A sentence can be heard again without its hour, cut at the sample."""
    kept = folder.keep(blocks_of(voice_like(30)))
    whole = folder.load(kept).samples
    part = folder.load(kept, start_s=start_s, end_s=end_s).samples
    expected = whole[round(start_s * SAMPLE_RATE) : round((end_s or 99.0) * SAMPLE_RATE)]
    assert len(part) == len(expected)
    np.testing.assert_allclose(part, expected, atol=0.01)


def test_nothing_beyond_the_end(folder: RecordingsFolder) -> None:
    """A part after the end is empty, not a fault."""
    kept = folder.keep(blocks_of(voice_like(2)))
    assert len(folder.load(kept, start_s=5.0).samples) == 0


def test_it_holds_before_and_after_locking(folder: RecordingsFolder, tmp_path: Path, key: bytes | None) -> None:
    """While a lock is under way some are sealed and some are not; each is read, and the row in the journal stays."""
    kept = folder.keep(blocks_of(voice_like(1)))
    path, sealing = tmp_path / "recordings" / kept.file_name, Sealing(KEY)
    before = folder.load(kept).samples
    assert sealing.open_in_place(path) if key else sealing.seal_in_place(path)
    other = RecordingsFolder(tmp_path / "recordings", key=KEY)
    assert other.has(kept)
    np.testing.assert_array_equal(other.load(kept).samples, before)


def test_without_its_key_it_is_told(tmp_path: Path) -> None:
    """A sealed recording in a journal that is not locked, or by another key."""
    kept = RecordingsFolder(tmp_path, key=KEY).keep(blocks_of(voice_like(1)))
    for key in (None, bytes(32)):
        with pytest.raises(AssistantError, match="can't be opened") as told:
            RecordingsFolder(tmp_path, key=key).load(kept)
        assert "locked" in told.value.message


@pytest.mark.parametrize("samples", [100, 319, 320, 321, 5_000, 16_001, 47_999])
def test_any_length_comes_back(samples: int, folder: RecordingsFolder) -> None:
    """Nothing is rounded to the encoder's frames."""
    kept = folder.keep([voice_like(3)[:samples]])
    assert len(folder.load(kept).samples) == samples


@pytest.mark.parametrize("blocks", [[], [np.zeros(0, dtype=np.float32)]])
def test_no_sound_is_told(blocks: list[Samples], folder: RecordingsFolder, tmp_path: Path) -> None:
    """An empty file would look like a recording."""
    with pytest.raises(AssistantError, match="no sound to keep"):
        folder.keep(blocks)
    assert list((tmp_path / "recordings").iterdir()) == []


def test_a_missing_file_is_told(folder: RecordingsFolder, tmp_path: Path) -> None:
    """One sentence, and which file to bring back."""
    kept = folder.keep(blocks_of(voice_like(1)))
    (tmp_path / "recordings" / kept.file_name).unlink()
    with pytest.raises(AssistantError, match="not in its folder") as told:
        folder.load(kept)
    assert kept.file_name in told.value.hint


def test_a_changed_file_is_told(folder: RecordingsFolder, tmp_path: Path) -> None:
    """One flipped bit is enough."""
    kept = folder.keep(blocks_of(voice_like(1)))
    path = tmp_path / "recordings" / kept.file_name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(AssistantError, match="damaged"):
        folder.load(kept)


def test_discarding_twice_is_quiet(folder: RecordingsFolder, tmp_path: Path) -> None:
    """A recording that turned out to be known already goes away."""
    kept = folder.keep(blocks_of(voice_like(1)))
    folder.discard(kept)
    folder.discard(kept)
    assert list((tmp_path / "recordings").iterdir()) == []


def test_a_fault_in_the_sound_leaves_nothing(folder: RecordingsFolder, tmp_path: Path) -> None:
    """What the source of the blocks raises comes through as it is."""

    def broken() -> Iterator[Samples]:
        yield voice_like(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.keep(broken())
    assert list((tmp_path / "recordings").iterdir()) == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 kB."""
    where = tmp_path / "small disk"
    where.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "mount") or libc.mount(b"none", bytes(where), b"tmpfs", 0, b"size=64k") != 0:
        pytest.skip("this user may not mount a small tmpfs")
    yield where
    libc.umount(bytes(where))


def test_a_full_disk_is_told_and_left_clean(full_disk: Path, key: bytes | None) -> None:
    """A real ENOSPC in the middle of a recording."""
    with pytest.raises(NoSpace, match="disk is full"):
        RecordingsFolder(full_disk / "recordings", key=key).keep(blocks_of(voice_like(60)))
    assert list((full_disk / "recordings").iterdir()) == []


def test_a_disk_that_fills_with_the_last_byte_is_told(
    folder: RecordingsFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The encoder writes most of a short turn when the sound is over already."""

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full)
    with pytest.raises(NoSpace):
        folder.keep([voice_like(0.5)])
    assert list((tmp_path / "recordings").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(folder: RecordingsFolder, tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "recordings").write_text("")
    with pytest.raises(AssistantError, match="can't be written"):
        folder.keep([voice_like(1)])


_KEEPING = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
import numpy as np
from assistant.adapters.locking.sealing import Sealing, is_sealed, open_either
from assistant.adapters.sound_files import RecordingsFolder
def blocks():
    while True:
        yield np.zeros(16000, dtype=np.float32)
        print("on", flush=True)
RecordingsFolder(Path(sys.argv[2])).keep(blocks())
"""


def test_a_killed_keep_is_swept_and_a_living_one_is_not(folder: RecordingsFolder, tmp_path: Path) -> None:
    """`kill -9` in the middle leaves no file with a name, and the half one goes at the next start."""
    keeping = subprocess.Popen(
        [sys.executable, "-c", _KEEPING, str(ROOT), str(tmp_path / "recordings")], stdout=subprocess.PIPE
    )
    assert keeping.stdout is not None
    keeping.stdout.readline()
    assert folder.sweep() == 0
    os.kill(keeping.pid, signal.SIGKILL)
    keeping.communicate()
    (left,) = (tmp_path / "recordings").iterdir()
    assert left.suffix == ".part"
    assert folder.sweep() == 1
    assert list((tmp_path / "recordings").iterdir()) == []
    (tmp_path / "recordings" / ".ended.part").symlink_to("gone")  # as one that was there when the folder was read
    assert folder.sweep() == 0
