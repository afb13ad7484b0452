"""The brake on 60 talks that were written before its rule was set, and on 20 that were written after."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.dialogue.rumination import BEFORE, LATELY, brake, circles, count

HERE = Path(__file__).parent
Talk = tuple[str, ...]

ROUND = (
    "Why did I say that to him. I keep thinking about it. I should have waited until he was done with it.",
    "I don't know why I said that to him. I should have waited. I keep thinking about it, why did I say that.",
    "Why did I say that to him. I should have waited until he was done. I keep thinking about it all.",
)


def talks(name: str) -> Iterator[tuple[str, Talk]]:
    for talk in (HERE / name).read_text("utf-8").removeprefix("= ").split("\n= "):
        head, _, body = talk.partition("\n")
        yield head, tuple(" ".join(turn.split()) for turn in body.strip().split("\n\n"))


def braked(talk: Talk) -> bool:
    """At the end of any of its turns."""
    return any(circles(talk[: n + 1]) for n in range(len(talk)))


@pytest.mark.parametrize(("head", "talk"), [*talks("talks.txt")], ids=lambda x: x if isinstance(x, str) else "")
def test_sixty_talks(head: str, talk: Talk) -> None:
    """Half of them circle and are braked; the others go on, with a "why" in them or without, and are not."""
    assert braked(talk) == head.startswith("circles")


def test_sixty_talks_are_half_and_half() -> None:
    """Neither half can be left out unseen."""
    heads = [head for head, _ in talks("talks.txt")]
    assert (len(heads), sum(head.startswith("circles") for head in heads)) == (60, 30)


def test_talks_that_the_rule_was_not_made_for() -> None:
    """Of ten that circle eight are braked, as when they were first counted; of ten that do not, none is."""
    found = [(head.startswith("circles"), braked(talk)) for head, talk in talks("talks_later.txt")]
    assert found.count((False, False)) == 10
    assert found.count((True, True)) >= 8


def test_as_a_small_model_writes_it() -> None:
    """With no capitals and no marks fewer are known, and still no story is braked."""
    plain = [
        (head.startswith("circles"), braked(tuple("".join(c for c in t.lower() if c not in ".,?!:") for t in talk)))
        for head, talk in talks("talks.txt")
    ]
    assert plain.count((False, True)) == 0
    assert plain.count((True, True)) >= 24


def test_turned_once_then_offered_once_then_nothing() -> None:
    """However long it goes on circling, it is said no third time."""
    assert brake(ROUND, people=(), said="") == "turn"
    assert brake(ROUND, people=(), said="turn") == "offer"
    assert brake(ROUND, people=(), said="offer") == ""


def test_an_answer_with_something_new_is_no_circle() -> None:
    """After the turn to what next, one new step is enough."""
    assert brake((*ROUND, "I could write to him at the weekend."), people=(), said="turn") == ""
    assert brake((*ROUND, "I don't know. I could write him a note."), people=(), said="turn") == ""


def test_a_name_that_was_tagged_is_new_without_its_capital() -> None:
    """A recogniser may write "dana"; it is somebody new all the same, once."""
    last = "why did i say that to him in front of dana. i should have waited. i keep thinking about it"
    assert circles((*ROUND, last))
    assert not circles((*ROUND, last), people=("Dana",))
    assert circles(("dana was there.", *ROUND, last), people=("Dana",))


@pytest.mark.parametrize("turns", [(), ("",), ("why " * (BEFORE + LATELY - 1),), ("\n…!?",)])
def test_too_little_to_come_round(turns: Talk) -> None:
    """Nothing is counted of it."""
    assert count(turns) is None
    assert not circles(turns)


@pytest.mark.parametrize("text", ["why " * 200, "no. " * 200, "漢字 " * 200, "x\u2019y " * 200, "I I I " * 100])
def test_odd_talk_is_counted(text: str) -> None:
    """A recogniser in a loop, or another language: an answer, and no fault."""
    assert isinstance(circles((text,)), bool)
