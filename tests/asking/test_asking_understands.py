"""Which question was meant, by sentences as tired people type them. docs/asking.md has the counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import asking

from assistant.adapters.asking import Asking
from assistant.adapters.asking.matching import Match
from assistant.dialogue.asking.nouns import Missing, Slots, Unknown

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def asked() -> Asking:
    return asking()


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _written(slots: Slots) -> set[str]:
    labels = {f"{kind}={slot.meaning.label}" for kind, slot in slots.items() if slot.meaning}
    return labels | {f"nights={s.nights.first}..{s.nights.last}" for s in slots.values() if s.nights}


def _wrong(asked: Asking, name: str) -> tuple[list[str], int]:
    lines = list(_lines(name))
    wrong = []
    for text, question, slots in lines:
        found = asked.understand(text)
        right = (
            isinstance(found, Match) and found.question.id == question and _written(found.slots) == set(slots.split())
        )
        if not right:
            wrong.append(f"{text} -> {found.question.id if isinstance(found, Match) else type(found).__name__}")
    return wrong, len(lines)


@pytest.mark.parametrize(("name", "share"), [("phrasings.tsv", 0.97), ("phrasings_later.tsv", 0.95)])
def test_phrasings(asked: Asking, name: str, share: float) -> None:
    """Question and slots are right for nearly all; the floor lies a little under what was counted."""
    wrong, of = _wrong(asked, name)
    assert of >= 150 or name != "phrasings.tsv"
    assert len(wrong) <= (1 - share) * of, wrong


def test_what_is_no_question_to_a_journal(asked: Asking) -> None:
    """Advice, diagnosis, the weather: it says so, and does not answer something else."""
    texts = [line[0] for line in _lines("unknown.txt")]
    answered = [text for text in texts if not isinstance(asked.understand(text), Unknown)]
    assert len(texts) >= 40
    assert len(answered) <= 2, answered


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("when did i last not snap", "doing_not"),
        ("how often did i not rest", "doing_not"),
        ("when didnt i say no", "doing_not"),
        ("when was i not anxious", None),
        ("which nights was i not sad", None),
        ("when did i never rest", None),
        ("who am i with when i dont feel lonely", None),
        ("how do i feel with mum and dad", None),
        ("what was i feeling when i snapped and shut down", None),
    ],
)
def test_half_a_question_is_not_answered(asked: Asking, text: str, question: str | None) -> None:
    """A "not" is never passed over, and neither is the second of two things that were named."""
    found = asked.understand(text)
    assert (found.question.id if isinstance(found, Match) else None) == question


def test_the_nearest_three(asked: Asking) -> None:
    """Whoever is not understood sees three that would be."""
    found = asked.understand("when did the dragons fly over the house")
    assert isinstance(found, Unknown)
    assert len({question.id for question in found.nearest}) == 3


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("when did i last?", "doing"),
        ("how often did i", "doing"),
        ("what did i say about", "person"),
        ("how long do i wait before i answer", None),
        ("how was", "nights"),
    ],
)
def test_a_slot_that_nothing_fills(asked: Asking, text: str, slot: str | None) -> None:
    """The word that is missing is told; what can be asked without one is answered."""
    found = asked.understand(text)
    assert found.slot == slot if isinstance(found, Missing) else slot is None


@pytest.mark.parametrize("text", ["", "?", "   ", "a", "🙂", "x" * 5_000, "last last", "'; DROP TABLE entries; --"])
def test_what_is_hardly_a_question(asked: Asking, text: str) -> None:
    """Nothing breaks on it."""
    assert isinstance(asked.understand(text), Unknown | Missing)


def test_an_example_finds_its_own_question(asked: Asking) -> None:
    """What `between ask` lists can be asked just so."""
    for question in asked.questions:
        found = asked.understand(question.example)
        assert isinstance(found, Match), question.example
        assert found.question.id == question.id, question.example


def test_a_phrasing_finds_its_own_question(asked: Asking) -> None:
    """No two questions can be told apart by nothing."""
    fill = {"doing": "rested", "practice": "rested", "pattern": "snapped", "emotion": "jealous", "theme": "work"}
    fill |= {"person": "dana", "nights": "last month"}
    wrong = []
    for question in asked.questions:
        for phrasing in question.phrasings[:2]:
            text = phrasing
            for slot, word in fill.items():
                for form in ("", ".base", ".ing", ".name"):
                    text = text.replace(f"{{{slot}{form}}}", word)
            found = asked.understand(text)
            if not isinstance(found, Match) or found.question.id != question.id:
                wrong.append(f"{text}: {question.id}, got {found.question.id if isinstance(found, Match) else found}")
    assert not wrong, wrong
