"""A passphrase through a pipe, a home in use, and the system's keyring. The terminal is in tests/cli."""

import errno
import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from keyring.backends import fail
from keyring.errors import KeyringLocked
from lock_keys import Desktop, with_keyring

from assistant.adapters.locking import asking, keychain
from assistant.adapters.locking.in_use import InUse
from assistant.errors import AssistantError, PartMissing, UsageError

ROOT = Path(__file__).resolve().parents[2]
KEY = bytes(range(32))


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> int:
    reading, writing = os.pipe()
    os.write(writing, data)
    os.close(writing)
    monkeypatch.setenv(asking.PIPE, str(reading))
    return reading


def test_a_line_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question takes one line, and leaves what follows it on the pipe."""
    pipe = piped(monkeypatch, "café au lait\r\nsecond\nand the rest".encode())
    assert [asking.ask(""), asking.ask("")] == ["café au lait", "second"]
    assert os.read(pipe, 100) == b"and the rest"
    os.close(pipe)


@pytest.mark.parametrize("data", [b"", b"\n"])
def test_nothing_on_the_pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    pipe = piped(monkeypatch, data)
    with pytest.raises(AssistantError, match="No passphrase was given"):
        asking.ask("")
    os.close(pipe)


@pytest.mark.parametrize("named", ["three", "-1", "987654"])
def test_no_pipe_of_that_name(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """A slip in the variable is told with an example."""
    monkeypatch.setenv(asking.PIPE, named)
    with pytest.raises(UsageError, match=asking.PIPE) as told:
        asking.ask("")
    assert "3<" in told.value.hint


def test_bytes_that_are_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not said back."""
    pipe = piped(monkeypatch, b"\xff\xfesecret\n")
    with pytest.raises(UsageError) as told:
        asking.ask("")
    assert "secret" not in str(told.value) + told.value.hint
    os.close(pipe)


def test_one_home_in_two_hands(tmp_path: Path) -> None:
    """Any number may use it, and nobody locks it meanwhile; while it is locked, nobody begins."""
    one, two, third = InUse(tmp_path), InUse(tmp_path), InUse(tmp_path)
    one.begin()
    two.begin()
    with pytest.raises(AssistantError, match="Another Between"), one.alone():
        pass
    del two
    with one.alone(), pytest.raises(AssistantError, match="changing the journal"):
        third.begin()
    third.begin()


def test_a_disk_that_knows_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network disks: it is said what they can't do and where to put the journal, to the one who locks it too."""

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    home = InUse(tmp_path)
    with pytest.raises(AssistantError, match="can't lock files") as told:
        home.begin()
    assert "BETWEEN_HOME" in told.value.hint
    with pytest.raises(AssistantError, match="can't lock files"), home.alone():
        pass


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    code = f"""
import os, sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from assistant.adapters.locking.in_use import InUse
held = InUse(Path({str(tmp_path)!r})); held.begin(); os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    with InUse(tmp_path).alone():
        pass


def test_the_library_of_keyrings_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plain word, as where there is no keyring; no thread of ours dies of it."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    died: list[object] = []
    monkeypatch.setattr(threading, "excepthook", died.append)
    assert not keychain.is_there()
    with pytest.raises(PartMissing, match="no keyring"):
        keychain.get("a")
    assert not died


def test_a_keyring() -> None:
    """It gives back what it was given, each journal its own, until it is told to forget."""
    with with_keyring(Desktop()):
        assert keychain.is_there()
        assert keychain.get("a") is None
        keychain.put("a", KEY)
        keychain.put("b", bytes(32))
        assert keychain.get("a") == KEY
        keychain.forget("a")
        keychain.forget("a")
        assert (keychain.get("a"), keychain.get("b")) == (None, bytes(32))


def test_no_keyring() -> None:
    """As on a machine without a desktop: one sentence."""
    with with_keyring(fail.Keyring()):
        assert not keychain.is_there()
        with pytest.raises(PartMissing, match="has no keyring"):
            keychain.put("a", KEY)


def test_a_broken_keyring() -> None:
    """Whatever a backend raises, a person is told in one sentence, and without the key."""

    def broken() -> None:
        raise KeyringLocked(KEY.hex())

    with with_keyring(Desktop(broken)), pytest.raises(PartMissing, match="can't be asked now") as told:
        keychain.put("a", KEY)
    assert KEY.hex() not in repr((told.value, told.value.__cause__, told.value.__context__))


def test_a_keyring_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(keychain, "_ANSWERS_WITHIN_S", 0.1)
    with with_keyring(Desktop(over.wait)), pytest.raises(PartMissing, match="can't be asked now"):
        keychain.get("a")
    over.set()


def test_a_keyring_that_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some take everything and have nothing: that is seen at once, and not on the next evening."""
    empty = Desktop()
    monkeypatch.setattr(empty, "set_password", lambda *_: None)
    with with_keyring(empty), pytest.raises(PartMissing, match="does not have it"):
        keychain.put("a", KEY)


def test_a_keyring_with_something_else() -> None:
    other = Desktop()
    other.passwords[keychain.SERVICE, "a"] = "hunter2"
    with with_keyring(other), pytest.raises(PartMissing, match="no key"):
        keychain.get("a")
