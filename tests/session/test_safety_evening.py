"""The points of the safety page that only a whole evening can show: it stays, holds back, and never asks twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from evenings import NoKeys, silence, spoken

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.adapters.tagger import Tagger as SpacyTagger
from assistant.audio import Samples
from assistant.dialogue.guides import Guide, find
from assistant.dialogue.safety import Told
from assistant.journal import Entry, Moment, Transcript, Utterance, night_of
from assistant.ports import Selection, Tagger
from assistant.practice import Homework, PlanLine
from assistant.session.answering import Answering
from assistant.session.evening import Evening
from assistant.session.events import Event, Listening, Questioned, Said, TurnEnded
from assistant.session.keeping import Keeper
from assistant.session.parts import Talking
from assistant.session.typed import typed_evening
from assistant.wiring import House, data_folder

DIE = "I want to kill myself."
HEAVY = "I am so tired of everything."
CIRCLING = "Why did he say that to me. Why does he always say that. I keep asking why he said that to me."
PLAIN = "My boss changed the plan again today."


EARLIER = Moment(datetime(2026, 11, 10, 21, tzinfo=UTC), 60, "Europe/Paris")


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return SpacyTagger(data_folder("models") / "tagger")


@pytest.fixture
def home(house: House, tagger: Tagger) -> House:
    house.__dict__["tagger"] = lambda: tagger
    return house


def typed(house: House, *said: str) -> list[Event]:
    """An evening in which this is typed, and then ^D."""
    waiting = list(said)

    def ask(_uid: str) -> tuple[str, bool]:
        return waiting.pop(0) if waiting else "", bool(waiting)

    return list(typed_evening(house.keeping(), says=house.says(), manners=house.manners(), ask=ask))


def of_kind(events: Sequence[Event], *kinds: str) -> list[str]:
    return [e.text for e in events if isinstance(e, Said) and e.kind in kinds]


def questions(events: Sequence[Event]) -> list[str]:
    said = " ".join(of_kind(events, "safety", "question"))
    return re.findall(r"[^.?:]+\?", said)


@pytest.mark.parametrize("grave", [DIE, HEAVY])
def test_point_6_it_stays_past_the_limit_of_questions(home: House, grave: str) -> None:
    """Every later turn gets an answer, however many; only the person ends it, and each word is kept."""
    events = typed(home, grave, *[PLAIN] * 6)
    assert len(home.journal.entries(Selection())) == 7
    kept = [e for e in events if type(e).__name__ == "Kept"]
    answered = [events[events.index(k) + 1 :] for k in kept[:-1]]
    assert all(of_kind(after, "safety") for after in answered)
    assert of_kind(events, "closing")[-1].startswith("It is kept.")


def test_point_7_no_ordinary_question_that_night(home: House) -> None:
    """Nor homework, a thread from before, or the same night a year ago; and none in a second evening of it."""
    home.practices.keep_homework(Homework("h", "say no once", "", None, "", EARLIER))
    for events in (typed(home, DIE, PLAIN, PLAIN), typed(home, PLAIN, PLAIN)):
        assert not [e for e in events if isinstance(e, Questioned)]
        assert of_kind(events, "question", "offer", "greeting") == []


def test_point_7_after_calm_as_well(home: House) -> None:
    """Grounding in which nothing grave was said makes no evening forget what was said before it this night."""
    typed(home, DIE)
    keeping, manners = home.keeping(), home.manners()
    keeper = Keeper(keeping, manners)
    answering = Answering(keeping, keeper=keeper, says=home.says(), manners=manners)
    answering.told = Told()
    now = home.clock.now()
    words = Transcript((Utterance(PLAIN),), "keyboard", "")
    entry = keeper.keep(Entry("e", now, night_of(now), "type", "words", words))
    list(answering.reply(entry))
    assert answering.stays


def test_point_3_and_12_across_the_night(home: House) -> None:
    """No question of safety twice, and the whole answer once an evening, also where the same is said five times."""
    first = typed(home, DIE, PLAIN, DIE, DIE, DIE, DIE)
    second = typed(home, DIE, DIE)
    assert questions(first)
    asked_by_safety = [q for q in questions(first) + questions(second) if "suicide" in q or "nearest" in q]
    assert len(asked_by_safety) == len(set(asked_by_safety))
    assert sum("doctor or a therapist" in text for text in of_kind(first, "safety")) == 1


def test_point_9_once_an_evening(home: House) -> None:
    """That it is a program, and that nobody listens."""
    events = typed(home, HEAVY, PLAIN, DIE, PLAIN, DIE)
    assert sum("nobody is listening" in text for text in of_kind(events, "safety")) == 1


def test_point_10_the_plan_is_offered(home: House) -> None:
    """Where one was written, and only there."""
    assert not any("my plan" in text for text in of_kind(typed(home, DIE), "safety"))
    home.practices.write_safety_plan([PlanLine("alone", "a shower")])
    assert sum("my plan" in text for text in of_kind(typed(home, DIE, DIE), "safety")) == 1


VOICE = spoken("Well, this is what I say.")


class Scripted:
    """Hears in each stretch of voice what the script has next."""

    engine, model = "faster-whisper", "scripted"

    def __init__(self, said: Sequence[str]) -> None:
        self.said = list(said)

    def transcribe(self, samples: object, *, hotwords: Sequence[str], offset_s: float = 0.0) -> Transcript:
        text = self.said.pop(0) if self.said else "Hm."
        return Transcript((Utterance(text, offset_s, offset_s + 1.5),), self.engine, self.model)


def live(
    house: House,
    said: Sequence[str | float],
    *,
    turns: int,
    then: dict[str, str] | None = None,
    guide: Guide | None = None,
) -> Iterator[Event]:
    """A spoken evening, of so many turns, with a pause at each " / " and seconds of quiet where a number stands.

    `then`: what is said to a question instead, by its id.
    """
    voice = [_heard(one) for one in said]
    house.__dict__["transcriber"] = lambda: heard
    heard = Scripted([text for turn in said if isinstance(turn, str) for text in turn.split(" / ")])
    talking = Talking(PlayedMicrophone([*voice, *[silence(0)] * 3]), SilentLoudspeaker(), house.voice, NoKeys())
    manners = replace(house.manners(), questions=7 if then else 3)  # the second brake comes after three
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=manners).run(guide=guide)
    listened = 0
    for event in running:
        yield event
        if isinstance(event, Questioned) and event.asked.question in (then or {}):
            heard.said[:1] = [(then or {})[event.asked.question]]
        listened += isinstance(event, Listening)
        if listened > turns:
            break
    running.close()


def _heard(turn: str | float) -> Samples:
    if not isinstance(turn, str):
        return silence(turn)
    return np.concatenate([np.concatenate([VOICE, silence(3)]) for _ in turn.split(" / ")])


def test_point_6_gone_is_off(home: House) -> None:
    """Silence after it ends no evening: it listens on, and says no goodnight."""
    events = list(live(home, [DIE, 50, 50, 50], turns=3))
    assert [e.why for e in events if isinstance(e, TurnEnded)][1:] == ["gone", "gone"]
    assert of_kind(events, "closing") == []
    assert of_kind(events, "safety")


def test_point_6_silence_in_a_guide_ends_no_evening_then(home: House) -> None:
    """Who goes on with a guide after care and then falls silent is listened to, and wished no goodnight."""
    guide = find(home.says().guides, "one small thing")
    said = [DIE, "I am with my sister.", "I can call her.", "Yes please.", 50, 50]
    events = list(live(home, said, turns=6, guide=guide))
    assert of_kind(events, "guide")[-1].startswith("I'll leave it here.")
    assert of_kind(events, "closing") == []
    assert isinstance(events[-1], Listening)


def test_point_6_the_brake_is_off(home: House) -> None:
    """Going round in circles is allowed then: nobody is led on to what next, or to the end of the night."""
    home.practices.keep_homework(Homework("h", "say no once", "", None, "", EARLIER))
    events = list(live(home, [DIE, *[CIRCLING] * 5], turns=6))
    assert len(home.journal.entries(Selection())) >= 5
    said = [e.kind for e in events if isinstance(e, Said)]
    assert set(said[said.index("safety") :]) == {"safety"}


def test_point_6_a_yes_to_the_offer_to_close_is_no_end_then(home: House) -> None:
    """Who says it in the same breath as yes is heard on, and not wished goodnight."""
    events = list(live(home, [CIRCLING] * 7, turns=7, then={"brake.offer": "Yes. I want to die."}))
    brakes = [e.asked.question for e in events if isinstance(e, Questioned) and e.asked.question.startswith("brake.")]
    assert brakes == ["brake.turn", "brake.offer"]
    assert of_kind(events, "safety")
    assert of_kind(events, "closing") == []
    assert isinstance(events[-1], Listening)


def test_point_6_danger_and_goodnight_in_one_breath(home: House) -> None:
    """It is answered, and there is time for an answer to that; the next goodnight is one."""
    events = list(live(home, [f"{DIE} / Goodnight."], turns=2))
    assert next(e.why for e in events if isinstance(e, TurnEnded)) == "told_so"
    assert of_kind(events, "safety")
    assert of_kind(events, "closing") == []
    events = list(live(home, [DIE, "Goodnight."], turns=5))
    assert of_kind(events, "closing")


def test_point_10_my_plan(home: House) -> None:
    """Asked for aloud it is read in their words, on a hard night too, and the evening listens on."""
    home.practices.write_safety_plan([PlanLine("people", "call Ana")])
    events = list(live(home, [DIE, "My plan."], turns=2))
    assert "call Ana." in of_kind(events, "safety")
    assert isinstance(events[-1], Listening)
    assert [e.transcript.text for e in home.journal.entries(Selection()) if e.transcript] == [DIE]
