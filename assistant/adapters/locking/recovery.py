"""The recovery key as a person writes it down: eight groups of four, and a ninth that tells a slip of the pen."""

import hashlib
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: none of them is read as another."""
_READ_AS = str.maketrans("OIL", "011")
_APART = dict.fromkeys(map(ord, " -\u2013\u2014.\t"))
_GROUP, _GROUPS = 4, 9
BYTES = 20


class Slip(ValueError):
    """It has the look of a recovery key, but was not written like this."""


def made() -> bytes:
    return secrets.token_bytes(BYTES)


def written(key: bytes) -> str:
    letters = _as_letters(key) + _check(key)
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def last_group(typed: str) -> str:
    """As it is compared."""
    return _plain(typed)[-_GROUP:]


def read(typed: str) -> bytes | None:
    """None where it has not the look of one; raises Slip where only its check group does not fit."""
    letters = _plain(typed)
    if len(letters) != _GROUP * _GROUPS or any(letter not in _LETTERS for letter in letters):
        return None
    number = 0
    for letter in letters[:-_GROUP]:
        number = number * 32 + _LETTERS.index(letter)
    key = number.to_bytes(BYTES, "big")
    if _check(key) != letters[-_GROUP:]:
        raise Slip
    return key


def _plain(typed: str) -> str:
    return typed.translate(_APART).upper().translate(_READ_AS)


def _as_letters(data: bytes) -> str:
    number, letters = int.from_bytes(data, "big"), ""
    for _ in range(len(data) * 8 // 5):
        number, place = divmod(number, 32)
        letters = _LETTERS[place] + letters
    return letters


def _check(key: bytes) -> str:
    return _as_letters(hashlib.sha256(b"between recovery key" + key).digest()[:5])[:_GROUP]
