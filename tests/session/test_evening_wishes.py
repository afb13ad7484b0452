"""Wishes said aloud in a whole evening: on the real recogniser, tagger and journal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from evenings import NoKeys, spoken

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.journal import Entry, night_of
from assistant.ports import Selection
from assistant.practice import Homework
from assistant.session.evening import Evening
from assistant.session.events import Event, Kept, Questioned, Said
from assistant.wiring import House

PHONE = "I put the phone down and made some tea first."
BOSS = "My boss changed the plan again."


def evening(house: House, *turns: str) -> list[Event]:
    made = house.talking(PlayedMicrophone([spoken(turn) for turn in turns]), keys=NoKeys())
    talking = replace(made, loudspeaker=SilentLoudspeaker())
    return list(Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run())


def said(events: Sequence[Event], kind: str) -> list[str]:
    return [e.text for e in events if isinstance(e, Said) and e.kind == kind]


def kept(house: House) -> list[str]:
    entries: Sequence[Entry] = house.journal.entries(Selection())
    return [entry.transcript.text for entry in entries if entry.transcript]


def test_goodnight_ends_the_evening(house: House) -> None:
    """What was said is kept and read, and nothing is asked of who has said goodnight."""
    events = evening(house, f"{PHONE}\n\n\nGood night.")
    assert kept(house) == [PHONE]
    assert not [e for e in events if isinstance(e, Questioned)]
    assert len(said(events, "closing")) == 1


def test_that_is_all_ends_the_turn(house: House) -> None:
    """The question comes, and "that's all" to the question closes."""
    events = evening(house, PHONE, "That's all.", BOSS)
    assert kept(house) == [PHONE]
    assert len([e for e in events if isinstance(e, Questioned)]) == 1


def test_what_is_struck_is_nowhere_when_the_evening_has_closed(house: House) -> None:
    """Hidden at once, and gone from every table and every file."""
    evening(house, f"{PHONE} {BOSS}", "Strike that.", "Good night.")
    assert kept(house) == [PHONE]
    assert house.journal.query("SELECT count(*) FROM utterances WHERE text ILIKE '%boss%'").rows == ((0,),)
    assert b"changed the plan" not in house.home.database.read_bytes()
    assert not house.forgetting.pending()


def test_keep_it_brings_it_back(house: House) -> None:
    """Nothing is gone before the evening closes."""
    evening(house, f"{PHONE} {BOSS}", "Strike that.", "Bring it back.", "Good night.")
    assert kept(house) == [f"{PHONE} {BOSS}"]


def test_struck_words_of_danger_are_answered(house: House) -> None:
    """Care goes before the wish, and before the goodnight."""
    events = evening(house, "I want to die.", "Strike that.", "Good night.")
    assert said(events, "safety")
    assert kept(house) == []


def test_homework_is_asked_about_once(house: House) -> None:
    """The answer is noted with the night, and welcomed."""
    now = house.clock.now()
    earlier = replace(now, utc=now.utc - timedelta(days=2))
    house.practices.keep_homework(Homework("a" * 32, "call the doctor", "find the number", None, "", earlier))
    events = evening(house, "Yes.", "Good night.")
    (doing,) = house.practices.doings("a" * 32)
    assert (doing.done, doing.night) == ("yes", night_of(now))
    assert len(said(events, "answer")) == 1
    assert next(e.entry.answers for e in events if isinstance(e, Kept))
