"""Keys from keys, a key from a passphrase, and AES-256-GCM for what is short."""

import unicodedata
from dataclasses import dataclass

KEY_BYTES = 32
NONCE_BYTES = 12
"""Never the same twice under one key."""


class NotAuthentic(Exception):
    """Another key, another place, or changed since: which of them can't be told."""


class Cipher:
    """AES-256-GCM under one key. `about` is not hidden, but the same is wanted for opening."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._aes = AESGCM(key)

    def seal(self, plain: bytes, *, nonce: bytes, about: bytes = b"") -> bytes:
        """16 bytes longer than `plain`."""
        return self._aes.encrypt(nonce, plain, about)

    def unseal(self, sealed: bytes, *, nonce: bytes, about: bytes = b"") -> bytes:
        """Raises NotAuthentic."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._aes.decrypt(nonce, sealed, about)
        except InvalidTag as e:
            raise NotAuthentic from e


def derived(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose (HKDF-SHA256): none of them leads to another, nor back."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"between: {purpose}".encode()).derive(key)


@dataclass(frozen=True, slots=True)
class Slowness:
    """What a guess of the passphrase costs, by Argon2id."""

    memory_kib: int = 128 * 1024
    iterations: int = 3
    lanes: int = 1


def from_passphrase(passphrase: str, *, salt: bytes, slowness: Slowness) -> bytes:
    """The same letters give the same key, however a keyboard composes them. About half a second."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    typed = unicodedata.normalize("NFKC", passphrase).encode()
    argon = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=slowness.iterations,
        lanes=slowness.lanes,
        memory_cost=slowness.memory_kib,
    )
    return argon.derive(typed)
