"""What comes in from other programs, for one person's house."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.wiring import House

if TYPE_CHECKING:
    from assistant.adapters.locking.keys_file import Keys
    from assistant.adapters.transfer.incoming import Found, LeftOut, Parcel
    from assistant.adapters.transfer.readers import Form
    from assistant.adapters.transfer.taking_in import Plan, Step

__all__ = ["Form", "Found", "LeftOut", "Parcel", "Plan", "Step", "parcel", "plan", "take_in"]


def parcel(house: House, path: Path, *, form: "Form | None") -> "AbstractContextManager[Parcel]":
    """What is in an export; nothing is changed. Raises AssistantError."""
    from assistant.adapters.transfer import readers
    from assistant.adapters.transfer.when import Here

    here = Here(house.clock.now(), house.moment_of, house.settings.evening.night_turns_at)
    return readers.parcel(path, form=form, here=here, key_of=lambda keys: _key_of(house, keys))


def _key_of(house: House, keys: "Keys") -> bytes:
    """The house's own where the export came out of it; else the passphrase that it was made under is asked for."""
    from assistant.wiring import locking

    own = locking.state(house)
    if own is not None and own.uid == keys.uid and house.key is not None:
        return house.key
    return locking.asked_for(keys, prompt="This export is locked. Its passphrase: ")


def plan(house: House, parcel: "Parcel") -> "Plan":
    from assistant.adapters.transfer import taking_in

    return taking_in.plan(parcel, access=house.journal.access, sound_files=house.sound_files)


def take_in(house: House, plan: "Plan") -> "Iterator[Step]":
    """Raises NoSpace or JournalBusy; what came in until then is whole."""
    from assistant.adapters.transfer import taking_in

    return taking_in.take_in(plan, access=house.journal.access, journal=house.journal, sound_files=house.sound_files)
