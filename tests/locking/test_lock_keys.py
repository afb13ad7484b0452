"""The key of a journal under a passphrase and under a recovery key, and the file that holds it."""

import hmac
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lock_keys import PASSPHRASE, QUICK, a_lock

from assistant.adapters.locking import keys, keys_file, recovery
from assistant.adapters.locking.ciphers import Slowness, derived
from assistant.errors import AssistantError

secrets = st.binary(min_size=recovery.BYTES, max_size=recovery.BYTES)


def test_either_opens_it() -> None:
    """The passphrase opens the key, and so does the recovery key as a person copies it."""
    locked = a_lock()
    assert keys.opened_by(locked.keys, PASSPHRASE) == locked.key
    assert keys.opened_by(locked.keys, locked.recovery_key) == locked.key
    assert keys.opened_by(locked.keys, f" {locked.recovery_key.lower().replace('-', ' ')} ") == locked.key


@pytest.mark.parametrize("wrong", ["", "correct", f"{PASSPHRASE} ", PASSPHRASE.upper(), "ü" * 900])
def test_another_passphrase(wrong: str) -> None:
    """Anything else opens nothing."""
    assert keys.opened_by(a_lock().keys, wrong) is None


def test_however_a_keyboard_composes_it() -> None:
    """One keyboard writes é as one letter, another as e and an accent: it is the same passphrase."""
    locked, key = keys.make("caf\u00e9 au lait", recovery_key=recovery.made(), slowness=QUICK)
    assert keys.opened_by(locked, "cafe\u0301 au lait") == key


def test_a_new_passphrase() -> None:
    """The key stays, so nothing is encrypted again; the old passphrase opens it no longer, the recovery key does."""
    locked = a_lock()
    changed = keys.with_passphrase(locked.keys, key=locked.key, passphrase="another one", slowness=QUICK)
    assert keys.opened_by(changed, "another one") == locked.key
    assert keys.opened_by(changed, PASSPHRASE) is None
    assert keys.opened_by(changed, locked.recovery_key) == locked.key


def test_a_new_recovery_key() -> None:
    locked, secret = a_lock(), recovery.made()
    changed = keys.with_recovery_key(locked.keys, key=locked.key, recovery_key=secret)
    assert keys.opened_by(changed, recovery.written(secret)) == locked.key
    assert keys.opened_by(changed, locked.recovery_key) is None


def test_keys_of_another_journal() -> None:
    """A wrapped key that was carried over from another journal opens nothing."""
    one, other = a_lock(), a_lock()
    mixed = replace(one.keys, salt=other.keys.salt, by_passphrase=other.keys.by_passphrase)
    assert keys.opened_by(mixed, PASSPHRASE) is None


def test_what_it_costs_to_guess() -> None:
    """What is made now takes 128 MiB for each guess."""
    assert keys.SLOW.memory_kib >= 64 * 1024
    assert keys.SLOW.iterations >= 3


def test_one_key_for_each_purpose() -> None:
    """HKDF-SHA256 as in RFC 5869, reckoned here in two lines: none leads to another."""
    extracted = hmac.digest(bytes(32), bytes(range(32)), "sha256")
    assert derived(bytes(range(32)), "files") == hmac.digest(extracted, b"between: files\x01", "sha256")
    assert derived(bytes(32), "files") != derived(bytes(32), "database")


@given(secret=secrets)
def test_a_recovery_key_written_down(secret: bytes) -> None:
    """Nine groups of four, read again as it was."""
    written = recovery.written(secret)
    assert [len(group) for group in written.split("-")] == [4] * 9
    assert recovery.read(written) == secret
    assert recovery.last_group(written.lower()) == written[-4:]


@given(secret=secrets, place=st.integers(0, 35), letter=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_slip_of_the_pen(secret: bytes, place: int, letter: str) -> None:
    """One wrong letter is told from a wrong key."""
    letters = recovery.written(secret).replace("-", "")
    if letters[place] == letter:
        return
    with pytest.raises(recovery.Slip):
        recovery.read(letters[:place] + letter + letters[place + 1 :])


def test_letters_that_look_alike() -> None:
    """An O is read as a zero, an I and an L as a one."""
    secret = bytes(recovery.BYTES)
    assert recovery.read(recovery.written(secret).replace("0", "O")) == secret


@pytest.mark.parametrize("typed", ["", "correct horse battery staple", "Z" * 35, "Z" * 37, "é" * 36])
def test_what_is_no_recovery_key(typed: str) -> None:
    """A passphrase is not taken for one."""
    assert recovery.read(typed) is None


def test_a_slip_is_told_apart() -> None:
    """Only where it is no passphrase either."""
    locked = a_lock()
    letters = locked.recovery_key
    slipped = ("7" if letters[0] != "7" else "8") + letters[1:]
    with pytest.raises(recovery.Slip):
        keys.opened_by(locked.keys, slipped)
    unlucky, key = keys.make(slipped, recovery_key=recovery.made(), slowness=QUICK)
    assert keys.opened_by(unlucky, slipped) == key


def test_the_file(tmp_path: Path) -> None:
    """It comes back as it was written, for the owner alone, and holds neither key nor passphrase."""
    path, locked = tmp_path / "keys.json", a_lock()
    assert keys_file.read(path) is None
    keys_file.write(path, replace(locked.keys, state="locked", in_keyring=True))
    assert keys_file.read(path) == replace(locked.keys, state="locked", in_keyring=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["keys.json"]
    text = path.read_text()
    for secret in (PASSPHRASE, locked.recovery_key, locked.key.hex()):
        assert secret not in text
    keys_file.remove(path)
    assert keys_file.read(path) is None


@pytest.mark.parametrize(
    "spoil",
    [
        {"state": "open"},
        {"uid": None, "argon2id": {}},
        {"argon2id": {"salt": "", "memory_kib": 65536, "iterations": 3, "lanes": 1}},
        {"argon2id": {"salt": "AAAAAAAAAAAAAAAAAAAAAA==", "memory_kib": 10**9, "iterations": 3, "lanes": 1}},
        {"by_passphrase": {"nonce": "AAAA", "sealed": "AAAA"}},
        {"by_recovery_key": "gone"},
    ],
)
def test_a_damaged_file(tmp_path: Path, spoil: dict[str, object]) -> None:
    """One sentence, and nothing that would keep the machine busy for hours."""
    path = tmp_path / "keys.json"
    keys_file.write(path, a_lock().keys)
    path.write_text(json.dumps({**json.loads(path.read_text()), **spoil}))
    with pytest.raises(AssistantError, match="damaged") as told:
        keys_file.read(path)
    assert "backup" in told.value.hint


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"version": "x"', "\udcff"])
def test_a_file_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(AssistantError, match="damaged"):
        keys_file.read(path)


def test_a_newer_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"version": 2}')
    with pytest.raises(AssistantError, match="newer Between"):
        keys_file.read(path)


def test_the_slowness_that_it_says(tmp_path: Path) -> None:
    """A file of another machine opens here, with what it says of itself."""
    other = Slowness(memory_kib=64, iterations=2, lanes=2)
    locked, key = keys.make(PASSPHRASE, recovery_key=recovery.made(), slowness=other)
    keys_file.write(tmp_path / "keys.json", locked)
    read = keys_file.read(tmp_path / "keys.json")
    assert read is not None
    assert read.slowness == other
    assert keys.opened_by(read, PASSPHRASE) == key
