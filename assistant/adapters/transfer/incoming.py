"""What another program's export holds, before any of it is in the journal. A reader makes a `Parcel` of it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.adapters.store.moving import EntryRows
from assistant.adapters.store.moving_practices import Practices
from assistant.adapters.store.rows import Row
from assistant.journal import Moment
from assistant.ports import SoundFiles

HALF = 16
"""Hex digits of a foreign entry's uid that say which entry it is; the rest say what stands in it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that could come in."""

    uid: str
    """32 hex digits, the same each time that the same export is read: see `foreign_uid`."""
    moment: Moment
    place: str
    """Where it stands, for a list: a file's name, or “entry 12”. Never its words."""
    rows: Callable[[SoundFiles], EntryRows]
    """What the tables will hold. Its sound is kept on the way; raises AssistantError where it can't be read or kept."""
    has_sound: bool = False
    sounds: tuple[str, ...] = ()
    """Names of its recordings that are whole in the export, where they have names here."""
    sound_again: "Callable[[SoundFiles, frozenset[str]], int] | None" = None
    """Where the entry is here, but the files of that name are not: puts them back, and says how many."""
    foreign: bool = True
    """False where its uid is one of Between's own, which only says which entry it is."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that does not come in."""

    what: str
    """Where it stands, as `Found.place`."""
    why: str
    """The end of a sentence, the same for all of a kind: `pictures, which Between does not keep`."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that one reader made of one path."""

    program: str
    """For people: `jrnl`, `Day One`, `Between`, `Markdown and text files`."""
    found: tuple[Found, ...]
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()
    """Sentences for the person, such as of an encoding that was guessed."""
    asked: tuple[Row, ...] = ()
    """Questions that Between asked, with an export of its own."""
    practices: Practices = field(default_factory=dict)
    """With an export of its own: homework, guides and the like."""


def foreign_uid(origin: str, *, content: str) -> str:
    """`origin` names the entry in its program (its own id, its moment, its file); `content` is its moment and words.

    The halves stay apart: the same first half is the same entry, even where its words were changed since, and the
    same second half is the same words of the same moment, even where the file was moved.
    """
    return _half(origin) + _half(content)


def _half(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:HALF]
