"""`between import`: says what is there, asks, and brings it in once."""

import json
import random
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_line import Terminal, between, entries, home, house, rows, small_disk

from assistant.audio import SAMPLE_RATE
from assistant.journal import Entry, Recording, night_of
from assistant.session.keeping import Keeper

DANGER = "I want to kill myself tonight."


def export(folder: Path, *said: tuple[str, str], name: str = "jrnl.json") -> Path:
    """As jrnl writes it: a moment and words."""
    plain = [{"title": words, "body": "", "date": at[:10], "time": at[11:], "tags": []} for at, words in said]
    path = folder / name
    path.write_text(json.dumps({"tags": {}, "entries": plain}))
    return path


def two(folder: Path) -> Path:
    return export(folder, ("2024-06-28 22:30", "I felt calm."), ("2024-06-30 01:10", "I felt sad."))


def days_ago(days: int) -> str:
    return f"{datetime.now() - timedelta(days=days):%Y-%m-%d 22:30}"


def test_nobody_to_ask_is_a_dry_run(tmp_path: Path) -> None:
    """It says what would come in, and how; nothing is changed."""
    answer = between("import", two(tmp_path))
    assert answer.code == 0
    assert answer.out == "jrnl: 2 entries, from Friday 28 June 2024 to Sunday 30 June 2024.\n  2 new\n"
    assert answer.err == "Nothing was changed. Say `--yes` to bring it in.\n"
    assert between("import", two(tmp_path), "--dry-run").out == answer.out
    assert not home().database.exists()


def test_they_come_in_and_are_read(tmp_path: Path) -> None:
    """As entries like any other, by their own nights; the second time nothing is new."""
    answer = between("import", two(tmp_path), "--yes")
    assert (answer.code, answer.err) == (0, "2 entries came in.\n")
    assert rows("SELECT entry, label FROM current_tags WHERE kind = 'emotion'") == ((1, "calm"), (2, "sadness"))
    assert [(e.source, e.night.isoformat()) for e in entries()] == [("import", "2024-06-28"), ("import", "2024-06-29")]
    assert "Friday 28 June 2024 · 22:30 · imported · entry 1" in between("show", "1").out
    again = between("import", two(tmp_path), "--yes")
    assert again.out.endswith("  0 new\n  2 here already\n")
    assert again.err == "There is nothing new to bring in.\n"


def test_asked_at_a_terminal(tmp_path: Path) -> None:
    """Only a yes is a yes."""
    for said, count in (("n", 0), ("y", 2)):
        terminal = Terminal("import", str(two(tmp_path)), "--no-tags")
        terminal.until("Bring 2 entries in?")
        terminal.write(f"{said}\n")
        assert terminal.end().code == 0
        assert len(entries()) == count


def test_as_json(tmp_path: Path) -> None:
    """Each entry with what would become of it, each thing that is left out with its reason, and none of the words."""
    path = export(tmp_path, ("2024-06-28 22:30", "I felt calm."), ("never", "I felt sad."))
    said: dict[str, Any] = json.loads(between("import", path, "--json").out)
    assert said["program"] == "jrnl"
    assert [(e["status"], e["from"], e["at"][:16]) for e in said["entries"]] == [("new", "entry 1", "2024-06-28T22:30")]
    assert said["left_out"] == [{"what": "entry 2", "why": "without a date that can be read"}]
    assert said["came_in"] == 0
    assert "felt" not in json.dumps(said)
    assert json.loads(between("import", path, "--json", "--yes", "--no-tags").out)["came_in"] == 1


def test_what_is_left_out_is_short_unless_it_is_asked_for(tmp_path: Path) -> None:
    """A thousand pictures are one line."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "2024-06-28.md").write_text("I felt calm.")
    for number in range(30):
        (folder / f"{number:02}.png").write_bytes(b"x")
    answer = between("import", folder)
    assert "  30: a picture, which Between does not keep (00.png, 01.png, 02.png and 27 more)\n" in answer.out
    assert "  29.png: a picture, which Between does not keep\n" in between("import", folder, "--list").out


@pytest.mark.parametrize("arguments", [["--yes", "--dry-run"], ["--format", "word"]])
def test_a_wrong_command_line(tmp_path: Path, arguments: list[str]) -> None:
    answer = between("import", two(tmp_path), *arguments)
    assert (answer.code, answer.out) == (2, "")


def test_what_is_no_export(tmp_path: Path) -> None:
    """One sentence and what to do."""
    answer = between("import", tmp_path / "nothing")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "There is no “nothing”.\nLook whether its name is right, and where it lies.\n"


@pytest.mark.parametrize(("days", "answered"), [(900, False), (2, True)])
def test_danger_in_what_came_in(tmp_path: Path, days: int, answered: bool) -> None:
    """Of long ago it is stored and nobody is alarmed; of these nights it is answered."""
    answer = between("import", export(tmp_path, (days_ago(days), DANGER)), "--yes")
    assert rows("SELECT safety FROM readings") == (("crisis",),)
    assert ("emergency" in answer.out) is answered


def test_danger_and_json(tmp_path: Path) -> None:
    """What is said to the person does not stand in the way of what is read by a program."""
    answer = between("import", export(tmp_path, (days_ago(2), DANGER)), "--yes", "--json")
    assert json.loads(answer.out)["came_in"] == 1
    assert "emergency" in answer.err


def test_without_tags(tmp_path: Path) -> None:
    """The evening leaves them alone; `between retag` reads them, and says nothing of danger of years ago."""
    between("import", export(tmp_path, ("2019-06-28 22:30", DANGER)), "--yes", "--no-tags")
    evening = between("type", stdin=b"I felt calm.")
    assert rows("SELECT entry, safety FROM readings") == ((2, "none"),)
    again = between("retag")
    assert rows("SELECT entry, safety FROM readings ORDER BY entry") == ((1, "crisis"), (2, "none"))
    assert again.out == ""
    assert "only now" not in evening.out + evening.err


def test_an_import_that_was_cut_short(tmp_path: Path) -> None:
    """Words that came in and were not read are read by the same command."""
    between("import", two(tmp_path), "--yes", "--no-tags")
    between("import", two(tmp_path), "--yes")
    assert rows("SELECT count(*) FROM readings") == ((2,),)


def test_a_missing_recording_alone(tmp_path: Path) -> None:
    """It is told of and asked for, though no entry is new; `--yes` brings it back."""
    sound = house().sound_files.keep([np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 9)])
    moment = house().clock.now()
    house().journal.keep(Entry("a" * 32, moment, night_of(moment), "add", "pending", recording=sound))
    assert between("export", tmp_path / "out.zip", "--format", "json", "--with-audio").code == 0
    house().sound_files.discard(sound)
    answer = between("import", tmp_path / "out.zip")
    assert "1 missing recording, whole in this export" in answer.out
    assert answer.err == "Nothing was changed. Say `--yes` to bring it in.\n"
    assert "1 missing recording is back." in between("import", tmp_path / "out.zip", "--yes", "--no-tags").err
    assert house().sound_files.has(sound)


def test_sound_is_written_down(tmp_path: Path, spoken: Path, model: Path) -> None:
    """Where a model is here, at once, as with `between add`; `between add` knows it from then on."""
    entry = {"uuid": "A", "creationDate": "2024-06-28T20:30:00Z", "text": "", "audios": [{"md5": "a"}]}
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("Journal.json", json.dumps({"metadata": {}, "entries": [entry]}))
        packed.write(spoken / "walk.wav", "audios/a.wav")
    answer = between("import", path, "--yes")
    (kept,) = entries()
    assert (kept.source, kept.state, kept.night.isoformat()) == ("import", "words", "2024-06-28")
    assert kept.transcript is not None
    assert "walk" in kept.transcript.text
    assert "Entry 1 is written down." in answer.err
    assert "here already" in between("add", spoken / "walk.wav").err


def test_an_evening_does_not_wait_for_sounds() -> None:
    """There may be hours of them: their words are made by `between retranscribe`, and those of our own as ever."""
    keeping = replace(house().keeping(), transcriber=lambda: pytest.fail("it was not skipped"))
    moment, asked = keeping.clock.now(), list[str]()

    def skip() -> bool:
        asked.append("skip?")
        return True

    for uid, source, times in (("a" * 32, "import", 0), ("b" * 32, "add", 1)):
        sound = Recording(f"{uid}.opus", 1.0, "0" * 64, 1)
        keeping.journal.keep(Entry(uid, moment, night_of(moment), source, "pending", recording=sound))  # type: ignore[arg-type]
        list(Keeper(keeping, house().manners()).catch_up(skip=skip))
        assert len(asked) == times


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; what came in is whole, and the same command brings in the rest."""
    drawn = random.Random(1)  # words that are not alike, since those are packed to nothing
    texts = [" ".join(f"{drawn.getrandbits(24):06x}" for _ in range(900)) for _ in range(300)]
    nights = [f"2024-{n // 28 + 1:02}-{n % 28 + 1:02} 22:30" for n in range(300)]
    said = [(night, f"Night: {text}") for night, text in zip(nights, texts, strict=True)]
    path = export(tmp_path, *said)
    with small_disk(tmp_path / "disk", kilobytes=1_800) as disk:
        monkeypatch.setenv("BETWEEN_HOME", str(disk / "home"))
        answer = between("import", path, "--yes", "--no-tags")
        assert answer.code == 1
        assert "The disk is full." in answer.err
        kept = entries()
        assert all(e.transcript and e.transcript.text.startswith("Night") for e in kept)
        assert len(kept) in (0, 200)
        assert house().home.root == disk / "home"
