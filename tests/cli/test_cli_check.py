"""`between check` beyond the journal's file and its recordings: what waits, the copies, the lock."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import store_nouns as some
from command_line import between, home, house
from lock_keys import PASSPHRASE, lock, told

from assistant.adapters.locking import keys
from assistant.adapters.locking.sealed_format import MAGIC
from assistant.audio import SAMPLE_RATE
from assistant.wiring import locking


@pytest.fixture(autouse=True)
def kept() -> None:
    house().journal.keep(replace(some.an_entry(), recording=None))


def test_what_waits() -> None:
    """A turn that can be kept is counted; one and a draft that can't be opened are named, and it is not all whole."""
    turn = house().spool.begin("a" * 32, moment=some.MOMENT, answers="")
    turn.write(np.ones(SAMPLE_RATE, np.float32) / 4)
    turn.close()
    assert "Waiting: 1 turn" in between("check").out
    home().drafts.mkdir()
    lost = [home().spool / f"{'b' * 32}.pcm", home().drafts / f"{'c' * 32}.txt"]
    for path in lost:
        path.write_bytes(MAGIC + bytes(100))
    answer = between("check")
    assert answer.code == 1
    assert all(answer.err.count(path.name) == 1 for path in lost)
    assert "all of it is whole" not in answer.out
    assert "Waiting: 1 turn" in answer.out


def test_what_waits_in_a_locked_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece of a turn that is damaged would be kept as silence, so it is told before."""
    monkeypatch.setattr(locking, "PAUSE_S", 0)
    lock(house())
    with told(PASSPHRASE):
        turn = house().spool.begin("a" * 32, moment=some.MOMENT, answers="")
    turn.write(np.ones(SAMPLE_RATE, np.float32) / 4)
    turn.close()
    with told(PASSPHRASE):
        assert between("check").code == 0
    sound = home().spool / f"{'a' * 32}.pcm"
    data = bytearray(sound.read_bytes())
    data[len(data) // 2] ^= 1
    sound.write_bytes(data)
    with told(PASSPHRASE):
        answer = between("check")
    assert (answer.code, f"damaged in part: {sound}" in answer.err) == (1, True)
    assert "Waiting: 1 turn" in answer.out


def test_a_copy_from_before_a_change() -> None:
    """It is read in full too; one that is damaged is named."""
    home().backups.mkdir(exist_ok=True)
    copy = home().backups / "before-step-0008-2026-11-01-220000.duckdb"
    shutil.copy(home().database, copy)
    answer = between("check")
    assert (answer.code, "Copies: 1," in answer.out) == (0, True)
    copy.write_bytes(copy.read_bytes()[:9_000])
    answer = between("check", "--json")
    assert answer.code == 1
    assert [copy.name in fault["what"] for fault in json.loads(answer.out)["faults"]] == [True]


def test_a_lock_that_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `between doctor` says it, once."""
    monkeypatch.setattr(locking, "PAUSE_S", 0)
    lock(house())
    with told(PASSPHRASE):
        assert between("check").code == 0
    state = locking.state(house())
    assert isinstance(state, keys.Keys)
    locking.keep(house(), replace(state, state="locking"))
    with told(PASSPHRASE):
        answer = between("check")
    assert (answer.code, answer.err.count("`between lock`")) == (1, 1)
