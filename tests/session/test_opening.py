"""An evening opens with one thing kept from an earlier night, or with its greeting."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from assistant.adapters import threads_file
from assistant.adapters.staged import StagedClock
from assistant.dialogue.sentences import Sentence
from assistant.dialogue.thread_words import Kind, in_words
from assistant.errors import JournalBusy, UsageError
from assistant.journal import Asked, Entry, Evidence, Moment, Reading, State, Tag, Transcript, Utterance, night_of
from assistant.session.opening import Opened, opening
from assistant.wiring import House, data_folder

FILE = data_folder("prompts") / "threads.toml"


def moment(house: House, *, days_ago: int) -> Moment:
    return replace(house.clock.now(), utc=house.clock.now().utc - timedelta(days=days_ago))


def tag(what: str) -> Tag:
    label, _, detail = what.partition(":")
    return Tag(
        "behaviour" if detail else "emotion", label, detail or "said", 1.0, Evidence(0, 0, 6, "I told"), "rule:x"
    )


def kept(house: House, *labels: str, days_ago: int, safety: str = "none", state: State = "words") -> Entry:
    """`paused:done` is a doing, `hope` a feeling."""
    when = moment(house, days_ago=days_ago)
    said = Transcript((Utterance("I told Dana that Sundays are mine."),), "keyboard", "") if state == "words" else None
    entry = house.journal.keep(Entry(uuid4().hex, when, night_of(when), "type", state, said))
    if state == "words":
        tags = tuple(map(tag, labels))
        house.journal.add_reading(entry, Reading(tags, safety, None, "", "some tagger"))  # type: ignore[arg-type]
    return entry


def opened(house: House, *, days_later: int = 0) -> Opened | None:
    later = replace(house, clock=StagedClock(moment(house, days_ago=-days_later)))
    return opening(later.keeping(), says=later.says(), tonight=later.tonight())


def asked(house: House) -> tuple[Asked, ...]:
    return house.journal.asked_since(date.min)


def test_a_plan_is_brought_up_and_noted_with_its_reason(house: House) -> None:
    """As a row of its own, which the first entry answers; the reason holds no word of the person's."""
    kept(house, "set_boundary:intended", days_ago=3)
    kept(house, "hope", days_ago=1)
    found = opened(house)
    assert found is not None
    assert "three nights ago you" in found.sentences[0].text.lower()
    assert "set a boundary" in found.sentences[0].text
    (noted,) = asked(house)
    assert (noted.uid, noted.question, noted.night) == (found.asked, "thread.set_boundary", house.tonight())
    assert noted.why == "plan set_boundary, 3 nights ago, no word of it since"
    assert Sentence(noted.text) == found.sentences[0]


def test_never_two_nights_running(house: House) -> None:
    """The journal remembers it from night to night."""
    kept(house, "set_boundary:intended", "hope", days_ago=1)
    found = []
    for days_later in (0, 1, 2):
        found.append(opened(house, days_later=days_later) is not None)
        kept(house, "joy", "relief", days_ago=-days_later)
    assert found == [True, False, True]


def test_kindly_after_a_hard_night(house: House) -> None:
    """The kind word is the first sentence, and the thread the second."""
    kept(house, "paused:done", days_ago=4)
    kept(house, "grief", days_ago=1)
    found = opened(house)
    assert found is not None
    assert found.sentences[0].text in house.says().threads.kindly
    assert "Four nights ago" in found.sentences[1].text or "four nights ago" in found.sentences[1].text


@pytest.mark.parametrize("safety", ["concern", "crisis"])
def test_after_danger_nothing_is_brought_up(house: House, safety: str) -> None:
    """Only something kind is said."""
    kept(house, "paused:done", days_ago=4)
    kept(house, "hope", days_ago=1, safety=safety)
    found = opened(house)
    assert found is not None
    assert [s.text in house.says().threads.kindly for s in found.sentences] == [True]


@pytest.mark.parametrize(("state", "opens"), [("pending", False), ("wordless", True)])
def test_sound_of_which_no_words_were_made(house: House, state: State, opens: bool) -> None:
    """Nobody knows what a recording holds that waits for its words; one in which none were found holds nothing."""
    kept(house, "paused:done", days_ago=1)
    kept(house, days_ago=1, state=state)
    assert (opened(house) is not None) == opens


def test_the_first_evening(house: House) -> None:
    """Nothing is kept, and nothing is said or noted."""
    assert opened(house) is None
    assert asked(house) == ()


def test_a_second_evening_of_the_same_night(house: House) -> None:
    """It begins as usual."""
    kept(house, "paused:done", days_ago=1)
    kept(house, "hope", days_ago=0)
    assert opened(house) is None


def test_a_busy_journal_costs_the_thread_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The evening opens with its greeting."""

    def busy(*_: object) -> None:
        raise JournalBusy("Another Between is at work.", "Wait a moment.")

    kept(house, "paused:done", days_ago=1)
    monkeypatch.setattr(type(house.journal), "add_asked", busy)
    assert opened(house) is None


@pytest.mark.parametrize("kind", ["plan", "done", "averted", "felt"])
def test_all_that_may_come_up_has_words(kind: Kind) -> None:
    """Each label in each way, for each night of the fourteen: one or two sentences, and no question."""
    texts = threads_file.load(FILE)
    for label in texts.what[kind]:
        for nights_ago in range(1, 15):
            said = in_words(texts, kind=kind, label=label, nights_ago=nights_ago, seed=f"{label}{nights_ago}")
            assert said[0].isupper()
            assert said.endswith(".")
            assert not {"{", "?", "!"} & set(said)


def test_a_slip_in_the_file_is_named(tmp_path: Path) -> None:
    """With its line, and the label that was probably meant."""
    path = tmp_path / "threads.toml"
    path.write_text(FILE.read_text("utf-8").replace("pride = ", "prid = "), "utf-8")
    with pytest.raises(UsageError, match=r"line \d+: I don't know \"prid\" here; did you mean \"pride\"\?"):
        threads_file.load(path)
