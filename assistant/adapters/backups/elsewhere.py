"""Where backups went, so that `between strike` can name those that still hold what was struck. Paths alone."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assistant.adapters.store import faults
from assistant.adapters.store.access import Access
from assistant.adapters.syncing import sync_folder
from assistant.ports import Home


class _Unreadable(Exception):
    """It is there, and is no list of paths. Not to be taken for one that names nothing."""


def remember(access: Access, path: Path) -> None:
    _change(access, lambda paths: [p for p in paths if p != str(path)] + [str(path)])


def forget(access: Access, path: Path) -> None:
    _change(access, lambda paths: [p for p in paths if p != str(path)])


def known(home: Home) -> tuple[Path, ...]:
    """Oldest first. A drive that is not here now may hold some of them."""
    with suppress(_Unreadable):
        return tuple(map(Path, _read(home)))
    return ()


def lists_set_aside(home: Home) -> tuple[Path, ...]:
    """Lists that can't be read, the one in use included: they may name backups that nothing else names."""
    broken = sorted(home.backups.glob(f"{_list(home).name}.broken-*"))
    try:
        _read(home)
    except _Unreadable:
        broken.append(_list(home))
    return tuple(broken)


def _change(access: Access, change: Callable[[list[str]], list[str]]) -> None:
    home = access.home
    with access.held(), faults.in_plain_words(home):
        home.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            paths = _read(home)
        except _Unreadable:  # a person, or a text editor, may still make something of it
            paths = []
            _list(home).rename(_list(home).with_name(f"{_list(home).name}.broken-{time.time_ns()}"))
        new = _list(home).with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(change(paths), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(_list(home))
        sync_folder(home.backups)


def _read(home: Home) -> list[str]:
    try:
        paths = json.loads(_list(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as e:
        raise _Unreadable from e
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise _Unreadable
    return paths


def _list(home: Home) -> Path:
    return home.backups / "elsewhere.json"
