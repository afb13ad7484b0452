"""Spoken wishes are done, on a real journal; what was said is given with its words and times."""

import tomllib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

import numpy as np
import pytest
from evenings import TEN_TO_MIDNIGHT, ListeningLoudspeaker, NoKeys
from spoken_lines import heard

from assistant.adapters.spoken_commands_file import load
from assistant.adapters.staged import PlayedMicrophone
from assistant.audio import Sound
from assistant.dialogue.asking.nouns import Answer, Missing, Unknown
from assistant.dialogue.guides import Guide
from assistant.dialogue.phrases import phrases, without
from assistant.dialogue.sentences import Sentence
from assistant.dialogue.spoken_commands import wish
from assistant.errors import AssistantError, JournalBusy, PartMissing
from assistant.journal import Entry, Moment, Transcript, night_of
from assistant.ports import Selection, Tagger
from assistant.practice import Homework
from assistant.session.answering import Answering
from assistant.session.conversation import Answered, Conversation
from assistant.session.events import Event, Notice
from assistant.session.forgetting import Means
from assistant.session.keeping import Keeper
from assistant.session.parts import Talking
from assistant.session.wishes import Able, Next, Wishes
from assistant.wiring import House, data_folder, wishes

T = TypeVar("T")
COMMANDS = load(data_folder("prompts") / "spoken_commands.toml")
WORDS = wishes.words()
_LOADED: dict[str, Callable[[], Tagger]] = {}
"""What takes a second to load, once for all tests."""


class OneVoice:
    """Remembers what it is given to say."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def speak(self, text: str, *, pace: float = 1.0) -> Sound:
        self.said.append(text)
        return Sound(np.zeros(160, np.float32), 16_000)

    def close(self) -> None:
        pass


@dataclass
class Others:
    """What is handed over, and what was asked of it."""

    asked: list[str] = field(default_factory=list)
    next: Next = "listen"
    found: Answer | Missing | Unknown = field(default_factory=lambda: Unknown(()))

    fault: AssistantError | None = None

    def lead(self, guide: Guide) -> Generator[Event, None, Next]:
        self.asked.append(guide.name)
        yield Notice("led")
        return self.next

    def calm(self) -> Generator[Event, None, Next]:
        self.asked.append("calm")
        yield Notice("calm")
        return self.next

    def plan(self) -> Iterator[Event]:
        self.asked.append("plan")
        yield Notice("plan")

    def homework(self, what: str) -> str:
        self.asked.append(what)
        return f"Noted: {what}."

    def answer(self, text: str) -> Answer | Missing | Unknown:
        if self.fault:
            raise self.fault
        self.asked.append(text)
        return self.found

    def voice(self, pace: float, loudness: float) -> None:
        self.asked.append(f"{pace:.2f} {loudness:.2f}")


def _guide(name: str) -> Guide:
    return Guide(name, name.replace("-", " "), "", (name.replace("-", " "),), 1, "", False, 1, ())


class Talk:
    """An evening's parts, to which lines are said."""

    def __init__(self, house: House) -> None:
        self.keeping = replace(
            house.keeping(),
            tagger=_LOADED.setdefault("tagger", house.tagger),
            danger=_LOADED.setdefault("danger", house.danger),
        )
        manners, says = house.manners(), house.says()
        self.voice, self.others = OneVoice(), Others()
        talking = Talking(PlayedMicrophone([]), ListeningLoudspeaker(), self.voice, NoKeys())
        self.keeper = Keeper(self.keeping, manners)
        self.conversation = Conversation(self.keeping, talking=talking, says=says, manners=manners, keeper=self.keeper)
        self.answering = Answering(self.keeping, keeper=self.keeper, says=says, manners=manners)
        means = Means(self.keeping, self.keeper, self.conversation, self.answering, manners, WORDS)
        others = self.others
        able = Able(
            guides=tuple(_guide(name) for name in ("paced-breathing", "homework")),
            lead=others.lead,
            calm=others.calm,
            read_plan=others.plan,
            note_homework=others.homework,
            answer=others.answer,
            keep_voice=others.voice,
        )
        self.wishes = Wishes(means, able=able)
        self.events: list[Event] = []
        self.clock = house.clock
        self.house = house

    def say(self, line: str) -> Next:
        """What comes of a turn: it is kept without its wishes, replied to, and then they are done."""
        said = Transcript(heard(line), "faster-whisper", "tiny")
        wanted = [w for p in phrases(said.utterances) if (w := wish(p, commands=COMMANDS)) is not None]
        words: Transcript | None = said
        for one in wanted:
            words = without(words, one.phrase) if words is not None else None
        answered = Answered("wish", self._kept(words) if words is not None else None, tuple(wanted))
        comes: Next = "listen"
        for one in wanted:
            comes = self._run(self.wishes.do(one, answered))
        return comes

    def _kept(self, words: Transcript) -> Entry:
        now = self.clock.now()
        entry = Entry(uuid4().hex, now, night_of(now), "talk", "words", words)
        entry = self._run(self.wishes.with_private_names(self.keeper.keep(entry)))
        reply = self._run(self.answering.reply(entry, ask=False))
        for sentence in reply.sentences if reply else ():
            list(self.conversation.say(sentence, kind="safety"))
        return entry

    def _run(self, events: Generator[Event, None, T]) -> T:
        while True:
            try:
                self.events.append(next(events))
            except StopIteration as stop:
                result: T = stop.value
                return result

    @property
    def texts(self) -> list[str]:
        """Of the journal, as it has them now."""
        return [e.transcript.text if e.transcript else "" for e in self.keeping.journal.entries(Selection())]

    @property
    def notices(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Notice)]


@dataclass
class TurnedClock:
    """Stands still but for what a test turns."""

    passed_s: float = 0.0

    def now(self) -> Moment:
        return replace(TEN_TO_MIDNIGHT, utc=TEN_TO_MIDNIGHT.utc + timedelta(seconds=self.passed_s))

    def monotonic(self) -> float:
        return self.passed_s


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def talk(house: House, clock: TurnedClock) -> Talk:
    return Talk(replace(house, clock=clock))


def test_strike_that(talk: Talk) -> None:
    """The last sentence is hidden at once, from the words, the tags and the search, and it is said in three words."""
    assert talk.say("I met Dana for tea. I was ashamed of my brother. [1.2] Strike that.") == "listen"
    assert talk.texts == ["I met Dana for tea."]
    assert talk.voice.said == ["Last sentence hidden."]
    assert talk.keeping.forgetting.pending()
    tags = talk.keeping.journal.query("SELECT label FROM current_tags").rows
    assert ("shame",) not in tags
    assert ("Dana",) in tags
    assert len([text for text in talk.notices if "brings it back" in text]) == 1


def test_keep_it(talk: Talk) -> None:
    """Brings back, word for word and tag for tag, what the last strike hid."""
    talk.say("I met Dana for tea. I was ashamed of my brother. [1.2] Strike that.")
    talk.say("Keep it.")
    assert talk.texts == ["I met Dana for tea. I was ashamed of my brother."]
    assert talk.voice.said[-1] == "It is back."
    assert ("shame",) in talk.keeping.journal.query("SELECT label FROM current_tags").rows
    talk.say("Keep it.")
    assert talk.voice.said[-1] == "Nothing is hidden."


def test_strike_in_a_turn_of_its_own(talk: Talk) -> None:
    """It is about the turn before; once more, about the sentence before; and two strikes come back one by one."""
    talk.say("It rained. I lied to Tom.")
    talk.say("Strike that.")
    talk.say("Strike that.")
    assert talk.texts == [""]
    talk.say("Strike that.")
    assert talk.voice.said[-1] == "Nothing to take back."
    talk.say("Keep it.")
    assert talk.texts == ["It rained."]
    talk.say("Keep it.")
    assert talk.texts == ["It rained. I lied to Tom."]


def test_the_last_minute(talk: Talk, clock: TurnedClock) -> None:
    """It may have been said in two turns."""
    talk.say("It rained. [70.0] I lied to Tom.")
    clock.passed_s = 90
    talk.say("And to Ines. [1.0] Forget the last minute.")
    assert [text for text in talk.texts if text] == ["It rained."]
    talk.say("Keep it.")
    assert talk.texts == ["It rained. I lied to Tom.", "And to Ines."]


def test_gone_when_the_evening_closes(talk: Talk) -> None:
    """Until then it is only hidden; then no version of the words has it."""
    talk.say("I met Dana for tea. I was ashamed of my brother. [1.2] Strike that.")
    talk.keeping.forgetting.for_good()
    assert talk.keeping.journal.query("SELECT count(*) FROM sentences WHERE text ILIKE '%ashamed%'").rows == ((0,),)
    assert talk.texts == ["I met Dana for tea."]
    talk.say("Keep it.")
    assert talk.texts == ["I met Dana for tea."]


def test_danger_is_answered_before_it_goes(talk: Talk) -> None:
    """Words of danger that are struck get care, once, and only then are they hidden."""
    talk.say("It rained all day. I want to kill myself. [1.2] Strike that.")
    assert talk.answering.stays
    assert len(talk.voice.said) > 3
    assert talk.voice.said[-1] == "Last sentence hidden."
    assert talk.texts == ["It rained all day."]


def test_danger_that_nobody_replied_to(talk: Talk) -> None:
    """Also where the reply was left out, it comes before the words go."""
    now = talk.clock.now()
    words = Transcript(heard("I want to kill myself."), "faster-whisper", "tiny")
    talk.keeper.keep(Entry(uuid4().hex, now, night_of(now), "talk", "words", words))
    talk.say("Strike that.")
    assert talk.answering.stays
    assert talk.voice.said[-1] == "Last sentence hidden."
    assert len(talk.voice.said) > 2


def test_danger_in_the_words_of_a_wish(talk: Talk) -> None:
    """A question is no wish before care was given, and what was said is kept."""
    talk.say("When did I last want to kill myself?")
    assert talk.answering.stays
    assert talk.others.asked == []
    assert talk.texts == ["When did I last want to kill myself?"]


def test_danger_in_a_wish_that_the_journal_could_not_take(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is answered all the same, and that its words are not kept is told."""

    def busy(*_: object) -> None:
        raise JournalBusy("The journal is in use by another program.")

    monkeypatch.setattr(talk.keeping.journal, "keep", busy)
    assert talk.say("When did I last want to kill myself?") == "listen"
    assert talk.answering.stays
    assert len(talk.voice.said) > 2
    assert "could not be kept" in talk.notices[0]


def test_a_private_name_in_a_wish(talk: Talk) -> None:
    """It stands in no homework, no question and no musing either."""
    talk.say("I met Dana. [1.2] Not Dana's name.")
    private = talk.texts[0].removeprefix("I met ").rstrip(".")
    talk.say("My homework is to call Dana.")
    talk.say("What did I say about Dana?")
    assert talk.others.asked == [f"to call {private}", f"What did I say about {private}?"]
    assert talk.texts[1] == f"What did I say about {private}?"


def test_a_private_name_in_homework(talk: Talk) -> None:
    """It is asked about aloud on other nights, and the name is in it no more."""
    noted = Homework("h", "call Dana", "text Dana", None, "Dana's dog", talk.clock.now())
    talk.keeping.practices.keep_homework(noted)
    talk.say("I met Dana. [1.2] Not Dana's name.")
    private = talk.texts[0].removeprefix("I met ").rstrip(".")
    (one,) = talk.keeping.practices.homework()
    assert (one.what, one.smallest, one.matters) == (f"call {private}", f"text {private}", f"{private}'s dog")


def test_strike_where_nothing_can_be_read(talk: Talk) -> None:
    """A broken tagger, with its rules, keeps nobody from taking words back."""

    def broken() -> Tagger:
        raise PartMissing("The tagger is broken.")

    talk.say("It rained. I lied to Tom.")
    talk.keeper._parts = replace(talk.keeping, tagger=broken, danger=broken)
    talk.say("Strike that.")
    assert talk.texts == ["It rained."]


def test_not_her_name(talk: Talk) -> None:
    """A private name stands for it in words, tags and what is said later; the name itself is nowhere."""
    talk.say("I met Tom. Then Dana was late, and I was angry. [1.2] Not her name, please.")
    (text,) = talk.texts
    assert "Dana" not in text
    assert text.startswith("I met Tom. Then ")
    private = text.split()[4]
    talk.say("I like Dana's dog.")
    assert talk.texts[1] == f"I like {private}'s dog."
    people = {
        label for (label,) in talk.keeping.journal.query("SELECT label FROM current_tags WHERE kind = 'person'").rows
    }
    assert people == {"Tom", private}
    assert talk.voice.said == ["Dana stays private."]


def test_her_name_is_known(talk: Talk) -> None:
    """ "not Dana's name" is about Dana, whoever was named since; "not his name" about the last who is not private."""
    talk.say("I met Dana. Tom was late. [1.2] Not Dana's name.")
    assert "Tom" in talk.texts[0]
    talk.say("Not his name.")
    assert "Tom" not in talk.texts[0]
    assert "Dana" not in talk.texts[0]
    talk.say("Not her name.")
    assert talk.voice.said[-1] == "Whose name, please?"


def test_a_name_stays_private_when_a_strike_is_undone(talk: Talk) -> None:
    talk.say("It rained. Dana was late. [1.2] Strike that.")
    talk.say("Not Dana's name.")
    talk.say("Keep it.")
    (text,) = talk.texts
    assert text.startswith("It rained. ")
    assert "Dana" not in text
    assert text.endswith("was late.")


def test_the_voice(talk: Talk) -> None:
    """Slower and softer hold at once, are kept for other evenings, and have their limits."""
    talk.say("Slower, please.")
    talk.say("Softer.")
    assert (talk.conversation.pace, talk.conversation.loudness) == (0.87, pytest.approx(0.7407, abs=0.001))
    assert talk.others.asked == ["0.87 1.00", "1.00 0.74"]
    for _ in range(5):
        talk.say("Slower.")
    assert talk.voice.said[-1] == "That's my limit."
    assert talk.conversation.pace == 0.55


def test_repeat(talk: Talk) -> None:
    """What was said last is said once more, as often as one likes."""
    talk.say("Repeat that.")
    assert talk.voice.said == ["Nothing said yet."]
    list(talk.conversation.say(Sentence("What helped?"), kind="question"))
    talk.say("Say that again.")
    talk.say("Repeat that.")
    assert talk.voice.said[1:] == ["What helped?"] * 3


def test_quiet(talk: Talk) -> None:
    """From "stop talking" to "talk again" everything is only shown."""
    talk.say("Stop talking.")
    talk.say("Slower.")
    talk.say("Talk again.")
    assert talk.voice.said == ["I stay quiet.", "I speak again."]


@pytest.mark.parametrize(
    ("line", "comes"),
    [("Goodnight.", "close"), ("That's all.", "done"), ("Stop.", "done"), ("Go on.", "listen"), ("Skip.", "listen")],
)
def test_what_comes_next(talk: Talk, line: str, comes: Next) -> None:
    assert talk.say(line) == comes


def test_several_wishes(talk: Talk) -> None:
    """Each is done, in the order they were said."""
    assert talk.say("Slower. [1.0] Louder. [1.0] Goodnight.") == "close"
    assert talk.voice.said == ["A bit slower.", "A bit louder."]


def test_handed_over(talk: Talk) -> None:
    """Guides, homework, the plan and calm are others' work; what comes next is theirs to say."""
    talk.others.next = "done"
    assert talk.say("Guide me through the paced breathing, please.") == "done"
    assert talk.say("Help me calm down.") == "done"
    assert talk.say("My plan.") == "listen"
    assert talk.say("My homework is to call Dana.") == "listen"
    assert talk.say("I have new homework.") == "done"
    assert talk.others.asked == ["paced-breathing", "calm", "plan", "to call Dana", "homework"]
    assert talk.voice.said == ["Noted: to call Dana."]


def test_a_guide_that_is_not_there(talk: Talk) -> None:
    talk.say("Guide me through the tax form.")
    assert talk.voice.said == ["I don't know that guide."]
    assert "paced breathing, homework" in talk.notices[-1]


def test_asked_aloud(talk: Talk) -> None:
    """One sentence with count and dates, from the journal itself."""
    talk.say("My boss was kind to me.")
    talk.others.found = wishes.answers(talk.house)("What did I say about my boss?")
    talk.say("What did I say about my boss?")
    assert talk.others.asked == ["What did I say about my boss?"]
    assert talk.voice.said == ["You spoke of your boss once, tonight: “My boss was kind to me.”"]
    assert talk.texts == ["My boss was kind to me."]


def test_a_musing(talk: Talk) -> None:
    """A question that nobody can answer may have been put to themselves: its words are kept."""
    talk.say("When did I last see the sea?")
    assert talk.texts == ["When did I last see the sea?"]
    assert talk.voice.said == ["I can't answer that one."]


def test_a_fault(talk: Talk) -> None:
    """What goes wrong is told, and costs the wish alone."""
    talk.others.fault = AssistantError("The journal is busy.", "Try again.")
    assert talk.say("What did I say about Dana?") == "listen"
    assert talk.notices[-1] == "The journal is busy. I could not do that just now. Try again."


def test_the_voice_is_kept(house: House) -> None:
    """Pace and loudness go into the settings, step after step, within what the settings take."""
    keep = wishes.keeps_voice(house)
    keep(0.87, 1.0)
    keep(0.87, 1.0)
    keep(1.0, 3.0)
    kept = tomllib.loads(house.settings_file.read_text())["voice"]
    assert kept == {"words_per_minute": 129, "volume": 1.0}
    for _ in range(20):
        keep(0.5, 0.5)
    kept = tomllib.loads(house.settings_file.read_text())["voice"]
    assert kept == {"words_per_minute": 80, "volume": 0.0}


def test_only_a_name_becomes_private(talk: Talk) -> None:
    """A word with no capital is no name; one that was heard with another capital is the same."""
    talk.say("I met Dana.")
    talk.say("Not mother's name.")
    assert talk.voice.said[-1] == "Whose name, please?"
    talk.say("Not dana's name.")
    assert "Dana" not in talk.texts[0]
