"""Files of every kind, made by PyAV."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from assistant.adapters.sound_files import RecordingsFolder
from assistant.audio import SAMPLE_RATE, Samples

KINDS = {
    "wav": ("wav", "pcm_s16le", 44_100),
    "flac": ("flac", "flac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "m4a": ("ipod", "aac", 44_100),
    "ogg": ("ogg", "flac", 44_100),
    "opus": ("ogg", "libopus", 48_000),
    "webm": ("webm", "libopus", 48_000),
    "aiff": ("aiff", "pcm_s16be", 22_050),
    "mka": ("matroska", "flac", 8_000),
}

MakeFile = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, key: bytes | None) -> RecordingsFolder:
    return RecordingsFolder(tmp_path / "recordings", key=key)


@pytest.fixture
def key() -> bytes | None:
    """None for a plain journal; `test_recordings_folder.py` goes through both."""
    return None


@pytest.fixture
def make_file(tmp_path: Path) -> MakeFile:
    """`make_file("m4a", sound, channels=2, metadata={...})`: the path of a new file."""

    def make(kind: str, sound: Samples, *, channels: int = 1, metadata: dict[str, str] | None = None) -> Path:
        container, codec, rate_hz = KINDS[kind]
        path = tmp_path / f"a file: {kind}.{kind}"
        layout = "mono" if channels == 1 else "stereo"
        with av.open(path.open("wb"), "w", format=container) as file:
            file.metadata.update(metadata or {})
            stream = file.add_stream(codec, rate=rate_hz, layout=layout)
            resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate_hz)
            frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="flt", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), 0
            for resampled in [*resampler.resample(frame), *resampler.resample(None)]:
                file.mux(stream.encode(resampled))
            file.mux(stream.encode(None))
        return path

    return make
