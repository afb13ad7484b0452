"""The machine stands in Paris."""

import io
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def make_sound() -> Callable[[float], bytes]:
    """Half a second of a tone, as Day One keeps sounds."""
    import av

    def made(hertz: float) -> bytes:
        tone = (np.sin(np.arange(24_000) * hertz * 2 * np.pi / 48_000) * 12_000).astype("<i2")
        out = io.BytesIO()
        with av.open(out, "w", format="ipod") as file:
            stream = file.add_stream("aac", rate=48_000, layout="mono")
            frame = av.AudioFrame.from_ndarray(tone.reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = 48_000
            for packet in (*stream.encode(frame), *stream.encode(None)):
                file.mux(packet)
        return out.getvalue()

    return made
