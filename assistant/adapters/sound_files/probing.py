"""What a file says of itself, before it is read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from assistant.adapters.sound_files.decoding import open_container
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

EARLIEST_YEAR = 1995
"""Recorders without a set clock write 1904, 1970 or 1980."""

STATING = ("aiff", "ape", "asf", "caf", "flac", "matroska", "mov", "mp3", "tta", "wv")
"""Kinds of files with their length in a header. MP3 only with LAME's, which brings a start time as well."""


@dataclass(frozen=True, slots=True)
class Probe:
    seconds: float | None
    """As the file states or FFmpeg guesses it; None where nobody knows before the end."""
    made_at: datetime
    """UTC: by the file's own words, else the time of its last change."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with sound in it, open."""

    file: IO[bytes]
    container: InputContainer
    stream: AudioStream

    @property
    def closed(self) -> bool:
        return self.file.closed

    @property
    def seconds(self) -> float | None:
        if self.stream.duration is not None and self.stream.time_base is not None:
            return float(self.stream.duration * self.stream.time_base)
        return None if self.container.duration is None else self.container.duration / 1_000_000

    @property
    def stated_s(self) -> float:
        """The length that a header promises for the sound; 0 where FFmpeg guesses it, or means the picture's."""
        kind = self.container.format.name.partition(",")[0]
        if kind not in STATING or (kind == "mp3" and not self.stream.start_time):
            return 0.0
        if self.stream.duration is None and len(self.container.streams) > 1:
            return 0.0
        return self.seconds or 0.0

    def close(self) -> None:
        self.container.close()
        self.file.close()


def probe(path: Path) -> Probe:
    """Raises AssistantError, as `open_sound`."""
    opened = open_sound(path)
    try:
        changed = datetime.fromtimestamp(os.fstat(opened.file.fileno()).st_mtime, UTC)
        stated = _stated_time({**opened.container.metadata, **opened.stream.metadata})
        return Probe(seconds=opened.seconds, made_at=stated or changed)
    finally:
        opened.close()


def open_sound(path: Path) -> Opened:
    """Raises AssistantError with one sentence for whatever stands in the way."""
    import av

    file = _open(path)
    try:
        container = open_container(file)
    except av.error.FFmpegError as e:
        refused = _refused(path, file)
        file.close()
        raise refused from e
    stream = container.streams.best("audio")
    if not isinstance(stream, av.AudioStream):
        container.close()
        file.close()
        raise AssistantError(f"“{named(path)}” has no sound in it.", "Is it the right file?")
    return Opened(file=file, container=container, stream=stream)


def named(path: Path) -> str:
    """A file's name as it can be shown: bytes that are no UTF-8 become question marks."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _open(path: Path) -> IO[bytes]:
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise AssistantError(f"“{named(path)}” is a folder, not a sound file.", "Name the files in it.")
        if not stat.S_ISREG(kind.st_mode):
            raise AssistantError(f"“{named(path)}” is not a file.", "Name a sound file.")
        if kind.st_size == 0:
            raise AssistantError(f"“{named(path)}” is empty.", "Copy it again from where it was recorded.")
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError) as e:
        raise AssistantError(f"There is no file “{named(path)}” there.", "Check its name and its folder.") from e
    except OSError as e:
        raise AssistantError(f"“{named(path)}” can't be opened.", "Are you allowed to read it?") from e


def _refused(path: Path, file: IO[bytes]) -> AssistantError:
    file.seek(4)
    if file.read(4) == b"ftyp":  # MP4 and M4A keep their index, without which nothing is found, at the end
        return AssistantError(
            f"“{named(path)}” was cut off: its end, which says how to read it, is missing.",
            "Copy it again from where it was recorded.",
        )
    return AssistantError(
        f"“{named(path)}” is not a sound file that can be read.",
        "If it plays elsewhere, save it there as WAV or MP3 and add that.",
    )


def _stated_time(metadata: dict[str, str]) -> datetime | None:
    """`creation_time`, or a recorder's `date` with its `creation_time` of the day (as WAV has it), in local time."""
    tags = {key.lower(): value.strip() for key, value in metadata.items()}
    time, day = tags.get("creation_time", ""), tags.get("date", "")
    latest = datetime.now(UTC) + timedelta(days=1)
    for words in (time, f"{day}T{time}" if time else day):
        try:
            stated = datetime.fromisoformat(words)
        except ValueError:
            continue
        if len(words) > len("2026-01-01") and EARLIEST_YEAR <= stated.year <= latest.year:
            utc = stated.astimezone(UTC)
            return utc if utc < latest else None
    return None


def cut_bytes(file: IO[bytes]) -> bool:
    """A WAV shorter than its header says, or an Ogg whose last page is not whole: FFmpeg ends both in silence."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WAVE":
        stated = int.from_bytes(head[4:8], "little")
        return 0 < stated < 0x7FFF_F000 and stated + 8 > size + 1  # who records into a pipe states 0 or the largest
    if head[:4] == b"OggS":
        return _last_page_is_cut(file, size)
    return False


def _last_page_is_cut(file: IO[bytes], size: int) -> bool:
    start = file.seek(max(0, size - 70_000))  # a page is 65,307 bytes at most
    tail = file.read()
    at = tail.rfind(b"OggS")
    page = tail[at:]
    if at < 0 or len(page) < 27 or len(page) < 27 + page[26]:
        return True
    return start + at + 27 + page[26] + sum(page[27 : 27 + page[26]]) > size
