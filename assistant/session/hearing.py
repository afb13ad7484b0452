"""From a stream of sound to stretches of speech, live or from a file: the same ears for both."""

from dataclasses import dataclass, replace

import numpy as np

from assistant.audio import FRAME, FRAME_S, SAMPLE_RATE, Samples, Stretch, level_db
from assistant.dialogue import own_voice
from assistant.dialogue.own_voice import OwnVoice
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.sentence_ends import NO_WEIGHTS, SentenceEnds
from assistant.dialogue.stretches import CutState, Cutting, finish, hear
from assistant.dialogue.turn_taking import Decision, Frame, TurnState, WordsSoFar, decision, hold, nudged, step
from assistant.ports import VoiceActivity

LIVE = Cutting()
LIVE_BRISK = Cutting(close_short_after_s=1.0)
"""Its words are needed 2.2 s after the last voice, and a recogniser may take a second to make them."""
FROM_FILE = Cutting(enough_s=20.0, close_short_after_s=2.5)
"""Nobody waits for the words of a file: longer stretches take fewer passes of the recogniser."""


def live(turn_taking: TurnTaking) -> Cutting:
    """How a person's talk is cut who is answered at this pace."""
    return LIVE if turn_taking.profile == "unhurried" else LIVE_BRISK


@dataclass(frozen=True, slots=True)
class Piece:
    """A closed stretch of speech with its sound."""

    stretch: Stretch
    samples: Samples


class Hearing:
    """One turn. Holds the sound of the open stretch and its pre-roll, never more: a turn may last for hours."""

    def __init__(
        self,
        voice_activity: VoiceActivity,
        *,
        turn_taking: TurnTaking,
        cutting: Cutting,
        ends: SentenceEnds = NO_WEIGHTS,
    ) -> None:
        voice_activity.reset()
        self._voice_activity = voice_activity
        self._turn_taking = turn_taking
        self._cutting = cutting
        self._ends = ends
        self._cut = CutState()
        self._waiting = 0
        self._held: Samples = np.zeros(0, np.float32)
        self._held_from = 0
        self._own = OwnVoice(over=True)
        self.state = TurnState()

    def decision(self, words: WordsSoFar) -> Decision:
        # An open stretch has words that nobody made yet.
        if self._cut.voiced * FRAME_S >= self._cutting.least_voice_again_s:
            words = replace(words, all_written=False)
        return decision(self.state, words=words, config=self._turn_taking, ends=self._ends)

    def after_own_voice(self) -> None:
        """We have just spoken: our last word may still be in the room, and is nobody's."""
        self._own = OwnVoice()

    def hold(self) -> None:
        """The person asked to be waited for."""
        self.state = hold(self.state)

    def nudged(self) -> None:
        """The soft sound was made."""
        self.state = nudged(self.state)

    @property
    def something(self) -> bool:
        """There was a voice, or somebody whispering; not silence and not only noise."""
        return self.state.spoke or self.state.heard_but_no_words

    def feed(self, samples: Samples) -> list[Piece]:
        """Takes a block of any length; gives the stretches that it closed."""
        at = len(self._held) - self._waiting
        self._held = np.concatenate([self._held, samples])
        pieces: list[Piece] = []
        while len(self._held) - at >= FRAME:
            frame = self._held[at : at + FRAME]
            at += FRAME
            probability = self._of_a_person(self._voice_activity.probability(frame))
            heard = Frame(probability, level_db(frame))
            self.state = step(self.state, frame=heard, config=self._turn_taking)
            self._cut, closed = hear(self._cut, probability, config=self._cutting)
            if closed is not None:
                pieces.append(self._piece(closed))
        self._waiting = len(self._held) - at
        self._let_go()
        return pieces

    def finish(self) -> list[Piece]:
        """The stretch that is still open, if any: the turn, or the device, has ended."""
        closed = finish(self._cut, config=self._cutting)
        self._cut = CutState(frames=self._cut.frames, end_before=self._cut.frames)
        return [] if closed is None else [self._piece(closed)]

    def _of_a_person(self, probability: float) -> float:
        if self._own.over:
            return probability
        self._own = own_voice.listen(self._own, voice=probability >= self._turn_taking.voice_off)
        if self._own.echoed:  # nor does it lead into the first words that a person says after it
            self._cut = replace(self._cut, end_before=self._cut.frames)
        return probability if self._own.over else 0.0

    def _piece(self, stretch: Stretch) -> Piece:
        start, end = stretch.start - self._held_from, stretch.end - self._held_from
        return Piece(stretch, self._held[start:end].copy())

    def _let_go(self) -> None:
        pre_roll = round(self._cutting.pre_roll_s * SAMPLE_RATE) + FRAME
        needed = self._cut.frames * FRAME - pre_roll if self._cut.start is None else self._cut.start * FRAME
        if needed - self._held_from >= SAMPLE_RATE:  # a second at a time: each letting go copies
            self._held = self._held[needed - self._held_from :].copy()
            self._held_from = needed
