"""Whole files, sealed and opened in their place: nothing is lost, whenever it is stopped."""

import fcntl
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.adapters.locking.sealed_format import Unopenable
from assistant.adapters.locking.sealing import Sealing, envelope, is_sealed, open_either, sweep

ROOT = Path(__file__).resolve().parents[2]
KEY, OTHER = bytes(range(32)), bytes(32)
WORDS = b"I said no to my mother tonight.\n" * 5_000


@pytest.fixture
def sealing() -> Sealing:
    return Sealing(KEY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """With words, of a certain time, and open to others as a copied file may be."""
    path = tmp_path / "words.txt"
    path.write_bytes(WORDS)
    path.chmod(0o644)
    os.utime(path, ns=(1_600_000_000_000_000_000, 1_600_000_000_123_456_789))
    return path


def read(path: Path, *, key: bytes | None = KEY) -> bytes:
    with open_either(path, key=key) as opened:
        return opened.read()


def test_there_and_back(file: Path, sealing: Sealing) -> None:
    """The same bytes and the same time, for its person alone, under the same name and with nothing beside it."""
    assert read(file, key=None) == WORDS
    for seal, sealed in ((sealing.seal_in_place, True), (sealing.open_in_place, False)):
        for _again in range(2):
            assert seal(file)
            assert is_sealed(file) == sealed
            assert (b"mother" in file.read_bytes()) != sealed
            assert read(file) == WORDS
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.stat().st_mtime_ns == 1_600_000_000_123_456_789
        assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_one_that_is_being_written_is_left(file: Path, sealing: Sealing) -> None:
    """Its writer has it: what they write next would go into a file that nobody finds."""
    with file.open("ab") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        assert not sealing.seal_in_place(file)
    assert file.read_bytes() == WORDS
    assert sealing.seal_in_place(file)


def test_without_the_key(file: Path, sealing: Sealing) -> None:
    """A sentence for a journal that is not locked, and for one with another key; the file stays as it was."""
    sealing.seal_in_place(file)
    before = file.read_bytes()
    with pytest.raises(Unopenable, match="locked"):
        read(file, key=None)
    with pytest.raises(Unopenable, match="another key"):
        Sealing(OTHER).open_in_place(file)
    assert file.read_bytes() == before


def test_a_damaged_one_is_left(file: Path, sealing: Sealing) -> None:
    """Nothing is opened half way, and the file that there is stays."""
    sealing.seal_in_place(file)
    damaged = bytearray(file.read_bytes())
    damaged[-20] ^= 1
    file.write_bytes(damaged)
    with pytest.raises(Unopenable, match="damaged"):
        sealing.open_in_place(file)
    assert file.read_bytes() == bytes(damaged)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_one_that_was_never_finished(tmp_path: Path, sealing: Sealing) -> None:
    """A turn that a kill cut off is opened as far as it goes."""
    path = tmp_path / "turn.pcm"
    with path.open("wb", buffering=0) as file:
        writer = sealing.writer(file.fileno())
        for piece in (b"one ", b"two ", b"three"):
            writer.append(piece)
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(Unopenable, match="cut off"):
        read(path)
    assert sealing.open_in_place(path)
    assert path.read_bytes() == b"one two "


@pytest.mark.parametrize("place", [0, 10])
def test_damage_in_one_that_was_never_finished(tmp_path: Path, sealing: Sealing, place: int) -> None:
    """In the length of a piece, or in its data: it is not opened as silence, for its key may be gone afterwards."""
    path = tmp_path / "turn.pcm"
    with path.open("wb", buffering=0) as file:
        writer = sealing.writer(file.fileno())
        for piece in (b"one two three ", b"four five"):
            writer.append(piece)
    damaged = bytearray(path.read_bytes())
    begin = damaged.rindex(b"\0\0\0\x09\0\0\0\0")
    damaged[begin + place] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises(Unopenable, match="damaged"):
        sealing.open_in_place(path)
    assert path.read_bytes() == bytes(damaged)
    with open_either(path, key=KEY, growing=True) as heard:
        assert heard.read().startswith(b"one two three ")


def test_a_copy_for_elsewhere(file: Path, sealing: Sealing, tmp_path: Path) -> None:
    """With what the other machine needs to make the key lying open in it, and vouched for by the rest."""
    copy = tmp_path / "copy"
    with copy.open("xb", buffering=0) as target:
        writer = sealing.writer(target.fileno(), envelope=b'{"salt": 1}')
        writer.write(file.read_bytes())
        writer.finish()
    assert envelope(copy) == b'{"salt": 1}'
    with open_either(copy, key=KEY) as back:
        assert back.read() == WORDS
    copy.write_bytes(copy.read_bytes().replace(b'"salt": 1', b'"salt": 2'))
    with pytest.raises(Unopenable), open_either(copy, key=KEY) as back:
        back.read()


def test_a_full_disk_costs_nothing(file: Path, sealing: Sealing, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        sealing.seal_in_place(file)
    assert file.read_bytes() == WORDS
    assert [path.name for path in file.parent.iterdir()] == [file.name]


_SEALING = """
import os, sys
from pathlib import Path
from assistant.adapters.locking.sealing import Sealing
file, sealing = Path(sys.argv[1]), Sealing(bytes(range(32)))
real = {name: getattr(os, name) for name in ("write", "fsync", "utime")}
left = int(sys.argv[2])
def dying(name):
    def call(*a, **k):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return real[name](*a, **k)
    return call
for name in real:
    setattr(os, name, dying(name))
sealing.open_in_place(file) if sys.argv[3] == "open" else sealing.seal_in_place(file)
"""


@pytest.mark.parametrize("way", ["seal", "open"])
@pytest.mark.parametrize("calls", [1, 4, 5])
def test_killed_in_the_middle(file: Path, sealing: Sealing, way: str, calls: int) -> None:
    """The file is whole, in one form or the other; what was half made is swept."""
    if way == "open":
        sealing.seal_in_place(file)
    done = subprocess.run([sys.executable, "-c", _SEALING, str(file), str(calls), way], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert read(file) == WORDS
    sweep(file.parent)
    assert [path.name for path in file.parent.iterdir()] == [file.name]
