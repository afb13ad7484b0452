"""The port `Forgetting`: hidden at once, and gone for good from the last copy that Between made of it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from assistant.audio import Samples
from assistant.errors import AssistantError, NoSpace
from assistant.journal import Entry, Recording, Transcript
from assistant.practice import Span
from assistant.wiring import House, data_folder, striking

if TYPE_CHECKING:
    from assistant.adapters.store.hiding import DuckDBHiding, Hidden
    from assistant.adapters.store.leftovers import Leaving
    from assistant.adapters.store.private_names import PrivateNames

log = logging.getLogger("between.store")


class HouseForgetting:
    def __init__(self, house: House) -> None:
        self._house = house

    @cached_property
    def _hiding(self) -> "DuckDBHiding":
        from assistant.adapters.store.hiding import DuckDBHiding

        return DuckDBHiding(self._house.journal.access)

    @cached_property
    def _private_names(self) -> "PrivateNames":
        from assistant.adapters import private_names_file
        from assistant.adapters.store.private_names import PrivateNames

        free = private_names_file.load(data_folder("prompts") / "private_names.toml")
        return PrivateNames(self._house.journal.access, free=free)

    def hide(self, entry: Entry, *, words: Transcript, spans: Sequence[Span]) -> Entry:
        return self._hiding.hide(entry, words=words, spans=spans)

    def show_again(self) -> Entry | None:
        return self._hiding.show_again()

    def pending(self) -> bool:
        return bool(self._hiding.waiting())

    def for_good(self) -> None:
        """The journal's file is written anew, once for all. Killed at any moment, all of it is gone or all is hidden.

        Not while a sound is on its way into its file, which would come with what was hidden in it. One that a crash
        left in the spool gets its file here. Raises AssistantError, and then all of it is hidden still.
        """
        hidden = self._hiding.waiting()
        if not hidden:
            return
        made: dict[str, Recording] = {}
        with ExitStack() as undone:
            undone.callback(_discard_unused, self._house, made)
            for one in hidden:
                if one.spans and not one.is_whole and (sound := _sound_left(self._house, one)):
                    made[one.entry.uid] = sound
            _write_anew(self._house, hidden, sounds=made)
            undone.pop_all()
        log.info("what was hidden in %d entries is gone", len(hidden))

    def keep_private(self, name: str) -> str:
        return self._private_names.keep(name)

    def private_names(self, names: Sequence[str]) -> Mapping[str, str]:
        return self._private_names.among(names)


def settle(house: House, *, what: str) -> None:
    """Before the journal goes out of the house: whatever waits to be forgotten is. `what` the person asked for.

    Raises AssistantError where an evening goes on in which something is hidden: it may still be wished back.
    """
    if not house.home.database.exists() or not house.forgetting.pending():
        return
    with ExitStack() as alone:
        try:
            alone.enter_context(house.alone())
        except AssistantError as e:
            raise AssistantError(
                "An evening is going on, and something that was said in it is to be forgotten.",
                f"{what} once the evening is over.",
            ) from e
        house.forgetting.for_good()


def _write_anew(house: House, hidden: "Sequence[Hidden]", *, sounds: Mapping[str, Recording]) -> None:
    from assistant.adapters.store import hiding, rewriting

    change = partial(hiding.strike, hidden=hidden, sounds=sounds, moment=house.clock.now())
    leaving = [_leaving(house, one, sound=sounds.get(one.entry.uid)) for one in hidden]
    try:
        rewriting.rewrite(house.journal.access, change, *leaving)
    except NoSpace as e:
        raise NoSpace(
            "There is not enough room to forget for good what you asked me to: the journal's file is written anew. "
            "It stays hidden, and is tried again at the next start.",
            f"Make room for two more of {house.home.database}.",
        ) from e


def _leaving(house: House, hidden: "Hidden", *, sound: Recording | None) -> "Leaving":
    from assistant.adapters.store.leftovers import Beside, Leaving

    entry = hidden.entry
    names = [*striking.files(house, entry.number), *striking.nameless(house, _with_its_sound(house, entry))]
    # Of words alone the sound stays, wherever it is.
    files = striking.beside(house, entry, with_sound=hidden.is_whole or bool(hidden.spans))
    return Leaving((*names, *((sound.file_name,) if sound else ())), Beside(entry.uid, 1, files, hidden=True))


def _with_its_sound(house: House, entry: Entry) -> Entry:
    """While something of an entry is hidden it is given out without."""
    return replace(entry, recording=_newest(house, entry))


def _newest(house: House, entry: Entry) -> Recording | None:
    from assistant.adapters.store import checking

    of_it = [recording for number, recording in checking.recordings(house.journal.access) if number == entry.number]
    return of_it[-1] if of_it else None


def _sound_left(house: House, hidden: "Hidden") -> Recording | None:
    """What the entry has afterwards: a new file with silence in it.

    None for no sound, and for one that can't be read: whoever could mend it would hear what was hidden.
    """
    recording, uid = _newest(house, hidden.entry), hidden.entry.uid
    if recording is not None and house.sound_files.has(recording):
        return house.sound_files.keep(_silenced(house.sound_files.stream(recording), spans=hidden.spans))
    if recording is None and _has_sound_in_spool(house, uid):
        return house.sound_files.keep(_silenced(house.spool.blocks(uid), spans=hidden.spans))
    return None


def _has_sound_in_spool(house: House, uid: str) -> bool:
    try:
        return next(house.spool.blocks(uid), None) is not None
    except AssistantError:  # there is no file, or nobody can open it
        return False


def _silenced(blocks: Iterator[Samples], *, spans: Sequence[Span]) -> Iterator[Samples]:
    from assistant.adapters.sound_files.silencing import silenced

    for span in spans:
        blocks = silenced(blocks, start_s=span.start_s, end_s=span.end_s)
    return blocks


def _discard_unused(house: House, made: Mapping[str, Recording]) -> None:
    """Sound with a silence in it that nothing came to use."""
    from assistant.adapters.store import checking

    named = checking.recorded(house.journal.access)
    for sound in made.values():
        if sound.file_name not in named:
            house.sound_files.discard(sound)
