"""What leading through guides takes, and what comes of it."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assistant.audio import Sound
from assistant.dialogue.guides import Breathe, GuidingPhrases
from assistant.dialogue.spoken_commands import Wish
from assistant.journal import Entry
from assistant.session.answering import Answering
from assistant.session.conversation import Answered, Conversation
from assistant.session.events import Event
from assistant.session.parts import Keeping, Manners
from assistant.session.wishes import Next

Why = Literal["ended", "left", "silent", "care", "over"]


@dataclass(frozen=True, slots=True)
class Guided:
    """How a guide came to its end, or was left."""

    why: Why
    """`care`: somebody may be in danger, and the evening listens on. `over`: ^C, or nothing can be heard any more."""
    wishes: tuple[Wish, ...] = ()
    """Still to be done: goodnight, calm, another guide."""
    asked: str = ""
    """`Asked.uid` of the care that waits for an answer."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """What leading through guides takes, the same for each of an evening."""

    talk: Conversation
    answering: Answering
    keeping: Keeping
    manners: Manners
    phrases: GuidingPhrases
    tone: Callable[[Breathe], Sound] | None = None
    """One breath to breathe by; None where no sound is wanted."""
    do: Callable[[Wish, Answered], Generator[Event, None, Next]] | None = None
    """Does a wish that is none of a guide's own, such as slower; `close` where the evening is over."""
    first: Callable[[Entry], Generator[Event, None, Entry]] | None = None
    """Done to every entry once it is kept, before it is read: private names."""


Verdict: TypeAlias = Literal["", "skip", "repeat", "again", "cared"]
"""What else was said makes of a step: nothing; gone on from; said again; asked again where nothing was answered; asked
again in any case, since what was said was answered by care."""
