"""Silero voice activity, as it comes inside faster-whisper, run as a stream."""

from typing import Any

import numpy as np

from assistant.adapters.whisper import models
from assistant.audio import FRAME, Samples
from assistant.errors import PartMissing

CONTEXT = 64
"""Samples of the frame before, which the network sees in front of each frame."""

MEMORY = 128
"""Width of each of the network's two memories."""


class SileroVoiceActivity:
    """Implements `ports.VoiceActivity`. The network is the process's own one; the stream's memory is kept here.

    faster-whisper's wrapper (`SileroVADModel.__call__`, 1.2.1) is not used: each call starts with an empty
    memory, and it writes zeros over the last 64 samples of the caller's buffer.
    """

    def __init__(self) -> None:
        self._session = _session()
        self.reset()

    def reset(self) -> None:
        self._h = np.zeros((1, 1, MEMORY), dtype=np.float32)
        self._c = np.zeros((1, 1, MEMORY), dtype=np.float32)
        self._context: Samples = np.zeros(CONTEXT, dtype=np.float32)

    def probability(self, frame: Samples) -> float:
        if len(frame) != FRAME:
            raise ValueError(f"a frame has {FRAME} samples, this one has {len(frame)}")
        block = np.concatenate([self._context, frame]).astype(np.float32, copy=False)
        out, self._h, self._c = self._session.run(None, {"input": block[None], "h": self._h, "c": self._c})
        self._context = block[-CONTEXT:]
        return float(out[0])


def _session() -> Any:
    """The one ONNX session of this process: one thread, kept by faster-whisper's own cache."""
    models.keep_offline()
    try:
        from faster_whisper.vad import get_vad_model
    except ImportError as e:
        raise PartMissing(
            "The part that notices when you speak is not installed.",
            "Run ./scripts/run again: it sets up what is missing.",
        ) from e
    return get_vad_model().session
