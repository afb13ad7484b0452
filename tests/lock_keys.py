"""A lock that is quickly opened, and a home under it."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import keyring
import pytest
from keyring.backend import KeyringBackend

from assistant.adapters.locking import keys, recovery
from assistant.adapters.locking.asking import PIPE
from assistant.adapters.locking.ciphers import Slowness
from assistant.wiring import House, locking
from assistant.wiring.locking import Rewrapped

PASSPHRASE = "correct horse battery"
QUICK = Slowness(memory_kib=8, iterations=1, lanes=1)


def a_lock() -> Rewrapped:
    secret = recovery.made()
    made, key = keys.make(PASSPHRASE, recovery_key=secret, slowness=QUICK)
    return Rewrapped(made, key, recovery.written(secret))


def lock(house: House) -> Rewrapped:
    """Its home, which may be empty. Ask another House afterwards: this one thinks it is plain."""
    made = a_lock()
    gc.collect()  # whoever worked with the home in this process before
    with locking.undisturbed(house):
        locking.lock(house, made.keys, key=made.key, at=lambda *_: None)
    house.__dict__.pop("in_use").close()
    return made


class Desktop(KeyringBackend):
    """A keyring as some desktop might have it."""

    priority = 0.1  # type: ignore[assignment]

    def __init__(self, before: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self.before = before
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self.before()
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.before()
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


@contextmanager
def with_keyring(backend: KeyringBackend) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)


@contextmanager
def told(*lines: str) -> Iterator[None]:
    """Whoever asks for a passphrase inside gets these, one after the other."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{line}\n" for line in lines).encode())
    os.close(writing)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(PIPE, str(reading))
            yield
    finally:
        os.close(reading)
