"""PortAudio, shared by microphone and loudspeaker: finding a device, opening a stream, reading the list afresh.

Every call into it has a deadline. A PulseAudio server that is stopped rather than dead makes `Pa_OpenStream` and
`Pa_AbortStream` wait for ever (measured with SIGSTOP), and nothing here may hang an evening.
"""

import atexit
import contextlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from assistant.errors import PartMissing

T = TypeVar("T")
Kind = Literal["input", "output"]

CALL_S = 3.0
"""Longest wait for one call into the sound system."""

LOAD_S = 15.0
"""The same for the first, which loads the libraries and looks at every device."""

MOST_CHANNELS = 8
"""ALSA's doors to PulseAudio and PipeWire claim 32 to 128 channels, which no microphone has."""

WORDS: dict[Kind, str] = {"input": "microphone", "output": "loudspeaker"}

_log = logging.getLogger("between.sound")
_lock = threading.Lock()
"""Held while PortAudio opens a stream or reads its list of devices."""
_streams: set["Stream"] = set()


@dataclass(frozen=True, slots=True)
class Device:
    number: int
    name: str
    channels: int
    rate_hz: int


class Stream:
    """A running stream."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.rate_hz = int(raw.samplerate)
        self.channels = int(raw.channels)
        self.latency_s = float(raw.latency)

    def close(self) -> None:
        """Silent at once, what was not yet played is dropped. A stream that cannot be closed is left behind."""
        try:
            within(CALL_S, self._close)
        except PartMissing:
            _log.warning("a stream did not close within %.0f s", CALL_S)
            # PortAudio's own farewell would wait for that stream when the program ends.
            atexit.unregister(_library()._exit_handler)

    def _close(self) -> None:
        self._raw.abort(ignore_errors=True)
        self._raw.close(ignore_errors=True)
        _streams.discard(self)


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work`, which runs in a thread of its own; raises PartMissing when it is late."""
    result = _begun(work)
    try:
        return result.result(seconds)
    except TimeoutError as e:
        raise _stuck() from e


def find(kind: Kind, wanted: str) -> Device:
    """The device of that number or (part of a) name; the system's own choice for an empty one."""
    return within(CALL_S if "sounddevice" in sys.modules else LOAD_S, lambda: _find(kind, wanted))


def open_stream(device: Device, kind: Kind, **how: Any) -> Stream:
    """A started stream; `how` goes to sounddevice. Raises PartMissing when the device refuses."""
    opening = _begun(lambda: _open(device, kind, how))
    try:
        return opening.result(CALL_S)
    except TimeoutError as e:
        opening.add_done_callback(_close_late)
        raise _stuck() from e


def rescan() -> bool:
    """Reads the list of devices afresh, unless a stream is open, which this would end. True when it was read.

    The list is frozen when PortAudio starts (spatialaudio/python-sounddevice issue 125).
    """
    return within(CALL_S, _rescan)


def _begun(work: Callable[[], T]) -> "Future[T]":
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except Exception as e:  # noqa: BLE001  handed on whole to the thread that asked
            result.set_exception(e)

    threading.Thread(target=run, name="between-sound", daemon=True).start()
    return result


def _library() -> Any:
    try:
        import sounddevice
    except OSError as e:
        raise PartMissing(
            "PortAudio, the library that talks to microphones and loudspeakers, is not here.",
            "On Debian and Ubuntu: sudo apt install libportaudio2. On a Mac: brew install portaudio.",
        ) from e
    # PortAudio's threads wait for Python's lock: 5 ms a time is half a block, and the sound would stutter.
    sys.setswitchinterval(0.001)
    return sounddevice


def _find(kind: Kind, wanted: str) -> Device:
    sd = _library()
    with _turn():
        try:
            found = sd.query_devices(int(wanted) if wanted.isdecimal() else wanted or None, kind)
        except (ValueError, sd.PortAudioError) as e:
            raise _not_found(kind, wanted, tuple(sd.query_devices())) from e
    return Device(
        number=int(found["index"]),
        name=str(found["name"]),
        channels=_channels(int(found[f"max_{kind}_channels"])),
        rate_hz=int(found["default_samplerate"]),
    )


def _channels(claimed: int) -> int:
    return claimed if claimed <= MOST_CHANNELS else 2


def _not_found(kind: Kind, wanted: str, devices: tuple[Any, ...]) -> PartMissing:
    here = [f"{d['index']} {d['name']}" for d in devices if d[f"max_{kind}_channels"] > 0]
    word = WORDS[kind]
    if not here:
        return PartMissing(f"I can't find a {word} on this machine.", "Connect one, or switch it on, and start again.")
    if not wanted:
        return PartMissing(f"The system has not chosen a {word}.", f"Name one in the settings: {'; '.join(here)}.")
    return PartMissing(f"I can't find the {word} “{wanted}”.", f"These are here: {'; '.join(here)}.")


def _open(device: Device, kind: Kind, how: dict[str, Any]) -> Stream:
    sd = _library()
    make = sd.RawInputStream if kind == "input" else sd.OutputStream
    with _turn():
        try:
            raw = make(device=device.number, channels=device.channels, samplerate=device.rate_hz, **how)
            raw.start()
        except (ValueError, sd.PortAudioError) as e:
            raise PartMissing(
                f"The {WORDS[kind]} “{device.name}” can't be opened.",
                "Another program may be using it, or it was unplugged. Close that program, or plug it in again.",
            ) from e
        stream = Stream(raw)
        _streams.add(stream)
        return stream


def _close_late(opening: "Future[Stream]") -> None:
    with contextlib.suppress(PartMissing):
        opening.result().close()


def _rescan() -> bool:
    sd = _library()
    with _turn():
        if _streams:
            return False
        sd._terminate()
        try:
            sd._initialize()
        except sd.PortAudioError as e:
            raise PartMissing("The sound system can't be started.", "Try again in a moment.") from e
        return True


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    if not _lock.acquire(timeout=CALL_S):
        raise _stuck()
    try:
        yield
    finally:
        _lock.release()


def _stuck() -> PartMissing:
    return PartMissing(
        "The sound system of this machine does not answer.",
        "Restart the machine; on Linux `systemctl --user restart pipewire` or `… restart pulseaudio` may be enough.",
    )
