"""What words tell of whether a sentence has ended, with the brought weights and without any."""

from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.sentence_ends_file import load
from assistant.dialogue.patience import TurnTaking
from assistant.dialogue.sentence_ends import NO_WEIGHTS, SentenceEnds, ending, log_odds, spoken_words
from assistant.errors import PartMissing
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "models" / "turns" / "weights.npz"
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


@pytest.mark.parametrize(
    "text",
    ["I put it on the", "I sat there with", "I really wanted to", "So then we", "He said that she was", "I was very"],
)
def test_what_is_never_sure_to_have_ended(text: str, ends: SentenceEnds) -> None:
    """Articles, prepositions, subjects, auxiliaries, and what comes before an adjective: whatever the model says."""
    assert ending(f"{text}.", sure=-20.0, ends=ends) in ("open", "unfinished")


def test_two_words_after_a_pause_are_no_sentence(ends: SentenceEnds) -> None:
    """The recogniser's full stop stands for a pause at least; "her brother" has only begun."""
    said = "I walked home after work"
    assert ending(f"{said}. Her brother.", sure=-20.0, ends=ends) == "open"
    assert ending(f"{said}. Her brother came.", sure=-20.0, ends=ends) == "finished"
    assert ending("I walked home to her brother.", sure=-20.0, ends=ends) == "finished"


def test_without_weights_nothing_is_sure() -> None:
    """What is missing makes the waiting longer, and cuts nobody off."""
    assert ending("I went to bed early last night.", sure=SURE, ends=NO_WEIGHTS) == "open"


@pytest.mark.parametrize("text", ["", "   ", "...", "Да, конечно."])
def test_no_word_that_is_known(text: str, ends: SentenceEnds) -> None:
    """Nothing is told from nothing, nor from another alphabet."""
    assert ending(text, sure=SURE, ends=ends) == "open"


def test_an_end_is_likelier_than_the_places_before_it(ends: SentenceEnds) -> None:
    """Over sentences that nothing was trained on: of the places inside, few are as likely an end as the end is."""
    lines = (ROOT / "scripts" / "nano" / "unseen.txt").read_text("utf-8").splitlines()
    sentences = [words for line in lines if len(words := spoken_words(line)) > 3]
    likelier = [
        np.mean([log_odds(words[:place], ends=ends) < log_odds(words, ends=ends) for place in range(1, len(words))])
        for words in sentences
    ]
    print(f"{np.mean(likelier):.1%} of the places inside {len(sentences)} sentences are less likely an end")
    assert np.mean(likelier) > 0.9


def test_how_often_a_place_is_taken_for_an_end(ends: SentenceEnds) -> None:
    """Where the words are no sentence yet, one in a hundred at most; more where they could be one, and most at ends."""
    lines = (ROOT / "scripts" / "nano" / "unseen.txt").read_text("utf-8").splitlines()
    rows = (ROOT / "scripts" / "benchmarks" / "finished_places.tsv").read_text("utf-8").splitlines()[1:]
    marked = {name: set(map(int, places.split(","))) for name, places in (row.split("\t") for row in rows)}
    taken: dict[str, list[bool]] = {"unfinished": [], "could_end": [], "end": []}
    for number, line in enumerate(lines, 1):
        words, could_end = line.rstrip(".!?").split(), marked.get(str(number), set())
        assert all(0 < place < len(words) for place in could_end)
        for place in range(1, len(words) + 1):
            kind = "end" if place == len(words) else "could_end" if place in could_end else "unfinished"
            sure = Settings().turn_taking.sure_at
            taken[kind].append(ending(" ".join(words[:place]), sure=sure, ends=ends) == "finished")
    shares = {kind: float(np.mean(places)) for kind, places in taken.items()}
    print(shares)
    assert shares["unfinished"] < 0.01
    assert shares["unfinished"] < shares["could_end"] < shares["end"]


WHOLE = {
    "weights": np.zeros(1024, np.int8),
    "scale": np.float64(1.0),
    "bias": np.float64(0.0),
    "words": np.frombuffer(b"day night", np.uint8),
    "clusters": np.zeros(2, np.uint32),
}


def test_weights_as_they_are_stored(tmp_path: Path) -> None:
    """What the tests below damage is read when it is whole."""
    np.savez(tmp_path / "weights.npz", **WHOLE)
    assert load(tmp_path / "weights.npz").clusters == {"day": 0, "night": 0}


def test_weights_that_are_gone(tmp_path: Path) -> None:
    """A sentence, and no bug."""
    with pytest.raises(PartMissing):
        load(tmp_path / "weights.npz")


@pytest.mark.parametrize("damage", ["empty", "cut", "other", "uneven"])
def test_weights_that_are_damaged(damage: str, tmp_path: Path) -> None:
    """The same."""
    path = tmp_path / "weights.npz"
    if damage == "other":
        np.savez(path, **WHOLE | {"weights": np.zeros(1000, np.int8)})
    elif damage == "uneven":
        np.savez(path, **WHOLE | {"clusters": np.zeros(3, np.uint32)})
    else:
        path.write_bytes(b"" if damage == "empty" else WEIGHTS.read_bytes()[:5000])
    with pytest.raises(PartMissing):
        load(path)
