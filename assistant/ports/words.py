"""Words out of sound, and what is heard in them."""

from collections.abc import Sequence
from typing import Protocol

from assistant.audio import Samples
from assistant.journal import Reading, Transcript


class Transcriber(Protocol):
    @property
    def engine(self) -> str: ...

    @property
    def model(self) -> str: ...

    def transcribe(self, samples: Samples, *, hotwords: Sequence[str], offset_s: float = 0.0) -> Transcript:
        """Words of at most a few minutes of speech; times are moved by `offset_s`. Never hand it silence."""
        ...


class Tagger(Protocol):
    version: str

    def read(self, texts: Sequence[str]) -> Reading:
        """The texts of an entry's utterances, in order; evidence points into them."""
        ...
