"""`between add`: reflections that were recorded elsewhere."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command_line import between, entries, process, rows, sounds, transcode

KINDS = {
    "wav": ("pcm_s16le", 22_050),
    "flac": ("flac", 44_100),
    "mp3": ("libmp3lame", 44_100),
    "m4a": ("aac", 44_100),
    "ogg": ("vorbis", 44_100),
    "opus": ("libopus", 48_000),
}


def test_every_kind_of_file(spoken: Path, model: Path, tmp_path: Path) -> None:
    """One run over a folder keeps and writes down wav, flac, mp3, m4a, ogg and opus, in the order of their names."""
    folder = tmp_path / "recorder"
    folder.mkdir()
    for suffix, (codec, rate_hz) in KINDS.items():
        transcode(spoken / "mother.wav", folder / f"night.{suffix}", codec=codec, rate_hz=rate_hz)

    answer = between("add", folder)

    kept = entries()
    assert answer.code == 0, answer.err
    # A flac of a wav at its own rate is the same recording; here all the rates differ, so all six are kept.
    assert len(kept) == len(KINDS)
    assert all(e.transcript and "mother" in e.transcript.text.lower() for e in kept), kept
    assert all(e.recording and 3.5 < e.recording.seconds < 5.5 for e in kept)
    told = [line.split("”")[0] for line in answer.err.splitlines() if "is kept as" in line]
    assert told == [f"“night.{suffix}" for suffix in sorted(KINDS)]
    assert rows("SELECT count(*) FROM current_tags WHERE label = 'sadness'") == ((len(KINDS),),)


def test_the_same_recording_again_under_another_name(spoken: Path, model: Path, tmp_path: Path) -> None:
    """Known by what is heard in it, not by its name, its time, or the kind of its file."""
    between("add", spoken / "walk.wav")
    renamed = shutil.copy(spoken / "walk.wav", tmp_path / "other.wav")
    lossless = transcode(spoken / "walk.wav", tmp_path / "walk.flac", codec="flac", rate_hz=22_050)

    answer = between("add", renamed, lossless, "--at", "2020-01-01 12:00")

    assert answer.code == 0
    assert "“other.wav” is here already, as entry 1." in answer.err
    assert "“walk.flac” is here already, as entry 1." in answer.err
    assert len(entries()) == len(sounds()) == 1


def test_two_of_the_same_in_one_run(spoken: Path, tmp_path: Path) -> None:
    """The second is recognised although the first has no words yet, and there is no model."""
    shutil.copy(spoken / "walk.wav", tmp_path / "a.wav")
    shutil.copy(spoken / "walk.wav", tmp_path / "b.wav")

    answer = between("add", tmp_path / "a.wav", tmp_path / "b.wav")

    assert (answer.code, len(entries()), len(sounds())) == (0, 1, 1)
    assert "“b.wav” is here already, as entry 1." in answer.err


def test_a_folder_with_one_bad_file(spoken: Path, tmp_path: Path) -> None:
    """The others are added, what is wrong is said once and by name, and the exit code tells."""
    folder = tmp_path / "phone"
    (folder / "deeper").mkdir(parents=True)
    shutil.copy(spoken / "walk.wav", folder / "deeper" / "walk.WAV")
    shutil.copy(spoken / "mother.wav", folder / "mother.wav")
    (folder / "broken.wav").write_text("this is a shopping list")
    (folder / "notes.txt").write_text("not looked at")

    answer = between("add", folder)

    assert answer.code == 1
    assert len(entries()) == 2
    assert answer.err.count("broken.wav") == 1
    assert "notes" not in answer.err


@pytest.mark.parametrize("order", ["bad first", "bad last"])
def test_a_bad_file_among_named_ones(spoken: Path, tmp_path: Path, order: str) -> None:
    """Its place does not matter."""
    named = [tmp_path / "missing.wav", spoken / "walk.wav"]
    answer = between("add", *(named if order == "bad first" else named[::-1]))
    assert (answer.code, len(entries())) == (1, 1)


def test_a_time_that_is_named(spoken: Path) -> None:
    """`--at` is the wall clock of this machine, and before five it is still the night before."""
    answer = between("add", spoken / "walk.wav", "--at", "2026-03-05 01:20")
    (entry,) = entries()
    assert answer.code == 0
    assert f"{entry.moment.local:%Y-%m-%d %H:%M}" == "2026-03-05 01:20"
    assert f"{entry.night}" == "2026-03-04"


def test_a_time_with_its_own_offset(spoken: Path) -> None:
    between("add", spoken / "walk.wav", "--at", "2026-03-05T01:20+09:00")
    (entry,) = entries()
    assert entry.moment.utc == datetime(2026, 3, 4, 16, 20, tzinfo=UTC)


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01 10:00", "0001-01-01 00:00", "2026-03-05", ""])
def test_a_time_that_is_none(spoken: Path, time: str) -> None:
    """Nothing is added at a time that was guessed: a day alone has no hour, and midnight is the night before."""
    answer = between("add", spoken / "walk.wav", "--at", time)
    assert answer.code == 2
    assert "2026-11-20 22:30" in answer.err
    assert not entries()


def test_the_files_own_time(spoken: Path, tmp_path: Path) -> None:
    """What a recorder wrote into the file, else when the file was last changed."""
    plain = Path(shutil.copy(spoken / "walk.wav", tmp_path / "a.wav"))
    changed = datetime(2026, 2, 3, 21, 0, tzinfo=UTC)
    os.utime(plain, (changed.timestamp(), changed.timestamp()))
    stated = {"creation_time": "2026-01-02T22:10:00.000000Z"}
    phone = transcode(spoken / "mother.wav", tmp_path / "b.m4a", codec="aac", rate_hz=44_100, metadata=stated)

    between("add", plain, phone)

    by_number = {e.number: e.moment.utc for e in entries()}
    assert by_number == {1: changed, 2: datetime(2026, 1, 2, 22, 10, tzinfo=UTC)}


def test_no_model_then_one(spoken: Path) -> None:
    """Without a model the sound is kept and that is said; with one, `retranscribe` makes words and tags."""
    first = between("add", spoken / "mother.wav")
    (entry,) = entries()
    assert first.code == 0
    assert "its words come later" in first.err
    assert (entry.state, entry.transcript) == ("pending", None)
    assert "still to be made" in between("show").out


def test_words_come_with_the_model(spoken: Path, request: pytest.FixtureRequest) -> None:
    """`between retranscribe` with no name takes what waits; a second time there is nothing to do."""
    between("add", spoken / "mother.wav")
    assert between("retranscribe").code == 1, "there is no model, and that is said"
    request.getfixturevalue("model")

    answer = between("retranscribe")

    (entry,) = entries()
    assert (answer.code, entry.state) == (0, "words")
    assert entry.transcript is not None
    assert "mother" in entry.transcript.text.lower()
    assert rows("SELECT count(*) > 0 FROM current_tags") == ((True,),)
    assert "Nothing waits for its words." in between("retranscribe").err


def test_adding_again_with_a_model(spoken: Path, request: pytest.FixtureRequest) -> None:
    """The same file again, now that there is a model, makes the words of the entry that is here."""
    between("add", spoken / "mother.wav")
    request.getfixturevalue("model")
    assert between("add", spoken / "mother.wav").code == 0
    assert [e.state for e in entries()] == ["words"]
    assert len(sounds()) == 1


def test_old_words_stay_as_a_version(spoken: Path, model: Path) -> None:
    """`retranscribe 1` adds a version; the old text can still be read in the tables."""
    between("add", spoken / "walk.wav")
    old = rows("SELECT text FROM utterances WHERE version = 1 ORDER BY position")
    answer = between("retranscribe", "1")
    assert answer.code == 0
    assert rows("SELECT transcript_version FROM entries") == ((2,),)
    assert rows("SELECT text FROM utterances WHERE version = 1 ORDER BY position") == old
    assert rows("SELECT count(DISTINCT version) FROM utterances") == ((2,),)


@pytest.mark.parametrize(
    ("what", "code", "told"),
    [
        ("7", 0, "There is no such entry."),
        ("99999999999999999999", 2, "an entry's number"),
        ("soon", 2, "an entry's number"),
        ("all", 0, "There is no such entry."),
    ],
)
def test_retranscribing_what_is_not_there(model: Path, what: str, code: int, told: str) -> None:
    answer = between("retranscribe", what)
    assert answer.code == code
    assert told in answer.err


def test_danger_in_a_recording(spoken: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody could answer when it was said: the safety texts come when its words are read."""
    from assistant.adapters.whisper.engine import WhisperTranscriber
    from assistant.journal import Transcript, Utterance

    said = Transcript((Utterance("I want to kill myself tonight."),), "faster-whisper", "synthetic")
    monkeypatch.setattr(WhisperTranscriber, "transcribe", lambda *_, **__: said)
    answer = between("add", spoken / "walk.wav")
    assert answer.code == 0
    assert "emergency number" in answer.out
    assert rows("SELECT question FROM asked")[0][0] == "safety.full"


KILLED_AT = {
    "while it is opened": ("assistant.session.adding", "_is_sound"),
    "while its sound is written": ("assistant.adapters.sound_files.new_file", "NewFile.become"),
    "before the journal has it": ("assistant.adapters.store", "DuckDBJournal.keep"),
    "with its words made": ("assistant.adapters.store", "DuckDBJournal.add_transcript"),
    "with its tags made": ("assistant.adapters.store", "DuckDBJournal.add_reading"),
}


def test_interrupted(spoken: Path) -> None:
    """^C stops it with a word; what was added stays, and the same command goes on."""
    stop = """
import os, signal
from assistant.adapters.sound_files import RecordingsFolder
keep = RecordingsFolder.keep
def interrupted(self, blocks):
    if list(self._folder.glob("*.opus")):
        os.kill(os.getpid(), signal.SIGINT)
    return keep(self, blocks)
RecordingsFolder.keep = interrupted
"""
    answer = process("add", spoken, first=stop)
    assert answer.code == 130
    assert answer.err.endswith("Stopped. The same command goes on from here.\n")
    # Each sound is whole and known to the journal, or not there at all.
    assert len(entries()) == len(sounds())
    assert between("add", spoken).code == 0
    assert len(entries()) == len(sounds()) == 2


@pytest.mark.parametrize("stage", KILLED_AT)
def test_killed_then_again(spoken: Path, model: Path, stage: str) -> None:
    """An interrupted run goes on where it stopped: each recording is there once, with its words and its tags."""
    module, place = KILLED_AT[stage]
    *owner, name = place.split(".")
    die = f"""
import os, signal, {module}
setattr({".".join([module, *owner])}, {name!r}, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
"""
    killed = process("add", spoken, first=die)
    assert killed.code == -9, killed.err

    answer = between("add", spoken)

    assert answer.code == 0, answer.err
    kept = entries()
    assert [e.state for e in kept] == ["words", "words"]
    assert rows("SELECT count(DISTINCT entry) FROM readings") == ((2,),)
    known = {e.recording.file_name for e in kept if e.recording}
    assert len(known) == 2
    assert not [path for path in sounds() if path.suffix != ".opus"], "half-written sound was left"
