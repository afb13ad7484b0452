"""How an evening ends: by hand, by a fault, and what is still done and said then."""

from collections import deque

import pytest
from evenings import NoKeys, spoken

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.errors import JournalBusy
from assistant.ports import Key, Selection
from assistant.session.evening import Evening
from assistant.session.events import Ended, Listening, Questioned, Said, TurnEnded
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


def test_enter_pressed_twice_on_a_question(house: House) -> None:
    """The first stops the voice; the second does not end the turn that follows, and with it the evening."""
    keys: deque[Key] = deque()

    class Impatient(SilentLoudspeaker):
        def play(self, sound, *, stop):
            keys.extend(["enter", "enter"])
            return super().play(sound, stop=stop)

    class Pressed:
        def pressed(self):
            return keys.popleft() if keys else None

    talking = Talking(PlayedMicrophone([spoken(TEA), spoken(CALM)]), Impatient(), house.voice, Pressed())
    list(Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run())
    assert len(house.journal.entries(Selection())) == 2


def with_a_journal_that_takes_nothing(house, monkeypatch, said, *, until_listening=99, guide=None):
    def busy(*_):
        raise JournalBusy("Another Between is at work on the journal.", "Wait a moment.")

    for what in ("keep", "entries", "reading", "add_reading", "add_asked"):
        monkeypatch.setattr(house.journal, what, busy)
    talking = Talking(PlayedMicrophone([spoken(said)]), SilentLoudspeaker(), house.voice, NoKeys())
    events = []
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run(guide=guide)
    for event in running:
        events.append(event)
        if len(of(Listening, events)) == until_listening:
            break
    running.close()
    return events


def test_the_goodnight_for_what_waits_in_the_spool(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who spoke, and was told that it is safe, is not told that there was nothing to say."""
    events = with_a_journal_that_takes_nothing(house, monkeypatch, TEA)
    assert of(Said, events)[-1].text in house.says().phrases.closing_without_words
    assert of(Questioned, events) == []


def test_the_goodnight_after_a_guide_that_waits_in_the_spool(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for what was said to a guide."""
    events = with_a_journal_that_takes_nothing(house, monkeypatch, TEA, guide=house.says().guides[0])
    assert of(Said, events)[-1].text in house.says().phrases.closing_without_words


def test_danger_that_the_journal_could_not_take(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is answered all the same, and the evening stays."""
    said = "I want to kill myself tonight."
    events = with_a_journal_that_takes_nothing(house, monkeypatch, said, until_listening=2)
    assert "no crisis service" in " ".join(s.text for s in of(Said, events) if s.kind == "safety")
    assert len(of(Listening, events)) == 2
