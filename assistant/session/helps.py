"""What an evening can do for a wish besides talking; the least is nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.audio import Sound
from assistant.dialogue.asking.nouns import Answer, Missing, Unknown
from assistant.dialogue.guides import Breathe
from assistant.dialogue.safety import Told

if TYPE_CHECKING:
    from assistant.session.calming import Calming
    from assistant.session.parts import Says


def _unknown(_question: str) -> Answer | Missing | Unknown:
    return Unknown(())


def _not_kept(_pace: float, _loudness: float) -> None:
    """The change holds for this evening."""


@dataclass(frozen=True, slots=True)
class Helps:
    answer: Callable[[str], Answer | Missing | Unknown] = _unknown
    """Of a question to the journal. Raises AssistantError."""
    keep_voice: Callable[[float, float], None] = _not_kept
    """Factors on the pace and the loudness, for the next evenings too. Raises AssistantError."""
    tone: Callable[[Breathe], Sound] | None = None
    """One breath to breathe by; None where no sound is wanted."""
    calm: "Callable[[Says, Told], Calming] | None" = None
    """Grounding off the record, with what was said for safety so far; None where there is none."""
