"""The brake on a talk that goes in circles: what is said of it in an evening, instead of a question."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.dialogue import answers, rumination
from assistant.dialogue.rumination import Brake
from assistant.dialogue.sentences import Phrases, pick
from assistant.journal import Entry, Reading

LONGEST_YES = 6
"""Words: whoever says more, or "yes, but", goes on talking."""

_WHY = {
    "turn": "circling, from why to how and what next",
    "offer": "circling on, an offer to close for the night",
}


@dataclass(frozen=True, slots=True)
class Braked:
    """For `Conversation.ask`."""

    text: str
    question: str
    """`brake.turn` or `brake.offer`."""
    why: str


class Braking:
    """One for an evening. Hears each entry that is kept, and brakes at most twice."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._turns: dict[str, str] = {}
        """By `Entry.uid`, as they were said."""
        self._said: Brake = ""
        self._open = False
        """The offer was made, and the next entry answers it."""

    @property
    def settles(self) -> bool:
        """It was offered to close: nothing but a settling question is asked from now on."""
        return self._said == "offer"

    def heard(self, entry: Entry) -> None:
        """Also for words that are others now, or are gone: what was struck brakes nobody."""
        self._turns[entry.uid] = entry.transcript.text if entry.transcript else ""

    def closes(self, entry: Entry) -> bool:
        """A yes to the offer; asked of each entry once, before anything is said to it."""
        is_open, self._open = self._open, False
        said = entry.transcript.text.lower().split() if entry.transcript else []
        short = len(said) <= LONGEST_YES and "but" not in said
        return is_open and short and answers.how_far(" ".join(said)) == "yes"

    def leave(self) -> None:
        """The offer was passed over: a yes is one to something else."""
        self._open = False

    def instead(self, entry: Entry, *, readings: Iterable[Reading]) -> Braked | None:
        """What is asked after this entry instead of an ordinary question; None for a talk that goes on.

        `readings` of this evening. Not to be called once somebody may be in danger: then nothing is braked.
        """
        people = {name for reading in readings for name in reading.labels("person")}
        found = rumination.brake(tuple(self._turns.values()), people=people, said=self._said)
        if not found:
            return None
        self._said, self._open = found, found == "offer"
        ways = self._phrases.brake_offer if found == "offer" else self._phrases.brake_turn
        return Braked(pick(ways, seed=entry.uid), f"brake.{found}", _WHY[found])
