"""Entries read again by the tagger that is here now. What earlier ones made of them stays as history."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.journal import Reading, night_of
from assistant.ports import Selection
from assistant.session.answering import GRAVITY, RECENT
from assistant.session.events import Read
from assistant.session.keeping import Keeper
from assistant.session.parts import Keeping, Manners


@dataclass(frozen=True, slots=True)
class Retagged:
    read: Read
    unanswered: bool
    """There is danger in it that nobody answered when it was said."""
    done: int
    total: int
    """Entries."""


def retag(keeping: Keeping, *, manners: Manners, number: int = 0) -> Iterator[Retagged]:
    """All that this tagger did not read, or one entry of them; oldest first, each stored before the next is begun.

    Raises AssistantError where the tagger can't be loaded or the journal is busy; then the rest is for the next time.
    """
    keeper, version = Keeper(keeping, manners), keeping.tagger().version
    tonight = night_of(keeping.clock.now(), turns_at=manners.night_turns_at)
    waiting = keeping.journal.numbers(Selection(number=number, not_read_by=version))
    for done, one in enumerate(waiting, 1):
        # asked again: another process may have read it meanwhile
        for entry in keeping.journal.entries(Selection(number=one, not_read_by=version)):
            reading = keeper.tags(entry)
            if reading is not None:
                before = keeping.journal.reading(entry.uid) if reading.safety != "none" else reading
                keeping.journal.add_reading(entry, reading)
                lately = tonight - entry.night <= RECENT
                late = before is None or (lately and _graver(reading, before))
                yield Retagged(Read(entry, reading), late, done, len(waiting))


def _graver(reading: Reading, before: Reading) -> bool:
    return GRAVITY.index(reading.safety) > GRAVITY.index(before.safety)
