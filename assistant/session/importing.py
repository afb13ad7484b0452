"""What came in from another program is written down and read, as far as that can be done now."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.ports import Selection
from assistant.session.events import Read
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners


@dataclass(frozen=True, slots=True)
class ReadIn:
    read: Read
    done: int
    total: int
    """Entries."""


def read_imported(keeping: Keeping, *, manners: Manners) -> Iterator[ReadIn]:
    """Imported words that were never read, of an import that was cut short as well; each stored before the next.

    Raises AssistantError where the tagger can't be loaded or the journal is busy; then the rest is for the next time.
    """
    keeper = Keeper(keeping, manners)
    waiting = keeping.journal.entries(Selection(unread=True, origin="import"))
    for done, entry in enumerate(waiting, 1):
        if (reading := keeper.read(entry)) is not None:
            yield ReadIn(Read(entry, reading), done, len(waiting))
