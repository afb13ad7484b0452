"""Guides led in an evening, on the real journal and the real tagger; what is said comes as words."""

import shutil
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from evenings import ListeningLoudspeaker, NoKeys

from assistant.adapters import guide_files
from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.adapters.tagger import Tagger as SpacyTagger
from assistant.audio import Sound
from assistant.dialogue.guides import Breathe, Guide
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.phrases import phrases, without
from assistant.dialogue.spoken_commands import Wish, wish
from assistant.errors import JournalBusy, PartMissing
from assistant.journal import Entry, Transcript, Utterance, night_of
from assistant.ports import Home, Selection, Tagger
from assistant.session.answering import Answering
from assistant.session.conversation import Answered, Conversation
from assistant.session.events import Event, Kept, Notice, Questioned, Said
from assistant.session.guidance import Guidance, Guided
from assistant.session.guiding import Guiding
from assistant.session.keeping import Keeper
from assistant.session.parts import Talking
from assistant.session.wishes import Next
from assistant.settings import Settings
from assistant.wiring import House, data_folder

PROMPTS = Path(__file__).parents[2] / "prompts"
SILENCE = ""
ENTER = "[enter]"
STRONG = "How strong is it?"
SILENT = "I'll leave it here. Nothing is lost, and it can go on another night."
LEFT = "We leave it here. It's kept, and it can go on another night."
AFTER_CARE = "We can stay with this for as long as you like. Shall we go on with the guide?"
DANGER = "I want to kill myself."

TOP = """\
version = 1
name = "{name}"
title = "Small"
about = "Small."
called = ["small"]
minutes = 1
source = "Made up for this test."
"""

SMALL = (
    TOP.format(name="small")
    + """
[[step]]
id = "hello"
say = "Hello."
when = [{ kept = "what", within_days = 14, go = "last_time" }]

[[step]]
id = "what"
say = "What happened?"
listen = "free"
keep_as = "what"
when = [{ tag = "emotion:shame", go = "kind" }]

[[step]]
id = "strong"
say = "How strong is it?"
listen = "number"
keep_as = "strong"
again = "Any number is fine."

[[step]]
id = "back"
say = "You said: {what}"

[[step]]
id = "helped"
say = "Did it help?"
listen = "yes_partly_no"
keep_as = "helped"
next = "bye"

[[step]]
id = "kind"
say = "Be kind."
next = "strong"

[[step]]
id = "last_time"
say = "Last time: {before.what}"
next = "what"

[[step]]
id = "bye"
say = "Bye."
"""
)

BREATHING = (
    TOP.format(name="breathing")
    + """
[[step]]
id = "breaths"
say = "Breathe."
breathe = { in = 4, out = 6, times = 3 }

[[step]]
id = "still"
wait = 20

[[step]]
id = "bye"
say = "Bye."
"""
)


class NoLoudspeaker(SilentLoudspeaker):
    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        raise PartMissing("There is no loudspeaker.")


class Stopped(SilentLoudspeaker):
    """By a key, a while into the sound."""

    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        time.sleep(0.11)
        return False


class Told(Conversation):
    """The real one, but for its ears: the person says these lines, one turn each, and then nothing more."""

    lines: list[str]
    asides: list[str]
    """What is said while it is quiet, a line each time."""
    rested: list[float]

    def _hear(self, turn_taking: TurnTaking, *, answers: str) -> Generator[Event, None, Answered]:
        if self.ending:
            return Answered("end", None)
        line = self.lines.pop(0) if self.lines else SILENCE
        utterances = tuple(Utterance(text) for text in line.split("\n") if text)
        if line == ENTER:
            return Answered("enter", None)
        words: Transcript | None = Transcript(utterances, "keyboard", "")
        wishes = []
        for phrase in phrases(utterances):
            found = wish(phrase, commands=self._commands)
            if found is not None and words is not None:
                wishes.append(found)
                words = without(words, phrase)
        self._answered = bool(words and words.utterances)
        if words is None or not words.utterances:
            return Answered("wish" if wishes else "gone", None, tuple(wishes))
        now = self._keeping.clock.now()
        entry = Entry(uuid4().hex, now, night_of(now), "type", "words", words, answers=answers)
        return Answered("done", (yield from self._keep(entry)), tuple(wishes))

    def rest(self, seconds: float) -> Generator[Event, None, Answered]:
        """No time passes, and somebody may speak in it."""
        self.rested.append(seconds)
        self.lines, lines = self.asides, self.lines
        heard = yield from self._hear(TurnTaking(), answers="")
        self.asides, self.lines = self.lines, lines
        return heard


@dataclass
class Room:
    """Somebody who is led through guides on one night after another."""

    house: House
    tagger: Tagger
    tone: Callable[[Breathe], Sound] | None = None
    loudspeaker: SilentLoudspeaker = field(default_factory=SilentLoudspeaker)
    does: Callable[[Answered], None] = lambda _: None
    """For a wish that is no guide's own."""
    next: Next = "listen"
    """What comes of such a wish."""
    done: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    rested: list[float] = field(default_factory=list)
    asides: tuple[str, ...] = ()

    def guided(self, guide: Guide, *lines: str, until: Callable[[Event], bool] = lambda _: False) -> Guided | None:
        """None where it was killed in the middle, at the first event that is `until`."""
        keeping = replace(self.house.keeping(), tagger=lambda: self.tagger)
        says, manners = self.house.says(), self.house.manners()
        keeper = Keeper(keeping, manners)
        talking = Talking(PlayedMicrophone([]), self.loudspeaker, None, NoKeys())
        talk = Told(keeping, talking=talking, says=says, manners=manners, keeper=keeper)
        talk.lines, talk.asides, talk.rested = list(lines), list(self.asides), self.rested
        self.answering = Answering(keeping, keeper=keeper, says=says, manners=manners)
        guidance = Guidance(
            talk,
            self.answering,
            keeping,
            manners,
            guide_files.load_phrases(PROMPTS / "guiding.toml"),
            self.tone,
            self._do,
        )
        self.events.clear()
        leading = Guiding(guide, guidance=guidance).run()
        try:
            while True:
                event = next(leading)
                self.events.append(event)
                if until(event):
                    return None
        except StopIteration as stop:
            guided: Guided = stop.value
            return guided
        finally:
            talk.close()

    def _do(self, wish: Wish, heard: Answered) -> Generator[Event, None, Next]:
        self.done.append(wish.kind)
        self.does(heard)
        yield Notice(wish.kind)
        return self.next

    @property
    def said(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Said)]

    def kept(self, guide: Guide) -> dict[str, tuple[str, float | None]]:
        return {a.name: (a.text, a.number) for a in self.house.keeping().practices.answers(guide=guide.name)}

    def runs(self, guide: Guide) -> list[tuple[str, bool]]:
        return [(run.at, run.ended) for run in self.house.keeping().practices.runs(guide.name)]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return SpacyTagger(data_folder("models") / "tagger")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with nothing in it: to make one takes longer than to copy it."""
    home = Home(tmp_path_factory.mktemp("empty"))
    House(home, Settings(), home.root / "settings.toml").open().practices.runs()
    return home.database


@pytest.fixture
def room(house: House, tagger: Tagger, empty: Path) -> Room:
    shutil.copy(empty, house.home.database)
    return Room(house, tagger)


def tone(breath: Breathe) -> Sound:
    return Sound(np.zeros(round(100 * (breath.in_s + breath.hold_s + breath.out_s)), np.float32), 100)


def loaded(folder: Path, *, name: str, text: str) -> Guide:
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return guide_files.load(path)


@pytest.fixture
def small(tmp_path: Path) -> Guide:
    return loaded(tmp_path, name="small", text=SMALL)


@pytest.fixture
def breathing(tmp_path: Path) -> Guide:
    return loaded(tmp_path, name="breathing", text=BREATHING)


def test_to_its_end(room: Room, small: Guide) -> None:
    """What was answered is kept under its name with its entry, each question is noted, and the run has ended."""
    guided = room.guided(small, "The phone rang at dinner.", "about a six", "kind of")
    assert guided is not None
    assert guided.why == "ended"
    assert room.said == [
        "Hello.",
        "What happened?",
        STRONG,
        "You said: The phone rang at dinner",
        "Did it help?",
        "Bye.",
    ]
    assert room.kept(small) == {
        "what": ("The phone rang at dinner.", None),
        "strong": ("about a six", 6.0),
        "helped": ("kind of", 0.5),
    }
    assert room.runs(small) == [("bye", True)]
    entries = room.house.journal.entries(Selection())
    asked = {a.uid: a.question for a in room.house.journal.asked_since(entries[0].night)}
    assert [asked[e.answers] for e in entries] == ["guide.small.what", "guide.small.strong", "guide.small.helped"]
    answers = room.house.keeping().practices.answers(guide="small")
    assert [a.entry for a in answers] == [e.uid for e in entries]


def test_an_answer_that_is_none(room: Room, small: Guide) -> None:
    """It is asked again once, in words of the guide or in those for all guides, and then gone on."""
    guided = room.guided(small, "The phone rang.", "twelve", "the dog", "whatever", "yes, it did")
    assert guided is not None
    assert guided.why == "ended"
    assert room.said[2:5] == [STRONG, "Any number is fine.", "You said: The phone rang"]
    assert room.said[5:7] == ["Did it help?", "Yes, partly or no: each is fine."]
    assert set(room.kept(small)) == {"what", "helped"}


def test_silence_all_through(room: Room, small: Guide) -> None:
    """It says once that there is time, closes softly with a word, and stands where it was for another night."""
    guided = room.guided(small)
    assert guided is not None
    assert guided.why == "silent"
    assert room.said[-2:] == ["There is time. A few words are enough.", SILENT]
    assert room.runs(small) == [("what", False)]


def test_a_grounding_tool_goes_on_without_a_word(room: Room, small: Guide) -> None:
    """Who is in a spiral may have none: nobody leaves them alone with a silence."""
    guided = room.guided(replace(small, tool=True))
    assert guided is not None
    assert guided.why == "ended"
    assert room.said[-1] == "Bye."
    assert room.kept(small) == {}


def test_enter_without_a_word(room: Room, small: Guide) -> None:
    """It goes on from the step at once, and leaves nobody behind as silence does."""
    guided = room.guided(small, ENTER, ENTER, ENTER)
    assert guided is not None
    assert guided.why == "ended"
    assert room.said == ["Hello.", "What happened?", STRONG, "Did it help?", "Bye."]


def test_one_silence_is_none(room: Room, small: Guide) -> None:
    """Who thought for long and then answered is heard as any other."""
    guided = room.guided(small, "The phone rang.", SILENCE, "four", "no")
    assert guided is not None
    assert guided.why == "ended"
    assert room.kept(small)["strong"] == ("four", 4.0)


@pytest.mark.parametrize(
    ("word", "why", "left"), [("leave the guide", "left", []), ("goodnight", "left", ["goodnight"])]
)
def test_left_at_any_word(room: Room, small: Guide, word: str, why: str, left: list[str]) -> None:
    """With a word where only the guide is left; a goodnight is for the evening. What was answered stays."""
    guided = room.guided(small, "The phone rang.", word)
    assert guided is not None
    assert (guided.why, [wish.kind for wish in guided.wishes]) == (why, left)
    assert (room.said[-1] == LEFT) == (not left)
    assert room.runs(small) == [("strong", False)]


def test_goes_on_another_night(room: Room, small: Guide) -> None:
    """Asked for again it offers to go on there, with what was said on the first night."""
    room.guided(small, "The phone rang.", "leave the guide")
    guided = room.guided(small, "yes please", "seven", "yes")
    assert guided is not None
    assert guided.why == "ended"
    assert room.said[:3] == [
        "Last time we stopped on the way. Shall we go on from there?",
        STRONG,
        "You said: The phone rang",
    ]
    assert room.runs(small) == [("bye", True)]
    room.guided(small, "leave the guide")
    assert room.said[0] == "Hello."


def test_begins_afresh_where_that_is_wanted(room: Room, small: Guide) -> None:
    """And what was left is offered no more."""
    room.guided(small, "The phone rang.", "leave the guide")
    guided = room.guided(small, "no, from the beginning", "Something else.", "leave the guide")
    assert guided is not None
    assert room.said[1] == "Hello."
    assert room.runs(small) == [("strong", True), ("strong", False)]


def test_killed_in_the_middle(room: Room, small: Guide) -> None:
    """After a kill it stands at the step that was not answered, and everything said before is kept."""
    asked = iter(range(9))
    room.guided(small, "The phone rang.", until=lambda e: isinstance(e, Questioned) and next(asked) == 1)
    assert room.runs(small) == [("strong", False)]
    assert room.kept(small) == {"what": ("The phone rang.", None)}
    guided = room.guided(small, "yes", "three", "no")
    assert guided is not None
    assert guided.why == "ended"
    assert "You said: The phone rang" in room.said


def test_a_guide_that_has_changed_meanwhile(room: Room, small: Guide) -> None:
    """The step where it was left is gone: it begins, and asks nothing about it."""
    room.guided(small, "The phone rang.", "leave the guide")
    changed = replace(small, steps=tuple(step for step in small.steps if step.id != "strong"))
    room.guided(changed, "leave the guide")
    assert room.said[0] == "Hello."


def test_wishes_inside_a_guide(room: Room, small: Guide) -> None:
    """Repeat says the question again, skip goes on, and what is no guide's own is done and the question said again."""
    room.guided(small, "Repeat that.", "The phone rang.", "Slower, please.", "skip", "yes")
    assert room.said[1:4] == ["What happened?", "What happened?", STRONG]
    assert room.said[4] == STRONG
    assert room.done == ["slower"]
    assert "strong" not in room.kept(small)


def test_what_was_struck_is_no_answer(room: Room, small: Guide) -> None:
    """It is not kept under a name, and the question is asked again."""
    forgetting = room.house.keeping().forgetting

    def strikes(heard: Answered) -> None:
        assert heard.entry is not None
        forgetting.hide(heard.entry, words=Transcript((), "keyboard", ""), spans=())

    room.does = strikes
    room.guided(small, "The phone rang at Dana's.\nStrike that.", "A phone rang.", "leave the guide")
    assert room.done == ["strike_that"]
    assert room.kept(small) == {"what": ("A phone rang.", None)}


def test_words_that_were_changed(room: Room, small: Guide) -> None:
    """What is left of an answer is the answer: a sentence of it is struck, or a name kept private."""
    forgetting = room.house.keeping().forgetting

    def strikes(heard: Answered) -> None:
        assert heard.entry is not None
        forgetting.hide(heard.entry, words=Transcript((Utterance("I was at home."),), "keyboard", ""), spans=())

    room.does = strikes
    room.guided(small, "I was at home.\nDana was there.\nForget the last sentence.", "leave the guide")
    assert room.kept(small) == {"what": ("I was at home.", None)}


def test_an_answer_struck_later(room: Room, small: Guide) -> None:
    """What was taken back is said back no more."""
    practices = room.house.keeping().practices

    def strikes(_: Answered) -> None:
        kept = practices.answers(guide="small")[0]
        practices.keep_answer(replace(kept, text=""))

    room.does = strikes
    guided = room.guided(small, "The phone rang.", "Strike that.", "four", "yes")
    assert guided is not None
    assert guided.why == "ended"
    assert not any("You said" in text for text in room.said)


def test_danger_is_answered_first(room: Room, small: Guide) -> None:
    """Care in full, then what is said to it, then one offer to go on; the guide goes on where that is wanted."""
    guided = room.guided(
        small, DANGER, "I am here with my sister.", "I can call her.", "yes", "The phone rang.", "five", "yes"
    )
    assert guided is not None
    assert guided.why == "ended"
    kinds = [event.kind for event in room.events if isinstance(event, Said)]
    first = kinds.index("safety")
    assert kinds[:first] == ["guide", "question"]
    assert kinds[first:].index("question") > 3
    assert AFTER_CARE in room.said
    assert room.said[room.said.index(AFTER_CARE) + 1] == "What happened?"
    assert room.kept(small)["what"] == ("The phone rang.", None)


def test_danger_and_no_wish_to_go_on(room: Room, small: Guide) -> None:
    """The evening listens on, and the guide can go on another night."""
    guided = room.guided(small, DANGER, "I am here with my sister.", "I can call her.", "no")
    assert guided is not None
    assert guided.why == "care"
    assert room.said[-1] == AFTER_CARE
    assert STRONG not in room.said


def test_danger_and_silence(room: Room, small: Guide) -> None:
    """Nothing more is asked of who says nothing; the care waits for its answer."""
    guided = room.guided(small, DANGER)
    assert guided is not None
    assert guided.why == "care"
    assert guided.asked
    assert AFTER_CARE not in room.said


def test_danger_and_goodnight_in_one_breath(room: Room, small: Guide) -> None:
    """There is time for an answer to the care: the goodnight is not handed on."""
    guided = room.guided(small, f"{DANGER}\nGoodnight.")
    assert guided is not None
    assert (guided.why, guided.wishes) == ("care", ())
    assert guided.asked


def test_danger_that_grows_while_care_waits_for_its_answer(room: Room, small: Guide) -> None:
    """What is said to care is heard as well, also beside a wish."""
    guided = room.guided(small, "I am so tired of everything.", f"{DANGER}\nGoodnight.")
    assert guided is not None
    assert (guided.why, guided.wishes) == ("care", ())
    last = max(n for n, event in enumerate(room.events) if isinstance(event, Kept))
    assert any(isinstance(event, Said) and event.kind == "safety" for event in room.events[last:])


def test_care_that_the_journal_could_not_note(room: Room, small: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer is waited for all the same, before the guide is offered."""

    def busy(*_: object) -> None:
        raise JournalBusy("The journal is in use by another program.")

    monkeypatch.setattr(room.house.journal, "add_asked", busy)
    guided = room.guided(small, DANGER)
    assert guided is not None
    assert guided.why == "care"
    assert AFTER_CARE not in room.said


def test_a_wish_after_which_the_evening_is_over(room: Room, small: Guide) -> None:
    """Somebody said goodnight in what it led to: nothing more is asked."""
    room.next = "close"
    guided = room.guided(small, "The phone rang.", "My homework is to call the doctor.", "six")
    assert guided is not None
    assert guided.why == "over"
    assert room.said[-1] == STRONG


def test_a_wish_that_told_of_danger(room: Room, small: Guide) -> None:
    """It was answered, and the guide leaves its person to the evening, which listens on."""

    def tells(_: Answered) -> None:
        room.answering.told = replace(room.answering.told, held=True)

    room.does = tells
    guided = room.guided(small, "The phone rang.", "My homework is to die.", "six")
    assert guided is not None
    assert guided.why == "care"
    assert room.said[-1] == STRONG


def test_the_way_goes_by_what_was_heard(room: Room, small: Guide) -> None:
    """A feeling that the tagger hears in an answer leads elsewhere."""
    room.guided(small, "I was so ashamed of myself at dinner.", "five", "yes")
    assert "Be kind." in room.said


def test_breathing_by_the_tone(room: Room, breathing: Guide) -> None:
    """One tone for each breath, with a moment after each in which a word is heard."""
    room.tone = tone
    room.loudspeaker = ListeningLoudspeaker()
    room.guided(breathing)
    assert [round(sound.seconds) for sound in room.loudspeaker.played] == [10, 10, 10]
    assert room.rested == [1.0, 1.0, 1.0, 20]
    assert room.said == ["Breathe.", "Bye."]


def test_the_loudspeaker_is_gone(room: Room, breathing: Guide) -> None:
    """It goes on in words on the screen, in the same time."""
    room.tone = tone
    room.loudspeaker = NoLoudspeaker()
    guided = room.guided(breathing)
    assert guided is not None
    assert guided.why == "ended"
    assert room.said == ["Breathe.", "In.", "Out.", "In.", "Out.", "In.", "Out.", "Bye."]
    assert room.rested == [4, 6, 4, 6, 4, 6, 20]
    assert len([e for e in room.events if isinstance(e, Notice)]) == 1


def test_a_word_between_two_breaths(room: Room, breathing: Guide) -> None:
    """It is heard: stop leaves the guide, skip goes on, and danger is answered."""
    room.tone = tone
    room.asides = (SILENCE, "Stop.")
    left = room.guided(breathing)
    assert left is not None
    assert left.why == "left"
    assert room.said == ["Breathe.", LEFT]
    room.asides = ("skip",)
    room.guided(breathing)
    assert room.rested[2:] == [1.0, 20]
    room.asides = (DANGER,)
    cared = room.guided(breathing)
    assert cared is not None
    assert cared.why == "care"


def test_a_key_ends_the_breathing(room: Room, breathing: Guide) -> None:
    """And the guide goes on."""
    room.tone = tone
    room.loudspeaker = Stopped()
    guided = room.guided(breathing)
    assert guided is not None
    assert room.said == ["Breathe.", "Bye."]


def test_the_journal_is_busy_in_the_middle(room: Room, small: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once, and the guide goes on from memory; what is said is kept all the same."""

    def busy(*_: object) -> None:
        raise JournalBusy("The journal is in use by another program.")

    practices = room.house.keeping().practices
    for what in ("keep_run", "keep_answer"):
        monkeypatch.setattr(practices, what, busy)
    guided = room.guided(small, "The phone rang.", "six", "yes")
    assert guided is not None
    assert guided.why == "ended"
    assert "You said: The phone rang" in room.said
    assert len([e for e in room.events if isinstance(e, Notice)]) == 1
    assert len([e for e in room.events if isinstance(e, Kept)]) == 3


def test_what_was_kept_on_an_earlier_night(room: Room, small: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    """A way may depend on it, and it is said back, for as many nights as the guide says."""
    room.guided(small, "The phone rang.", "six", "yes")
    room.guided(small, "leave the guide")
    assert "Last time: The phone rang" in room.said
