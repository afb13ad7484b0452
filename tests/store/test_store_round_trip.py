"""What is stored comes back, field for field."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import store_nouns as some
from hypothesis import HealthCheck, given, settings
from store_processes import KEY

from assistant.adapters.store import DuckDBJournal
from assistant.errors import AssistantError
from assistant.journal import Asked, Entry, Moment, Reading, Recording, Transcript, Utterance, Word
from assistant.ports import Home, Selection

quick = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", params=[b"", KEY], ids=["plain", "locked"])
def key(request: pytest.FixtureRequest) -> bytes:
    """Each test here is over both kinds of journal."""
    return bytes(request.param)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, key: bytes) -> DuckDBJournal:
    """One journal for all examples: making a new one for each would take longer than all else."""
    return DuckDBJournal(Home(tmp_path_factory.mktemp("shelf") / "home"), now=some.fixed_now, key=key)


def stored(journal: DuckDBJournal, number: int) -> Entry:
    return journal.entries(Selection(number=number))[0]


def version_of(entry: Entry) -> int:
    """Of its words."""
    assert entry.transcript is not None
    return entry.transcript.version


@quick
@given(entry=some.entries)
def test_an_entry(shelf: DuckDBJournal, entry: Entry) -> None:
    """Every field of an entry, its words and its recording comes back as it went in."""
    entry = replace(entry, uid=uuid.uuid4().hex)  # hypothesis repeats itself, and the shelf stays
    kept = shelf.keep(entry)
    assert kept == replace(entry, number=kept.number)
    assert stored(shelf, kept.number) == kept
    if kept.transcript:
        assert version_of(kept) == version_of(stored(shelf, kept.number)) == 1


@quick
@given(first=some.transcripts, second=some.transcripts)
def test_words_made_again(shelf: DuckDBJournal, first: Transcript, second: Transcript) -> None:
    """The newest version is the entry's words; the earlier one stays."""
    kept = shelf.keep(some.an_entry())
    given = shelf.add_transcript(kept.uid, first), shelf.add_transcript(kept.uid, second)
    assert given == (first, second)
    now = stored(shelf, kept.number)
    assert now.transcript == second
    assert (version_of(kept), given[0].version, given[1].version, version_of(now)) == (1, 2, 3, 3)
    assert now.state == ("words" if second.text.strip() else "wordless")
    versions = shelf.query(f"SELECT engine FROM transcripts WHERE entry = {kept.number} ORDER BY version").rows
    assert versions == (("faster-whisper",), (first.engine,), (second.engine,))


@quick
@given(reading=some.readings)
def test_a_reading(shelf: DuckDBJournal, reading: Reading) -> None:
    """Tags, their evidence and the call for safety come back as they went in, in their order."""
    kept = shelf.keep(some.an_entry())
    shelf.add_reading(kept, reading)
    assert shelf.reading(kept.uid) == reading


@quick
@given(asked=some.askeds)
def test_a_question(shelf: DuckDBJournal, asked: Asked) -> None:
    """A question that was asked comes back as it was."""
    asked = replace(asked, uid=uuid.uuid4().hex)
    shelf.add_asked(asked)
    assert asked in shelf.asked_since(asked.night)
    assert asked not in shelf.asked_since(asked.night + timedelta(days=1))


@quick
@given(recording=some.recordings)
def test_a_recording_that_comes_later(shelf: DuckDBJournal, recording: Recording) -> None:
    """Sound that is added after the entry is its sound; adding it twice changes nothing."""
    kept = shelf.keep(some.an_entry())
    shelf.add_recording(kept.uid, recording)
    shelf.add_recording(kept.uid, recording)
    assert stored(shelf, kept.number).recording == recording
    assert shelf.query(f"SELECT count(*) FROM recordings WHERE entry = {kept.number}").rows == ((2,),)


def test_a_uid_kept_twice(journal: DuckDBJournal) -> None:
    """Keeping again what is kept, as after a crash, changes nothing and gives back what is there."""
    entry = some.an_entry("The first words.")
    kept = journal.keep(entry)
    assert journal.keep(some.an_entry("Other words.", uid=entry.uid)) == kept
    assert journal.entries(Selection()) == (kept,)


def test_numbers_go_on_in_a_new_process(journal: DuckDBJournal, home: Home, key: bytes) -> None:
    """Numbers are small, rise, and are not given twice."""
    numbers = [journal.keep(some.an_entry()).number for _ in range(3)]
    numbers.append(DuckDBJournal(home, now=some.fixed_now, key=key).keep(some.an_entry()).number)
    assert numbers == [1, 2, 3, 4]


def test_the_hour_that_comes_twice(journal: DuckDBJournal) -> None:
    """On the night that clocks go back, half past two comes twice: both are kept, in the order they were lived."""
    summer = Moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 120, "Europe/Paris")
    winter = Moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 60, "Europe/Paris")
    for moment in (winter, summer):
        journal.keep(some.an_entry(moment=moment))
    assert [e.moment for e in journal.entries(Selection(night=date(2026, 10, 24)))] == [summer, winter]
    assert journal.query("SELECT DISTINCT said_at FROM entries").rows == ((datetime(2026, 10, 25, 2, 30),),)


def test_what_a_model_answers_with(journal: DuckDBJournal) -> None:
    """The float32 of numpy, and figures that are no number, cost nobody their words."""
    word = Word(" no", np.float32(0.5), np.float32(1.0), np.float32(0.25))  # type: ignore[arg-type]
    spoken = Utterance("no", 0.5, 1.0, (word,), float("nan"), float("inf"), 1.0)
    entry = some.an_entry()
    journal.keep(entry)
    journal.add_transcript(entry.uid, Transcript((spoken,), "faster-whisper", "base.en"))
    kept = journal.entries(Selection())[0].transcript
    assert kept is not None
    assert kept.utterances[0].words == (Word(" no", 0.5, 1.0, 0.25),)
    assert np.isnan(kept.utterances[0].avg_logprob)


def test_half_a_character(journal: DuckDBJournal) -> None:
    """Text from a mangled keyboard stream is kept, with a mark in the place of what is no character."""
    journal.keep(some.an_entry("all \ud800 right"))
    kept = journal.entries(Selection())[0].transcript
    assert kept is not None
    assert kept.text == "all \ufffd right"


def test_ten_thousand_words(journal: DuckDBJournal) -> None:
    """A very long entry is whole."""
    kept = journal.keep(some.an_entry("word " * 100, sentences=100))
    assert journal.entries(Selection()) == (kept,)


def test_selections(journal: DuckDBJournal) -> None:
    """The newest, a night's, one by its number, those in a state; always oldest first."""
    evenings = [Moment(some.MOMENT.utc + timedelta(days=d), 60, "") for d in (2, 0, 1)]
    third, first, second = (journal.keep(some.an_entry(moment=m)) for m in evenings)
    waiting = journal.keep(Entry("f" * 32, some.MOMENT, first.night, "talk", "pending"))
    assert journal.entries(Selection()) == (first, waiting, second, third)
    assert journal.entries(Selection(last=2)) == (second, third)
    assert journal.entries(Selection(night=second.night)) == (second,)
    assert journal.entries(Selection(number=third.number)) == (third,)
    assert journal.entries(Selection(state="pending")) == (waiting,)
    assert journal.entries(Selection(last=1, state="pending")) == (waiting,)
    assert journal.entries(Selection(number=99)) == ()


def test_an_origin_is_known_again(journal: DuckDBJournal) -> None:
    """A recording added before is found by its samples; an empty fingerprint finds nothing."""
    journal.keep(some.an_entry())
    added = journal.keep(Entry("a" * 32, some.MOMENT, date(2026, 3, 1), "add", "pending", origin_sha256="c" * 64))
    assert journal.find_origin("c" * 64) == added
    assert journal.find_origin("d" * 64) is None
    assert journal.find_origin("") is None


def test_has(journal: DuckDBJournal) -> None:
    """An entry is there once it is kept."""
    entry = some.an_entry()
    assert not journal.has(entry.uid)
    journal.keep(entry)
    assert journal.has(entry.uid)


def test_new_words_are_unread(journal: DuckDBJournal) -> None:
    """A reading points into the words it was made of: with new words it is history, and stays as such."""
    entry = journal.keep(some.an_entry())
    assert journal.reading(entry.uid) is None
    journal.add_reading(entry, some.a_reading())
    again = replace(entry, transcript=journal.add_transcript(entry.uid, some.a_transcript("Other words.")))
    assert journal.reading(entry.uid) is None
    assert [e.uid for e in journal.entries(Selection(unread=True))] == [entry.uid]
    assert journal.query("SELECT count(*) FROM current_tags").rows == ((0,),)
    journal.add_reading(again, some.a_reading("paused"))
    assert journal.reading(entry.uid) == some.a_reading("paused")
    assert journal.entries(Selection(unread=True)) == ()
    assert journal.query("SELECT label, transcript_version FROM tags JOIN readings USING (entry, version)").rows == (
        ("set_boundary", 1),
        ("paused", 2),
    )


def test_new_words_while_the_old_ones_are_read(journal: DuckDBJournal) -> None:
    """What comes late is history of the words it was made of: it is not in use, and the entry waits to be read."""
    entry = journal.keep(some.an_entry())
    again = replace(entry, transcript=journal.add_transcript(entry.uid, some.a_transcript("Other words.")))
    journal.add_reading(entry, some.a_reading())
    assert journal.reading(entry.uid) is None
    assert journal.query("SELECT count(*) FROM current_tags").rows == ((0,),)
    assert journal.entries(Selection(unread=True)) == (again,)
    assert journal.numbers(Selection(not_read_by="between-rules 1")) == (entry.number,)
    journal.add_reading(again, some.a_reading("paused"))
    journal.add_reading(entry, some.a_reading())
    assert journal.reading(entry.uid) == some.a_reading("paused")
    told = "SELECT label, transcript_version FROM tags JOIN readings USING (entry, version) ORDER BY version"
    assert journal.query(told).rows == (("set_boundary", 1), ("paused", 2), ("set_boundary", 1))


def test_a_reading_of_words_that_were_never_kept(journal: DuckDBJournal) -> None:
    """It is never taken for one of the words in use."""
    entry = some.an_entry()
    journal.keep(entry)
    with pytest.raises(ValueError, match="as the journal gave it"):
        journal.add_reading(entry, some.a_reading())
    assert journal.reading(entry.uid) is None


def test_a_question_asked_twice(journal: DuckDBJournal) -> None:
    """The same asking is kept once."""
    asked = some.an_asked()
    journal.add_asked(asked)
    journal.add_asked(asked)
    assert journal.asked_since(asked.night) == (asked,)


def test_people(journal: DuckDBJournal) -> None:
    """Given names, the most frequent first; kin and roles are not names, and old readings do not count."""
    for label in ("Dana", "mother", "Tom", "Dana"):
        entry = journal.keep(some.an_entry())
        journal.add_reading(entry, some.a_reading(label, kind="person", detail=""))
    journal.add_reading(entry, some.a_reading("Dana", kind="person", detail=""))
    assert journal.people() == ("Dana", "Tom")


def test_an_entry_that_is_gone(journal: DuckDBJournal) -> None:
    """Adding to an entry that is no longer there is told in a sentence."""
    for add in (
        lambda: journal.add_reading(some.an_entry(), some.a_reading()),
        lambda: journal.add_transcript("0" * 32, some.a_transcript()),
        lambda: journal.add_recording("0" * 32, Recording("x", 1.0, "", 1)),
    ):
        with pytest.raises(AssistantError, match="no longer in the journal"):
            add()


def test_files_are_for_the_owner_alone(journal: DuckDBJournal, home: Home) -> None:
    """Folder 0700, files 0600, also where a backup was put back with other modes."""
    journal.keep(some.an_entry())
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in home.root.iterdir() if path.is_file()} == {0o600}
    home.database.chmod(0o644)
    journal.has("")
    assert home.database.stat().st_mode & 0o777 == 0o600


def test_nothing_but_the_file_is_left(journal: DuckDBJournal, home: Home) -> None:
    """Each entry is in the database's file itself when it is kept: no log waits to be replayed."""
    journal.keep(some.an_entry())
    assert {path.name for path in home.root.iterdir()} == {"journal.duckdb", "journal.lock"}


def test_nothing_is_made_before_it_is_needed(tmp_path: Path) -> None:
    """A journal that was only constructed has touched no disk."""
    DuckDBJournal(Home(tmp_path / "none"), now=some.fixed_now)
    assert not (tmp_path / "none").exists()


def test_several_in_one_go(journal: DuckDBJournal) -> None:
    """What is stored inside is read inside and after; what fails in between is undone alone."""
    with journal.in_one_go():
        first = journal.keep(some.an_entry())
        with pytest.raises(ValueError, match="words"):
            journal.add_reading(replace(first, transcript=None), some.a_reading())
        journal.add_reading(first, some.a_reading())
        assert journal.reading(first.uid) == some.a_reading()
        second = journal.keep(some.an_entry())
    assert journal.entries(Selection()) == (first, second)
    assert journal.reading(first.uid) == some.a_reading()
