"""What happens in an evening, as values. The terminal, the page and the tests each do with them what they do."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from assistant.journal import Asked, Entry, Reading

SaidKind: TypeAlias = Literal["greeting", "question", "safety", "offer", "guide", "nudge", "wish", "answer", "closing"]


@dataclass(frozen=True, slots=True)
class Said:
    """Between says a sentence: shown now, and spoken where there is a voice and a loudspeaker."""

    text: str
    kind: SaidKind


@dataclass(frozen=True, slots=True)
class Notice:
    """Something went otherwise than usual: one sentence for the person."""

    text: str


@dataclass(frozen=True, slots=True)
class Listening:
    """The microphone is heard from now on."""


@dataclass(frozen=True, slots=True)
class VoiceHeard:
    """The person has begun to speak, or speaks again after a pause."""


@dataclass(frozen=True, slots=True)
class VoicePaused:
    """The person is silent for a moment; nothing has ended."""


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """Words of one closed stretch of speech, as they come."""

    text: str


@dataclass(frozen=True, slots=True)
class HeardOnly:
    """Somebody is heard, whispering perhaps, but not the words; told once in a turn, and the sound is kept."""


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """The decision that the person has finished; `why` is `done`, `gone`, `told_so`, `wish`, `enter`, `end`, `lost`
    or `full`."""

    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    entry: Entry
    name: str = ""
    """Of the file it came from, where it was added."""


@dataclass(frozen=True, slots=True)
class Read:
    """An entry's tags, already stored."""

    entry: Entry
    reading: Reading


@dataclass(frozen=True, slots=True)
class Questioned:
    """A question is stored and is about to be said."""

    asked: Asked
    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One of several could not be done; the others go on."""

    name: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Work on `what`: `done` of `total` seconds of sound."""

    what: str
    done: float
    total: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The evening is over. `interrupted` when ^C ended it."""

    interrupted: bool


Event: TypeAlias = (
    Said
    | Notice
    | Listening
    | VoiceHeard
    | VoicePaused
    | WordsHeard
    | HeardOnly
    | TurnEnded
    | Kept
    | Read
    | Questioned
    | Refused
    | Progress
    | Ended
)
