"""The same night earlier, brought up at the end of an evening."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from evenings import NoKeys, spoken

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker, StagedClock
from assistant.errors import JournalBusy
from assistant.journal import Entry, Moment, Reading, Transcript, Utterance, night_of
from assistant.session.evening import Evening
from assistant.session.events import Event, Said
from assistant.session.parts import Talking
from assistant.session.typed import typed_evening
from assistant.wiring import House

PLAIN = "I put the phone down and made some tea first."


def kept(house: House, *, days_ago: int, safety: str = "none") -> None:
    moment = Moment(house.clock.now().utc - timedelta(days=days_ago), 60, "Europe/Paris")
    said = Transcript((Utterance("I told her that Sundays are mine."),), "keyboard", "")
    entry = house.journal.keep(Entry(uuid4().hex, moment, night_of(moment), "type", "words", said))
    house.journal.add_reading(entry, Reading((), safety, None, "", "some tagger"))  # type: ignore[arg-type]


def typed(house: House, *texts: str) -> list[Event]:
    lines = iter([*((text, True) for text in texts), ("", False)])
    keeping, says, manners = house.keeping(), house.says(), house.manners()
    return list(typed_evening(keeping, says=says, manners=manners, ask=lambda _: next(lines, ("", False))))


def offers(events: Iterable[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Said) and event.kind == "offer"]


def test_a_year_ago(house: House) -> None:
    """Said once, before the goodnight."""
    kept(house, days_ago=365)
    events = [event for event in typed(house, PLAIN) if isinstance(event, Said)]
    assert [event.kind for event in events][-2:] == ["offer", "closing"]
    assert "a year ago" in offers(events)[0]


def test_at_most_once_a_week(house: House) -> None:
    """Not the next night, and again after seven."""
    for days_ago in (365, 364, 358):
        kept(house, days_ago=days_ago)
    said = []
    for days_later in (0, 1, 7):
        moment = replace(house.clock.now(), utc=house.clock.now().utc + timedelta(days=days_later))
        said.append(len(offers(typed(replace(house, clock=StagedClock(moment)), PLAIN))))
    assert said == [1, 0, 1]


@pytest.mark.parametrize(
    ("days_ago", "safety", "tonight"),
    [
        (300, "none", PLAIN),
        (365, "crisis", PLAIN),
        (365, "none", "I want to kill myself."),
        (365, "none", "My mother died this morning and I can't stop crying."),
        (365, "none", ""),
    ],
    ids=["another night", "a hard night", "danger tonight", "a death tonight", "nothing said"],
)
def test_when_it_says_nothing(house: House, days_ago: int, safety: str, tonight: str) -> None:
    """It is there to be looked up all the same."""
    kept(house, days_ago=days_ago, safety=safety)
    assert offers(typed(house, tonight)) == []


def test_switched_off(house: House) -> None:
    """`looks_back = false`."""
    kept(house, days_ago=365)
    quiet = replace(house.settings, evening=replace(house.settings.evening, looks_back=False))
    assert offers(typed(replace(house, settings=quiet), PLAIN)) == []


def test_a_journal_that_is_busy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Costs the offer, and not the goodnight."""

    def busy(*_: object) -> None:
        raise JournalBusy("Another Between is at work.", "Wait a moment.")

    kept(house, days_ago=365)
    monkeypatch.setattr(house.journal, "add_asked", busy)
    events = typed(house, PLAIN)
    assert offers(events) == []
    assert [event.kind for event in events if isinstance(event, Said)][-1] == "closing"


def test_in_a_spoken_evening(house: House) -> None:
    """The same, aloud."""
    kept(house, days_ago=365)
    talking = Talking(PlayedMicrophone([spoken(PLAIN)]), SilentLoudspeaker(), house.voice, NoKeys())
    evening = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners())
    assert len(offers(evening.run())) == 1
