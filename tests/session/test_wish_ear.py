"""Wishes are heard in a turn as its words come, each phrase once, and only when the silence after it is known."""

from functools import partial

import pytest

from assistant.adapters import spoken_commands_file
from assistant.dialogue.spoken_commands import wish
from assistant.journal import Transcript, Utterance, Word
from assistant.session.wish_ear import Understands, WishEar
from assistant.wiring import data_folder


def said(text: str, at_s: float) -> Utterance:
    """A word takes 0.3 s."""
    each = text.split()
    words = tuple(Word(f" {word}", at_s + 0.3 * n, at_s + 0.3 * (n + 1), 0.9) for n, word in enumerate(each))
    return Utterance(text, at_s, at_s + 0.3 * len(each), words)


@pytest.fixture(scope="module")
def understands() -> Understands:
    return partial(wish, commands=spoken_commands_file.load(data_folder("prompts") / "spoken_commands.toml"))


def test_a_wish_waits_for_the_silence_after_it(understands: Understands) -> None:
    """What may still go on ("that's all I could think of") is looked at again when it has not."""
    ear = WishEar(understands)
    words = [said("I went to bed early.", 0.0), said("That's all.", 4.0)]
    assert ear.look(words, quiet_s=0.2) == []
    assert [w.kind for w in ear.look(words, quiet_s=1.5)] == ["thats_all"]
    assert ear.look(words, quiet_s=3.0) == []


def test_a_story_with_the_same_words_is_no_wish(understands: Understands) -> None:
    """Nothing of it is taken out."""
    ear = WishEar(understands)
    words = [said("And I told him, that's all, goodnight, and I hung up.", 0.0)]
    assert ear.look(words, quiet_s=5.0) == []
    whole = Transcript(tuple(words), "faster-whisper", "nano")
    assert ear.left(whole) == whole


def test_the_words_of_a_wish_are_no_part_of_the_reflection(understands: Understands) -> None:
    """They were said to Between; what was said before and after them stays."""
    ear = WishEar(understands)
    words = [said("I went to bed early.", 0.0), said("Wait.", 4.0), said("Then I slept well.", 9.0)]
    assert [w.kind for w in ear.look(words, quiet_s=2.0)] == ["wait"]
    left = ear.left(Transcript(tuple(words), "faster-whisper", "nano"))
    assert left is not None
    assert left.text == "I went to bed early. Then I slept well."


def test_wishes_are_heard_in_a_talk_of_any_length(understands: Understands) -> None:
    """Only what is new is looked at, with a little of what came before it."""
    ear = WishEar(understands)
    words: list[Utterance] = []
    for n in range(40):
        words.append(said("I put the phone down and made some tea.", 10.0 * n))
        assert ear.look(words, quiet_s=2.0) == []
    words += [said("Strike that.", 400.0), said("Goodnight.", 405.0)]
    assert [w.kind for w in ear.look(words, quiet_s=2.0)] == ["strike_that", "goodnight"]


def test_a_question_waits_for_a_longer_silence_than_most_wishes(understands: Understands) -> None:
    """It is looked at again when the silence is long enough, and not taken for a story before."""
    ear = WishEar(understands)
    words = [said("I went to bed early.", 0.0), said("When did I last sleep well?", 4.0)]
    assert ear.look(words, quiet_s=0.9) == []
    assert [w.kind for w in ear.look(words, quiet_s=1.3)] == ["ask"]


def test_the_end_of_a_long_sentence_is_no_wish_of_its_own(understands: Understands) -> None:
    """Also when only its last words are looked back at, what was heard as a story stays one."""
    ear, words, at_s = WishEar(understands), list[Utterance](), 0.0
    for part in ("I told the group that", "my homework is to call", "the doctor and then", "write it down", "at home."):
        words.append(said(part, at_s))
        at_s = words[-1].end_s
    assert ear.look(words, quiet_s=2.0) == []
    words.append(said("Then I slept.", at_s + 2.0))
    assert ear.look(words, quiet_s=2.0) == []
