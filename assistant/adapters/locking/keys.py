"""Making the key of a journal, wrapping it, and opening it again with a passphrase or the recovery key."""

import secrets
from dataclasses import replace

from assistant.adapters.locking import recovery
from assistant.adapters.locking.ciphers import (
    KEY_BYTES,
    NONCE_BYTES,
    Cipher,
    NotAuthentic,
    Slowness,
    derived,
    from_passphrase,
)
from assistant.adapters.locking.keys_file import Keys, Wrapped

SLOW = Slowness()
"""Of a guess of the passphrase; what is made now has this, and what was made before says its own."""

_PASSPHRASE, _RECOVERY = "passphrase", "recovery key"


def make(passphrase: str, *, recovery_key: bytes, slowness: Slowness = SLOW) -> tuple[Keys, bytes]:
    """What keys.json is to hold while the journal is being locked, and the key itself. Half a second."""
    key, uid = secrets.token_bytes(KEY_BYTES), secrets.token_hex(8)
    nothing = Wrapped(b"", b"")
    keys = Keys("locking", uid, b"", slowness, by_passphrase=nothing, by_recovery_key=nothing)
    keys = with_passphrase(keys, key=key, passphrase=passphrase, slowness=slowness)
    return with_recovery_key(keys, key=key, recovery_key=recovery_key), key


def with_passphrase(keys: Keys, *, key: bytes, passphrase: str, slowness: Slowness = SLOW) -> Keys:
    """Under another passphrase. Only the key is wrapped anew: what it encrypted stays as it is."""
    salt = secrets.token_bytes(16)
    wrapping = from_passphrase(passphrase, salt=salt, slowness=slowness)
    wrapped = _wrap(key, wrapping, about=f"{_PASSPHRASE} {keys.uid}")
    return replace(keys, salt=salt, slowness=slowness, by_passphrase=wrapped)


def with_recovery_key(keys: Keys, *, key: bytes, recovery_key: bytes) -> Keys:
    wrapping = derived(recovery_key, _RECOVERY)  # as random as a key can be: nothing is won by making it slow
    return replace(keys, by_recovery_key=_wrap(key, wrapping, about=f"{_RECOVERY} {keys.uid}"))


def opened_by_passphrase(keys: Keys, passphrase: str) -> bytes | None:
    """The key, or None: it is another passphrase, or the file was changed. Half a second either way."""
    wrapping = from_passphrase(passphrase, salt=keys.salt, slowness=keys.slowness)
    return _unwrap(keys.by_passphrase, wrapping, about=f"{_PASSPHRASE} {keys.uid}")


def opened_by_recovery_key(keys: Keys, recovery_key: bytes) -> bytes | None:
    return _unwrap(keys.by_recovery_key, derived(recovery_key, _RECOVERY), about=f"{_RECOVERY} {keys.uid}")


def opened_by(keys: Keys, typed: str) -> bytes | None:
    """By either of them. Raises recovery.Slip where it is neither, but nearly a recovery key."""
    slip: recovery.Slip | None = None
    try:
        written = recovery.read(typed)
    except recovery.Slip as e:
        written, slip = None, e
    key = opened_by_recovery_key(keys, written) if written is not None else None
    key = key or opened_by_passphrase(keys, typed)
    if key is None and slip:
        raise slip
    return key


def _wrap(key: bytes, wrapping: bytes, *, about: str) -> Wrapped:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Wrapped(nonce, Cipher(wrapping).seal(key, nonce=nonce, about=about.encode()))


def _unwrap(wrapped: Wrapped, wrapping: bytes, *, about: str) -> bytes | None:
    try:
        return Cipher(wrapping).unseal(wrapped.sealed, nonce=wrapped.nonce, about=about.encode())
    except NotAuthentic:
        return None
