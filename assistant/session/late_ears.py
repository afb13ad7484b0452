"""Ears that are loaded behind a conversation: what is said meanwhile waits in the microphone, and keys still count."""

import threading
from contextlib import suppress

from assistant.audio import Samples
from assistant.errors import AssistantError
from assistant.ports import Back, Heard, Lost, Microphone, VoiceActivity
from assistant.session.parts import Keeping


class LateEars:
    """Loads once somebody is listened to, and not while Between speaks: a sound would stutter.

    Implements `ports.Microphone`; the one inside is opened and closed by whoever made it.
    """

    def __init__(self, keeping: Keeping, *, microphone: Microphone) -> None:
        self._keeping = keeping
        self._microphone = microphone
        self._begun = False
        self._ready = threading.Event()
        self.name = microphone.name
        self.overflows = 0

    def __enter__(self) -> "LateEars":
        return self

    def __exit__(self, *exc: object) -> None:
        return

    def read(self, timeout_s: float) -> Heard | Lost | Back | None:
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._load, name="between-ears", daemon=True).start()
        if not self._ready.wait(timeout_s):
            return None
        self.overflows = self._microphone.overflows
        return self._microphone.read(timeout_s)

    def flush(self) -> None:
        self._microphone.flush()

    def voice_activity(self) -> VoiceActivity:
        """There at once. It can hear by the time that `read` gives it something to hear."""
        return _Late(self._keeping)

    def _load(self) -> None:
        try:
            self._keeping.voice_activity()
        finally:
            self._ready.set()
        if self._keeping.transcriber is not None:
            with suppress(AssistantError):  # told where words are to be made
                self._keeping.transcriber()


class _Late:
    """Implements `ports.VoiceActivity`."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._ear: VoiceActivity | None = None

    def probability(self, frame: Samples) -> float:
        if self._ear is None:
            self._ear = self._keeping.voice_activity()
        return self._ear.probability(frame)

    def reset(self) -> None:
        """The ear is made with the first frame."""
        self._ear = None
