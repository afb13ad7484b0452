"""Where backups went, so that `between strike` can name those that still hold what was struck. Paths alone."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assistant.adapters.store import faults
from assistant.adapters.store.access import Access
from assistant.ports import Home


def remember(access: Access, path: Path) -> None:
    _change(access, lambda paths: [p for p in paths if p != str(path)] + [str(path)])


def forget(access: Access, path: Path) -> None:
    _change(access, lambda paths: [p for p in paths if p != str(path)])


def known(home: Home) -> tuple[Path, ...]:
    """Oldest first. A drive that is not here now may hold some of them."""
    return tuple(map(Path, _read(home)))


def _change(access: Access, change: Callable[[list[str]], list[str]]) -> None:
    home = access.home
    with access.held(), faults.in_plain_words(home):
        home.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = _list(home).with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(change(_read(home)), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        new.replace(_list(home))


def _read(home: Home) -> list[str]:
    with suppress(OSError, ValueError):  # a list that cannot be read is begun anew
        paths = json.loads(_list(home).read_text(encoding="utf-8"))
        return [str(path) for path in paths] if isinstance(paths, list) else []
    return []


def _list(home: Home) -> Path:
    return home.backups / "elsewhere.json"
