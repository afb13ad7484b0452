"""What goes out of one person's house. Imported by the export alone, and so are the adapters that it names."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.adapters.transfer import outgoing
from assistant.adapters.transfer.outgoing import At, Done, Form, Wanted
from assistant.errors import AssistantError
from assistant.ports import Selection
from assistant.wiring import House, forgetting

if TYPE_CHECKING:
    from assistant.adapters.locking.sealed_format import SealedWriter

__all__ = ["Done", "Form", "Wanted", "count", "export", "is_locked"]


def is_locked(house: House) -> bool:
    from assistant.wiring import locking

    return locking.state(house) is not None


def count(house: House, selection: Selection) -> int:
    """Entries. Raises AssistantError where there is none."""
    if not house.home.database.exists():
        raise AssistantError("Nothing is kept yet, so there is nothing to export.", "Begin with `between`.")
    found = len(house.journal.numbers(selection))
    if not found:
        what = "Nothing in the journal is of that kind, so no file was made."
        raise AssistantError(what, "Leave out a filter, or name more nights.")
    return found


def export(house: House, wanted: Wanted, *, total: int, at: At) -> Done:
    """Raises UsageError where the target is there already, NoSpace, AssistantError."""
    forgetting.settle(house, what="Export")
    source = outgoing.Source(
        access=house.journal.access,
        sound_files=house.sound_files,
        made_utc=house.clock.now().utc,
        program=__version__,
        seal=_seal(house) if wanted.sealed else None,
    )
    return outgoing.export(source, wanted, total=total, at=at)


def _seal(house: House) -> "Callable[[int], SealedWriter]":
    """The journal's own key; and with it, for another machine, what makes that of the passphrase."""
    from assistant.adapters.locking.sealing import Sealing

    key = house.key_for("files")
    if key is None:
        raise ValueError("the journal is not locked")
    sealing, envelope = Sealing(key), house.home.keys.read_bytes()
    return lambda file: sealing.writer(file, envelope=envelope)
