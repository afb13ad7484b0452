"""Grounding off the record, on the real guides and prompts: by voice, by keys, and with parts missing."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Thread

import numpy as np
import pytest
from evenings import ListeningLoudspeaker, silence, spoken

from assistant import opening
from assistant.adapters.calm.notes import CalmNotes
from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.audio import Samples, Sound
from assistant.dialogue.calm_words import only_an_answer
from assistant.dialogue.guides import Guide, Step
from assistant.dialogue.safety import Grade, Told
from assistant.errors import PartMissing
from assistant.journal import Moment, Transcript, Utterance
from assistant.ports import Key, Loudspeaker, Selection
from assistant.practice import ToolUse
from assistant.session import tones
from assistant.session.calm_keys import NUMBERS, CalmKeys, Opened
from assistant.session.calming import MOST_TOOLS, Calmed, Calming
from assistant.session.evening import Evening
from assistant.session.events import Event, Kept, Notice, Said, WordsHeard
from assistant.session.off_the_record import deaf, off_the_record
from assistant.session.parts import Talking
from assistant.settings import Settings, VoiceSettings
from assistant.wiring import House, calm, calm_notes


@cache
def something() -> Samples:
    """Somebody speaks; what it was, the scripted ear knows."""
    return spoken("mm")


@dataclass
class Says:
    """Makes the words that the test gives, whatever is heard."""

    words: deque[str]
    engine: str = "script"
    model: str = "script"

    def transcribe(self, samples: Samples, *, hotwords: Sequence[str], offset_s: float = 0.0) -> Transcript:
        text = self.words.popleft() if self.words else ""
        said = (Utterance(text, offset_s, offset_s + 1.0),) if text else ()
        return Transcript(said, self.engine, self.model)


@dataclass
class Typed:
    """Keys that are pressed once so many sentences were said. Implements `ports.WrittenKeys`."""

    after: dict[int, str] = field(default_factory=dict)
    said: int = 0
    written: str = ""

    def pressed(self) -> Key | None:
        keys = self.after.pop(self.said, "")
        if not keys:
            return None
        self.written, rest = ("", "") if keys.startswith("^C") else (keys[0], keys[1:])
        if rest:
            self.after[self.said] = rest
        return "end" if keys.startswith("^C") else "enter" if self.written == "\n" else "other"


class Broken(SilentLoudspeaker):
    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        raise PartMissing("There is no loudspeaker.")


@dataclass
class Run:
    events: list[Event]
    calmed: Calmed
    kept: list[ToolUse]
    played: list[Sound]

    @property
    def said(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Said)]


def run(  # noqa: PLR0913 - each test wants one of them
    house: House,
    *heard: str | None,
    keys: Typed | None = None,
    loudspeaker: Loudspeaker | None = None,
    opened: Opened | None = None,
    keep: Callable[[ToolUse], None] | None = None,
    tools: Sequence[Guide] = (),
) -> Run:
    """`heard`: a turn each, None for silence. The next one begins when Between has spoken, or after long quiet."""
    turns = [silence(0.1) if words is None else something() for words in heard]
    script = Says(deque(words for words in heard if words is not None))
    typed, out, kept = keys or Typed(), loudspeaker or ListeningLoudspeaker(), []
    keeping = off_the_record(
        house.clock,
        voice_activity=house.voice_activity if heard else deaf,  # a minute of silence takes seconds to look through
        transcriber=lambda: script,
        tagger=house.danger,
        danger=house.danger,
    )
    talking = Talking(PlayedMicrophone(turns), out, calm._voice(house), typed)
    parts = calm._parts(house, keeping, talking=talking, says=house.says())
    events: list[Event] = []
    opening = None if opened is None else lambda: opened
    going = Calming(parts, tools=tools or calm._tools(house), keep=keep or kept.append, opened=opening).run()
    while True:
        try:
            events.append(next(going))
        except StopIteration as stop:
            return Run(events, stop.value, kept, out.played if isinstance(out, ListeningLoudspeaker) else [])
        typed.said += isinstance(events[-1], Said)


@pytest.fixture
def silent(house: House) -> House:
    """Where no sound is wanted, no test waits for a voice."""
    return replace(house, settings=Settings(voice=VoiceSettings(speak=False)))


def test_by_voice(house: House) -> None:
    """The numbers are taken as people say them; the tone is breathed by, and the words go nowhere."""
    made = run(house, "about a six", *[None] * 10, "hm, three or so")
    (use,) = made.kept
    assert (use.tool, use.before, use.after, use.night) == ("paced-breathing", 6, 3, house.tonight())
    assert not [event for event in made.events if isinstance(event, WordsHeard | Kept)]
    assert sum(sound.seconds == 10.0 for sound in made.played) == 10
    assert made.said[0] == opening.words().opening
    assert made.said[-1] == opening.words().closing


def test_nothing_is_left_behind(house: House) -> None:
    """No file has a word of what was said, and no journal, spool or recording was begun."""
    run(house, "about a six, since my sister left")
    left = [path for path in house.home.root.rglob("*") if path.is_file()]
    assert {path.parent.name for path in left} <= {"sounds"}
    assert not any(b"sister" in path.read_bytes() for path in left)


@pytest.mark.parametrize(
    ("heard", "used"),
    [(["eight", "three"], 1), (["eight", "eight", "eight", "two"], 2), (["five"] * 10, MOST_TOOLS), (["skip"] * 2, 3)],
)
def test_until_it_is_easier(house: House, heard: list[str], used: int) -> None:
    """Another tool is tried while it is as strong as before, or where they would rather have another; three at most."""
    ask = [Step("before", ("How strong?",), "number", keep_as="before", next="after")]
    ask += [Step("after", ("And now?",), "number", keep_as="after")]
    tools = [Guide(name, name, "", (), 1, "", True, 1, tuple(ask)) for name in "abcde"]
    made = run(house, *heard, tools=tools)
    assert [use.tool for use in made.kept] == list("abcde")[:used]
    assert made.said.count(opening.words().another) == (0 if heard[0] == "skip" else used - 1)


def test_who_says_nothing_is_not_asked_twice(silent: House) -> None:
    made = run(silent)
    assert [(use.before, use.after) for use in made.kept] == [(None, None)]
    assert len(made.said) == len(set(made.said)) + 2 * 9  # "In." and "Out." of ten breaths


@pytest.mark.parametrize(("typed", "number"), [("7", 7), ("10", 10), ("1", 1), ("0", 0), ("\n", None)])
def test_by_key(silent: House, typed: str, number: int | None) -> None:
    """At the first question. Enter goes on without a number."""
    made = run(silent, keys=Typed({2: typed}))
    assert (made.kept[0].before, made.calmed.interrupted) == (number, False)
    assert made.said[-1] == opening.words().closing


@pytest.mark.parametrize(("key", "interrupted"), [("x", False), ("^C", True), ("\n", False), ("5", False)])
def test_any_key_ends_it_without_another_word(silent: House, key: str, interrupted: bool) -> None:
    """In the midst of the breaths, where nothing is asked; that it was used is noted."""
    made = run(silent, keys=Typed({8: key}))
    assert len(made.said) == 8
    assert len(made.kept) == 1
    assert made.calmed.interrupted is interrupted


def test_a_key_in_the_first_words(silent: House) -> None:
    """No tool was used yet, so none is noted."""
    made = run(silent, opened=Opened(heard=True, key="end"))
    assert (made.said, made.kept) == ([opening.words().opening], [])
    assert made.calmed.interrupted


def test_a_key_stops_the_tone(house: House) -> None:
    class Stopped(ListeningLoudspeaker):
        def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
            keys.after = {keys.said: "x"} if sound.seconds == 10.0 else {}
            return super().play(sound, stop=stop)

    keys = Typed()
    made = run(house, keys=keys, loudspeaker=Stopped())
    assert sum(sound.seconds == 10.0 for sound in made.played) == 1
    assert made.said[-1] != opening.words().closing


def test_without_a_loudspeaker(house: House) -> None:
    """It is shown, said once that none is there, and the breaths go on in words."""
    made = run(house, loudspeaker=Broken())
    told = [event.text for event in made.events if isinstance(event, Notice)]
    assert sum("no loudspeaker" in text for text in told) == 1
    assert (made.said.count("In."), made.said.count("Out."), made.said.count("Hold.")) == (10, 10, 0)


def test_danger_goes_first(house: House) -> None:
    """It is answered before the tool, silence does not end it, and the tool goes on when they ask for that."""
    made = run(house, "I want to kill myself", None, "go on", "four")
    kinds = [event.kind for event in made.events if isinstance(event, Said)]
    first, last = kinds.index("safety"), len(kinds) - kinds[::-1].index("safety")
    assert set(kinds[first:last]) == {"safety"}
    assert made.said[first - 1].startswith("From zero to ten")
    assert made.calmed.told.held
    assert not any("kept" in text and "None of this" not in text for text in made.said)
    assert [use.tool for use in made.kept] == ["paced-breathing"]
    assert made.said[-1].startswith("You can come back at any hour.")


@pytest.mark.parametrize(
    ("said", "only"),
    [
        ("Seven.", True),
        ("um, about an eight", True),
        ("It's a 10", True),
        ("six or seven", True),
        ("not really", True),
        ("ten, I want to die", False),
        ("seven and I can't do this", False),
        ("no more", False),
        ("nothing", False),
    ],
)
def test_what_needs_no_reading(said: str, only: bool) -> None:
    """Loading what hears danger takes seconds, and a number waits for none of it; any other word does."""
    assert only_an_answer(said) is only


def test_enough_between_two_breaths(house: House) -> None:
    made = run(house, "six", None, "that's all")
    assert sum(sound.seconds == 10.0 for sound in made.played) == 2
    assert made.said[-1] == opening.words().closing


def test_in_an_evening(house: House) -> None:
    """Off the record there, too: no entry, and what the evening said for safety is known. The journal takes the use."""
    talking = Talking(PlayedMicrophone([silence(0.1)]), SilentLoudspeaker(), house.voice, Typed({4: "x"}))
    told, first = Told(grade=Grade.CRISIS, held=True), calm._tools(house)[0].name
    evening = replace(house.keeping(), voice_activity=deaf)
    going = calm.in_an_evening(house, evening, talking=talking, says=house.says(), told=told).run()
    while True:
        try:
            next(going)
        except StopIteration as stop:
            calmed = stop.value
            break
    assert (calmed.told, calmed.interrupted) == (told, False)
    assert house.journal.entries(Selection()) == ()
    calm_notes.fold_in(house)
    calm_notes.fold_in(house)
    assert [use.tool for use in house.practices.tool_uses()] == [first]
    assert len(CalmNotes(house.home.calm).order()) >= 3


def test_taken_in_by_two_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An evening and a calm that end together: each use is in the journal once."""
    moment = house.clock.now()
    CalmNotes(house.home.calm).add(ToolUse("five-senses", moment, moment.local.date(), 8, 5))
    other = replace(house)
    beside = Thread(target=calm_notes.fold_in, args=(other,))
    keep = house.practices.keep_tool_use

    def keep_late(use: ToolUse) -> None:
        beside.start()
        beside.join(timeout=1)
        keep(use)

    monkeypatch.setattr(house.practices, "keep_tool_use", keep_late)
    calm_notes.fold_in(house)
    beside.join()
    assert len(house.practices.tool_uses()) == 1


def test_goodnight_is_a_word_to_end_it(house: House) -> None:
    made = run(house, "goodnight")
    assert made.calmed.goodnight
    assert made.said[-1] == opening.words().closing
    assert "In." not in made.said


def test_a_disk_that_takes_no_note(silent: House) -> None:
    """It goes on, and says so."""
    (silent.home.root / "calm").write_text("in the way")
    made = run(silent, keep=CalmNotes(silent.home.calm).add)
    assert made.said[-1] == opening.words().closing
    assert any("nothing is noted" in event.text for event in made.events if isinstance(event, Notice))


def test_the_tool_that_helped_comes_first(silent: House) -> None:
    CalmNotes(silent.home.calm).set_order(("five-senses", "paced-breathing"))
    assert run(silent, keys=Typed({6: "x"})).kept[0].tool == "five-senses"


def test_a_one_is_waited_with(house: House) -> None:
    """It may still become a ten; and a nought that comes too late is the next key."""

    class Clock:
        at = 0.0

        def now(self) -> Moment:
            raise AssertionError

        def monotonic(self) -> float:
            return self.at

    clock, typed = Clock(), Typed({0: "10"})
    keys = CalmKeys(typed, clock=clock)
    keys.asks(NUMBERS)
    assert (keys.pressed(), keys.pressed(), keys.answer) == (None, "enter", "10")
    typed.after = {0: "1"}
    keys.asks(NUMBERS)
    assert (keys.pressed(), keys.pressed(), keys.answered) == (None, None, False)
    clock.at += 1
    assert (keys.pressed(), keys.answer, keys.answered, keys.over) == ("enter", "1", True, False)


@pytest.mark.parametrize(("in_s", "hold_s", "out_s"), [(4, 0, 6), (3, 2, 5)])
def test_a_breath(in_s: float, hold_s: float, out_s: float) -> None:
    """As long as it should be, without a click at its ends, loudest where it turns, softer than a voice."""
    sound = tones.breath(in_s, hold_s, out_s, volume=0.6)
    loud = np.abs(sound.samples)
    assert sound.seconds == pytest.approx(in_s + hold_s + out_s)
    assert loud[[0, -1]].max() < 0.001
    assert loud.max() <= tones.PEAK * 0.6 + 1e-6
    assert in_s - 0.5 < loud.argmax() / sound.rate_hz < in_s + hold_s + 0.5
    assert np.abs(np.diff(sound.samples)).max() < 0.05


def test_in_an_evening_that_is_to_be_silent(house: House) -> None:
    """After "stop talking" nobody is spoken to in calm either, since somebody may be asleep beside them."""
    script = Says(deque(["Stop talking.", "Help me calm down.", "Stop.", "Goodnight."]))
    house.__dict__["transcriber"] = lambda: script
    out = ListeningLoudspeaker()
    house.__dict__["loudspeaker"] = lambda: out
    talking = house.talking(PlayedMicrophone([something()] * 4), keys=Typed())
    said: list[str] = []
    for event in Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run():
        said += [event.text] if isinstance(event, Said) else []
    assert opening.words().opening in said
    assert len(out.played) == said.index("I stay quiet.") + 1
