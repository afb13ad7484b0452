"""What words tell of whether a sentence has ended, with the brought weights and without any."""

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.sentence_ends_file import load
from assistant.dialogue.sentence_ends import NO_WEIGHTS, SentenceEnds, ending, log_odds, spoken_words
from assistant.dialogue.turn_taking import TurnTaking
from assistant.errors import PartMissing
from assistant.settings import Settings

WEIGHTS = Path(__file__).resolve().parents[2] / "models" / "turns" / "weights.npz"
SURE = TurnTaking().sure_at


@pytest.fixture(scope="module")
def ends() -> SentenceEnds:
    return load(WEIGHTS)


@pytest.mark.parametrize(
    "text",
    [
        "I went home and.",
        "I was going to call her, but.",
        "It was hard because",
        "I told my",
        "I don't know, um.",
        "I was, uh",
        "Let me think.",
        "And then. Hold on.",
        "She was angry, I think, with the...",
    ],
)
@pytest.mark.parametrize("weights", [True, False])
def test_a_thought_that_goes_on(text: str, weights: bool, ends: SentenceEnds) -> None:
    """Whatever mark a recogniser puts behind it, and with no weights at all."""
    assert ending(text, sure=SURE, ends=ends if weights else NO_WEIGHTS) == "unfinished"


@pytest.mark.parametrize(
    "text",
    [
        "Yes.",
        "no",
        "About a six.",
        "Six or seven.",
        "No, wait, four.",
        "Um, not really.",
        "Well, kind of.",
        "A 7.",
        "I don't know.",
    ],
)
def test_a_short_reply(text: str, ends: SentenceEnds) -> None:
    """Whole where one was asked for, and else perhaps a beginning."""
    assert ending(text, sure=SURE, ends=ends) == "answer"


@pytest.mark.parametrize("text", ["I told her no.", "We met at ten", "He wanted a lot", "And I couldn't wait"])
def test_a_story_is_no_short_reply(text: str, ends: SentenceEnds) -> None:
    """It ends in the same words, and may well go on."""
    assert ending(text, sure=SURE, ends=ends) == "open"


def test_a_comma_is_believed_and_a_full_stop_is_not(ends: SentenceEnds) -> None:
    """A recogniser ends what was cut off with a full stop, but nothing that ended with a comma."""
    said = "I had a long day at work and then we went home again"
    assert ending(f"{said}.", sure=-2.0, ends=ends) == ending(said, sure=-2.0, ends=ends) == "finished"
    assert ending(f"{said},", sure=-2.0, ends=ends) == "open"
    assert ending(f"{said}...", sure=-2.0, ends=ends) == "open"


def test_without_weights_nothing_is_sure() -> None:
    """What is missing makes the waiting longer, and cuts nobody off."""
    assert ending("I went to bed early last night.", sure=SURE, ends=NO_WEIGHTS) == "open"


@pytest.mark.parametrize("text", ["", "   ", "...", "Да, конечно."])
def test_no_word_that_is_known(text: str, ends: SentenceEnds) -> None:
    """Nothing is told from nothing, nor from another alphabet."""
    assert ending(text, sure=SURE, ends=ends) == "open"


def test_an_end_is_likelier_than_the_places_before_it(ends: SentenceEnds) -> None:
    """Over sentences that nothing was trained on: of the places inside, few are as likely an end as the end is."""
    lines = (WEIGHTS.parents[2] / "scripts" / "nano" / "unseen.txt").read_text("utf-8").splitlines()
    sentences = [words for line in lines if len(words := spoken_words(line)) > 3]
    likelier = [
        np.mean([log_odds(words[:place], ends=ends) < log_odds(words, ends=ends) for place in range(1, len(words))])
        for words in sentences
    ]
    print(f"{np.mean(likelier):.1%} of the places inside {len(sentences)} sentences are less likely an end")
    assert np.mean(likelier) > 0.9


def test_nothing_is_sure_at_the_settings_own_number_inside_most_sentences(ends: SentenceEnds) -> None:
    """One place in fifty at most is taken for an end."""
    lines = (WEIGHTS.parents[2] / "scripts" / "nano" / "unseen.txt").read_text("utf-8").splitlines()
    places = [
        ending(" ".join(words[:place]), sure=Settings().turn_taking.sure_at, ends=ends) == "finished"
        for words in map(spoken_words, lines)
        for place in range(1, len(words))
    ]
    print(f"{sum(places)} of {len(places)} places are taken for an end")
    assert np.mean(places) < 0.02


def test_weights_that_are_gone(tmp_path: Path) -> None:
    """A sentence, and no bug."""
    with pytest.raises(PartMissing):
        load(tmp_path / "weights.npz")


@pytest.mark.parametrize("damage", ["empty", "cut", "other"])
def test_weights_that_are_damaged(damage: str, tmp_path: Path) -> None:
    """The same."""
    path = tmp_path / "weights.npz"
    if damage == "other":
        np.savez(path, weights=np.zeros(1000, np.int8), scale=1.0, bias=0.0)
    else:
        path.write_bytes(b"" if damage == "empty" else WEIGHTS.read_bytes()[:5000])
    with pytest.raises(PartMissing):
        load(path)
