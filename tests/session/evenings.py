"""Evenings on the real parts, with recorded turns where the microphone would be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from assistant.adapters import synthetic_person
from assistant.adapters.devices.conversion import at_rate
from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.audio import SAMPLE_RATE, Samples, Sound
from assistant.journal import Moment
from assistant.ports import Key
from assistant.session.evening import Evening
from assistant.session.events import Event
from assistant.session.parts import Talking
from assistant.wiring import House

TEN_TO_MIDNIGHT = Moment(datetime(2026, 11, 20, 22, 50, tzinfo=UTC), 60, "Europe/Paris")


def spoken(text: str) -> Samples:
    """espeak-ng at 16 kHz; a line break is a short pause."""
    sound = synthetic_person.speak(text)
    return at_rate(sound.samples, rate_hz=sound.rate_hz, wanted_hz=SAMPLE_RATE)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


class NoKeys:
    def pressed(self) -> Key | None:
        return None


@dataclass
class ListeningLoudspeaker(SilentLoudspeaker):
    """Remembers what it was given."""

    played: list[Sound] = field(default_factory=list)

    def play(self, sound: Sound, *, stop: Callable[[], bool]) -> bool:
        self.played.append(sound)
        return super().play(sound, stop=stop)


def evening(house: House, turns: Sequence[Samples], *, loudspeaker: SilentLoudspeaker | None = None) -> list[Event]:
    """All events of one evening in which these turns are said."""
    talking = Talking(PlayedMicrophone(turns), loudspeaker or SilentLoudspeaker(), house.voice, NoKeys())
    try:
        return list(Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run())
    finally:
        house.close()
