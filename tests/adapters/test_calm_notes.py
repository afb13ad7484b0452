"""What calm keeps beside the journal: sentences spoken beforehand, and numbers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.calm.notes import CalmNotes
from assistant.adapters.calm.ready_sounds import ReadySounds
from assistant.adapters.calm.ready_voice import PACE, ReadyVoice
from assistant.audio import Sound
from assistant.errors import AssistantError, PartMissing
from assistant.journal import Moment
from assistant.practice import ToolUse

USE = ToolUse(
    "paced-breathing",
    Moment(datetime(2026, 11, 23, 22, 15, 1, 234567, tzinfo=UTC), 60, "Europe/Paris"),
    date(2026, 11, 23),
    8,
    None,
)
SOUND = Sound(np.sin(np.arange(2205) / 9).astype(np.float32) * 0.4, 22_050)


class Speaks:
    """A voice that counts."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.pace = 0.0

    def speak(self, text: str, *, pace: float = 1.0) -> Sound:
        self.said.append(text)
        self.pace = pace
        return SOUND

    def close(self) -> None:
        return


def test_a_note_comes_back_as_it_was(tmp_path: Path) -> None:
    """To the microsecond: by its moment the journal knows a use that it has already."""
    notes = CalmNotes(tmp_path / "calm")
    notes.add(USE)
    notes.add(replace(USE, before=None, after=10))
    assert sorted((use.after or 0) for _, use in notes.waiting()) == [0, 10]
    assert USE in [use for _, use in notes.waiting()]
    for file, _ in notes.waiting():
        assert file.stat().st_mode & 0o777 == 0o600
        notes.done_with(file)
    assert notes.waiting() == ()


def test_a_note_that_is_torn_keeps_no_other_back(tmp_path: Path) -> None:
    notes = CalmNotes(tmp_path)
    (tmp_path / "torn.use").write_text('{"tool": "paced-br')
    (tmp_path / "odd.use").write_text('{"tool": "x", "utc": "2026-11-23T22:15:00+00:00", "before": 99}')
    notes.add(USE)
    assert [use for _, use in notes.waiting()] == [USE]


def test_the_order(tmp_path: Path) -> None:
    notes = CalmNotes(tmp_path / "calm")
    assert notes.order() == ()
    notes.set_order(("b", "a"))
    assert notes.order() == ("b", "a")
    (tmp_path / "calm" / "order.json").write_text("[1, {]")
    assert notes.order() == ()


def test_a_disk_that_takes_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(AssistantError):
        CalmNotes(in_the_way / "calm").add(USE)
    with pytest.raises(AssistantError):
        ReadySounds(in_the_way / "sounds", voice="v").put("Hello.", SOUND)


def test_a_sentence_is_ready_in_its_own_voice_alone(tmp_path: Path) -> None:
    sounds = ReadySounds(tmp_path / "sounds", voice="slow")
    sounds.put("Breathe.", SOUND)
    ready = sounds.get("Breathe.")
    assert ready is not None
    assert ready.rate_hz == SOUND.rate_hz
    np.testing.assert_allclose(ready.samples, SOUND.samples, atol=1e-4)
    assert sounds.get("Breathe!") is None
    assert ReadySounds(tmp_path / "sounds", voice="fast").get("Breathe.") is None


def test_what_is_said_no_more_goes(tmp_path: Path) -> None:
    """With what a kill left half written."""
    sounds = ReadySounds(tmp_path, voice="v")
    for text in ("one", "two"):
        sounds.put(text, SOUND)
    (tmp_path / "half.1234.new").write_bytes(b"RIFF")
    sounds.let_go_of_others(["two", "three"])
    assert (sounds.has("one"), sounds.has("two"), len(list(tmp_path.iterdir()))) == (False, True, 1)


@pytest.mark.parametrize("bytes_", [b"", b"RIFF", b"no sound at all"])
def test_a_file_that_is_no_sound_is_as_good_as_none(tmp_path: Path, bytes_: bytes) -> None:
    sounds = ReadySounds(tmp_path, voice="v")
    sounds.put("one", SOUND)
    next(tmp_path.iterdir()).write_bytes(bytes_)
    assert sounds.get("one") is None


def test_what_was_not_ready_is_from_then_on(tmp_path: Path) -> None:
    behind = Speaks()
    voice = ReadyVoice(ReadySounds(tmp_path, voice="v"), behind=lambda: behind)
    for _ in range(2):
        assert len(voice.speak("one").samples) == len(SOUND.samples)
    assert behind.said == ["one"]
    assert behind.pace == PACE


def test_no_voice_is_started_for_what_is_ready(tmp_path: Path) -> None:
    sounds = ReadySounds(tmp_path, voice="v")
    sounds.put("one", SOUND)

    def start() -> Speaks:
        raise AssertionError("a voice was started")

    assert ReadyVoice(sounds, behind=start).speak("one").rate_hz == SOUND.rate_hz
    with pytest.raises(PartMissing):
        ReadyVoice(sounds, behind=lambda: None).speak("two")
