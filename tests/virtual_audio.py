"""A PulseAudio server of the tests' own, with a microphone to speak into and a loudspeaker to listen at.

The microphone is what is played into the sink `mic`; the loudspeaker is the sink `speaker`. Both run with
`norewinds`, since a null sink that may rewind sleeps for up to two seconds before its first sample.
"""

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from assistant.audio import SAMPLE_RATE, Samples, from_pcm16

TOOLS = ("pulseaudio", "pactl", "paplay", "parec", "espeak-ng")
OPTIONS = (
    "--daemonize=no --system=false --use-pid-file=no --exit-idle-time=-1 --disable-shm=yes --log-level=error".split()
)
SINKS = {"mic": "Test-Microphone", "speaker": "Test-Loudspeaker"}
CHUNK = 320
"""Bytes that are read from the recorder at once: 10 ms."""


@dataclass
class Recorded:
    """What came out of the loudspeaker, 16 kHz mono; grows while it is recorded."""

    chunks: list[tuple[float, Samples]] = field(default_factory=list)
    """Each with the monotonic second at which it arrived here, up to 30 ms after it was played."""

    @property
    def samples(self) -> Samples:
        return np.concatenate([samples for _, samples in self.chunks] or [np.zeros(0, dtype=np.float32)])

    def last_sound(self, louder_than: float = 0.003) -> float:
        """When the last chunk with any sound in it arrived, in monotonic seconds; 0 for none."""
        return max((at for at, chunk in self.chunks if np.abs(chunk).max(initial=0) > louder_than), default=0.0)


class VirtualAudio:
    """The server; `env` is what a child process needs to find it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.env = {"PULSE_SERVER": f"unix:{folder}/native", "PULSE_COOKIE": f"{folder}/cookie"}
        self._server = self._start()
        self._modules: dict[str, str] = {}
        self._number = itertools.count()

    def _start(self) -> "subprocess.Popen[bytes]":
        home = {"HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)}
        protocol = f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1"
        server = subprocess.Popen(
            ("pulseaudio", "-n", *OPTIONS, "-L", protocol),
            env={**os.environ, **home, "PULSE_RUNTIME_PATH": str(self._folder), "DBUS_SESSION_BUS_ADDRESS": "none:"},
            stdout=subprocess.DEVNULL,
            stderr=(self._folder / "server.log").open("wb"),
        )
        until = time.monotonic() + 20
        while not self._answers():
            if server.poll() is not None or time.monotonic() > until:
                server.kill()
                pytest.skip(f"pulseaudio does not start: {(self._folder / 'server.log').read_text()[-300:]}")
            time.sleep(0.05)
        return server

    def _answers(self) -> bool:
        asked = subprocess.run(("pactl", "info"), check=False, env={**os.environ, **self.env}, capture_output=True)
        return asked.returncode == 0

    def close(self) -> None:
        self._server.kill()
        self._server.wait()

    def reset(self) -> None:
        """Both devices there and chosen, as at the start."""
        for sink in SINKS:
            self._plug(sink)

    def plug_mic(self) -> None:
        self._plug("mic")

    def unplug_mic(self) -> None:
        """The server moves whoever listens to `speaker.monitor`, as a real one does."""
        self._unplug("mic")

    def plug_speaker(self) -> None:
        self._plug("speaker")

    def unplug_speaker(self) -> None:
        self._unplug("speaker")

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """The server is there and answers nobody."""
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def looped_back(self, *, delay_ms: int = 20) -> Iterator[None]:
        """What the loudspeaker plays is heard by the microphone while the body runs, so much later."""
        how = (f"latency_msec={delay_ms}", "source_dont_move=1", "sink_dont_move=1")
        module = self.pactl("load-module", "module-loopback", "source=speaker.monitor", "sink=mic", *how)
        try:
            yield
        finally:
            self.pactl("unload-module", module)

    def say(self, text: str, *, rate: int = 175, voice: str = "en") -> float:
        """A person speaks into the microphone; seconds of speech, returned when the last word is out."""
        wav = self._spoken(text, rate=rate, voice=voice)
        self.play_into_mic(wav)
        return _seconds(wav)

    @contextlib.contextmanager
    def saying(self, text: str, *, rate: int = 175, voice: str = "en") -> Iterator[None]:
        """The same while the body runs; the end of the body cuts it off."""
        wav = self._spoken(text, rate=rate, voice=voice)
        player = subprocess.Popen(("paplay", "--device=mic", str(wav)), env={**os.environ, **self.env})
        try:
            yield
        finally:
            player.kill()
            player.wait()

    def play_into_mic(self, wav: Path) -> None:
        subprocess.run(("paplay", "--device=mic", str(wav)), env={**os.environ, **self.env}, check=True, timeout=120)

    @contextlib.contextmanager
    def record_speaker(self) -> Iterator[Recorded]:
        """Listens at the loudspeaker while the body runs, and 0.1 s longer."""
        recorded = Recorded()
        how = ("--format=s16le", f"--rate={SAMPLE_RATE}", "--channels=1", "--latency-msec=10")
        with subprocess.Popen(
            ("parec", "--device=speaker.monitor", *how), env={**os.environ, **self.env}, stdout=subprocess.PIPE
        ) as parec:
            listener = threading.Thread(target=_listen, args=(parec, recorded), daemon=True)
            listener.start()
            try:
                until = time.monotonic() + 10
                while not recorded.chunks and time.monotonic() < until:
                    time.sleep(0.01)
                yield recorded
                time.sleep(0.1)
            finally:
                parec.terminate()
                listener.join(5)

    def pactl(self, *what: str) -> str:
        done = subprocess.run(
            ("pactl", *what), env={**os.environ, **self.env}, check=True, capture_output=True, text=True, timeout=20
        )
        return done.stdout.strip()

    def _plug(self, sink: str) -> None:
        if sink not in self._modules:
            about = f"sink_properties=device.description={SINKS[sink]}"
            self._modules[sink] = self.pactl(
                "load-module", "module-null-sink", f"sink_name={sink}", "rate=48000", "norewinds=1", about
            )
        if sink == "mic":
            self.pactl("set-default-source", "mic.monitor")
        else:
            self.pactl("set-default-sink", "speaker")

    def _unplug(self, sink: str) -> None:
        self.pactl("unload-module", self._modules.pop(sink))

    def _spoken(self, text: str, *, rate: int, voice: str) -> Path:
        wav = self._folder / f"spoken-{next(self._number)}.wav"
        subprocess.run(("espeak-ng", "-v", voice, "-s", str(rate), "-w", str(wav), text), check=True, timeout=60)
        return wav


def _listen(parec: "subprocess.Popen[bytes]", recorded: Recorded) -> None:
    assert parec.stdout is not None
    while data := parec.stdout.read(CHUNK):
        recorded.chunks.append((time.monotonic(), from_pcm16(data)))


def _seconds(wav: Path) -> float:
    """espeak-ng writes 16-bit mono with a header of 44 bytes, at the rate that stands at byte 24."""
    data = wav.read_bytes()
    return (len(data) - 44) / 2 / int.from_bytes(data[24:28], "little")


def needed() -> None:
    """Skips where there can be no virtual devices."""
    for tool in TOOLS:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not here")


@pytest.fixture(scope="session")
def audio_server() -> Iterator[VirtualAudio]:
    needed()
    with tempfile.TemporaryDirectory(prefix="between-audio-") as folder:
        audio = VirtualAudio(Path(folder))
        yield audio
        audio.close()


@pytest.fixture
def virtual_audio(
    audio_server: VirtualAudio, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> VirtualAudio:
    """The devices as at the start, seen by PortAudio in this process and by its children."""
    assert "devices" in request.keywords, "a test that uses the virtual devices is marked `devices`"
    audio_server.reset()
    show_to_portaudio(audio_server, monkeypatch)
    return audio_server


def show_to_portaudio(audio: VirtualAudio, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process. PortAudio reads the list of devices when it starts, and ALSA looks for PulseAudio then."""
    for name, value in audio.env.items():
        monkeypatch.setenv(name, value)
    if "sounddevice" in sys.modules:
        sys.modules["sounddevice"]._terminate()
        sys.modules["sounddevice"]._initialize()
    try:
        import sounddevice
    except OSError:
        pytest.skip("libportaudio2 is not here")
    if not any(device["name"] == "pulse" for device in sounddevice.query_devices()):
        pytest.skip("libasound2-plugins is not here: PortAudio does not see PulseAudio")
