"""Homework in an evening: asked once, heard as people answer, kept. And what two guides are walked through for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from evenings import NoKeys

from assistant.adapters import guide_files
from assistant.adapters.homework_file import load
from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.adapters.tagger import Tagger as SpacyTagger
from assistant.dialogue import guide_walk
from assistant.dialogue.homework import HomeworkWords
from assistant.errors import JournalBusy
from assistant.journal import Entry, Moment, Transcript, Utterance
from assistant.ports import Tagger
from assistant.practice import Doing, GuideAnswer, GuideRun, Homework, HowFar, PlanLine
from assistant.session.after_guides import take_note
from assistant.session.answering import Answering
from assistant.session.conversation import Conversation
from assistant.session.events import Notice, Said
from assistant.session.guide_runs import Run
from assistant.session.homework import HomeworkTonight, note
from assistant.session.keeping import Keeper
from assistant.session.parts import Talking
from assistant.session.safety_plan import read_plan
from assistant.wiring import House, data_folder

TONIGHT = date(2026, 11, 20)
EARLIER = Moment(datetime(2026, 11, 10, 21, tzinfo=UTC), 60, "Europe/Paris")
WORDS: HomeworkWords = load(data_folder("prompts") / "homework.toml")


@dataclass
class Room:
    """The parts of an evening that homework needs; everything is shown, and nobody speaks."""

    house: House

    def __post_init__(self) -> None:
        keeping, manners, says = self.house.keeping(), self.house.manners(), self.house.says()
        keeper = Keeper(keeping, manners)
        talking = Talking(PlayedMicrophone([]), SilentLoudspeaker(), None, NoKeys())
        self.talk = Conversation(keeping, talking=talking, says=says, manners=manners, keeper=keeper)
        self.answering = Answering(keeping, keeper=keeper, says=says, manners=manners)
        self.homework = HomeworkTonight(keeping, words=WORDS, manners=manners)

    def asks(self) -> str:
        """What is asked; empty for nothing."""
        said = [e.text for e in self.homework.question(self.talk) if isinstance(e, Said)]
        return said[0] if said else ""

    def answer(self, text: str) -> list[str]:
        """The person says it: it is kept, read, and answered."""
        now = self.house.clock.now()
        transcript = Transcript((Utterance(text),), "keyboard", "")
        entry = self.house.journal.keep(Entry(uuid4().hex, now, TONIGHT, "type", "words", transcript))
        list(self.answering.reply(entry, ask=False))
        return [e.text for e in self.homework.answered(self.talk, entry) if isinstance(e, Said | Notice)]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """Loaded once for all of them."""
    return SpacyTagger(data_folder("models") / "tagger")


@pytest.fixture
def room(house: House, tagger: Tagger) -> Iterator[Room]:
    house.__dict__["tagger"] = lambda: tagger
    made = Room(house)
    yield made
    made.talk.close()


def keep(house: House, *, said: tuple[HowFar, ...] = (), smallest: str = "") -> Homework:
    """Noted ten nights ago, and answered on the nights after."""
    one = Homework("h", "say no once", smallest, None, "", EARLIER)
    house.practices.keep_homework(one)
    for day, done in enumerate(said, 11):
        house.practices.keep_doing(Doing("h", date(2026, 11, day), done, EARLIER))
    return one


@pytest.mark.parametrize(
    ("said", "done", "late"),
    [
        ("Yes, I did.", "yes", False),
        ("Kind of.", "partly", False),
        ("Not really.", "no", False),
        ("No. I only noticed it later, in the shower.", "partly", True),
        ("I did my homework on Sunday, and it went all right.", "yes", False),
    ],
)
def test_asked_and_kept(room: Room, said: str, done: str, late: bool) -> None:
    """The question names it, the answer is kept with its entry, and a reply without a question is said."""
    keep(room.house)
    assert "say no once" in room.asks()
    replies = room.answer(said)
    (doing,) = room.house.practices.doings("h")
    assert (doing.done, doing.noticed_late, doing.night) == (done, late, TONIGHT)
    assert room.house.journal.has(doing.entry)
    assert replies
    assert not any("?" in reply for reply in replies)


def test_one_question_a_night(room: Room) -> None:
    """Asked and noted with its reason; a second evening of the night asks no more."""
    keep(room.house)
    assert room.asks()
    assert room.homework.waits
    (asked,) = room.house.journal.asked_since(TONIGHT)
    assert asked.question == "homework.whole"
    assert "say no" not in asked.why
    assert Room(room.house).asks() == ""


def test_no_homework(room: Room) -> None:
    """Then nothing is said of it."""
    assert room.asks() == ""
    assert not room.homework.waits


def test_a_story_is_kept_as_it_is(room: Room) -> None:
    """Neither yes nor no is made of it."""
    keep(room.house)
    room.asks()
    assert room.answer("My sister came over and we cooked.")[0] in WORDS.unclear
    assert room.house.practices.doings("h") == ()


def test_after_two_misses_half_of_it_is_looked_for(room: Room) -> None:
    """What they name becomes its smallest version, and no doing is made of it."""
    keep(room.house, said=("no", "no"))
    assert "half" in room.asks()
    assert "think about it first" in room.answer("Just think about it first.")[0]
    (one,) = room.house.practices.homework()
    assert one.smallest == "Just think about it first"
    assert len(room.house.practices.doings("h")) == 2


def test_left_for_something_graver(room: Room) -> None:
    """It is not come back to tonight."""
    keep(room.house)
    room.asks()
    room.homework.leave()
    assert room.answer("yes") == []
    assert room.house.practices.doings("h") == ()


def test_a_busy_journal(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Costs the question, or the note of how it went, with a word; never the evening."""
    keep(room.house)
    asked = room.asks()

    def busy(*_: object, **__: object) -> None:
        raise JournalBusy("Another Between is at work on the journal.", "Wait a moment.")

    monkeypatch.setattr(room.house.practices, "keep_doing", busy)
    assert "how the homework went is not" in room.answer("yes")[0]
    monkeypatch.setattr(room.house.practices, "homework", busy)
    assert asked
    assert Room(room.house).asks() == ""


def test_noted_by_voice(house: House) -> None:
    """With its day; with no words nothing is noted, and that is told."""
    keeping, manners = house.keeping(), house.manners()
    assert "say no once" in note(keeping, "to say no once by Thursday.", words=WORDS, manners=manners)
    (one,) = house.practices.homework()
    assert (one.what, one.until) == ("to say no once", date(2026, 11, 26))
    assert note(keeping, " ", words=WORDS, manners=manners) in WORDS.nothing_to_note
    assert len(house.practices.homework()) == 1


def walked(house: House, guide: str, **answers: str) -> GuideRun:
    run = GuideRun("run", guide, 1, EARLIER, TONIGHT, "somewhere")
    house.practices.keep_run(run)
    for name, text in answers.items():
        house.practices.keep_answer(GuideAnswer("run", name, name, text, None, EARLIER))
    return run


def test_the_homework_guide(house: House) -> None:
    """Left in the middle it is noted as far as it came; gone on with, it is the same homework and fuller."""
    run = walked(house, "homework", what="rest")
    take_note(run, practices=house.practices, tonight=TONIGHT)
    run = walked(house, "homework", what="rest", smallest="lie down", until="in a week")
    take_note(run, practices=house.practices, tonight=TONIGHT)
    (one,) = house.practices.homework()
    assert (one.what, one.smallest, one.until) == ("rest", "lie down", date(2026, 11, 27))


def test_noted_while_the_guide_still_runs(house: House) -> None:
    """Killed after its first answer, the homework is noted all the same."""
    guide = guide_files.load(data_folder("prompts") / "guides" / "homework.toml")
    run = Run(guide, keeping=house.keeping(), manners=house.manners())
    list(run.begin(None, afresh=False))
    list(run.move(guide.steps[0], guide_walk.answer_to(guide.steps[0], "Say no once.")))
    assert [one.what for one in house.practices.homework()] == ["Say no once"]


def test_the_safety_plan_guide(house: House) -> None:
    """A part at a time; what an earlier plan had and this walk did not come to stays."""
    house.practices.write_safety_plan([PlanLine("signs", "I go quiet"), PlanLine("reasons", "my sister")])
    run = walked(house, "safety-plan", heavy="3", signs="I stop eating", alone="a shower")
    take_note(run, practices=house.practices, tonight=TONIGHT)
    plan = [(line.section, line.text) for line in house.practices.safety_plan()]
    assert plan == [("signs", "I stop eating"), ("alone", "a shower"), ("reasons", "my sister")]


def test_other_guides_note_nothing(house: House) -> None:
    """Their answers stay theirs."""
    take_note(walked(house, "worry-parking", what="the rent"), practices=house.practices, tonight=TONIGHT)
    assert house.practices.homework() == ()
    assert house.practices.safety_plan() == ()


def plan_as_read(room: Room) -> str:
    keeping, manners, says = room.house.keeping(), room.house.manners(), room.house.says()
    britain = replace(says, country=next(c for c in says.safety.countries if c.code == "GB"))
    events = list(read_plan(room.talk, keeping=keeping, says=britain, manners=manners))
    assert {e.kind for e in events if isinstance(e, Said)} == {"safety"}
    return " ".join(e.text for e in events if isinstance(e, Said | Notice))


def test_my_plan(room: Room) -> None:
    """Read in their words, with whom to reach."""
    assert "calm hour" in plan_as_read(room)
    room.house.practices.write_safety_plan([PlanLine("people", "call Ana")])
    said = plan_as_read(room)
    assert "call Ana" in said
    assert "116 123" in said
    assert "calm hour" not in said


def test_my_plan_where_the_journal_is_busy(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told that there is no plan; whom to reach is said."""

    def busy() -> None:
        raise JournalBusy("Another Between is at work on the journal.", "Wait a moment.")

    monkeypatch.setattr(room.house.practices, "safety_plan", busy)
    said = plan_as_read(room)
    assert "calm hour" not in said
    assert "116 123" in said
