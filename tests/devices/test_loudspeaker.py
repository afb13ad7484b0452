"""The loudspeaker, on a real sound server without hardware, heard by a recorder beside it."""

import contextlib
import ctypes
import threading
import time

import numpy as np
import pytest
from virtual_audio import VirtualAudio

from assistant.adapters.devices import pulse
from assistant.adapters.devices.loudspeaker import SystemLoudspeaker
from assistant.adapters.devices.microphone import SystemMicrophone
from assistant.audio import SAMPLE_RATE, Samples, Sound, level_db
from assistant.errors import PartMissing
from assistant.ports import Heard

pytestmark = pytest.mark.devices

RECORDER_S = 0.05
"""What the server's and the recorder's own buffers add between a sound and our hearing it."""


TONE_JUMP = 0.3 * 2 * np.pi * 440 / SAMPLE_RATE
"""The most that `tone` changes from one recorded sample to the next."""


def tone(seconds: float, *, rate_hz: int = 22_050, pitch_hz: float = 440) -> Sound:
    at = np.arange(int(seconds * rate_hz)) / rate_hz
    return Sound((0.3 * np.sin(2 * np.pi * pitch_hz * at)).astype(np.float32), rate_hz)


def loudest_pitch(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * SAMPLE_RATE / len(samples)


def never() -> bool:
    return False


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 48_000])
def test_a_sound_is_played_whole(virtual_audio: VirtualAudio, rate_hz: int) -> None:
    """At whatever rate the voice works: all of its length, at its pitch and loudness."""
    with virtual_audio.record_speaker() as recorded:
        assert SystemLoudspeaker().play(tone(1.0, rate_hz=rate_hz), stop=never) is True
    loud = np.flatnonzero(np.abs(recorded.samples) > 0.05)
    assert (loud[-1] - loud[0]) / SAMPLE_RATE == pytest.approx(1.0, abs=0.06)
    middle = recorded.samples[loud[0] + 1_600 : loud[-1] - 1_600]
    assert loudest_pitch(middle) == pytest.approx(440, abs=3)
    assert level_db(middle) == pytest.approx(20 * np.log10(0.3 / np.sqrt(2)), abs=1.5)


def test_nothing_to_play(virtual_audio: VirtualAudio) -> None:
    """An empty sound is played at once."""
    assert SystemLoudspeaker().play(Sound(np.zeros(0, dtype=np.float32), 22_050), stop=never) is True


def test_silent_at_once_when_stopped(virtual_audio: VirtualAudio) -> None:
    """50 ms after the stop nothing is heard any more (the recorder's own delay comes on top), and no click.

    The best of three, since what is measured is the loudspeaker and not who else uses the machine.
    """
    late: list[float] = []
    jumps: list[float] = []
    for _ in range(3):
        stopped_at = 0.0

        def stop(until: float = time.monotonic() + 0.7) -> bool:
            nonlocal stopped_at
            if time.monotonic() < until:
                return False
            stopped_at = stopped_at or time.monotonic()
            return True

        with virtual_audio.record_speaker() as recorded:
            assert SystemLoudspeaker().play(tone(5), stop=stop) is False
            time.sleep(0.2)
        assert recorded.last_sound() > 0
        late.append(recorded.last_sound() - stopped_at)
        end = int(np.flatnonzero(np.abs(recorded.samples) > 0.003)[-1])
        around_the_stop = recorded.samples[
            end - 480 : end + 160
        ]  # what a busy machine dropped earlier is no click of it
        jumps.append(float(np.abs(np.diff(around_the_stop)).max()))
    print(f"silent after {[f'{1000 * s:.0f} ms' for s in late]}, recorder included")
    assert min(late) < 0.05 + RECORDER_S
    assert min(jumps) < 1.5 * TONE_JUMP, "a cut and no fade: that is a click"


@pytest.mark.parametrize("dry_s", [0, 0.5], ids=["as it should", "after it ran dry"])
def test_unplugged_while_it_talks(virtual_audio: VirtualAudio, monkeypatch: pytest.MonkeyPatch, dry_s: float) -> None:
    """When its sound would go on somewhere else it ends, and the question can be shown instead."""
    found = pulse.Follower.found
    unplugged_at: list[float] = []

    def found_and_unplugged(follower: pulse.Follower) -> bool:
        """As soon as it is known where the sound comes out, however long a busy machine took for that."""
        known = found(follower)
        if known:
            ctypes.PyDLL(None).usleep(int(dry_s * 1e6))  # nothing else of Python runs meanwhile, as on a busy machine
            virtual_audio.unplug_speaker()
            unplugged_at.append(time.monotonic())
        return known

    monkeypatch.setattr(pulse.Follower, "found", found_and_unplugged)
    with pytest.raises(PartMissing, match="went away") as caught:
        SystemLoudspeaker().play(tone(20), stop=never)
    assert time.monotonic() - unplugged_at[0] < 6
    assert caught.value.hint


def test_no_loudspeaker_left(virtual_audio: VirtualAudio) -> None:
    """The server ends the stream: told at once."""
    virtual_audio.unplug_mic()
    threading.Timer(0.5, virtual_audio.unplug_speaker).start()
    began = time.monotonic()
    with pytest.raises(PartMissing):
        SystemLoudspeaker().play(tone(20), stop=never)
    assert time.monotonic() - began < 5


def test_no_loudspeaker_at_all(virtual_audio: VirtualAudio) -> None:
    """Without a device: one sentence, and what to do."""
    virtual_audio.unplug_mic()
    virtual_audio.unplug_speaker()
    with pytest.raises(PartMissing) as caught:
        SystemLoudspeaker().play(tone(1), stop=never)
    assert caught.value.hint


def test_a_server_that_stops_answering_hangs_nobody(virtual_audio: VirtualAudio) -> None:
    """A sound server that stops in the middle of a sound ends it with a sentence, some seconds later."""
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        threading.Timer(0.5, stack.enter_context, (virtual_audio.stopped(),)).start()
        with pytest.raises(PartMissing, match="went away"):
            SystemLoudspeaker().play(tone(20), stop=never)
    assert time.monotonic() - began < 10


def test_a_server_that_does_not_answer_at_first(virtual_audio: VirtualAudio) -> None:
    """The same before the sound begins."""
    began = time.monotonic()
    with virtual_audio.stopped(), pytest.raises(PartMissing, match="does not answer"):
        SystemLoudspeaker().play(tone(1), stop=never)
    assert time.monotonic() - began < 10


def test_it_talks_while_the_microphone_is_open(virtual_audio: VirtualAudio) -> None:
    """Both at once: neither closes the other, and the microphone does not hear what was said for a person."""
    with SystemMicrophone() as microphone:
        assert isinstance(microphone.read(3), Heard)
        assert SystemLoudspeaker().play(tone(0.5), stop=never) is True
        microphone.flush()
        assert isinstance(microphone.read(3), Heard)
