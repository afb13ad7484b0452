"""One file from elsewhere on its way in."""

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.adapters.sound_files.decoding import Faults, in_blocks, samples_from
from assistant.adapters.sound_files.probing import Opened, cut_bytes, named, open_sound
from assistant.audio import SAMPLE_RATE, Samples, to_pcm16
from assistant.errors import AssistantError

log = logging.getLogger("between.sound_files")

NOTICED_S = 0.25
"""Less than this is not missed: many a whole file ends with a packet that does not decode."""


class Incoming(Iterator[Samples]):
    """Blocks of a second, 16 kHz mono, one pass. The file is closed at the end, or when left as a context."""

    def __init__(self, path: Path) -> None:
        """Raises AssistantError when there is no sound to be read in it."""
        self._opened: Opened = open_sound(path)
        self._faults = Faults()
        self._path = path
        self._samples = 0
        self._hash = hashlib.sha256()
        pieces = samples_from(self._opened.container, self._opened.stream, faults=self._faults)
        self._blocks = in_blocks(pieces)
        self.notice = ""
        """After the last block: a sentence for the person where the file was cut off or damaged."""

    @property
    def seconds(self) -> float:
        """Read so far."""
        return self._samples / SAMPLE_RATE

    @property
    def origin_sha256(self) -> str:
        """Of the samples read so far as 16-bit: after the last block, of the whole recording."""
        return self._hash.hexdigest()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Samples:
        try:
            block = next(self._blocks)
        except StopIteration:
            self._finish()
            raise
        except OSError as e:  # the stick was pulled out, the share went away
            self._faults.broke_off = True
            log.warning("a file could not be read on: %s", type(e).__name__)
            self._finish()
            raise StopIteration from e
        self._samples += len(block)
        self._hash.update(to_pcm16(block))
        return block

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._opened.close()

    def _finish(self) -> None:
        if self._opened.closed:
            return
        missing_s = max(self._opened.stated_s - self.seconds, self._faults.seconds)
        cut = self._faults.broke_off or cut_bytes(self._opened.file)
        self.close()
        if self._samples == 0:
            raise AssistantError(
                f"There is no sound in “{named(self._path)}”, or none that can be read.",
                "If it plays elsewhere, save it there as WAV or MP3 and add that.",
            )
        log.info("read %.1f s; %.1f s missing, %d bad packets", self.seconds, missing_s, self._faults.packets)
        if cut or missing_s > NOTICED_S:  # a gap in the middle looks the same from here
            read = f"{_said(self.seconds)} of it could be read and will be used."
            self.notice = f"“{named(self._path)}” is cut off or damaged: {read}"


def _said(seconds: float) -> str:
    if seconds < 1.5:
        return "a second"
    return f"{seconds:.0f} seconds" if seconds < 90 else f"{seconds / 60:.0f} minutes"
