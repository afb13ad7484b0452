"""Text becomes sound, whatever the engine does."""

import os
import signal
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from assistant.adapters.voice import Voice
from assistant.audio import level_db
from assistant.errors import PartMissing

QUESTION = "What helped you put the phone away tonight?"


def worker_of(_: Voice) -> psutil.Process:
    children = [p for p in psutil.Process().children() if any("worker.py" in part for part in p.cmdline())]
    assert len(children) == 1
    return children[0]


def until(condition: object, *, seconds: float = 10.0) -> bool:
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_question_is_spoken(voice: Voice) -> None:
    """Samples of a plausible length, loud enough to hear, at the engine's rate."""
    sound = voice.speak(QUESTION)
    assert sound.rate_hz >= 16_000
    assert sound.samples.dtype == np.float32
    assert 1.5 < sound.seconds < 5.0
    assert -30 < level_db(sound.samples) < -5


def test_twenty_sentences_in_a_row_lose_nothing(voice: Voice) -> None:
    """One worker speaks them all, the first and the last as whole as each other."""
    first = worker_of(voice).pid
    seconds = [voice.speak(QUESTION).seconds for _ in range(20)]
    assert max(seconds) - min(seconds) < 0.05
    assert worker_of(voice).pid == first


def test_two_thousand_words_are_whole(voice: Voice) -> None:
    """A long text is spoken in pieces, and no piece is lost between them."""
    text = "and then I went home to eat. "
    once, many = voice.speak(text * 20).seconds, voice.speak(text * 280).seconds
    assert many == pytest.approx(14 * once, rel=0.02)


@pytest.mark.parametrize("text", ["Ünïcode: señor, 漢字, עברית, 😀.", "a\x00b\x07c", "half \ud800 a pair", "w" * 3000])
def test_odd_text_is_spoken(voice: Voice, text: str) -> None:
    """What a prompt file or a name may hold never stops the engine."""
    worker = worker_of(voice).pid
    assert voice.speak(text).seconds > 0.3
    assert worker_of(voice).pid == worker


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00"])
def test_nothing_to_say_is_silence(voice: Voice, text: str) -> None:
    """The engine would speak its last sentence again."""
    voice.speak(QUESTION)
    assert len(voice.speak(text).samples) == 0


def test_rate_and_volume_are_heard(engine_here: None, temporary: Path) -> None:
    """The settings reach the engine."""
    slow, fast = Voice(rate_wpm=120, deadline_s=20.0), Voice(rate_wpm=240, volume=0.3, deadline_s=20.0)
    one, two = slow.speak(QUESTION), fast.speak(QUESTION)
    slow.close()
    fast.close()
    assert one.seconds > 1.5 * two.seconds
    assert level_db(one.samples) - level_db(two.samples) > 6


def test_the_first_sentence_has_its_rate_already(engine_here: None, temporary: Path) -> None:
    """Of ten fresh engines each speaks as it was set, from its first sentence on: pyttsx3 alone loses settings."""
    seconds = []
    for _ in range(10):
        voice = Voice(rate_wpm=120, deadline_s=20.0)
        seconds += [voice.speak(QUESTION).seconds, voice.speak(QUESTION).seconds]
        voice.close()
    assert max(seconds) - min(seconds) < 0.05


def test_a_pace_is_for_one_sentence(voice: Voice) -> None:
    """Slower or faster from its first word on, and the next sentence is as it was before."""
    usual = voice.speak(QUESTION).seconds
    slow, fast, again = (voice.speak(QUESTION, pace=pace).seconds for pace in (0.7, 1.5, 1.0))
    assert slow > 1.25 * usual
    assert fast < 0.8 * usual
    assert again == pytest.approx(usual, abs=0.05)


def test_paces_by_turns_lose_nothing(voice: Voice) -> None:
    """A rate that changes with each sentence never costs the sentence, nor the rate."""
    seconds = [[voice.speak(QUESTION, pace=pace).seconds for pace in (0.8, 1.2)] for _ in range(8)]
    for each in zip(*seconds, strict=True):
        assert max(each) - min(each) < 0.05


def test_a_voice_is_found_by_name_and_language(engine_here: None, temporary: Path) -> None:
    """Its nice name and its language choose the same voice, which is not the usual one."""
    sounds = []
    for name in ("en-us", "English (America)", ""):
        voice = Voice(name=name, deadline_s=20.0)
        sounds.append(voice.speak("I had a bath after half past four.").seconds)
        voice.close()
    assert sounds[0] == pytest.approx(sounds[1], abs=0.02)
    assert sounds[0] != pytest.approx(sounds[2], abs=0.02)


def test_an_unknown_voice_is_told(engine_here: None, temporary: Path) -> None:
    """pyttsx3 would go on with another voice in silence."""
    voice = Voice(name="Nobody", deadline_s=20.0)
    with pytest.raises(PartMissing, match="no voice called “Nobody”") as told:
        voice.speak(QUESTION)
    voice.close()
    assert "settings" in told.value.hint


def test_nothing_is_left_on_disk(voice: Voice, temporary: Path) -> None:
    """Each sound file is deleted when it is read, its folder is the person's alone and goes with the voice."""
    voice.speak(QUESTION)
    (folder,) = temporary.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == []
    voice.close()
    assert list(temporary.iterdir()) == []


def test_no_word_shows_in_the_process_list(
    engine_here: None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Neither the text nor anything of the person's environment reaches the worker's title or environment."""
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    monkeypatch.setenv("PULSE_SERVER", "tcp:elsewhere.example")
    voice = request.getfixturevalue("voice")
    voice.speak(QUESTION)
    worker = worker_of(voice)
    assert "phone" not in " ".join(worker.cmdline())
    environment = worker.environ()
    assert {"http_proxy", "https_proxy", "BETWEEN_HOME"}.isdisjoint(environment)
    assert environment["PULSE_SERVER"] == "unix:/dev/null"


def test_a_hung_engine_costs_one_sentence(voice: Voice) -> None:
    """The real worker, stopped: told within the deadline, gone, replaced, and the next sentence is spoken."""
    voice.speak(QUESTION)
    hung = worker_of(voice)
    voice._deadline_s = 0.5
    hung.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(PartMissing, match="said nothing"):
        voice.speak(QUESTION)
    assert time.monotonic() - began < 2.0
    assert not hung.is_running()
    voice._deadline_s = 20.0
    assert voice.speak(QUESTION).seconds > 1.5
    assert worker_of(voice).pid != hung.pid


def test_a_hung_engine_that_reads_nothing_is_told_too(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even writing to a stopped worker has a deadline: here the text is larger than a pipe."""
    monkeypatch.setattr("assistant.adapters.voice.pieces.PIECE", 1_000_000)
    voice.speak(QUESTION)
    worker_of(voice).send_signal(signal.SIGSTOP)
    voice._deadline_s = 0.5
    with pytest.raises(PartMissing, match="said nothing"):
        voice.speak("and then I went home. " * 20_000)


def test_an_engine_that_died_in_between_is_replaced_unheard(voice: Voice) -> None:
    """Killed between two sentences: the next one is spoken by a new worker."""
    voice.speak(QUESTION)
    dead = worker_of(voice)
    os.kill(dead.pid, signal.SIGKILL)
    assert voice._worker is not None
    assert until(lambda: not (voice._worker and voice._worker.alive))
    assert voice.speak(QUESTION).seconds > 1.5


def test_an_engine_that_dies_in_a_sentence_is_told(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while the sentence is on its way: this one is told, the next one is spoken."""
    voice.speak(QUESTION)
    worker = worker_of(voice)
    worker.send_signal(signal.SIGSTOP)
    real = type(voice._worker).save  # type: ignore[union-attr]

    def killed(self: object, text: str, *, rate_wpm: int, deadline_s: float) -> bytes:
        os.kill(worker.pid, signal.SIGKILL)
        return real(self, text, rate_wpm=rate_wpm, deadline_s=deadline_s)  # type: ignore[arg-type]

    monkeypatch.setattr(type(voice._worker), "save", killed)
    with pytest.raises(PartMissing, match="stopped in the middle"):
        voice.speak(QUESTION)
    monkeypatch.undo()
    assert voice.speak(QUESTION).seconds > 1.5
