"""Sound that the settings let go of: told in one evening, done from the next night on."""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.dialogue.letting_go import FOR_EVER, Keep, announced, described, keep_of
from assistant.wiring import House

if TYPE_CHECKING:
    from assistant.adapters.store.letting_go import SoundsLetGo


def evening_begins(house: House) -> str:
    """Lets go of what is due, or says what will go: a sentence for the person, empty where there is nothing to say.

    Raises AssistantError; what was not let go of then is tried again.
    """
    from assistant.adapters import told_note

    keep, note = _keep(house), _note(house)
    told = told_note.read(note)
    if keep == FOR_EVER:
        if told is not None:
            house.sound_files.let_go(_sounds(house).gone())
            told_note.forget(note)
        return ""
    if told is None or told.keep != str(keep):
        said = announced(keep, now=_due(house, keep))
        told_note.write(note, told_note.Told(str(keep), house.tonight()))
        return said
    let_go(house)
    return ""


def let_go(house: House) -> None:
    """What is due, where an evening has told of it a night before; otherwise nothing. Raises AssistantError."""
    keep = _keep(house)
    if keep == FOR_EVER or not _was_told(house, keep):
        return
    if _due(house, keep):
        _sounds(house).mark(keep.first_kept(tonight=house.tonight()))
    house.sound_files.let_go(_sounds(house).gone())


def how_it_stands(house: House) -> str:
    """For `between doctor`; changes nothing."""
    keep = _keep(house)
    return described(keep, now=_due(house, keep), said=_was_told(house, keep))


def _keep(house: House) -> Keep:
    return keep_of(house.settings.recordings.keep)


def _due(house: House, keep: Keep) -> int:
    return 0 if keep == FOR_EVER else _sounds(house).due(keep.first_kept(tonight=house.tonight()))


def _was_told(house: House, keep: Keep) -> bool:
    from assistant.adapters import told_note

    told = told_note.read(_note(house))
    return told is not None and told.keep == str(keep) and told.night < house.tonight()


def _sounds(house: House) -> "SoundsLetGo":
    from assistant.adapters.store.letting_go import SoundsLetGo

    return SoundsLetGo(house.journal.access)


def _note(house: House) -> Path:
    return house.home.root / "letting-go.json"
