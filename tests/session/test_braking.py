"""The brake in an evening: turned once, offered once, and closed by a yes alone."""

import pytest
from evenings import TEN_TO_MIDNIGHT

from assistant.adapters import prompts
from assistant.dialogue.sentences import Phrases
from assistant.journal import Entry, Evidence, Reading, Tag, Transcript, Utterance, night_of
from assistant.session.braking import Braked, Braking
from assistant.wiring import data_folder

ROUND = (
    "Why did I say that to him. I keep thinking about it. I should have waited until he was done with it.",
    "I don't know why I said that to him. I should have waited. I keep thinking about it, why did I say that.",
    "Why did I say that to him. I should have waited until he was done. I keep thinking about it all.",
)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return prompts.load_phrases(data_folder("prompts") / "evening.toml")


def entry(text: str, *, number: int) -> Entry:
    said = Transcript((Utterance(text),), "keyboard", "") if text else None
    return Entry(f"{number:032x}", TEN_TO_MIDNIGHT, night_of(TEN_TO_MIDNIGHT), "talk", "words", said, number=number)


class Talk:
    """Turns as an evening hands them over."""

    def __init__(self, phrases: Phrases) -> None:
        self.braking = Braking(phrases)
        self.number = 0
        self.readings: list[Reading] = []

    def say(self, text: str) -> tuple[bool, Braked | None]:
        """Whether it closes, and what is asked instead."""
        self.number += 1
        said = entry(text, number=self.number)
        closes = self.braking.closes(said)
        self.braking.heard(said)
        return closes, self.braking.instead(said, readings=self.readings)


def test_from_why_to_what_next_then_an_offer_then_nothing(phrases: Phrases) -> None:
    """Each once in an evening, however long it goes on."""
    talk = Talk(phrases)
    asked = [talk.say(text)[1] for text in (*ROUND, *ROUND, *ROUND)]
    said = [braked.question for braked in asked if braked is not None]
    assert said == ["brake.turn", "brake.offer"]
    first, second = [braked for braked in asked if braked is not None]
    assert first.text in phrases.brake_turn
    assert second.text in phrases.brake_offer
    assert talk.braking.settles


@pytest.mark.parametrize(
    ("answer", "closes"),
    [
        ("Yes.", True),
        ("Okay, yes please.", True),
        ("Let's stop.", True),
        ("No.", False),
        ("Yes, but why did he", False),
        ("Yes, and tomorrow I tell her what happened with the car in the end.", False),
        ("", False),
    ],
)
def test_only_a_yes_closes(phrases: Phrases, answer: str, closes: bool) -> None:
    """Whoever goes on talking is listened to, whatever they begin with."""
    talk = Talk(phrases)
    for text in (*ROUND, ROUND[0]):
        talk.say(text)
    assert talk.say(answer)[0] == closes
    assert not talk.say("Yes.")[0]


def test_a_yes_to_anything_else_closes_nothing(phrases: Phrases) -> None:
    """Only the offer is answered by it."""
    talk = Talk(phrases)
    assert not talk.say("Yes.")[0]
    for text in ROUND:
        talk.say(text)
    assert not talk.say("Yes.")[0]


def test_an_offer_that_was_passed_over(phrases: Phrases) -> None:
    """A yes after that is one to something else."""
    talk = Talk(phrases)
    for text in (*ROUND, ROUND[0]):
        talk.say(text)
    talk.braking.leave()
    assert not talk.say("Yes.")[0]


def test_words_that_were_struck_brake_nobody(phrases: Phrases) -> None:
    """As if they had not been said."""
    braking = Braking(phrases)
    for number, text in enumerate(ROUND, start=1):
        braking.heard(entry(text, number=number))
    braking.heard(entry("", number=2))
    braking.heard(entry("", number=1))
    assert braking.instead(entry(ROUND[2], number=3), readings=()) is None


def test_somebody_new_is_no_circle(phrases: Phrases) -> None:
    """By their tag, where the recogniser writes no capitals."""
    talk = Talk(phrases)
    tag = Tag("person", "Dana", "", 1.0, Evidence(0, 0, 4, "dana"), "rule:x")
    talk.readings = [Reading((tag,), "none", None, "", "rules 1")]
    for text in (*ROUND[:2], f"{ROUND[2]} dana was there."):
        assert talk.say(text)[1] is None
