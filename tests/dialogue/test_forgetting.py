"""Which words and which seconds go when something is to be forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from spoken_lines import heard

from assistant.dialogue.forgetting import Cut, last_minute, last_sentence, maybe_names, names_meant, renamed
from assistant.dialogue.pieces import pieces
from assistant.journal import Entry, Evidence, Moment, Reading, Tag, Transcript, Utterance
from assistant.practice import Span

TEN = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)


def entry(line: str, *, at_s: float = 0.0, uid: str = "a") -> Entry:
    """A line of talk, begun so many seconds after ten: a word takes 0.3 s, 0.05 s lie between."""
    said = Transcript(heard(line), "faster-whisper", "tiny", version=3)
    return Entry(uid, Moment(TEN + timedelta(seconds=at_s), 60, ""), date(2026, 11, 20), "talk", "words", said)


def typed(*lines: str) -> Entry:
    said = Transcript(tuple(map(Utterance, lines)), "keyboard", "")
    return Entry("t", Moment(TEN, 60, ""), date(2026, 11, 20), "type", "words", said)


def left(cuts: tuple[Cut, ...]) -> list[str]:
    return [cut.words.text for cut in cuts]


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("I met Dana. She was late.", "I met Dana."),
        ("I met Dana. [1.0] She was late.", "I met Dana."),
        ("She was late.", ""),
        ("We ate. I was angry with her because. [1.0] She was late again.", "We ate."),
        ("It rained. I saw Dr. Blum and he smiled", "It rained."),
        ("I went home [3.0] she lied to me", "I went home"),
        ("I went home [0.8] she lied to me", ""),
        ("It is kept. No, wait, I mean it!", "It is kept."),
        ("He said \u201cno.\u201d [0.7] I left.", "He said \u201cno.\u201d"),
    ],
)
def test_the_last_sentence(line: str, stays: str) -> None:
    """A whole sentence goes, also where the recogniser put a full stop into the middle of it."""
    assert left(last_sentence([entry(line)])) == [stays]


def test_struck_again() -> None:
    """Each further strike takes the sentence before."""
    first = entry("I met Dana. She was late. I cried.")
    (once,) = last_sentence([first])
    (twice,) = last_sentence([entry(once.words.text)])
    assert (once.words.text, twice.words.text) == ("I met Dana. She was late.", "I met Dana.")


def test_only_what_was_said_before_the_wish() -> None:
    """What was said after "strike that" in the same turn stays."""
    said = entry("I met Dana. She lied. [2.0] It rained.")
    at = said.transcript.utterances[1].start_s if said.transcript else 0.0
    assert left(last_sentence([said], until_s=at)) == ["I met Dana. It rained."]


def test_a_strike_in_a_turn_of_its_own() -> None:
    """Then the last sentence of the turn before is meant."""
    before, now = entry("I met Dana. She lied."), entry("", at_s=60, uid="b")
    (cut,) = last_sentence([before, now], until_s=1.0)
    assert (cut.entry.uid, cut.words.text) == ("a", "I met Dana.")


def test_nothing_was_said() -> None:
    assert last_sentence([]) == last_minute([]) == ()
    assert last_sentence([entry("It rained.")], until_s=0.5) == ()


def test_the_last_minute() -> None:
    """Sentences that reach into the last minute go whole, over two turns; what was said before stays."""
    before = entry("The first. [70.0] She lied to me for years, and I knew. Yes.", at_s=0)
    now = entry("And I said nothing.", at_s=120, uid="b")
    cuts = last_minute([before, now])
    assert [cut.entry.uid for cut in cuts] == ["a", "b"]
    assert left(cuts) == ["The first.", ""]


def test_a_minute_that_was_short() -> None:
    """All of what was said, where that is less."""
    assert left(last_minute([entry("I met Dana. She lied.")])) == [""]


def test_typed_text_goes_by_its_lines() -> None:
    """It has no sound."""
    (cut,) = last_sentence([typed("I met Dana.", "She lied. I cried.")])
    assert (cut.words.text, cut.spans) == ("I met Dana.", ())


def test_sound_that_goes() -> None:
    """The struck words with the silence beside them, and nothing of the words around."""
    said = entry("I met Dana. [1.5] She lied. [1.5] It rained.")
    words = [p for u in (said.transcript.utterances if said.transcript else ()) for p in pieces(u)]
    (cut,) = last_sentence([said], until_s=words[4].end_s)
    assert cut.words.text == "I met Dana. It rained."
    assert cut.spans == (Span(words[3].start_s - 1.0, words[4].end_s + 1.0),)
    (close,) = last_sentence([entry("I met Dana. She lied. It rained.")], until_s=2.71)
    assert close.words.text == "I met Dana. It rained."
    assert _near(close.spans[0], 2.0, 2.75)


def _near(span: Span, start_s: float, end_s: float) -> bool:
    return abs(span.start_s - start_s) < 0.01 and abs(span.end_s - end_s) < 0.01


def test_words_and_times_stay_with_what_is_left() -> None:
    """What is left is as it was, word for word."""
    said = entry("I met Dana. [1.0] She lied.")
    (cut,) = last_sentence([said])
    assert said.transcript is not None
    assert cut.words.utterances == said.transcript.utterances[:1]
    assert (cut.words.engine, cut.words.model) == ("faster-whisper", "tiny")


def test_a_private_name() -> None:
    """It goes wherever it stands, with its sound, and no other word does."""
    cut = renamed(entry("Dana called. [1.0] I like Dana's dog, not Dan or dana."), names={"Dana": "Mira"})
    assert cut is not None
    assert cut.words.text == "Mira called. I like Mira's dog, not Dan or dana."
    assert [w.text for u in cut.words.utterances for w in u.words][:2] == ["Mira", "called."]
    assert len(cut.spans) == 2
    assert _near(cut.spans[0], 0.85, 1.35)


def test_several_private_names() -> None:
    cut = renamed(entry("Dana and Will will come."), names={"Dana": "Mira", "Will": "Noor"})
    assert cut is not None
    assert cut.words.text == "Mira and Noor will come."


def test_no_private_name_here() -> None:
    assert renamed(entry("It rained."), names={"Dana": "Mira"}) is None
    assert renamed(entry("It rained."), names={}) is None
    assert renamed(typed("Dana called."), names={"Dana": "Mira"}) is not None


def reading(*people: tuple[str, int, int]) -> Reading:
    tags = tuple(
        Tag("person", label, "", 1.0, Evidence(u, s, s + len(label), label), "rule:x") for label, u, s in people
    )
    return Reading(tags, "none", None, "", "test 1")


def test_which_name_was_meant() -> None:
    """The one that was said last; a mother has no name."""
    readings = [reading(("Tom", 0, 0)), reading(("Dana", 1, 4), ("mother", 1, 20), ("Ines", 0, 9))]
    assert names_meant(readings) == ("Dana", "Ines", "Tom")
    assert names_meant([]) == ()


def test_what_may_be_a_name() -> None:
    said = Transcript((Utterance("Then Dana's aunt, Mary-Ann, met Tom\u2019s. I knew."),), "", "")
    assert maybe_names(said) == ("Then", "Dana", "Mary-Ann", "Tom", "I")
