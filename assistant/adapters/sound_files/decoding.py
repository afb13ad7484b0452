"""Any container that FFmpeg reads, as 16 kHz mono: the part that recordings and files from elsewhere share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import numpy as np

from assistant.audio import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler
    from av.audio.stream import AudioStream
    from av.container import InputContainer

FORMATS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,dsf,eac3,flac,flv,matroska,mov,mp3,mpeg,mpegts,ogg,"
    "rm,tta,w64,wav,wv"
)
"""FFmpeg reads playlists too, and follows their addresses into the network: only what holds sound itself is opened."""

LEAD_S = 0.2
"""An Opus decoder needs 80 ms before it is right again after a seek."""


@dataclass(slots=True)
class Faults:
    packets: int = 0
    """That could not be decoded and were left out."""
    seconds: float = 0.0
    """Of sound in them, as far as the container says."""
    broke_off: bool = False
    """The container itself ended in the middle."""


def open_container(file: IO[bytes]) -> InputContainer:
    """By an open file, never by name: in `night 1: late.wav` FFmpeg sees a protocol. Raises av.error.FFmpegError."""
    import av

    return av.open(
        file,
        mode="r",
        options={"format_whitelist": FORMATS, "protocol_whitelist": "file"},
        metadata_errors="replace",
    )


def samples_from(
    container: InputContainer, stream: AudioStream, *, faults: Faults, start_s: float = 0.0
) -> Iterator[Samples]:
    """16 kHz mono pieces of any length from `start_s` on; faults are counted, and what is readable is yielded."""
    resampler = _Resampler()
    if start_s > 0 and stream.time_base is not None:
        container.seek(max(0, int((start_s - LEAD_S) / stream.time_base)), stream=stream)
    drop: int | None = None if start_s > 0 else 0
    for frame in _frames(container, stream, faults):
        if drop is None:
            drop = max(0, round((start_s - (frame.time or 0.0)) * SAMPLE_RATE))
        for piece in resampler.pieces(frame):
            yield piece[drop:]
            drop = max(0, drop - len(piece))
    for piece in resampler.rest():
        yield piece[drop or 0 :]
        drop = max(0, (drop or 0) - len(piece))


def _frames(container: InputContainer, stream: AudioStream, faults: Faults) -> Iterator[AudioFrame]:
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.error.FFmpegError:
            faults.broke_off = True
            return
        try:
            frames = packet.decode()
        except av.error.FFmpegError:
            faults.packets += 1
            if packet.duration and packet.time_base:
                faults.seconds += float(packet.duration * packet.time_base)
            continue
        yield from frames


class _Resampler:
    """FFmpeg's own, begun anew where a stream changes its rate or channels in the middle."""

    def __init__(self) -> None:
        self._kind: tuple[int, str, str] | None = None
        self._resampler = self._new()

    def pieces(self, frame: AudioFrame) -> Iterator[Samples]:
        kind = (frame.sample_rate, frame.layout.name, frame.format.name)
        if kind != self._kind:
            if self._kind is not None:
                yield from self.rest()
                self._resampler = self._new()
            self._kind = kind
        frame.pts = None  # gaps and jumps of a container's clock are not sound
        for out in self._resampler.resample(frame):
            yield _flat(out)

    def rest(self) -> Iterator[Samples]:
        if self._kind is not None:
            for out in self._resampler.resample(None):
                yield _flat(out)

    @staticmethod
    def _new() -> AudioResampler:
        import av

        return av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)


def _flat(frame: AudioFrame) -> Samples:
    return np.frombuffer(bytes(frame.planes[0]), dtype=np.float32, count=frame.samples)


def in_blocks(pieces: Iterator[Samples], *, size: int = SAMPLE_RATE) -> Iterator[Samples]:
    """The same samples in blocks of one size; the last is shorter."""
    held: list[Samples] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += len(piece)
        if count >= size:
            joined = np.concatenate(held)
            whole = count - count % size
            yield from joined[:whole].reshape(-1, size)
            held, count = [joined[whole:]], count - whole
    if count:
        yield np.concatenate(held)
