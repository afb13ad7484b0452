"""What is struck is gone for good: from every table, and from every byte of the home."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import store_nouns as some
from duckdb import DuckDBPyConnection
from store_processes import over_both

from assistant.adapters.store import DuckDBJournal, leftovers, rewriting
from assistant.adapters.store.leftovers import Beside, Leaving
from assistant.adapters.store.striking import strike_entry, strike_sentence
from assistant.errors import AssistantError, NoSpace
from assistant.journal import (
    Asked,
    Correction,
    Entry,
    Evidence,
    Measure,
    Reading,
    Recording,
    Tag,
    Transcript,
    Utterance,
)
from assistant.ports import Home, Selection

SAID = ("The first one was calm.", "Then Wilhelmine xylophoned me.", "And the last was calm too.")
SOUND = Recording("ab" * 16 + ".opus", 9.0, "cd" * 32, 100)


def shown(utterance: int, text: str) -> Evidence:
    start = SAID[utterance].index(text)
    return Evidence(utterance, start, start + len(text), text)


def reading(*, safety: int | None = None) -> Reading:
    tags = (
        Tag("emotion", "calm", "said", 0.9, shown(0, "calm"), "rule:calm"),
        Tag("person", "Wilhelmine", "", 0.9, shown(1, "Wilhelmine"), "rule:name"),
        Tag("emotion", "anger", "shown", 0.9, shown(1, "xylophoned"), "rule:anger"),
        Tag("emotion", "calm", "said", 0.9, shown(2, "calm too"), "rule:calm"),
    )
    care = None if safety is None else shown(safety, SAID[safety][:8])
    measures = tuple(Measure("pause", "", 1.0, 2.0, shown(i, SAID[i][:4]), "rule:waited") for i in (1, 2))
    return Reading(tags, "none" if care is None else "concern", care, "rule:care", "rules 1", measures)


def words(*said: str) -> Transcript:
    parts = tuple(Utterance(text, 3.0 * i, 3.0 * i + 2.5, (), -0.1, 0.1, 1.0) for i, text in enumerate(said))
    return Transcript(parts, "faster-whisper", "base.en")


def told(journal: DuckDBJournal, *, safety: int | None = None) -> Entry:
    """An entry of three sentences, made twice, read twice, corrected, with a question that followed it."""
    entry = replace(some.an_entry(), transcript=words("Xylophoned, then."), recording=SOUND)
    journal.add_reading(journal.keep(entry), Reading((), "none", None, "", "rules 0"))
    journal.add_transcript(entry.uid, words(*SAID))
    (kept,) = [e for e in journal.entries(Selection()) if e.uid == entry.uid]
    journal.add_reading(kept, reading())
    journal.add_reading(kept, reading(safety=safety))
    about = (("emotion", "anger", "xylophoned", 1), ("emotion", "calm", "calm", 0), ("person", "Wilhelmine", "", 1))
    journal.add_corrections(
        kept,
        [Correction(k, n, "", "right", shown(i, t or n), "rules 1") for k, n, t, i in about],  # type: ignore[arg-type]
    )
    text = "What did you need from Wilhelmine?"
    journal.add_asked(Asked("ef" * 16, "people.need", text, some.MOMENT, kept.night, after=kept.uid))
    return kept


def strike(
    journal: DuckDBJournal,
    entry: Entry,
    *,
    sentence: int | None = None,
    sound: Recording | None = None,
    beside: Beside | None = None,
) -> None:
    def change(db: DuckDBPyConnection) -> None:
        if sentence is None:
            strike_entry(db, entry, moment=some.MOMENT)
        else:
            strike_sentence(db, entry, position=sentence, sound=sound, moment=some.MOMENT)

    rewriting.rewrite(journal.access, change, Leaving((SOUND.file_name,), beside))


def holding(home: Home, *words: str) -> list[str]:
    """Files of the home in which one of the words stands, in any bytes."""
    files = [path for path in home.root.rglob("*") if path.is_file()]
    return sorted(
        path.name for path in files if any(word.lower().encode() in path.read_bytes().lower() for word in words)
    )


def count(journal: DuckDBJournal) -> dict[str, int]:
    """Rows of each table."""
    with journal.access.open() as db:
        tables = db.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for (name,) in sorted(tables)}


class Killed(BaseException):
    pass


def die(*_: object, **__: object) -> None:
    raise Killed


@over_both
def test_an_entry(journal: DuckDBJournal, home: Home) -> None:
    """Nothing of it stays but its uid; its neighbour is untouched, and its number is given to nobody."""
    other = journal.keep(some.an_entry("Something else."))
    entry = told(journal)
    home.recordings.mkdir()
    for file_name in (SOUND.file_name, other.recording.file_name):  # type: ignore[union-attr]
        (home.recordings / file_name).write_bytes(b"sound")
    strike(journal, entry)
    assert journal.entries(Selection()) == (other,)
    filled = {table: rows for table, rows in count(journal).items() if rows and table != "schema_steps"}
    assert filled == {"entries": 1, "recordings": 1, "transcripts": 1, "utterances": 1, "asked": 1, "struck": 1}
    assert journal.query("SELECT uid FROM struck").rows == ((entry.uid,),)
    assert journal.query("SELECT text, after_entry FROM asked").rows == (("What did you need from …?", None),)
    assert [path.name for path in home.recordings.iterdir()] == [other.recording.file_name]  # type: ignore[union-attr]
    assert journal.keep(some.an_entry()).number == entry.number + 1


def test_every_byte(journal: DuckDBJournal, home: Home) -> None:
    """Words stand in the file before, and still after they are deleted; after the strike they stand nowhere."""
    entry = told(journal)
    others = [journal.keep(some.an_entry("Something else.", sentences=20)) for _ in range(3)]
    journal.add_reading(others[0], some.a_reading())
    home.backups.mkdir()
    for place in (home.search, home.backups / "before-step-0002-2026.duckdb"):
        place.write_bytes(home.database.read_bytes())
    home.database.with_name("journal.duckdb.wal.broken-2026").write_bytes(b"xylophoned")
    (home.root / "tmp").mkdir()
    (home.root / "tmp" / "duckdb_temp").write_bytes(b"xylophoned")
    assert len(holding(home, "xylophoned")) == len(holding(home, "Wilhelmine")) + 2 == 5
    strike(journal, entry)
    assert holding(home, "xylophoned", "Wilhelmine", SAID[0]) == []
    assert holding(home, "Something else.") == ["journal.duckdb"]
    assert sorted(path.name for path in home.root.iterdir()) == ["backups", "journal.duckdb", "journal.lock"]
    assert journal.entries(Selection()) == tuple(others)


def test_deleted_is_not_gone(journal: DuckDBJournal, home: Home) -> None:
    """Rows that were only deleted still stand in the file's bytes; written anew it has them no more."""
    told(journal)
    with journal.access.writing("delete") as db:
        for table in ("utterances", "tags", "measures", "readings", "corrections", "asked"):
            db.execute(f"DELETE FROM {table}")
    assert holding(home, "xylophoned") == ["journal.duckdb"]
    rewriting.rewrite(journal.access, lambda db: None, Leaving(()))
    assert holding(home, "xylophoned") == []


@pytest.mark.parametrize("sentence", [None, 1])
def test_a_question_of_another_night(journal: DuckDBJournal, home: Home, sentence: int | None) -> None:
    """It followed the entry a night later, and named who was struck: the name goes from it as well."""
    entry = told(journal)
    later = entry.night + timedelta(days=1)
    journal.add_asked(Asked("01" * 16, "people.now", "How is Wilhelmine now?", some.MOMENT, later, after=entry.uid))
    strike(journal, entry, sentence=sentence)
    assert ("How is … now?",) in journal.query("SELECT text FROM asked").rows
    assert holding(home, "Wilhelmine") == []


@over_both
def test_a_sentence(journal: DuckDBJournal, home: Home, key: bytes) -> None:
    """It goes with what was heard in it and all earlier versions; what follows moves up, and still points right."""
    entry = told(journal, safety=2)
    new = replace(SOUND, file_name="ee" * 16 + ".opus", sha256="00" * 32)
    strike(journal, entry, sentence=1, sound=new)
    (left,) = journal.entries(Selection())
    assert left.transcript is not None
    assert [u.text for u in left.transcript.utterances] == [SAID[0], SAID[2]]
    assert [u.start_s for u in left.transcript.utterances] == [0.0, 6.0]
    assert left.recording == new
    read = journal.reading(left.uid)
    assert read is not None
    assert read.labels("emotion") == ("calm",)
    assert read.labels("person") == ()
    shown_now = [t.evidence for t in read.tags] + [m.evidence for m in read.measures] + [read.safety_evidence]
    texts = [u.text for u in left.transcript.utterances]
    assert len(shown_now) == 4
    assert all(e and texts[e.utterance][e.start : e.end] == e.text for e in shown_now)
    assert [(c.label, c.evidence and c.evidence.utterance) for c in journal.corrections(left.uid)] == [("calm", 0)]
    rows = count(journal)
    assert (rows["transcripts"], rows["readings"], rows["recordings"], rows["struck"]) == (1, 1, 1, 0)
    assert holding(home, "xylophoned", "Wilhelmine") == []
    assert holding(home, SAID[2]) == ([] if key else ["journal.duckdb"])


def test_a_sentence_that_called_for_care(journal: DuckDBJournal) -> None:
    """Whether the rest calls for care too, only another reading can say: the entry waits for one."""
    entry = told(journal, safety=1)
    strike(journal, entry, sentence=1, sound=SOUND)
    assert journal.reading(entry.uid) is None
    assert [e.uid for e in journal.entries(Selection(unread=True))] == [entry.uid]
    assert count(journal)["readings"] == 0


def test_without_its_sound(journal: DuckDBJournal) -> None:
    """Where no silenced recording can be made, the entry has none."""
    entry = told(journal)
    strike(journal, entry, sentence=0)
    (left,) = journal.entries(Selection())
    assert left.recording is None


def test_words_that_stand_elsewhere_too(journal: DuckDBJournal) -> None:
    """What the person said of a label that another sentence shows as well stays, without the struck words."""
    entry = told(journal)
    strike(journal, entry, sentence=0, sound=SOUND)
    said = {(c.label, c.evidence.text if c.evidence else None) for c in journal.corrections(entry.uid)}
    assert said == {("calm", None), ("anger", "xylophoned"), ("Wilhelmine", "Wilhelmine")}


def test_changed_since_it_was_shown(journal: DuckDBJournal, home: Home) -> None:
    """Words that were made again a moment ago are not what the person saw: nothing is struck, and nothing is left."""
    entry = told(journal)
    journal.add_transcript(entry.uid, words("All is another now."))
    before = home.database.read_bytes()
    with pytest.raises(AssistantError, match="nothing was struck"):
        strike(journal, entry, sentence=1)
    assert home.database.read_bytes() == before
    assert journal.entries(Selection())[0].uid == entry.uid
    assert sorted(path.name for path in home.root.iterdir()) == ["journal.duckdb", "journal.lock"]


@over_both
def test_what_a_kill_leaves(journal: DuckDBJournal, home: Home, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended at each step, the journal has the entry whole or not at all; the next opening leaves no other trace."""
    entry = told(journal)
    home.recordings.mkdir()

    steps: Sequence[tuple[object, str, bool]] = (
        (rewriting.copies, "copy", True),
        (rewriting, "_write_fresh", True),
        (rewriting.os, "fsync", True),
        (leftovers, "finish", False),
    )
    for module, name, is_there in steps:
        (home.recordings / SOUND.file_name).write_bytes(b"sound")
        with monkeypatch.context() as dying:
            dying.setattr(leftovers, "call_off", lambda *_, **__: None)  # a killed process tidies nothing up
            dying.setattr(module, name, die)
            with pytest.raises(Killed):
                strike(journal, entry)
        after = DuckDBJournal(home, now=some.fixed_now, key=key)
        assert [e.uid for e in after.entries(Selection())] == ([entry.uid] if is_there else []), name
        assert (home.recordings / SOUND.file_name).exists() == is_there
        names = {path.name for path in home.root.iterdir()}
        assert names == {"journal.duckdb", "journal.lock", "recordings"}, name
        if is_there:
            assert after.reading(entry.uid) == reading()
    assert holding(home, "xylophoned") == []


def refuse(_: Home) -> list[Path]:
    raise PermissionError(13, "Permission denied")


def test_a_file_that_can_not_be_removed(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal can be used meanwhile, and each opening tries again."""
    entry = told(journal)
    home.recordings.mkdir()
    sound = home.recordings / SOUND.file_name
    sound.write_bytes(b"sound")
    with monkeypatch.context() as refusing:
        refusing.setattr(leftovers, "_with_words", refuse)
        strike(journal, entry)
        assert journal.entries(Selection()) == ()
        assert leftovers.are_there(home)
    assert journal.entries(Selection()) == ()
    assert not leftovers.are_there(home)
    assert not sound.exists()


def test_no_room_for_it(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the journal as it was, and nothing half."""
    entry = told(journal)
    before = home.database.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(rewriting.copies.os, "fsync", full)
        with pytest.raises(NoSpace):
            strike(journal, entry)
    assert home.database.read_bytes() == before
    assert sorted(path.name for path in home.root.iterdir()) == ["journal.duckdb", "journal.lock"]
    assert [e.uid for e in journal.entries(Selection())] == [entry.uid]


@pytest.mark.parametrize("sentence", [None, 1])
def test_what_waits_beside_the_journal(
    journal: DuckDBJournal, home: Home, sentence: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A strike that fails, or is killed before it happened, takes neither the spool nor what was typed; one that
    happened takes both, however it ended.
    """
    entry = told(journal)
    turn, typed = home.spool / f"{entry.uid}.pcm", home.root / "sql_history"
    home.spool.mkdir()
    for path in (turn, typed):
        path.write_bytes(b"xylophoned")
    beside = Beside(entry.uid, len(SAID), (f"spool/{turn.name}", typed.name))
    for killed in (False, True):
        with monkeypatch.context() as failing:
            failing.setattr(rewriting, "_write_fresh", die)
            if killed:
                failing.setattr(leftovers, "call_off", lambda *_, **__: None)
            with pytest.raises(Killed):
                strike(journal, entry, sentence=sentence, beside=beside)
        assert len(DuckDBJournal(home, now=some.fixed_now).entries(Selection())) == 1
        assert not leftovers.are_there(home)
        assert turn.exists()
        assert typed.exists()
    with monkeypatch.context() as failing:
        failing.setattr(leftovers, "finish", die)
        with pytest.raises(Killed):
            strike(journal, entry, sentence=sentence, beside=beside)
    DuckDBJournal(home, now=some.fixed_now).entries(Selection())
    assert holding(home, "xylophoned") == []


def test_stopped_just_after_the_new_name(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has happened then, so nothing is called off: what holds the words goes at the next opening."""
    entry = told(journal)
    home.recordings.mkdir()
    sound = home.recordings / SOUND.file_name
    sound.write_bytes(b"sound")
    replace_file = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        replaced = replace_file(path, target)
        if target == home.database:
            raise KeyboardInterrupt
        return replaced

    with monkeypatch.context() as stopping:
        stopping.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            strike(journal, entry)
    assert DuckDBJournal(home, now=some.fixed_now).entries(Selection()) == ()
    assert not sound.exists()
    assert not leftovers.are_there(home)


def test_a_power_cut(journal: DuckDBJournal, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders know of what was removed before the note of it goes: else it would be back, and forgotten."""
    entry = told(journal)
    for folder, name in ((home.recordings, SOUND.file_name), (home.backups, "before-step-0002-2026.duckdb")):
        folder.mkdir()
        (folder / name).write_bytes(b"xylophoned")
    synced: set[Path] = set()

    def sync(folder: Path) -> None:
        if leftovers.are_there(home) and not any(home.recordings.iterdir()) and not any(home.backups.iterdir()):
            synced.add(folder)

    monkeypatch.setattr(leftovers, "sync_folder", sync)
    strike(journal, entry)
    assert synced == {home.root, home.recordings, home.backups}


@pytest.mark.parametrize("fails", [False, True], ids=["a second one", "a second one that fails"])
def test_what_the_first_could_not_remove(
    journal: DuckDBJournal, home: Home, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another strike forgets nothing of it."""
    first, second = told(journal), journal.keep(some.an_entry("Something else."))
    home.recordings.mkdir()
    sound = home.recordings / SOUND.file_name
    sound.write_bytes(b"sound")
    with monkeypatch.context() as refusing:
        refusing.setattr(leftovers, "_with_words", refuse)
        strike(journal, first)
        assert sound.exists()
        change = partial(strike_entry, entry=second, moment=some.MOMENT)
        with refusing.context() as failing, suppress(Killed):
            if fails:
                failing.setattr(rewriting, "_write_fresh", die)
            rewriting.rewrite(journal.access, change, Leaving(("another.opus",)))
        assert SOUND.file_name in leftovers.announced(home)[0].recordings
    journal.entries(Selection())
    assert not sound.exists()
    assert not leftovers.are_there(home)
