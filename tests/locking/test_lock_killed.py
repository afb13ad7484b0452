"""`kill -9` at random moments of locking and unlocking: everything opens, and all that was kept is there, whole."""

import gc
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import lock_keys
import numpy as np

from assistant.adapters.clock import SystemClock
from assistant.adapters.locking import keys_file, sealing
from assistant.adapters.store.encrypted import is_encrypted
from assistant.audio import SAMPLE_RATE, Samples
from assistant.journal import Entry, Transcript, Utterance
from assistant.ports import Home, Selection
from assistant.settings import Settings
from assistant.wiring import House, locking

MOMENTS = int(os.environ.get("BETWEEN_TEST_KILLS", "12"))
SEED = int(os.environ.get("BETWEEN_TEST_SEED", "4"))
NIGHTS = 8


def tone(number: int, *, seconds: float = 2.0) -> Samples:
    """Another one for each number."""
    at = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    return (0.3 * np.sin(2 * np.pi * (300 + 40 * number) * at)).astype(np.float32)


def a_house(home: Home, *, key: bytes = b"") -> House:
    return House(home, Settings(), home.root / "settings.toml", given_key=key)


def filled(home: Home) -> None:
    """Nights with sound, a turn that a crash left, a line that was being typed, and a copy from before an update."""
    house = a_house(home).open()
    for number in range(NIGHTS):
        said = Transcript((Utterance(f"I told the ferryman {number}."),), "keyboard", "")
        sound = house.sound_files.keep(iter([tone(number)]))
        moment = house.clock.now()
        house.journal.keep(Entry(f"{number:032x}", moment, house.tonight(), "talk", "words", said, sound))
    turn = house.spool.begin("f" * 32, moment=SystemClock().now(), answers="")
    turn.write(tone(50))
    turn.close()
    os.waitpid(in_a_process(lambda: house.drafts.add("e" * 32, "half a thought")), 0)
    home.backups.mkdir()
    (home.backups / "before-step-0001.duckdb").write_bytes(home.database.read_bytes())


def in_a_process(act: Callable[[], None]) -> int:
    process = os.fork()
    if process == 0:
        try:
            act()
        finally:
            os._exit(0)
    return process


def everything(home: Home, key: bytes) -> tuple[object, ...]:
    """All that the house knows; raises where anything can't be read."""
    house = a_house(home, key=key)
    entries = house.journal.entries(Selection())
    heard = [house.sound_files.load(e.recording).samples.tobytes() for e in entries if e.recording]
    (turn,), (draft,) = house.spool.unfinished(), house.drafts.left_behind()
    spoken = np.concatenate(list(house.spool.blocks(turn.uid))).tobytes()
    return entries, heard, turn, spoken, draft


def test_killed(tmp_path: Path) -> None:
    """Again and again on top of each other, in both directions; then each of them comes to its end."""
    home, chance = Home(tmp_path / "home"), random.Random(SEED)
    filled(home)
    before, made = everything(home, b""), lock_keys.a_lock()
    locks, interrupted, took = True, 0, 1.0
    for _ in range(MOMENTS):
        gc.collect()
        act = locking.lock if locks else locking.unlock

        def run(act: Callable[..., object] = act) -> None:
            house = a_house(home)
            with locking.undisturbed(house):
                keys = locking.state(house) or made.keys
                act(house, keys, key=made.key, at=lambda *_: None)

        began, after_s = time.monotonic(), chance.uniform(0, took)
        process = in_a_process(run)
        while time.monotonic() - began < after_s and os.waitpid(process, os.WNOHANG) == (0, 0):
            time.sleep(0.002)
        ended = time.monotonic() - began < after_s
        if ended:
            took = time.monotonic() - began
        else:
            os.kill(process, signal.SIGKILL)
            _, status = os.waitpid(process, 0)
            interrupted += os.WIFSIGNALED(status)
        keys = keys_file.read(home.keys)
        assert everything(home, made.key if keys else b"") == before
        if ended or chance.random() < 0.3:  # otherwise it goes on where it was
            locks = keys is None or keys.state == "unlocking"
    assert interrupted > MOMENTS // 3, "it was over before it could be killed"
    for act, encrypted in ((locking.lock, True), (locking.unlock, False)):
        gc.collect()
        house = a_house(home)
        with locking.undisturbed(house):
            act(house, locking.state(house) or made.keys, key=made.key, at=lambda *_: None)
        files = [path for folder in ("recordings", "spool", "drafts") for path in (home.root / folder).iterdir()]
        assert {sealing.is_sealed(path) for path in files} == {encrypted}
        assert is_encrypted(home.database) == encrypted
        assert is_encrypted(home.backups / "before-step-0001.duckdb") == encrypted
        assert everything(home, made.key if encrypted else b"") == before
    left = {path.name for path in home.root.iterdir()}
    assert left <= {
        "journal.duckdb",
        "journal.lock",
        "evening.lock",
        "recordings",
        "spool",
        "drafts",
        "backups",
        "waiting",
    }
    assert not [path for path in home.root.rglob(".*") if path.suffix == ".part"]
