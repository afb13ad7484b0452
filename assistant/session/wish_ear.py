"""Hears the wishes in a turn while it goes on: each phrase is looked at once, when the silence after it is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

from assistant.dialogue.phrases import PAUSE_S, Phrase, phrases, without
from assistant.dialogue.spoken_commands import LONGEST_SILENCE_S, Wish
from assistant.dialogue.turn_taking import TurnState
from assistant.journal import Transcript, Utterance

BEFORE = 4
"""Utterances before the new ones: what somebody is quoted by."""

Understands = Callable[[Phrase], Wish | None]


@dataclass(slots=True)
class WishEar:
    """One for a turn."""

    understands: Understands
    wishes: list[Wish] = field(default_factory=list)
    """That are to be done now, in the order they were said."""
    taken: list[Phrase] = field(default_factory=list)
    """What was said to Between, and is no part of the reflection."""
    looked_until_s: float = -1.0
    looked_through: int = 0
    """Utterances with nothing left to look at."""

    def look(self, said: Sequence[Utterance], *, quiet_s: float) -> list[Wish]:
        """The wishes in what is new; `quiet_s` is the silence after the last word."""
        found: list[Wish] = []
        if len(said) == self.looked_through:
            return found
        heard = phrases(said[max(0, self.looked_through - BEFORE) :], quiet_s=quiet_s)
        for phrase in heard:
            if phrase.start_s < self.looked_until_s:  # or only the end of it is looked back at
                continue
            if phrase is heard[-1] and phrase.after_s < LONGEST_SILENCE_S:  # it may go on
                return found
            self.looked_until_s = phrase.end_s
            wish = self.understands(phrase)
            if wish is not None:
                self.taken.append(wish.phrase)
                found.append(wish)
        self.looked_through = len(said)
        return found

    def left(self, transcript: Transcript | None) -> Transcript | None:
        """The words of the reflection; None for none."""
        for phrase in self.taken:
            if transcript is not None:
                transcript = without(transcript, phrase)
        return transcript


def quiet_after(said: Sequence[Utterance], state: TurnState) -> float:
    """Seconds between the last written word and the voice that came after it, or now."""
    if not said:
        return inf
    end_s = said[-1].end_s
    began_again_s = state.run_end_s - state.run_s
    return (began_again_s if began_again_s > end_s + PAUSE_S else state.time_s) - end_s
