"""The spool: what was spoken is on disk, whatever happens to the program or the disk."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.locking.sealing import is_sealed, open_either
from assistant.adapters.spool import FileSpool, TurnWriter
from assistant.audio import SAMPLE_RATE, Samples, Stretch, to_pcm16
from assistant.errors import AssistantError, NoSpace
from assistant.journal import Moment
from assistant.ports import Spooled

ROOT = Path(__file__).resolve().parents[2]
MOMENT = Moment(datetime(2026, 3, 1, 22, 15, 3, 120_000, tzinfo=UTC), 60, "Europe/Paris")
FIRST, SECOND = "0" * 31 + "1", "0" * 31 + "2"
KEY = bytes(range(32))
BLOCK = 800
"""Samples: 50 ms."""

WRITER = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
from assistant.adapters.spool import FileSpool
from assistant.journal import Moment

key = bytes.fromhex(sys.argv[3]) or None
writer = FileSpool(Path(sys.argv[1]), key=key).begin(sys.argv[2], moment=Moment(datetime.now(UTC), 0, ""), answers="")
while True:
    ramp = (np.arange(writer.samples, writer.samples + 800) % 30_000) / 32_767
    writer.write(ramp.astype(np.float32))
    print(json.dumps([writer.samples, time.monotonic()]), flush=True)
    time.sleep(0.05)
"""


def ramp(start: int, count: int) -> Samples:
    return (np.arange(start, start + count) % 30_000 / 32_767).astype(np.float32)


def whole(spool: FileSpool, uid: str) -> Samples:
    return np.concatenate(list(spool.blocks(uid)))


def write_for_ever(writer: TurnWriter) -> None:
    while True:
        writer.write(ramp(writer.samples, 1_001))


def fill(spool: FileSpool, uid: str, samples: Samples, *, moment: Moment = MOMENT, answers: str = "") -> None:
    writer = spool.begin(uid, moment=moment, answers=answers)
    writer.write(samples)
    writer.close()


@pytest.fixture(params=[None, KEY], ids=["plain", "sealed"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    key: bytes | None = request.param
    return key


@pytest.fixture
def spool(tmp_path: Path, key: bytes | None) -> FileSpool:
    return FileSpool(tmp_path / "home" / "spool", key=key)


def test_what_is_written_is_found(spool: FileSpool) -> None:
    """Moment, length, answered question and every sample come back."""
    samples = ramp(0, 40_000)
    fill(spool, FIRST, samples, answers="a" * 32)
    assert spool.unfinished() == (Spooled(FIRST, MOMENT, 2.5, "a" * 32),)
    assert [len(block) for block in spool.blocks(FIRST)] == [16_000, 16_000, 8_000]
    np.testing.assert_allclose(whole(spool, FIRST), samples, atol=1 / 32_767)


def test_nobody_else_can_read_it(spool: FileSpool, tmp_path: Path) -> None:
    """Folder 0700, files 0600, whatever the umask; a folder that was open before is closed."""
    folder = tmp_path / "home" / "spool"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    before = os.umask(0)
    try:
        fill(spool, FIRST, ramp(0, 100))
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_turn_that_is_being_spoken_is_not_unfinished(spool: FileSpool) -> None:
    """Only when its writer has gone; the lock tells, in the same process too."""
    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    writer.write(ramp(0, 100))
    assert spool.unfinished() == ()
    writer.close()
    assert [turn.uid for turn in spool.unfinished()] == [FIRST]


def test_oldest_first(spool: FileSpool) -> None:
    """Turns are finished in the order in which they were spoken."""
    fill(spool, FIRST, ramp(0, 100), moment=Moment(MOMENT.utc + timedelta(hours=1), 0, ""))
    fill(spool, SECOND, ramp(0, 100))
    assert [turn.uid for turn in spool.unfinished()] == [SECOND, FIRST]


def test_a_turn_of_nothing_is_forgotten(spool: FileSpool, tmp_path: Path) -> None:
    """No samples, no turn, and no files left."""
    spool.begin(FIRST, moment=MOMENT, answers="").close()
    assert spool.unfinished() == ()
    assert list((tmp_path / "home" / "spool").iterdir()) == []


def test_discard(spool: FileSpool, tmp_path: Path) -> None:
    """A turn that is kept elsewhere leaves nothing behind; discarding it twice is no fault."""
    fill(spool, FIRST, ramp(0, 100))
    spool.discard(FIRST)
    spool.discard(FIRST)
    assert spool.unfinished() == ()
    assert list((tmp_path / "home" / "spool").iterdir()) == []


def test_no_folder_yet(spool: FileSpool) -> None:
    """The first start finds nothing and makes nothing."""
    assert spool.unfinished() == ()
    with pytest.raises(AssistantError):
        list(spool.blocks(FIRST))


def test_a_torn_last_byte(spool: FileSpool, tmp_path: Path) -> None:
    """Half a sample at the end is left out, and so is a sealed piece of which a part is missing; the rest is whole."""
    fill(spool, FIRST, ramp(0, 1_000))
    with (tmp_path / "home" / "spool" / f"{FIRST}.pcm").open("ab") as file:
        file.write(b"x")
    np.testing.assert_allclose(whole(spool, FIRST), ramp(0, 1_000), atol=1 / 32_767)


@pytest.mark.parametrize("about", ["", "{", '{"utc": 3}', None])
def test_a_lost_note_costs_no_sound(spool: FileSpool, tmp_path: Path, about: str | None) -> None:
    """Where it was not written down when a turn began, the time of its file says it."""
    fill(spool, FIRST, ramp(0, 32_000))
    note = tmp_path / "home" / "spool" / f"{FIRST}.json"
    note.unlink() if about is None else note.write_text(about)
    (turn,) = spool.unfinished()
    assert turn.seconds == 2.0
    assert abs((datetime.now(UTC) - turn.moment.utc).total_seconds() - 2) < 5


def test_the_note_holds_no_words(spool: FileSpool, tmp_path: Path, key: bytes | None) -> None:
    """When, where on the clock, and which question: nothing else."""
    fill(spool, FIRST, ramp(0, 100))
    with open_either(tmp_path / "home" / "spool" / f"{FIRST}.json", key=key) as file:
        note = json.loads(file.read())
    assert set(note) == {"utc", "offset_minutes", "zone", "answers"}


def test_what_a_locked_journal_leaves_on_the_disk(tmp_path: Path) -> None:
    """Nothing of the sound nor of its note can be read without the key; both kinds may lie side by side."""
    folder = tmp_path / "spool"
    fill(FileSpool(folder), FIRST, ramp(0, 4_000))
    locked = FileSpool(folder, key=KEY)
    fill(locked, SECOND, ramp(0, 4_000), answers="a" * 32)
    for file in folder.glob(f"{SECOND}.*"):
        assert is_sealed(file)
        assert not any(said in file.read_bytes() for said in (to_pcm16(ramp(100, 20)), b"Paris", b"aaaa"))
    assert {turn.answers for turn in locked.unfinished()} == {"", "a" * 32}
    np.testing.assert_array_equal(whole(locked, FIRST), whole(locked, SECOND))
    for other in (None, bytes(32)):
        told: list[str] = []
        assert len(FileSpool(folder, key=other, tell=told.append).unfinished()) == 1, "the plain one"
        assert f"{SECOND}.pcm" in told[0]
        assert "locked" in told[0]
    assert len(locked.unfinished()) == 2


def test_a_damaged_piece_costs_itself(tmp_path: Path) -> None:
    """It becomes silence of the same length: what was said after it keeps its place."""
    spool, said = FileSpool(tmp_path / "spool", key=KEY), ramp(1, 3 * BLOCK)
    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    for start in range(0, 3 * BLOCK, BLOCK):
        writer.write(said[start : start + BLOCK])
    writer.close()
    file = tmp_path / "spool" / f"{FIRST}.pcm"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    said[BLOCK : 2 * BLOCK] = 0
    np.testing.assert_allclose(whole(spool, FIRST), said, atol=1 / 32_767)


def test_a_part_of_a_turn_that_is_being_spoken(spool: FileSpool) -> None:
    """The recogniser reads what lies behind while the rest is written."""
    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    for start in range(0, 20 * BLOCK, BLOCK):
        writer.write(ramp(start, BLOCK))
        heard = spool.stretch(FIRST, Stretch(start // 2, start + 7))
        np.testing.assert_allclose(heard, ramp(start // 2, start + 7 - start // 2), atol=1 / 32_767)
    writer.close()


def test_killed_while_it_writes(spool: FileSpool, tmp_path: Path, key: bytes | None) -> None:
    """After `kill -9` each sample older than half a second is there, in its place, and the turn is found."""
    folder = tmp_path / "home" / "spool"
    command = (sys.executable, "-c", WRITER, str(folder), FIRST, (key or b"").hex())
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as child:
        assert child.stdout is not None
        lines = [json.loads(child.stdout.readline()) for _ in range(30)]
        assert spool.unfinished() == (), "its writer lives"
        killed_at = time.monotonic()
        child.send_signal(signal.SIGKILL)
        lines += [json.loads(line) for line in child.stdout if line.endswith("\n")]
    due = max(samples for samples, at in lines if at < killed_at - 0.5)
    (turn,) = spool.unfinished()
    kept = whole(spool, turn.uid)
    assert len(kept) >= due > SAMPLE_RATE / 2
    np.testing.assert_allclose(kept, ramp(0, len(kept)), atol=1 / 32_767)


def test_a_slow_disk_does_not_hold_up_who_listens(spool: FileSpool, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk takes half a second for each fsync, a write of 50 ms takes none of that; closing waits for it."""
    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    real, synced = os.fsync, []

    def slow(file: int) -> None:
        time.sleep(0.5)
        real(file)
        synced.append(time.monotonic())

    monkeypatch.setattr(os, "fsync", slow)
    waits = []
    for _ in range(20):
        began = time.monotonic()
        writer.write(ramp(0, BLOCK))
        waits.append(time.monotonic() - began)
        time.sleep(0.04)
    written = time.monotonic()
    writer.close()
    assert sorted(waits)[-2] < 0.1
    assert synced[-1] > written
    assert len(whole(spool, FIRST)) == 20 * BLOCK


@pytest.mark.parametrize("key", [None], ids=["plain"])  # the thread is the same for both
def test_what_is_spoken_is_on_disk_within_half_a_second(spool: FileSpool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only handed to the system: each fsync comes soon enough after the samples that it covers."""
    written: list[tuple[float, int]] = []
    lags: list[float] = []
    real = os.fsync

    def watched(file: int) -> None:
        covered = os.fstat(file).st_size // 2
        real(file)
        done = time.monotonic()
        lags.extend(done - at for at, samples in written if samples <= covered)
        written[:] = [(at, samples) for at, samples in written if samples > covered]

    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    monkeypatch.setattr(os, "fsync", watched)
    for _ in range(30):
        writer.write(ramp(0, BLOCK))
        written.append((time.monotonic(), writer.samples))
        time.sleep(0.05)
    writer.close()
    print(f"on disk after {1000 * float(np.median(lags)):.0f} ms, {1000 * max(lags):.0f} ms at most")
    assert len(lags) >= 29
    assert float(np.median(lags)) < 0.3
    assert float(np.percentile(lags, 90)) < 0.5


def test_a_disk_that_fails_is_told(spool: FileSpool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in the thread that syncs comes out of the next write, or of closing."""
    writer = spool.begin(FIRST, moment=MOMENT, answers="")

    def broken(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    writer.write(ramp(0, BLOCK))
    with pytest.raises(NoSpace):
        writer.close()
    assert [turn.seconds for turn in spool.unfinished()] == [0.05]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk))
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can't be mounted here")
    yield disk
    subprocess.run(("umount", str(disk)), check=True)


def test_a_full_disk(small_disk: Path, key: bytes | None) -> None:
    """What was written until the disk was full stays, whole samples of it, and goes on when there is room again."""
    spool = FileSpool(small_disk / "spool", key=key)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(100_001))
    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    with pytest.raises(NoSpace) as caught:
        write_for_ever(writer)
    kept = writer.samples
    assert "disk is full" in caught.value.message
    assert kept > 30_000
    ballast.unlink()
    writer.write(ramp(kept, 1_000))
    writer.close()
    np.testing.assert_allclose(whole(spool, FIRST), ramp(0, kept + 1_000), atol=1 / 32_767)


def test_the_largest_file_that_a_disk_takes(spool: FileSpool, key: bytes | None) -> None:
    """Told as a full disk is, since the person can do the same about it; what was written stays.

    Of a sealed turn that is all but the block that did not fit any more.
    """
    writer = spool.begin(FIRST, moment=MOMENT, answers="")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    try:
        with pytest.raises(NoSpace):
            write_for_ever(writer)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    writer.close()
    kept = whole(spool, FIRST)
    assert len(kept) == writer.samples
    assert len(kept) == 32_768 if key is None else 32_768 - 2 * 1_001 < len(kept) < 32_768
    np.testing.assert_allclose(kept, ramp(0, len(kept)), atol=1 / 32_767)


def test_no_room_to_begin(small_disk: Path, key: bytes | None) -> None:
    """A turn that can't begin is told, and leaves nothing half made behind."""
    spool = FileSpool(small_disk / "spool", key=key)
    fill(spool, FIRST, ramp(0, 100))
    with pytest.raises(OSError, match="space"):
        (small_disk / "ballast").write_bytes(bytes(300_000))
    with pytest.raises(NoSpace):
        spool.begin(SECOND, moment=MOMENT, answers="")
    assert [turn.uid for turn in spool.unfinished()] == [FIRST]


def test_a_home_that_is_no_folder(tmp_path: Path) -> None:
    """A place that can't be written is named in one sentence."""
    (tmp_path / "home").write_text("")
    with pytest.raises(AssistantError, match="can't be written"):
        FileSpool(tmp_path / "home" / "spool").begin(FIRST, moment=MOMENT, answers="")
