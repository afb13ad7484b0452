"""Pieces of text, and the files that engines write."""

import io
import wave
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.voice.pieces import PIECE, pieces
from assistant.adapters.voice.reading import sound_of

TONE = (np.sin(np.arange(22_050) * 0.05) * 12_000).astype("<i2")


def test_a_question_stays_in_one_piece() -> None:
    """Pieces are for long texts: a cut would be a pause in the wrong place."""
    text = "You paused tonight. What helped? Anything counts…"
    assert list(pieces(text)) == [text]


@given(st.text(max_size=5000))
@settings(max_examples=100, deadline=None)
def test_no_word_is_lost_between_pieces(text: str) -> None:
    """Letters come out in their order, none left out, no piece too long."""
    found = list(pieces(text))
    assert [c for c in "".join(found) if c.isalnum()] == [c for c in text if c.isalnum()]
    assert all(0 < len(piece) <= PIECE for piece in found)


def test_a_long_text_is_cut_at_sentences() -> None:
    """Each piece ends where a sentence ends."""
    found = list(pieces("This went well today. " * 200))
    assert len(found) > 5
    assert all(piece.endswith("today.") for piece in found)


@pytest.mark.parametrize(("codec", "rate_hz"), [("pcm_s16be", 22_050), ("pcm_s16le", 22_050), ("pcm_f32be", 44_100)])
def test_aiff_as_macos_writes_it(codec: str, rate_hz: int, tmp_path: Path) -> None:
    """AIFF and AIFF-C, written by FFmpeg, read back as they were."""
    path = tmp_path / "a.aiff"
    with av.open(str(path), "w", format="aiff") as file:
        stream = file.add_stream(codec, rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(TONE.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate_hz
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    sound = sound_of(path.read_bytes())
    assert sound.rate_hz == rate_hz
    np.testing.assert_allclose(sound.samples, TONE / 32768.0, atol=1e-4)


def test_stereo_wav_is_mixed() -> None:
    """One channel comes out, the mean of both."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setparams((2, 2, 22_050, 0, "NONE", ""))
        file.writeframes(np.stack([TONE, np.zeros_like(TONE)], axis=1).tobytes())
    np.testing.assert_allclose(sound_of(data.getvalue()).samples, TONE / 65536.0, atol=1e-6)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF\x10\0\0\0WAVEfmt ", b"FORM\0\0\0\4AIFF", b"text" * 100])
def test_a_broken_file_is_one_fault(data: bytes) -> None:
    """What the engine left when it died is refused by one kind of error."""
    with pytest.raises(ValueError, match=r"broken|neither"):
        sound_of(data)
