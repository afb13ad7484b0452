"""A strike: from the words to the last copy that Between made of them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.errors import AssistantError, NoSpace
from assistant.journal import Entry, Recording, Utterance
from assistant.wiring import House, backups

if TYPE_CHECKING:
    from assistant.adapters.store.rewriting import Change

PAD_S = 0.1
"""A word sounds a little before and after the times that the speech model gives it."""

Sound = Literal["none", "silenced", "whole"]
"""What becomes of the sound of a sentence's entry: it has none, the sentence in it, or all of it goes."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be struck: an entry, or one sentence of it."""

    entry: Entry
    position: int | None = None
    """Of the sentence, from 0; None for the entry as a whole."""
    sound: Sound = "none"


@dataclass(frozen=True, slots=True)
class Struck:
    copies: int
    """Of the journal, from before its tables changed: they held it, and are gone."""
    typed: bool
    """What was typed at the prompt of SQL is gone too: it may have held words of it."""
    backups: tuple[Path, ...]
    """That may still hold it."""
    broken_lists: tuple[Path, ...]
    """Of backups: they can't be read, and may name more."""
    all_removed: bool
    """False where a file could not be removed just now: a copy, a recording, or an index."""


def target(house: House, entry: Entry, *, position: int | None) -> Target:
    """The only sentence of an entry is the entry."""
    said = entry.transcript.utterances if entry.transcript else ()
    waits = any(_of_the_turn(house.home.spool, entry.uid))
    if position is None or len(said) == 1:
        return Target(entry, None, "whole" if entry.recording or waits else "none")
    if entry.recording is None:
        return Target(entry, position, "whole" if waits else "none")
    return Target(entry, position, "silenced" if _can_be_silenced(house, entry.recording, said[position]) else "whole")


def _of_the_turn(folder: Path, uid: str) -> Iterator[Path]:
    """Its sound where that could not be put into a recording so far, or what was typed: in the spool, or the drafts."""
    return folder.glob(f"{uid}.*")


def _can_be_silenced(house: House, recording: Recording, sentence: Utterance) -> bool:
    """Its place in the sound is known, and the sound can be heard."""
    return sentence.end_s > sentence.start_s and house.sound_files.has(recording)


def strike(house: House, what: Target) -> Struck:
    """Raises AssistantError, and then nothing is struck; killed at any moment, all of it is or nothing."""
    from assistant.adapters.store import copies, leftovers, rewriting
    from assistant.adapters.store.leftovers import Beside, Leaving
    from assistant.adapters.store.striking import strike_entry, strike_sentence

    entry, position, moment = what.entry, what.position, house.clock.now()
    automatic = len(copies.automatic(house.home))
    strays = nameless(house, entry)
    sound = silenced_sound(house, entry, position) if position is not None and what.sound == "silenced" else None

    change: Change = partial(strike_entry, entry=entry, moment=moment)
    if position is not None:
        change = partial(strike_sentence, entry=entry, position=position, sound=sound, moment=moment)
    typed = house.home.sql_history.exists()
    recordings = (*files(house, entry.number), *strays, *((sound.file_name,) if sound else ()))
    leaving = Leaving(recordings, Beside(entry.uid, _sentences(entry), beside(house, entry)))
    try:
        with ExitStack() as undone:
            undone.callback(_discard_unused, house, entry, sound)
            rewriting.rewrite(house.journal.access, change, leaving)
            undone.pop_all()
    except NoSpace as e:
        raise NoSpace(
            "There is not enough room to strike this, so nothing was struck: the journal's file is written anew.",
            f"Make room for two more of {house.home.database}, then say it again.",
        ) from e
    return Struck(
        copies=automatic,
        typed=typed,
        backups=backups.backups_elsewhere(house),
        broken_lists=backups.broken_lists(house),
        all_removed=not leftovers.are_there(house.home),
    )


def _discard_unused(house: House, entry: Entry, sound: Recording | None) -> None:
    """The sound with a silence in it, where the strike did not come to use it."""
    if sound is not None and sound.file_name not in files(house, entry.number):
        house.sound_files.discard(sound)


def end_what_was_killed(house: House) -> None:
    """Before anything that a crash left is kept: it may be of an entry that was struck a moment before."""
    from assistant.adapters.store import leftovers

    if leftovers.are_there(house.home):
        with house.journal.access.open():
            pass


def _sentences(entry: Entry) -> int:
    return max(1, len(entry.transcript.utterances) if entry.transcript else 0)


def beside(house: House, entry: Entry, *, with_sound: bool = True) -> tuple[str, ...]:
    """What a crash left of it was kept in the journal since, and would come again from there."""
    home = house.home
    spooled = _of_the_turn(home.spool, entry.uid) if with_sound else ()
    files = (*spooled, *_of_the_turn(home.drafts, entry.uid), home.sql_history)
    return tuple(str(path.relative_to(home.root)) for path in files)


def files(house: House, number: int) -> list[str]:
    """Of the recordings that an entry has."""
    from assistant.adapters.store import checking

    return [recording.file_name for entry, recording in checking.recordings(house.journal.access) if entry == number]


def nameless(house: House, entry: Entry) -> tuple[str, ...]:
    """A kill may have left its sound under a name that the journal never heard of, and that no row will ever give.

    Others stay: where a journal was begun anew, they are the only ones of their sound.
    """
    from assistant.adapters.store import checking

    strays = house.sound_files.names() - checking.recorded(house.journal.access)
    if not strays:
        return ()
    with suppress(AssistantError):  # without its sound there is nothing to know them by
        if entry.recording is not None:
            return house.sound_files.like(partial(house.sound_files.stream, entry.recording), among=strays)
        if spooled(house, entry).exists():
            return house.sound_files.like(partial(house.spool.blocks, entry.uid), among=strays)
    return ()


def spooled(house: House, entry: Entry) -> Path:
    """Its sound, where that has no file so far."""
    return house.home.spool / f"{entry.uid}.pcm"


def silenced_sound(house: House, entry: Entry, position: int) -> Recording:
    """A new file, with silence in the place of a sentence. Raises AssistantError."""
    from assistant.adapters.sound_files.silencing import silenced

    assert entry.recording is not None
    assert entry.transcript is not None
    start_s, end_s = place(entry.transcript.utterances, position)
    return house.sound_files.keep(silenced(house.sound_files.stream(entry.recording), start_s=start_s, end_s=end_s))


def place(said: Sequence[Utterance], position: int) -> tuple[float, float]:
    """Seconds from and to of a sentence in the recording, with a little around it where nobody else speaks."""
    struck = said[position]
    before = max((u.end_s for u in said[:position]), default=0.0)
    after = min((u.start_s for u in said[position + 1 :]), default=struck.end_s + PAD_S)
    start_s = max(struck.start_s - PAD_S, min(before, struck.start_s), 0.0)
    return start_s, min(struck.end_s + PAD_S, max(after, struck.end_s))
