"""PortAudio itself, absent or in use."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import pytest
from virtual_audio import VirtualAudio

from assistant.adapters.devices import sound_system
from assistant.adapters.devices.loudspeaker import SystemLoudspeaker
from assistant.adapters.devices.microphone import SystemMicrophone
from assistant.audio import Sound
from assistant.errors import PartMissing
from assistant.ports import Heard


class NoPortAudio:
    """What importing sounddevice does where libportaudio2 is not installed."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        if name == "sounddevice":
            self._fail()

    def _fail(self) -> NoReturn:
        raise OSError("PortAudio library not found")


def test_no_portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing system library is named, with the command that brings it."""
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoPortAudio(), *sys.meta_path])
    with pytest.raises(PartMissing, match="PortAudio") as caught, SystemMicrophone():
        pass
    assert "libportaudio2" in caught.value.hint


@pytest.mark.devices
def test_the_list_is_not_read_afresh_under_an_open_stream(virtual_audio: VirtualAudio) -> None:
    """It would end the stream; afterwards it may be."""
    with SystemMicrophone() as microphone:
        assert sound_system.rescan() is False
        assert isinstance(microphone.read(3), Heard)
    assert sound_system.rescan() is True
    assert sound_system.find("output", "").channels == 2


@pytest.mark.devices
def test_a_device_that_refuses(virtual_audio: VirtualAudio) -> None:
    """A device of the wrong kind, or none of that number: a sentence, and the ones that are here."""
    import numpy as np

    silence = Sound(np.zeros(1_000, dtype=np.float32), 16_000)
    with pytest.raises(PartMissing, match="loudspeaker “99”") as caught:
        SystemLoudspeaker("99").play(silence, stop=lambda: False)
    assert "pulse" in caught.value.hint
