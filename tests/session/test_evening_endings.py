"""How an evening ends: by hand, by a fault, and what is still done and said then."""

from evenings import spoken

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.ports import Selection
from assistant.session.evening import Evening
from assistant.session.events import Ended, Questioned, Said, TurnEnded
from assistant.session.parts import Talking
from assistant.wiring import House

TEA = "This time I put the phone down and made some tea first."
CALM = "After that I felt calm."


def of(kind, events):
    return [e for e in events if isinstance(e, kind)]


class EndsAfterTheLastWord:
    """^C as soon as all turns are said."""

    def __init__(self, microphone: PlayedMicrophone) -> None:
        self._microphone = microphone

    def pressed(self):
        return None if self._microphone._turns or len(self._microphone._rest) else "end"


def interrupted(house, turn):
    microphone = PlayedMicrophone([turn])
    talking = Talking(microphone, SilentLoudspeaker(), house.voice, EndsAfterTheLastWord(microphone))
    return list(Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run())


def test_what_was_said_before_an_end_by_hand_is_read(house: House) -> None:
    """^C in mid-turn keeps the words and their tags, and asks nothing more."""
    events = interrupted(house, spoken(f"{TEA}\n{CALM}"))
    assert of(TurnEnded, events) == [TurnEnded("end")]
    (entry,) = house.journal.entries(Selection())
    assert "phone" in entry.transcript.text.lower()
    assert house.journal.reading(entry.uid).tags
    assert of(Questioned, events) == []
    assert of(Ended, events) == [Ended(interrupted=True)]


def test_danger_before_an_end_by_hand_is_answered(house: House) -> None:
    """Who says it and ends the evening in the same breath still sees the numbers."""
    events = interrupted(house, spoken("I want to kill myself tonight."))
    assert [s.kind for s in of(Said, events)].count("safety") > 3
    assert of(Said, events)[-1].kind == "closing"
