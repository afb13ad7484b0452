"""A voice that takes what was spoken beforehand, and speaks the rest, which is ready from then on."""

import logging
from collections.abc import Callable

from assistant.adapters.calm.ready_sounds import ReadySounds
from assistant.audio import Sound
from assistant.errors import AssistantError, PartMissing
from assistant.ports import Voice

log = logging.getLogger("between.voice")


PACE = 0.9
"""Of the settings' words per minute, at any hour: as slow as an evening speaks late at night."""


class ReadyVoice:
    """Implements `ports.Voice`. The voice behind it is started when something is not ready, and not before."""

    def __init__(self, ready: ReadySounds, *, behind: Callable[[], Voice | None]) -> None:
        self._ready = ready
        self._behind = behind

    def speak(self, text: str, *, pace: float = 1.0) -> Sound:
        """Whatever the `pace`, in calm it is PACE: what is ready was spoken so."""
        if (sound := self._ready.get(text)) is not None:
            return sound
        voice = self._behind()
        if voice is None:
            raise PartMissing("No voice is wished for.")
        sound = voice.speak(text, pace=PACE)
        if len(sound.samples):
            try:
                self._ready.put(text, sound)
            except AssistantError as e:  # it is spoken all the same
                log.warning("a sentence could not be made ready: %s", type(e).__name__)
        return sound

    def close(self) -> None:
        """The voice behind is closed by whoever made it."""
