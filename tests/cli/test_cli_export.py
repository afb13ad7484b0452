"""`between export`: four forms, all of it or a part, whole or not at all."""

import json
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import store_nouns as some
from command_line import between, entries, fill, home, house, process, rows, small_disk

from assistant.adapters.transfer import aside
from assistant.audio import SAMPLE_RATE
from assistant.journal import Entry, Evidence, Recording, Tag, Transcript, Utterance

NIGHT = ("The first night. I felt *calm*.", "# not a heading")


def kept(text: str = "One.", *, recording: Recording | None = None, **about: Any) -> Entry:
    return house().journal.keep(replace(some.an_entry(text), recording=recording, **about))


@pytest.fixture
def two() -> list[str]:
    """A recording that waits for its words, and a typed entry of tonight; gives the nights, oldest first."""
    tone = np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 9)
    sound = house().sound_files.keep([tone])
    kept(recording=sound, transcript=None, state="pending")
    lines = tuple(Utterance(line) for line in NIGHT)
    tonight = house().tonight()
    typed = kept(transcript=Transcript(lines, "keyboard", ""), source="type", night=tonight, moment=house().clock.now())
    felt = Tag("emotion", "calm", "said", 0.9, Evidence(0, 24, 28, "calm"), "rule:calm")
    house().journal.add_reading(typed, replace(some.a_reading(), tags=(felt,)))
    return ["2026-03-01", tonight.isoformat()]


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in (folder, *folder.rglob("*")) if path.is_dir()} | {
        path.stat().st_mode & 0o777 | 0o100 for path in folder.rglob("*") if path.is_file()
    }


def test_a_page_for_each_night(two: list[str], tmp_path: Path) -> None:
    """Front matter above, and below it what was said, as it was said."""
    answer = between("export", tmp_path / "out", "--with-audio")
    assert (answer.code, answer.out) == (0, f"{tmp_path / 'out'}\n")
    assert "2 entries written." in answer.err
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [*(f"{night}.md" for night in two), "audio"]
    assert modes(tmp_path / "out") == {0o700}
    typed = (tmp_path / "out" / f"{two[1]}.md").read_text("utf-8")
    assert typed.startswith(f"---\nnight: {two[1]}\nentries:\n- at: ")
    assert "feelings:\n- calm\n" in typed
    assert "The first night. I felt \\*calm\\*." in typed
    assert "\\# not a heading" in typed
    heard = (tmp_path / "out" / "2026-03-01.md").read_text("utf-8")
    assert "recording: audio/2026-03-01 22-30.opus" in heard
    assert "[Listen](<audio/2026-03-01 22-30.opus>)" in heard
    assert (tmp_path / "out" / "audio" / "2026-03-01 22-30.opus").read_bytes().startswith(b"OggS")


def test_out_and_in_again(two: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ZIP of JSON and recordings into a new home: the same entries, words, tags and sounds."""
    out = tmp_path / "out.zip"
    assert between("export", out, "--format", "json", "--with-audio", "--json").code == 0
    asked = (
        "SELECT uid, e.night, text, label, sha256 FROM entries e LEFT JOIN current_utterances u ON u.entry = number "
    )
    asked += "LEFT JOIN current_tags t ON t.entry = number LEFT JOIN recordings r ON r.entry = number ORDER BY ALL"
    before = rows(asked)
    monkeypatch.setenv("BETWEEN_HOME", str(tmp_path / "new"))
    answer = between("import", out, "--yes")
    assert (answer.code, answer.err) == (0, "2 entries came in.\n")
    assert rows(asked) == before
    sound = next(entry.recording for entry in entries() if entry.recording)
    assert house().sound_files.has(sound)
    assert "2 here already" in between("import", out, "--yes").out


def test_what_waits_to_be_forgotten(two: list[str], tmp_path: Path) -> None:
    """It is gone before anything goes out of the house, and while an evening goes on nothing does."""
    entry = next(e for e in entries() if e.transcript)
    assert entry.transcript is not None
    house().forgetting.hide(entry, words=replace(entry.transcript, utterances=()), spans=[])
    with house().alone():
        answer = between("export", tmp_path / "out.json", "--format", "json")
    assert answer.code == 1
    assert "Export once the evening is over." in answer.err
    assert between("export", tmp_path / "out.json", "--format", "json").code == 0
    assert entry.transcript.text not in (tmp_path / "out.json").read_text()
    assert len(entries()) == 1


def test_tables(two: list[str], tmp_path: Path) -> None:
    """A Parquet file for each table and view, that any program reads; of a part only its rows."""
    assert between("export", tmp_path / "out", "--format", "parquet", "--on", "2026-03-01").code == 0
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert {"entries", "utterances", "sentences", "feelings", "asked", "nights"} <= names
    with duckdb.connect() as db:
        for name in ("entries", "nights"):
            nights = db.execute(f"SELECT DISTINCT night FROM '{tmp_path}/out/{name}.parquet'").fetchall()
            assert [night.isoformat() for (night,) in nights] == ["2026-03-01"]


def test_sounds_alone(two: list[str], tmp_path: Path) -> None:
    """By night and hour, as WAV where that is wished."""
    assert between("export", tmp_path / "out", "--format", "audio", "--wav").code == 0
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "2026-03-01 22-30.wav"
    with wave.open(str(file)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    recording = next(entry.recording for entry in entries() if entry.recording)
    assert seconds == pytest.approx(recording.seconds, abs=0.01)


def test_a_part_of_it(two: list[str], tmp_path: Path) -> None:
    """By nights as people say them, by feeling and by person; what is of no kind is told, and nothing is made."""
    answer = between("export", tmp_path / "a", "--last", "2 days", "--feeling", "calm")
    assert "1 entry written" in answer.err
    assert [p.name for p in (tmp_path / "a").iterdir()] == [f"{two[1]}.md"]
    nothing = between("export", tmp_path / "b", "--person", "Nobody")
    assert (nothing.code, "no file was made" in nothing.err) == (1, True)
    assert not (tmp_path / "b").exists()
    assert between("export", tmp_path / "b", "--feeling", "clam").code == 2


def test_what_is_there_already(tmp_path: Path) -> None:
    """Nothing is overwritten unless it is asked for, and a folder with something in it never is."""
    kept()
    mine = tmp_path / "mine.json"
    mine.write_text("mine")
    answer = between("export", mine, "--format", "json")
    assert (answer.code, "is there already" in answer.err, mine.read_text()) == (2, True, "mine")
    assert between("export", mine, "--format", "json", "--force").code == 0
    assert json.loads(mine.read_text())["format"] == "between-journal"
    assert "is a file" in between("export", mine, "--force").err
    for form in ("markdown", "parquet", "audio"):
        answer = between("export", tmp_path, "--format", form, "--force")
        assert (answer.code, "a folder with something in it" in answer.err) == (2, True)
    assert between("export", tmp_path, "--format", "json").code == 0
    assert len(list(tmp_path.glob("between-*.json"))) == 1  # into a folder it goes under a name of its own


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--locked"], "not locked"),
        (["--locked", "--format", "markdown"], "Only JSON can be locked"),
        (["--wav"], "--wav"),
        (["--format", "parquet", "--with-audio"], "no recordings"),
        (["--on", "the day of nothing"], "the day of nothing"),
    ],
)
def test_what_does_not_go_together(options: list[str], said: str, tmp_path: Path) -> None:
    """A wish that makes no sense is answered, and no file is made."""
    kept()
    answer = between("export", tmp_path / "out", *options)
    assert (answer.code, said in answer.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_nothing_kept_yet(tmp_path: Path) -> None:
    """An empty home has nothing to give, and none is made for it."""
    answer = between("export", tmp_path / "out")
    assert (answer.code, "Nothing is kept yet" in answer.err) == (1, True)
    assert not home().database.exists()


@pytest.mark.parametrize("form", ["json", "parquet"])
def test_a_full_disk(form: str, tmp_path: Path) -> None:
    """It is told, nothing half stays there, and the journal is as it was."""
    kept("A night of many words. " * 9_000)
    with small_disk(tmp_path / "disk", kilobytes=200) as disk:
        fill(disk, leave_kilobytes=8)
        answer = between("export", disk / "out", "--format", form)
        assert (answer.code, "The disk filled up" in answer.err) == (1, True)
        assert sorted(p.name for p in disk.iterdir()) == ["filler"]
    assert len(entries()) == 1


KILLED = """
import os, signal
from assistant.adapters.transfer import own_out
def once(entry):
    os.kill(os.getpid(), signal.SIGKILL)
own_out.entry_as_json = once
"""


def test_killed_in_the_middle(tmp_path: Path) -> None:
    """Nothing stands under the name that was asked for; the next export clears away what was begun."""
    kept()
    target = tmp_path / "out" / "journal"
    answer = process("export", target, "--format", "json", first=KILLED)
    assert answer.code == -9
    assert [p.name.startswith(aside.UNFINISHED) for p in target.parent.iterdir()] == [True]
    assert between("export", target).code == 0
    assert [p.name for p in target.parent.iterdir()] == ["journal"]
