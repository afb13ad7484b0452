"""A recording goes from one folder to another and stays the same file."""

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.sound_files import RecordingsFolder
from assistant.errors import AssistantError
from assistant.journal import Recording

SOUND = b"OggS and what comes after it" * 5_000
RECORDING = Recording("ab" * 16 + ".opus", 12.5, hashlib.sha256(SOUND).hexdigest(), len(SOUND))


def test_out_of_one_and_into_another(tmp_path: Path) -> None:
    """The same bytes under the same name, for its person alone; once more changes nothing."""
    one, other = RecordingsFolder(tmp_path / "one"), RecordingsFolder(tmp_path / "other")
    assert not one.has(RECORDING)
    assert one.take_in(RECORDING, io.BytesIO(SOUND)) == RECORDING
    with one.opened(RECORDING) as file:
        assert other.take_in(RECORDING, file) == RECORDING
    assert other.has(RECORDING)
    assert (tmp_path / "other" / RECORDING.file_name).stat().st_mode & 0o777 == 0o600
    assert other.take_in(RECORDING, io.BytesIO(b"not looked at")) == RECORDING


def test_not_the_one_that_it_says(tmp_path: Path) -> None:
    """Other bytes are told, and nothing of them stays."""
    folder = RecordingsFolder(tmp_path / "folder")
    with pytest.raises(AssistantError, match="changed or damaged"):
        folder.take_in(RECORDING, io.BytesIO(SOUND[:-1]))
    assert list((tmp_path / "folder").iterdir()) == []


def test_its_name_is_taken(tmp_path: Path) -> None:
    """Another file of that name stays what it is: this one gets a new name."""
    folder = RecordingsFolder(tmp_path)
    folder.take_in(RECORDING, io.BytesIO(SOUND))
    theirs = replace(RECORDING, sha256=hashlib.sha256(b"other").hexdigest())
    kept = folder.take_in(theirs, io.BytesIO(b"other"))
    assert kept.file_name != RECORDING.file_name
    assert folder.has(kept)
    assert folder.has(RECORDING)
