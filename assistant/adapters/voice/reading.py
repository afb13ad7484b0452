"""The file that an engine wrote, as samples: WAV from espeak-ng, AIFF from macOS."""

import io
import struct
import wave

import numpy as np

from assistant.audio import Samples, Sound

_AIFC_TYPES = {b"NONE": ">i2", b"twos": ">i2", b"sowt": "<i2", b"fl32": ">f4", b"FL32": ">f4"}


def sound_of(data: bytes) -> Sound:
    """Raises ValueError for anything but 16-bit WAV and AIFF (or AIFF-C with 16 bits or 32-bit floats)."""
    if data[:4] == b"RIFF":
        return _wav(data)
    if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
        return _aiff(data)
    raise ValueError("neither WAV nor AIFF")


def _wav(data: bytes) -> Sound:
    try:
        with wave.open(io.BytesIO(data)) as file:
            width, channels, rate_hz = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as e:
        raise ValueError("a broken WAV") from e
    if width != 2:
        raise ValueError("not 16-bit")
    return Sound(samples=_samples(frames, "<i2", channels), rate_hz=rate_hz)


def _aiff(data: bytes) -> Sound:
    chunks = _chunks(data)
    try:
        common, sound = chunks[b"COMM"], chunks[b"SSND"]
        channels, _, bits = struct.unpack(">hIh", common[:8])
        exponent, mantissa = struct.unpack(">HQ", common[8:18])
        kind = _AIFC_TYPES[common[18:22] or b"NONE"]
    except (KeyError, struct.error) as e:
        raise ValueError("a broken AIFF, or an encoding that is not read here") from e
    if bits != 8 * np.dtype(kind).itemsize:
        raise ValueError("neither 16-bit nor float")
    rate_hz = round(mantissa * 2.0 ** (exponent - 16383 - 63))  # an 80-bit float, as AIFF has it
    (offset,) = struct.unpack(">I", sound[:4])
    return Sound(samples=_samples(sound[8 + offset :], kind, channels), rate_hz=rate_hz)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack(">4sI", data[at : at + 8])
        found[name] = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    return found


def _samples(frames: bytes, kind: str, channels: int) -> Samples:
    whole = len(frames) - len(frames) % (np.dtype(kind).itemsize * channels)
    values = np.frombuffer(frames[:whole], dtype=kind).astype(np.float32)
    if kind.endswith("i2"):
        values /= 32768.0
    mono: Samples = values.reshape(-1, channels).mean(axis=1, dtype=np.float32)
    return mono
