"""`keys.json`: the key of a locked journal, wrapped by the passphrase and by the recovery key. Neither is in it.

It is there from before the first file is encrypted until after the last one is plain again.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.adapters.locking.ciphers import Slowness
from assistant.adapters.syncing import sync_folder
from assistant.errors import NO_ROOM, AssistantError, NoSpace

VERSION = 1

State = Literal["locking", "locked", "unlocking"]
"""While it is being locked, or unlocked, files that are encrypted and plain ones lie side by side."""

_MOST = Slowness(memory_kib=4 * 1024 * 1024, iterations=100, lanes=64)
"""More than this was never written by us, and could keep a machine busy for hours."""


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key, encrypted by another one."""

    nonce: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Keys:
    state: State
    uid: str
    """Of the key itself: the same as long as the journal stays locked, whatever passphrase it has."""
    salt: bytes
    slowness: Slowness
    by_passphrase: Wrapped
    by_recovery_key: Wrapped
    in_keyring: bool = False
    """Whether the system's keyring was given the key too: it is slow to ask in vain."""


def read(path: Path) -> Keys | None:
    """None where the journal is not locked; raises AssistantError where the file is damaged or of a newer version."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as e:
        raise AssistantError(f"{path} can't be read ({e.strerror}).", "Give it back to your user.") from e
    return parsed(data, name=str(path))


def parsed(data: bytes, *, name: str) -> Keys:
    """Raises AssistantError as `read`; `name` is what the person knows it by."""
    try:
        table = json.loads(data)
        version = table["version"]
        keys = _keys(table) if version == VERSION else None
    except (ValueError, KeyError, TypeError) as e:
        raise AssistantError(
            f"{name}, which holds the locked journal's key, is damaged.", "Put it back from a backup."
        ) from e
    if keys is None:
        raise AssistantError(f"{name} was written by a newer Between than this one.", "Update Between, then try again.")
    return keys


def write(path: Path, keys: Keys) -> None:
    """Whole and on disk, or not at all: without it no passphrase opens the journal. Raises AssistantError."""
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as out:
            json.dump(_table(keys), out, indent=2)
            out.flush()
            os.fsync(file)
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as e:
        if e.errno in NO_ROOM:
            raise NoSpace("The disk is full.", "Make some room, then try again.") from e
        raise AssistantError(f"{path} can't be written ({e.strerror}).", "Are you allowed to write there?") from e


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def put_away(path: Path, *, uid: str) -> None:
    """Under another name: the journal is plain, but something that this opens is left."""
    path.replace(path.with_name(f"keys-{uid}.json"))
    sync_folder(path.parent)


def _table(keys: Keys) -> dict[str, Any]:
    slow = keys.slowness
    return {
        "version": VERSION,
        "state": keys.state,
        "uid": keys.uid,
        "argon2id": {
            "salt": _text(keys.salt),
            "memory_kib": slow.memory_kib,
            "iterations": slow.iterations,
            "lanes": slow.lanes,
        },
        "by_passphrase": _wrapped_table(keys.by_passphrase),
        "by_recovery_key": _wrapped_table(keys.by_recovery_key),
        "in_keyring": keys.in_keyring,
    }


def _wrapped_table(wrapped: Wrapped) -> dict[str, str]:
    return {"nonce": _text(wrapped.nonce), "sealed": _text(wrapped.sealed)}


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _keys(table: dict[str, Any]) -> Keys:
    argon = table["argon2id"]
    if table["state"] not in get_args(State):
        raise ValueError(table["state"])
    return Keys(
        state=table["state"],
        uid=str(table["uid"]),
        salt=_bytes(argon["salt"], size=16),
        slowness=Slowness(*(_number(argon[name], most=getattr(_MOST, name)) for name in Slowness.__slots__)),
        by_passphrase=_wrapped(table["by_passphrase"]),
        by_recovery_key=_wrapped(table["by_recovery_key"]),
        in_keyring=bool(table["in_keyring"]),
    )


def _wrapped(table: dict[str, str]) -> Wrapped:
    return Wrapped(_bytes(table["nonce"], size=12), _bytes(table["sealed"], size=48))


def _bytes(text: str, *, size: int) -> bytes:
    data = b64decode(text, validate=True)
    if len(data) != size:
        raise ValueError(len(data))
    return data


def _number(value: object, *, most: int) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise ValueError(value)
    return value
