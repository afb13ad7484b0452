"""`between backup`, `check`, `restore` and `strike`."""

import json
import shutil
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from command_line import Terminal, between, entries, fill, home, house, rows, small_disk, sounds
from lock_keys import PASSPHRASE, a_lock, lock, told

from assistant.adapters.locking import keys_file
from assistant.adapters.store import leftovers, rewriting
from assistant.audio import SAMPLE_RATE
from assistant.cli.typed import kept_from_before
from assistant.errors import NoSpace
from assistant.journal import Entry, Evidence, Reading, Tag, Transcript, Utterance
from assistant.ports import Selection
from assistant.practice import Homework, PlanLine
from assistant.wiring import striking

WORDS = ("I said no to my mother today.", "Wilhelmine snapped and I was angry.")


def typed(*texts: str) -> None:
    """Kept as the keyboard keeps them, without the second that it takes to read them for feelings."""
    for text in texts:
        entry = house().journal.keep(an_entry(Transcript((Utterance(text),), "keyboard", "")))
        start = text.index("I ")
        shown = Evidence(0, start, len(text), text[start:])
        tag = Tag("emotion", "anger", "said", 0.9, shown, "rule:anger")
        house().journal.add_reading(entry, Reading((tag,), "none", None, "", "rules 1"))


def spoken_one() -> None:
    """An entry with a second of sound, and its words."""
    sound = np.sin(np.arange(SAMPLE_RATE, dtype=np.float32) / 20) / 2
    recording = house().sound_files.keep([sound])
    house().journal.keep(replace(an_entry(Transcript((Utterance("Hm."),), "faster-whisper", "x")), recording=recording))


def an_entry(transcript: Transcript) -> Entry:
    moment = house().clock.now()
    return Entry(uuid.uuid4().hex, moment, moment.utc.date(), "type", "words", transcript)


def backed_up(folder: Path) -> Path:
    answer = between("backup", folder)
    assert answer.code == 0, answer.err
    return Path(answer.out.strip())


def two_sentences(spoken: Path) -> Entry:
    """A recording of two sentences with the times that they have in it."""
    assert between("add", spoken / "walk.wav").code == 0
    (entry,) = entries()
    assert entry.recording is not None
    middle = entry.recording.seconds * 0.6
    said = (
        (0.0, middle, "I went for a walk with my friend."),
        (middle + 0.1, entry.recording.seconds, "I feel calm now."),
    )
    parts = tuple(Utterance(text, start, end) for start, end, text in said)
    house().journal.add_transcript(entry.uid, Transcript(parts, "faster-whisper", "base.en"))
    return entries()[0]


def moved_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str = "elsewhere") -> Path:
    monkeypatch.setenv("BETWEEN_HOME", str(tmp_path / name))
    return tmp_path / name


def test_there_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On another machine the journal comes back as it was: words, numbers, sound, and settings of the home."""
    typed(*WORDS)
    spoken_one()
    (home().root / "settings.toml").write_text("[evening]\nquestions = 2\n")
    (home().root / "questions").mkdir(mode=0o700)
    (home().root / "questions" / "mine.sql").write_text("-- mine\nSELECT 1")
    (home().root / "guides").mkdir(mode=0o700)
    (home().root / "guides" / "my-walk.toml").write_text("version = 1\n")
    before = entries()
    backup = backed_up(tmp_path)
    there = moved_home(monkeypatch, tmp_path)
    answer = between("restore", backup)
    assert "comes back as it was" in answer.out
    assert "Nothing was changed" in answer.err
    assert entries() == ()
    shutil.rmtree(there)
    assert between("restore", backup, "--yes").code == 0
    assert entries() == before
    assert between("check").code == 0
    assert (there / "settings.toml").read_text() == "[evening]\nquestions = 2\n"
    assert (there / "questions" / "mine.sql").read_text() == "-- mine\nSELECT 1"
    assert (there / "guides" / "my-walk.toml").read_text() == "version = 1\n"
    assert {path.stat().st_mode & 0o777 for path in there.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in there.rglob("*") if path.is_dir()} == {0o700}


def test_into_a_journal_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not here comes in with its sound, what is here stays; the second time nothing is left to bring."""
    typed(WORDS[0])
    spoken_one()
    theirs = entries()
    backup = backed_up(tmp_path)
    moved_home(monkeypatch, tmp_path)
    typed("Something I did.")
    said = json.loads(between("restore", backup, "--json").out)
    assert [there["uid"] for there in said["new"]] == [entry.uid for entry in theirs]
    assert len(entries()) == 1
    answer = between("restore", backup, "--yes")
    assert "2 entries came back" in answer.err
    assert {(e.uid, e.transcript) for e in entries()} > {(e.uid, e.transcript) for e in theirs}
    assert [e.number for e in house().journal.entries(Selection()) if e.uid in {t.uid for t in theirs}] == [2, 3]
    assert between("check").code == 0
    again = between("restore", backup, "--yes")
    assert "no entry that is not here" in again.out
    assert "came back" not in again.err
    assert sorted(path.name for path in home().root.iterdir() if path.is_dir()) == ["recordings"]


def test_what_differs_stays(tmp_path: Path) -> None:
    """An entry that was changed here since is listed, and is as it was before."""
    typed(*WORDS)
    backup = backed_up(tmp_path)
    first = entries()[0]
    house().journal.add_transcript(first.uid, Transcript((Utterance("Mended."),), "keyboard", ""))
    answer = between("restore", backup, "--yes")
    assert "Different here, and left as it is here: 1 entry." in answer.out
    assert "entry 1" in answer.out
    assert entries()[0].transcript is not None
    assert entries()[0].transcript.text == "Mended."


def test_struck_stays_struck(tmp_path: Path) -> None:
    """A backup brings back what was struck only when it is asked to."""
    typed(*WORDS)
    backup = backed_up(tmp_path)
    struck = between("strike", "--yes")
    assert struck.code == 0
    assert "Entry 2 is gone" in struck.out
    assert str(backup) in struck.out
    left = between("restore", backup, "--yes")
    assert "left out" in left.out
    assert [e.number for e in entries()] == [1]
    assert "1 entry came back" in between("restore", backup, "--yes", "--struck-too").err
    assert [e.transcript.text for e in entries() if e.transcript] == list(WORDS)
    assert rows("SELECT count(*) FROM struck") == ((0,),)


def test_what_a_homework_needs(tmp_path: Path) -> None:
    """Homework, guides and the safety plan come back from a backup, also where no entry is new."""
    typed(*WORDS)
    house().practices.keep_homework(Homework("ab" * 16, "Say no.", "", None, "", house().clock.now()))
    house().practices.write_safety_plan([PlanLine("warning", "I rush.")])
    backup = backed_up(tmp_path)
    with house().journal.access.writing("test") as db:
        db.execute("DELETE FROM homework; DELETE FROM safety_plan")
    answer = between("restore", backup, "--yes")
    assert "2 notes of homework, guides and the like" in answer.out
    assert house().practices.homework()[0].what == "Say no."
    assert house().practices.safety_plan() == (PlanLine("warning", "I rush."),)


def test_sound_that_was_lost(tmp_path: Path) -> None:
    """Check names the entry whose sound is gone or damaged, and a backup brings it back."""
    spoken_one()
    backup = backed_up(tmp_path)
    (sound,) = sounds()
    whole = sound.read_bytes()
    sound.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    answer = between("check", "--json")
    assert answer.code == 1
    (fault,) = json.loads(answer.out)["faults"]
    assert fault["entries"] == [1]
    assert "changed or damaged" in fault["what"]
    sound.unlink()
    answer = between("check")
    assert answer.code == 1
    assert "The sound of entry 1 is not in its folder any more" in answer.err
    assert between("restore", backup, "--yes").code == 0
    assert sounds()[0].read_bytes() == whole
    assert between("check").code == 0


def test_a_damaged_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With broken sound its words come back all the same; with a broken database nothing does."""
    spoken_one()
    backup = backed_up(tmp_path)
    data = bytearray(backup.read_bytes())
    with zipfile.ZipFile(backup) as packed:
        database, sound = (info.header_offset + 2_000 for info in packed.infolist()[:2])
    for place in (sound, database):
        data[place] ^= 1
        backup.write_bytes(data)
        answer = between("check", backup)
        assert answer.code == 1
        assert "was damaged since the backup was made" in answer.err
        moved_home(monkeypatch, tmp_path, str(place))
        came = between("restore", backup, "--yes")
        assert (came.code, len(entries())) == ((0, 1) if place == sound else (1, 0))
        assert "amaged" in came.err


def test_sound_that_was_damaged_before_the_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs no words: all entries come, the sound that is whole too, and the one that is not is told."""
    spoken_one()
    (broken,) = sounds()
    broken.write_bytes(broken.read_bytes()[:-1] + b"x")
    spoken_one()
    typed(WORDS[0])
    uids = [entry.uid for entry in entries()]
    backup = backed_up(tmp_path)
    moved_home(monkeypatch, tmp_path)
    typed("Something I did.")
    came = between("restore", backup, "--yes")
    assert (came.code, [entry.uid for entry in entries()][:3]) == (0, uids)
    assert "3 entries came back" in came.err
    assert "1 recording was damaged before this backup was made" in came.err
    assert len(sounds()) == 1
    assert broken.name not in {path.name for path in sounds()}
    again = between("restore", backup, "--yes")  # what is gone here is looked for again, and costs nothing
    assert (again.code, len(entries())) == (0, 4)


def test_one_sentence(spoken: Path) -> None:
    """It is silent in the recording afterwards, as long as before; the other one is heard as it was."""
    entry = two_sentences(spoken)
    assert entry.recording is not None
    answer = between("strike", "1.1", "--yes")
    assert answer.code == 0, answer.err
    assert "there will be silence in its place" in answer.err
    (after,) = entries()
    assert after.recording is not None
    assert after.recording.seconds == pytest.approx(entry.recording.seconds, abs=0.001)
    assert [path.name for path in sounds()] == [after.recording.file_name]
    middle = entry.recording.seconds * 0.6
    quiet = house().sound_files.load(after.recording, end_s=middle - 0.05).samples
    assert abs(quiet).max() < 0.01
    assert abs(house().sound_files.load(after.recording, start_s=middle + 0.3).samples).max() > 0.1
    assert after.transcript is not None
    assert after.transcript.text == "I feel calm now."
    assert between("check").code == 0


def test_typed_again_after_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    """A strike that was killed at its very end: what was typed of the entry does not come back at the next start."""
    typed(WORDS[0])
    (entry,) = entries()
    home().drafts.mkdir()
    (home().drafts / f"{entry.uid}.txt").write_text(WORDS[0])

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(leftovers, "finish", die)
        with pytest.raises(KeyboardInterrupt):
            striking.strike(house(), striking.target(house(), entry, position=None))
    assert list(home().drafts.iterdir())
    kept_from_before(house())
    assert entries() == ()
    assert not list(home().drafts.iterdir())


def test_sound_that_a_kill_left(spoken: Path) -> None:
    """The same sound without a name in the journal, as it was or silenced in another place, goes with its entry; other
    sound without a name, which may be the only one of something, stays.
    """
    entry = two_sentences(spoken)
    assert entry.recording is not None
    (named,) = sounds()
    copies = home().recordings / f"{1:032x}.opus", home().recordings / f"{2:032x}.opus"
    shutil.copy(named, copies[0])
    again = striking.silenced_sound(house(), entry, 1)
    noise = np.random.default_rng(1).normal(0, 0.1, round(entry.recording.seconds * SAMPLE_RATE)).astype(np.float32)
    (home().recordings / house().sound_files.keep([noise]).file_name).rename(copies[1])
    assert len(sounds()) == 4
    assert between("strike", "1.1", "--yes").code == 0
    (after,) = entries()
    assert after.recording is not None
    assert {path.name for path in sounds()} == {after.recording.file_name, copies[1].name}
    assert again.file_name not in {path.name for path in sounds()}


@pytest.mark.parametrize("what", ["0", "99", "1.9", "1.x", "nonsense"])
def test_nothing_of_that_name(what: str) -> None:
    """One sentence, and the journal as it was."""
    typed(WORDS[0])
    answer = between("strike", what, "--yes")
    assert answer.code in (1, 2)
    assert len(entries()) == 1


def test_what_was_typed_at_the_prompt() -> None:
    """It may hold the words that are struck, so it goes with them, and is told."""
    between("type", stdin=b"I said no to Dana.")
    history = home().sql_history
    history.write_text("SELECT night FROM sentences WHERE text ILIKE '%no to Dana%';")
    assert "what you typed at the prompt" in between("strike", "last", "--yes").out
    assert not history.exists()


def waiting_sound() -> Path:
    """An entry of two sentences whose sound is in the spool still, as on a full disk."""
    entry = house().journal.keep(an_entry(Transcript((Utterance("One.", 0, 1), Utterance("Two.", 1, 2)), "x", "")))
    home().spool.mkdir()
    sound = home().spool / f"{entry.uid}.pcm"
    sound.write_bytes(bytes(64_000))
    return sound


def test_a_sentence_of_sound_that_waits() -> None:
    """It can't be silenced there, so all of it goes, and that is said first."""
    sound = waiting_sound()
    answer = between("strike", "1.1", "--yes")
    assert "all of the entry's sound goes too" in answer.err
    assert not sound.exists()
    assert len(entries()) == 1


def test_a_strike_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is struck nothing is removed: neither the only sound of it, nor what was typed of it."""
    sound = waiting_sound()
    home().sql_history.write_text("SELECT 'One.'")

    def full(*_: object, **__: object) -> None:
        raise NoSpace("The disk is full.")

    monkeypatch.setattr(rewriting, "_changed", full)
    with pytest.raises(NoSpace, match="nothing was struck"):
        striking.strike(house(), striking.target(house(), entries()[0], position=None))
    assert sound.exists()
    assert home().sql_history.exists()
    assert len(entries()) == 1


def test_only_a_yes_strikes() -> None:
    """At a terminal it shows the words and asks; where nobody can be asked it strikes nothing."""
    typed(*WORDS)
    assert between("strike", "1").code == 2
    assert len(entries()) == 2
    terminal = Terminal("strike")
    terminal.until(WORDS[1])
    terminal.until("Strike it for good?")
    terminal.write("y\n")
    terminal.until("Entry 2 is gone.")
    assert terminal.end().code == 0
    assert len(entries()) == 1


def test_a_table_that_does_not_fit(tmp_path: Path) -> None:
    """What does not fit together is named, with the entry and with what to do."""
    typed(*WORDS)
    with house().journal.access.writing("break") as db:
        db.execute("UPDATE tags SET evidence_end = evidence_end + 1 WHERE entry = 2")
        db.execute("DELETE FROM transcripts WHERE entry = 1")
    answer = between("check")
    assert answer.code == 1
    assert "The words of entry 1 are missing." in answer.err
    assert "Some of what was found in entry 2 does not stand in the words any more." in answer.err


def test_a_damaged_journal() -> None:
    """A byte of a table that is another one now, or of the file's beginning: one sentence, and what to do."""
    typed(*WORDS)
    whole = home().database.read_bytes()
    for part, said in ((WORDS[0].encode(), "The table `utterances`"), (b"DUCK", "is damaged and cannot be read")):
        home().database.write_bytes(whole.replace(part, part.swapcase()))
        answer = between("check")
        assert answer.code == 1
        assert said in answer.err
        assert "between restore BACKUP" in answer.err
    home().database.write_bytes(whole)
    assert between("check").code == 0


def test_out_of_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Just then a backup to elsewhere is wanted: it is made, whole."""
    with small_disk(tmp_path / "disk", kilobytes=3_000) as disk:
        monkeypatch.setenv("BETWEEN_HOME", str(disk / "home"))
        typed(WORDS[0])
        fill(disk, leave_kilobytes=0)
        answer = between("backup", tmp_path / "backup.zip")
        assert answer.code == 0, answer.err
        assert "disk of the journal is full" in answer.err
    monkeypatch.setenv("BETWEEN_HOME", str(tmp_path / "elsewhere"))
    assert between("check", tmp_path / "backup.zip").code == 0


def test_a_journal_that_is_none(tmp_path: Path) -> None:
    """Nothing is backed up that could take the place of a good backup."""
    typed(*WORDS)
    home().database.write_text('{"not": "a database"}')
    answer = between("backup", tmp_path / "backup.zip")
    assert answer.code == 1
    assert "is damaged" in answer.err
    assert not (tmp_path / "backup.zip").exists()


def test_a_full_disk(tmp_path: Path) -> None:
    """One sentence, and nothing half on it."""
    typed(WORDS[0])
    with small_disk(tmp_path / "disk", kilobytes=100) as disk:
        answer = between("backup", disk)
        assert (answer.code, list(disk.iterdir())) == (1, [])
    assert "not enough room" in answer.err
    assert "Traceback" not in answer.err


def test_a_locked_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its backup is locked, and takes no passphrase to make; whole it comes back locked, by entry as the journal is."""
    typed(*WORDS)
    spoken_one()
    before = entries()
    lock(house())
    backup = backed_up(tmp_path)
    data = backup.read_bytes()
    assert b"Wilhelmine" not in data
    assert b"OpusHead" not in data
    moved_home(monkeypatch, tmp_path)
    assert between("restore", backup, "--yes").code == 0
    for command in (["check"], ["check", backup], ["strike", "2", "--yes"]):
        with told(PASSPHRASE):
            assert between(*command).code == 0
    with told(PASSPHRASE):
        assert entries() == (before[0], before[2])
    moved_home(monkeypatch, tmp_path, "plain")
    typed("Something I did.")
    with told(PASSPHRASE):
        assert "3 entries came back" in between("restore", backup, "--yes").err
    assert between("check").code == 0
    assert not (home().root / "keys.json").exists()


def test_halfway_to_being_locked(tmp_path: Path) -> None:
    """A backup of it would be readable in part, and seem locked: it is finished first."""
    typed(WORDS[0])
    keys_file.write(home().keys, replace(a_lock().keys, state="locking"))
    answer = between("backup", tmp_path / "a.zip")
    assert (answer.code, (tmp_path / "a.zip").exists()) == (1, False)
    assert "`between lock` goes on" in answer.err
