"""What hears, speaks and is pressed, and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from assistant.audio import Samples, Sound
from assistant.journal import Moment


class Clock(Protocol):
    def now(self) -> Moment: ...

    def monotonic(self) -> float:
        """Seconds, never going back."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """A block from the microphone, 16 kHz mono; any length."""

    samples: Samples


@dataclass(frozen=True, slots=True)
class Lost:
    """The microphone stopped giving samples. `why` is a sentence for the person."""

    why: str


@dataclass(frozen=True, slots=True)
class Back:
    """A microphone gives samples again."""

    name: str


class Microphone(Protocol):
    """Open inside `with`. A lost device is told once and looked for again until it is back."""

    name: str
    overflows: int
    """Times that the system dropped samples since opening; each is a gap in the recording."""

    def __enter__(self) -> "Microphone":
        """Raises PartMissing where there is no input at all."""
        ...

    def __exit__(self, *exc: object) -> None: ...

    def read(self, timeout_s: float) -> Heard | Lost | Back | None:
        """The next thing, or None when nothing came within the time."""
        ...

    def flush(self) -> None:
        """Throw away what was heard until now: the assistant's own voice."""
        ...


class Loudspeaker(Protocol):
    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        """Blocks until played, or until `stop()` says so (asked every 10 ms, silent within 50 ms).

        True when played to the end. Raises PartMissing without a device.
        """
        ...

    def close(self) -> None: ...


class Voice(Protocol):
    def speak(self, text: str, *, pace: float = 1.0) -> Sound:
        """Text to sound, within the deadline; raises PartMissing when the engine is absent, late or dead.

        `pace` is a factor on the words per minute of the settings, for this text alone: at 0.9 it is a little slower.
        """
        ...

    def close(self) -> None: ...


class VoiceActivity(Protocol):
    """A stream: frames follow each other until `reset`."""

    def probability(self, frame: Samples) -> float:
        """Of speech in FRAME samples, 0 to 1."""
        ...

    def reset(self) -> None: ...


Key = Literal["enter", "other", "end"]
"""`end` is ^C."""


class Keys(Protocol):
    def pressed(self) -> Key | None:
        """The next key that was pressed, without waiting."""
        ...


@runtime_checkable
class WrittenKeys(Keys, Protocol):
    """Keys that tell what they write."""

    written: str
    """What the key wrote that `pressed` gave last; empty for ^C."""
