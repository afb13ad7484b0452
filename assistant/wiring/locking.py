"""The lock of a house: its key when it is needed, and everything encrypted or plain again."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.adapters.locking.asking import ask, by_pipe, unseen
from assistant.adapters.locking.keys_file import Keys
from assistant.adapters.locking.recovery import last_group
from assistant.errors import AssistantError, PartMissing

if TYPE_CHECKING:
    from assistant.adapters.store.access import Access
    from assistant.wiring import House

__all__ = ["Keys", "ask", "by_pipe", "last_group"]
"""What the commands need besides the functions here."""

PROMPT = "The journal is locked. Its passphrase: "
TRIES = 3
PAUSE_S = 1.0
"""After a wrong passphrase, and twice as long after the second."""


def state(house: "House") -> Keys | None:
    """What keys.json holds; None where the journal is not locked, nor on its way there.

    It is not believed that it is locked where the words lie plain, put there by another hand or an older fault.
    """
    from assistant.adapters.locking import keys_file
    from assistant.adapters.store import encrypted

    keys = keys_file.read(house.home.keys)
    if keys is not None and keys.state == "locked" and encrypted.is_plain(house.home.database):
        return replace(keys, state="locking")
    return keys


def left_plain(house: "House") -> tuple[Path, ...]:
    """Files with words or sound that lie plain, in a house that is locked."""
    from assistant.adapters.locking import conversion

    return tuple(conversion.left_plain(house.home))


def came_in(house: "House") -> None:
    """A locked journal was put beside what lay here before: where that is plain, locking is not at its end.

    Its keys came with it a moment ago, and nobody else has asked for them yet.
    """
    keys = state(house)
    if keys is not None and keys.state == "locked" and left_plain(house):
        keep(house, replace(keys, state="locking"))


def key(house: "House") -> bytes | None:
    """From the keyring, or asked for. Raises AssistantError after the third wrong passphrase."""
    if not house.home.root.is_dir():
        return None
    house.in_use.begin()
    keys = state(house)
    if keys is None:
        return None
    if keys.state != "locked":
        house.told.append(" ".join(_interrupted(keys)))
    return house.given_key or _from_keyring(house, keys) or asked_for(keys, prompt=PROMPT)


def _interrupted(keys: Keys) -> tuple[str, str]:
    if keys.state == "locking":
        return "Not all of the journal is locked yet.", "`between lock` locks the rest of it."
    return "Unlocking the journal was interrupted.", "`between unlock` goes on where it stopped."


def _from_keyring(house: "House", keys: Keys) -> bytes | None:
    from assistant.adapters.locking import keychain

    if not keys.in_keyring:
        return None
    try:
        kept = keychain.get(keys.uid)
    except PartMissing as e:
        house.told.append(f"{e.message} So the passphrase was asked for.")
        return None
    if kept is None:
        house.told.append("The system's keyring has the journal's key no longer. `between remember-key` puts it back.")
    return kept


def asked_for(keys: Keys, *, prompt: str) -> bytes:
    """By the passphrase or the recovery key. Raises AssistantError."""
    from assistant.adapters.locking import recovery
    from assistant.adapters.locking.keys import opened_by

    tries = 1 if by_pipe() else TRIES
    said = ""
    with unseen():
        for attempt in range(1, tries + 1):
            try:
                opened = opened_by(keys, ask(said + prompt))
                said = "That is not it. "
            except recovery.Slip:
                opened = None
                said = "That looks like the recovery key with a slip in it: compare it letter by letter. "
            if opened is not None:
                return opened
            time.sleep(PAUSE_S * attempt)
    raise AssistantError(
        f"{said}The journal stays locked.",
        "Try again when you like. The recovery key that you wrote down opens it too.",
    )


At = Callable[[float, float], None]
"""Told how many bytes are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """A journal's key under what the person has chosen. Nothing of it is on the disk yet."""

    keys: Keys
    key: bytes = field(repr=False)
    recovery_key: str = field(default="", repr=False)
    """A new one, as the person writes it down; empty where the old one still holds."""


def new_lock(passphrase: str) -> Rewrapped:
    from assistant.adapters.locking import keys, recovery

    secret = recovery.made()
    made, key = keys.make(passphrase, recovery_key=secret)
    return Rewrapped(made, key, recovery.written(secret))


def rewrapped(keys: Keys, *, key: bytes, passphrase: str, recovery_too: bool) -> Rewrapped:
    """Under another passphrase, and under another recovery key where that is wished."""
    from assistant.adapters.locking import recovery
    from assistant.adapters.locking.keys import with_passphrase, with_recovery_key

    keys = with_passphrase(keys, key=key, passphrase=passphrase)
    if not recovery_too:
        return Rewrapped(keys, key)
    secret = recovery.made()
    return Rewrapped(with_recovery_key(keys, key=key, recovery_key=secret), key, recovery.written(secret))


def keep(house: "House", keys: Keys) -> None:
    """`undisturbed` only, and for keys that were read in it: what another Between wrote must not be undone."""
    from assistant.adapters.locking import keys_file

    keys_file.write(house.home.keys, keys)


@contextmanager
def undisturbed(house: "House") -> Iterator[None]:
    """For whatever changes the lock, with all that is asked before: nobody else changes it meanwhile.

    Raises AssistantError where another Between is at work.
    """
    with house.in_use.alone(), house.alone():
        yield


def lock(house: "House", keys: Keys, *, key: bytes, at: At) -> None:
    """Everything encrypted, from where an earlier one stopped. `undisturbed` only.

    A kill at any moment leaves all of it readable with the passphrase, and the rest for the next time.
    """
    from assistant.adapters.locking import conversion

    keep(house, replace(keys, state="locking"))
    conversion.encrypt(_access(house, key), key=key, at=at)
    keep(house, replace(keys, state="locked"))


def unlock(house: "House", keys: Keys, *, key: bytes, at: At) -> tuple[Path, ...]:
    """Everything plain again; otherwise the same. Returns what is damaged: it stays as it is, and its key beside."""
    from assistant.adapters.locking import conversion, keys_file

    keep(house, replace(keys, state="unlocking"))
    damaged = conversion.decrypt(_access(house, key), key=key, at=at)
    if keys.in_keyring:
        _out_of_the_keyring(house, keys)
    if damaged:
        keys_file.put_away(house.home.keys, uid=keys.uid)
    else:
        keys_file.remove(house.home.keys)
    return damaged


def _out_of_the_keyring(house: "House", keys: Keys) -> None:
    from assistant.adapters.locking import keychain

    try:
        keychain.forget(keys.uid)
    except PartMissing as e:
        house.told.append(
            f"{e.message} If it still has the key, that opens locked backups and exports from before: "
            f"take out what it keeps as “{keychain.SERVICE}”."
        )


def _access(house: "House", key: bytes) -> "Access":
    from assistant.adapters.locking.ciphers import derived
    from assistant.adapters.store import DuckDBJournal

    return DuckDBJournal(house.home, now=house.clock.now, command=house.command, key=derived(key, "database")).access


def has_keyring() -> bool:
    from assistant.adapters.locking import keychain

    return keychain.is_there()


def remember(house: "House", keys: Keys, *, key: bytes) -> None:
    """Raises PartMissing where no keyring takes it.

    That it has the key is written first: after a kill in between it is asked in vain, and its key is never forgotten.
    """
    from assistant.adapters.locking import keychain

    keep(house, replace(keys, in_keyring=True))
    try:
        keychain.put(keys.uid, key)
    except PartMissing:
        keep(house, keys)
        raise


def forget(house: "House", keys: Keys) -> bool:
    """Whether the keyring had it; asked whatever keys.json says, which may come from an older backup.

    Raises PartMissing where it can't be asked.
    """
    from assistant.adapters.locking import keychain

    had = keychain.forget(keys.uid)
    if keys.in_keyring:
        keep(house, replace(keys, in_keyring=False))
    return had


def doctor_says(house: "House") -> str:
    """Raises AssistantError where something is not well."""
    keys = state(house)
    if keys is None:
        return "not locked: whoever can read your files can read the journal. `between lock` encrypts it"
    if keys.state != "locked":
        raise AssistantError(*_interrupted(keys))
    if plain := len(left_plain(house)):
        files = "a file in it lies" if plain == 1 else f"{plain} files in it lie"
        raise AssistantError(
            f"The journal is locked, but {files} plain on this disk.", "`between lock` locks the rest."
        )
    kept = "its key is in the system's keyring" if keys.in_keyring else "it opens with your passphrase"
    return f"locked, and {kept}"
