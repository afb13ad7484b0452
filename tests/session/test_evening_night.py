"""Whole evenings: opened with an earlier night, braked where they circle, softer when it is late."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from evenings import ListeningLoudspeaker, NoKeys, spoken
from test_braking import ROUND

from assistant.adapters.staged import PlayedMicrophone, StagedClock
from assistant.audio import Samples, level_db
from assistant.journal import Entry, Evidence, Moment, Reading, Tag, Transcript, Utterance, night_of
from assistant.ports import Selection
from assistant.practice import Homework
from assistant.session.evening import Evening
from assistant.session.events import Event, Listening, Questioned, Said
from assistant.session.parts import Talking
from assistant.wiring import House

HUM = "and so it goes on and on"


class Scripted:
    """Writes down what the test has thought of, a turn at a time."""

    engine, model = "faster-whisper", "scripted"

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = list(lines)

    def transcribe(self, samples: Samples, *, hotwords: Sequence[str], offset_s: float = 0.0) -> Transcript:
        text = self._lines.pop(0) if self._lines else "Hm."
        return Transcript((Utterance(text, offset_s, offset_s + 1.0),), self.engine, self.model)


def evening(house: House, lines: Sequence[str], *, loudspeaker: ListeningLoudspeaker | None = None) -> list[Event]:
    script = Scripted(lines)
    keeping = replace(house.keeping(), transcriber=lambda: script)
    microphone = PlayedMicrophone([spoken(HUM) for _ in lines])
    talking = Talking(microphone, loudspeaker or ListeningLoudspeaker(), house.voice, NoKeys())
    events: list[Event] = []
    for event in Evening(keeping, talking=talking, says=house.says(), manners=house.manners()).run():
        events.append(event)
        if sum(isinstance(e, Listening) for e in events) > len(lines) > 0:  # in danger it would listen on for ever
            break
    return events


def braked(events: Sequence[Event]) -> list[str]:
    return [e.asked.question for e in events if isinstance(e, Questioned) and e.asked.question.startswith("brake.")]


def said(events: Sequence[Event]) -> list[tuple[str, str]]:
    return [(e.kind, e.text) for e in events if isinstance(e, Said)]


def test_circles_are_turned_and_then_offered_an_end(house: House) -> None:
    """From why to what next, then an offer to close; a yes to it is followed by the goodnight."""
    house = replace(house, settings=replace(house.settings, evening=replace(house.settings.evening, questions=5)))
    events = evening(house, [*ROUND, ROUND[0], "Yes, please."])
    assert braked(events) == ["brake.turn", "brake.offer"]
    kinds = [kind for kind, _ in said(events)]
    assert kinds[-2:] == ["question", "closing"]
    assert len(house.journal.entries(Selection())) == 5


def test_in_danger_nothing_is_braked(house: House) -> None:
    """It goes on listening, however often the same comes round."""
    events = evening(house, ["I want to kill myself.", *ROUND])
    assert braked(events) == []
    assert isinstance(events[-1], Listening)
    assert len(house.journal.entries(Selection())) == 4


def test_opens_with_a_thread_that_the_first_entry_answers(house: House) -> None:
    """In place of the greeting."""
    before = Moment(house.clock.now().utc - timedelta(days=2), 60, "Europe/Paris")
    words = Transcript((Utterance("I told her that Sundays are mine."),), "keyboard", "")
    entry = house.journal.keep(Entry(uuid4().hex, before, night_of(before), "type", "words", words))
    tag = Tag("behaviour", "set_boundary", "done", 1.0, Evidence(0, 0, 6, "I told"), "rule:x")
    house.journal.add_reading(entry, Reading((tag,), "none", None, "", "some tagger"))
    events = evening(house, ["I slept well."])
    kind, text = said(events)[0]
    assert kind == "greeting"
    assert "wo nights ago you" in text
    (asked,) = (a for a in house.journal.asked_since(house.tonight()) if a.question.startswith("thread."))
    newest = house.journal.entries(Selection(last=1))[0]
    assert newest.answers == asked.uid


def test_softer_and_slower_when_it_is_late(house: House) -> None:
    """The same closing at six in the evening and at two in the night."""
    closings = []
    for hour in (17, 1):
        clock = StagedClock(Moment(datetime(2026, 11, 20, hour, 0, tzinfo=UTC), 60, "Europe/Paris"))
        loudspeaker = ListeningLoudspeaker()
        evening(replace(house, clock=clock), [], loudspeaker=loudspeaker)
        closings.append(loudspeaker.played[-1])
    assert level_db(closings[0].samples) - level_db(closings[1].samples) > 4


@pytest.mark.parametrize(("questions", "lines"), [(0, [" ".join(ROUND)]), (3, [*ROUND, ROUND[0]])])
def test_the_brake_is_one_of_the_questions(house: House, questions: int, lines: list[str]) -> None:
    """Never more in an evening than the person wants, and none where they want none."""
    house = replace(
        house, settings=replace(house.settings, evening=replace(house.settings.evening, questions=questions))
    )
    events = evening(house, lines)
    assert sum(kind == "question" for kind, _ in said(events)) == questions
    assert said(events)[-1][0] == "closing"


@pytest.mark.parametrize("passed_over", ["Skip.", "My homework is to rest at noon."])
def test_a_question_that_was_passed_over(house: House, passed_over: str) -> None:
    """The evening listens on, and what is said next answers something else."""
    now = house.clock.now()
    noted = replace(now, utc=now.utc - timedelta(days=2))
    house.practices.keep_homework(Homework("h", "say no once", "", None, "", noted))
    events = evening(house, [passed_over, "Yes, I did.", "Goodnight."])
    (asked,) = [e.asked for e in events if isinstance(e, Questioned) and e.asked.question.startswith("homework.")]
    (entry,) = house.journal.entries(Selection())
    assert entry.answers != asked.uid
    assert house.practices.doings("h") == ()
