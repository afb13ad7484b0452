"""Sentences spoken beforehand, kept in the home: there is no time to start a voice while somebody is in a spiral.

They hold what Between says, and nothing that anybody told it, so they lie plain in a locked home, too.
"""

import hashlib
import os
import wave
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from assistant.audio import Sound, from_pcm16, to_pcm16
from assistant.errors import AssistantError

FORMAT = 1
SUFFIX = ".wav"


class ReadySounds:
    """A file a sentence. `voice` is all that the sound depends on besides the words: with another voice, another file.

    A file that can't be read is as good as none.
    """

    def __init__(self, folder: Path, *, voice: str) -> None:
        self._folder = folder
        self._voice = voice

    def get(self, text: str) -> Sound | None:
        try:
            with wave.open(str(self._file(text))) as file:
                if (file.getnchannels(), file.getsampwidth()) != (1, 2):
                    return None
                samples = from_pcm16(file.readframes(file.getnframes()))
                return Sound(samples, file.getframerate()) if len(samples) else None
        except (OSError, EOFError, wave.Error):
            return None

    def has(self, text: str) -> bool:
        return self._file(text).is_file()

    def put(self, text: str, sound: Sound) -> None:
        """Whole or not at all. Raises AssistantError."""
        path = self._file(text)
        unfinished = path.with_name(f"{path.stem}.{token_hex(4)}.new")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as raw, wave.open(raw, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(sound.rate_hz)
                file.writeframes(to_pcm16(sound.samples))
            unfinished.replace(path)
        except OSError as e:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise AssistantError(
                f"What is said in calm could not be made ready ({e.strerror}).", "Is there room on the disk?"
            ) from e

    def let_go_of_others(self, texts: Iterable[str]) -> None:
        """Of an earlier voice, an earlier wording, or a kill in the middle of `put`."""
        wanted = {self._file(text) for text in texts}
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path not in wanted:
                    path.unlink(missing_ok=True)

    def _file(self, text: str) -> Path:
        words = "\0".join((str(FORMAT), self._voice, text))
        return self._folder / (hashlib.sha256(words.encode()).hexdigest()[:32] + SUFFIX)
