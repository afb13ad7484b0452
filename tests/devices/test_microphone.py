"""The microphone, on a real sound server without hardware."""

import shlex
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from virtual_audio import VirtualAudio

from assistant.adapters.devices.microphone import SystemMicrophone
from assistant.audio import SAMPLE_RATE, Samples, level_db
from assistant.errors import PartMissing
from assistant.ports import Back, Heard, Lost

pytestmark = pytest.mark.devices

SENTENCE = "Today I called my sister, and it was easier than I had feared."
LONG = (
    "I walked home along the river and I was counting the bridges, one after the other, until my head was quiet. " * 2
)


def heard_within(microphone: SystemMicrophone, seconds: float) -> Samples:
    return np.concatenate([item.samples for item in items(microphone, seconds) if isinstance(item, Heard)])


def items(microphone: SystemMicrophone, seconds: float) -> Iterator[Heard | Lost | Back]:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        item = microphone.read(left)
        if item is not None:
            yield item


def test_speech_comes_out_at_16_khz(virtual_audio: VirtualAudio) -> None:
    """What a person says is heard, as long as it was said, with quiet around it, and not one gap."""
    with SystemMicrophone() as microphone:
        heard_within(microphone, 0.2)
        said_s = virtual_audio.say(SENTENCE)
        heard = heard_within(microphone, 0.5)
    loud = np.flatnonzero(np.abs(heard) > 0.01)
    assert (loud[-1] - loud[0]) / SAMPLE_RATE == pytest.approx(said_s, abs=0.6)
    assert level_db(heard[loud[0] : loud[-1]]) > -35
    assert microphone.name == "Monitor of Test-Microphone"
    assert microphone.overflows == 0


def test_unplugged_in_mid_sentence_and_back(virtual_audio: VirtualAudio) -> None:
    """The loss is told once, no silence of another source is taken for it, and what is said after it is heard."""
    with SystemMicrophone() as microphone:
        with virtual_audio.saying(LONG):
            before = heard_within(microphone, 1.5)
            virtual_audio.unplug_mic()
            lost_at = time.monotonic()
            told = next(item for item in items(microphone, 5) if not isinstance(item, Heard))
            lost_s = time.monotonic() - lost_at
        away = list(items(microphone, 2.5))
        virtual_audio.plug_mic()
        back = next(items(microphone, 8))
        with virtual_audio.saying(LONG):
            after = heard_within(microphone, 2.0)
    assert level_db(before) > -35
    assert isinstance(told, Lost)
    assert "microphone" in told.why
    assert lost_s < 2.5
    assert away == []
    assert back == Back("Monitor of Test-Microphone")
    assert level_db(after) > -35


def test_a_stream_moved_to_another_microphone_is_noticed(virtual_audio: VirtualAudio) -> None:
    """PulseAudio moves a stream in silence and samples flow on: the person is told, and told where it goes on."""
    module = virtual_audio.pactl(
        "load-module", "module-null-sink", "sink_name=other", "norewinds=1", "sink_properties=device.description=Other"
    )
    try:
        with SystemMicrophone() as microphone:
            heard_within(microphone, 0.3)
            virtual_audio.pactl("set-default-source", "other.monitor")
            told = [item for item in items(microphone, 4.5) if not isinstance(item, Heard)]
            after = microphone.read(1.0)
            name = microphone.name
    finally:
        virtual_audio.pactl("unload-module", module)
    assert [type(item) for item in told] == [Lost, Back]
    assert name == "Monitor of Other"
    assert isinstance(after, Heard)


def test_a_server_that_stops_answering_hangs_nobody(virtual_audio: VirtualAudio) -> None:
    """A stopped sound server counts as a lost microphone, and leaving takes seconds at most."""
    with SystemMicrophone() as microphone:
        heard_within(microphone, 0.3)
        with virtual_audio.stopped():
            told = next(item for item in items(microphone, 6) if not isinstance(item, Heard))
            leaving = time.monotonic()
            microphone.__exit__()
            left_s = time.monotonic() - leaving
    assert isinstance(told, Lost)
    assert left_s < 10


def test_only_the_loudspeaker_to_hear(virtual_audio: VirtualAudio) -> None:
    """Where no microphone is left the server offers the loudspeaker's own sound, which nobody wants written down."""
    virtual_audio.unplug_mic()
    with pytest.raises(PartMissing, match="can't find a microphone") as caught, SystemMicrophone():
        pass
    assert "Connect a microphone" in caught.value.hint


def test_no_device_at_all(virtual_audio: VirtualAudio) -> None:
    """A server without any source: one sentence, and what to do."""
    virtual_audio.unplug_mic()
    virtual_audio.unplug_speaker()
    with pytest.raises(PartMissing) as caught, SystemMicrophone():
        pass
    assert caught.value.hint


def test_a_name_that_nobody_has(virtual_audio: VirtualAudio) -> None:
    """A wrong name in the settings is answered with the ones that are here."""
    with pytest.raises(PartMissing, match="Grandmother") as caught, SystemMicrophone("Grandmother"):
        pass
    assert "pulse" in caught.value.hint


def test_by_name_and_by_number(virtual_audio: VirtualAudio) -> None:
    """Both ways of naming a device open it."""
    for wanted in ("pulse", "0"):
        with SystemMicrophone(wanted) as microphone:
            assert isinstance(microphone.read(3), Heard)


def test_flush_forgets_what_was_said(virtual_audio: VirtualAudio) -> None:
    """After a flush nothing of what came before it is heard, what was still on its way included."""
    with SystemMicrophone() as microphone:
        heard_within(microphone, 0.2)
        virtual_audio.say("Goodnight.")
        with virtual_audio.saying(LONG):
            time.sleep(1)
        microphone.flush()
        after = heard_within(microphone, 0.7)
    assert len(after) > 0.3 * SAMPLE_RATE
    assert level_db(after) < -60


def test_sound_that_nobody_reads_is_counted(virtual_audio: VirtualAudio, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dropped because nobody reads it leaves one gap, and the gap is counted."""
    monkeypatch.setattr("assistant.adapters.devices.microphone.UNREAD_BLOCKS", 10)
    with SystemMicrophone() as microphone:
        heard_within(microphone, 0.2)
        time.sleep(0.6)
        heard = heard_within(microphone, 0.5)
        counted = microphone.overflows
        microphone.flush()
    assert counted == 1
    assert len(heard) < 0.9 * SAMPLE_RATE


def test_an_overflow_that_portaudio_reports_is_counted(virtual_audio: VirtualAudio) -> None:
    """The flag that PortAudio hands to the callback ends up in the count, once."""
    import sounddevice

    with SystemMicrophone() as microphone:
        heard_within(microphone, 0.3)
        assert microphone._capture is not None
        silence = bytes(4 * 480 * microphone._capture.stream.channels)
        microphone._capture._came(silence, 480, None, sounddevice.CallbackFlags(0x2))
        heard_within(microphone, 0.3)
        assert microphone.overflows == 1


def test_without_pactl(virtual_audio: VirtualAudio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can say how PulseAudio has joined things, the microphone works all the same."""
    monkeypatch.setattr("assistant.adapters.devices.pulse.shutil.which", lambda tool: None)
    with SystemMicrophone() as microphone:
        assert microphone.name == "default"
        assert isinstance(microphone.read(3), Heard)


@pytest.mark.parametrize("answer", ["", "{", '[{"index": 1}]', "exit 1"])
def test_a_pactl_that_talks_nonsense(
    virtual_audio: VirtualAudio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    """Nor does a broken one take the microphone away."""
    broken = tmp_path / "pactl"
    broken.write_text(f"#!/bin/sh\n{answer if answer.startswith('exit') else f'echo {shlex.quote(answer)}'}\n")
    broken.chmod(0o755)
    monkeypatch.setattr("assistant.adapters.devices.pulse.shutil.which", lambda tool: str(broken))
    with SystemMicrophone() as microphone:
        assert isinstance(microphone.read(3), Heard)
