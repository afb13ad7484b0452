"""It does not hear itself: the loudspeaker is looped back into the microphone, as in every room."""

import time

import numpy as np
import pytest
from virtual_audio import VirtualAudio

from assistant.adapters import synthetic_person
from assistant.adapters.devices.conversion import at_rate
from assistant.adapters.devices.loudspeaker import SystemLoudspeaker
from assistant.adapters.devices.microphone import SystemMicrophone
from assistant.adapters.whisper.voice_activity import SileroVoiceActivity
from assistant.audio import SAMPLE_RATE, Samples, Sound, level_db
from assistant.dialogue.patience import TurnTaking
from assistant.ports import Heard
from assistant.session.hearing import LIVE, Hearing

RADIO_MS = 300
"""A loudspeaker on the radio; one in the machine is heard after 20 ms."""


@pytest.fixture(scope="module")
def question() -> Sound:
    """Without the engine's own silence at its end."""
    sound = synthetic_person.speak("What helped you put the phone away tonight?")
    loud = np.flatnonzero(np.abs(sound.samples) > 0.02)
    return Sound(sound.samples[: loud[-1]], sound.rate_hz)


def heard_for(microphone: SystemMicrophone, seconds: float) -> Samples:
    until, blocks = time.monotonic() + seconds, [np.zeros(0, np.float32)]
    while time.monotonic() < until:
        match microphone.read(0.05):
            case Heard(samples):
                blocks.append(samples)
    return np.concatenate(blocks)


def listening() -> Hearing:
    hearing = Hearing(SileroVoiceActivity(), turn_taking=TurnTaking(), cutting=LIVE)
    hearing.after_own_voice()
    return hearing


def spoken(text: str) -> Samples:
    sound = synthetic_person.speak(text)
    return at_rate(sound.samples, rate_hz=sound.rate_hz, wanted_hz=SAMPLE_RATE)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


@pytest.mark.devices
@pytest.mark.parametrize(("delay_ms", "cut_after_s"), [(20, 60.0), (RADIO_MS, 60.0), (RADIO_MS, 1.2)])
def test_its_own_voice_opens_no_turn(
    virtual_audio: VirtualAudio, question: Sound, delay_ms: int, cut_after_s: float
) -> None:
    """Played to the end or cut off by a key: what of it comes in after that is no voice, and has no words."""
    with virtual_audio.looped_back(delay_ms=delay_ms), SystemMicrophone() as microphone:
        began = time.monotonic()
        SystemLoudspeaker().play(question, stop=lambda: time.monotonic() - began > cut_after_s)
        while_it_spoke = microphone.read(0.0)
        microphone.flush()
        samples = heard_for(microphone, 1.5)
    assert isinstance(while_it_spoke, Heard)
    assert level_db(while_it_spoke.samples) > -40, "the loop is not heard"
    hearing = listening()
    assert hearing.feed(samples) == []
    assert not hearing.something
    assert hearing.finish() == []


def test_the_first_word_after_it_is_a_person() -> None:
    """Said a fifth of a second after our last word came in: heard whole, and without our word before it."""
    own, word = spoken("tonight?")[4_000:8_000], spoken("No.")
    hearing = listening()
    pieces = [*hearing.feed(np.concatenate([own, silence(0.2), word, silence(3.0)])), *hearing.finish()]
    assert hearing.state.spoke
    (piece,) = pieces
    assert len(own) < piece.stretch.start < len(own) + 0.2 * SAMPLE_RATE


def test_who_was_speaking_already_is_heard_from_the_start() -> None:
    """A voice that goes on is no echo, and nothing of it is left out."""
    hearing = listening()
    pieces = [*hearing.feed(np.concatenate([spoken("I put the phone down and made tea."), silence(3.0)]))]
    assert hearing.state.spoke
    assert pieces[0].stretch.start == 0
