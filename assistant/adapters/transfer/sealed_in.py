"""A locked export: one sealed file, in which there is what an open one would be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from assistant.adapters.locking import keys_file
from assistant.adapters.locking.ciphers import derived
from assistant.adapters.locking.keys_file import Keys
from assistant.adapters.locking.sealed_format import MAGIC
from assistant.adapters.locking.sealing import Sealing, envelope
from assistant.adapters.transfer import files as outside
from assistant.adapters.transfer.files import Files
from assistant.adapters.transfer.own_format import JOURNAL
from assistant.errors import AssistantError

KeyOf = Callable[[Keys], bytes]
"""Gets what the export says of its key, and gives the key: known already, or by its passphrase."""
PURPOSE = "files"
ENDING = ".locked"


def is_sealed(begins: bytes) -> bool:
    return begins.startswith(MAGIC)


def no_key(_: Keys) -> bytes:
    raise AssistantError("This export is locked.", "`between import` asks for its passphrase.")


@contextmanager
def opened(path: Path, *, key_of: KeyOf) -> Iterator[Files]:
    """Raises AssistantError where it is no export, is damaged, or the passphrase is another one."""
    with _explained(path):
        outer, length = envelope(path), path.stat().st_size
    if not outer:
        raise AssistantError("This is a locked file of Between's own, and no export.", "Import what was exported.")
    sealing = Sealing(derived(key_of(keys_file.parsed(outer, name="This export")), PURPOSE))

    def again() -> BinaryIO:
        with _explained(path):
            return sealing.reader(path.open("rb", buffering=0))

    with again() as file:
        begins = file.read(len(outside.ZIP))
        file.seek(0)
        if begins == outside.ZIP:
            with outside.archive(file) as archive:
                yield archive
        else:
            yield Alone(again, length)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise outside.unreadable(str(path)) from e


@dataclass(frozen=True, slots=True)
class Alone:
    """The rows without recordings."""

    again: Callable[[], BinaryIO]
    length: int
    names: tuple[str, ...] = (JOURNAL,)
    hidden: tuple[str, ...] = ()

    def size(self, name: str) -> int:
        """About: what seals it is a little longer."""
        return self.length

    def changed(self, name: str) -> datetime | None:
        return None

    def open(self, name: str) -> IO[bytes]:
        return self.again()
