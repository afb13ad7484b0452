"""Sound that is let go: told in one evening, done from the next night on, and never words with it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from command_line import between, entries, home, house, rows, sounds

from assistant.audio import SAMPLE_RATE
from assistant.journal import Entry, Moment, Reading, Transcript, Utterance, night_of
from assistant.wiring import House, knobs, letting_go

TONIGHT = Moment(datetime(2026, 11, 22, 22, 0, tzinfo=UTC), 0, "")
READ = Reading((), "none", None, "", "test 1")


@dataclass
class Clock:
    """Stands where it is put."""

    moment: Moment = TONIGHT

    def now(self) -> Moment:
        return self.moment

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, nights: int) -> None:
        self.moment = replace(self.moment, utc=self.moment.utc + timedelta(days=nights))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def at_home(clock: Clock, *, keep: str) -> House:
    file = knobs.settings_file()
    knobs.set_value(file, section="recordings", key="keep", value=keep)
    return House(knobs.home(), knobs.load(file), file, clock=clock)


def say(house: House, *, days_ago: int, state: str = "words", read: bool = True) -> Entry:
    """A second of sound, kept as an evening keeps it."""
    moment = replace(TONIGHT, utc=TONIGHT.utc - timedelta(days=days_ago))
    words = Transcript((Utterance("I said no."),) if state == "words" else (), "faster-whisper", "base.en")
    recording = house.sound_files.keep([np.sin(np.arange(SAMPLE_RATE) / 20).astype(np.float32)])
    entry = Entry(uuid4().hex, moment, night_of(moment), "talk", state, recording=recording)  # type: ignore[arg-type]
    kept = house.journal.keep(entry if state == "pending" else replace(entry, transcript=words))
    if read and state == "words":
        house.journal.add_reading(kept, READ)
    return kept


def with_sound() -> set[int]:
    """Numbers of the entries that have a sound; the file of each is there, and no other."""
    found = [entry for entry in entries() if entry.recording]
    assert {path.name for path in sounds()} == {entry.recording.file_name for entry in found if entry.recording}
    return {entry.number for entry in found}


def test_told_first_and_done_from_the_next_night_on(clock: Clock) -> None:
    """One evening says how many; what has no words yet, or none at all, or was not read, stays with what is younger."""
    house = at_home(clock, keep="90 days")
    old, pending, wordless, unread, young = (
        say(house, days_ago=91),
        say(house, days_ago=200, state="pending"),
        say(house, days_ago=200, state="wordless"),
        say(house, days_ago=200, read=False),
        say(house, days_ago=90),
    )
    assert "1 recording that you have now" in letting_go.evening_begins(house)
    for _same_night in range(2):
        assert letting_go.evening_begins(house) == ""
        letting_go.let_go(house)
        assert len(with_sound()) == 5
    clock.sleep(1)
    assert letting_go.evening_begins(house) == ""
    assert with_sound() == {pending.number, wordless.number, unread.number}, "the young one is 91 days old by now"
    for entry in (old, young):
        (kept,) = (e for e in entries() if e.uid == entry.uid)
        assert (kept.recording, kept.let_go) == (None, entry.recording)
        assert kept.transcript == entry.transcript
        assert house.journal.reading(entry.uid) == READ


def test_never(clock: Clock) -> None:
    """As soon as its words are made and read; from the night after it was told."""
    house = at_home(clock, keep="never")
    before, pending = say(house, days_ago=0), say(house, days_ago=0, state="pending")
    assert "1 recording that you have now" in letting_go.evening_begins(house)
    letting_go.let_go(house)
    assert with_sound() == {before.number, pending.number}
    clock.sleep(1)
    say(house, days_ago=-1)
    letting_go.let_go(house)
    assert with_sound() == {pending.number}


def test_for_ever(clock: Clock) -> None:
    """The default says nothing, writes nothing and lets go of nothing."""
    house = at_home(clock, keep="for ever")
    say(house, days_ago=4_000)
    for _night in range(2):
        assert letting_go.evening_begins(house) == ""
        clock.sleep(1)
    assert len(with_sound()) == 1
    assert not list(home().root.glob("letting-go*"))


def test_another_mind(clock: Clock) -> None:
    """Another length is told anew with a night of its own, and so is the same one after it was taken back."""
    say(at_home(clock, keep="90 days"), days_ago=100)
    for keep in ("90 days", "1 month", "for ever", "1 month"):
        said = letting_go.evening_begins(at_home(clock, keep=keep))
        assert bool(said) == (keep != "for ever")
        assert len(with_sound()) == 1
        clock.sleep(1)
    letting_go.evening_begins(at_home(clock, keep="1 month"))
    assert with_sound() == set()


def test_a_note_that_is_damaged(clock: Clock) -> None:
    """Better told twice than never."""
    house = at_home(clock, keep="never")
    say(house, days_ago=1)
    letting_go.evening_begins(house)
    clock.sleep(1)
    (home().root / "letting-go.json").write_text("{")
    assert "next night" in letting_go.evening_begins(house)
    assert len(with_sound()) == 1


class Killed(BaseException):
    """As `kill -9` between the row and the file."""


@pytest.mark.parametrize("then", ["never", "for ever"])
def test_killed_between_the_row_and_the_file(clock: Clock, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    """The row says it first; what is left of the file goes at the next start, whatever the settings say then."""
    house = at_home(clock, keep="never")
    say(house, days_ago=3)
    letting_go.evening_begins(house)
    clock.sleep(1)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr("assistant.adapters.sound_files.RecordingsFolder.let_go", killed)
        with pytest.raises(Killed):
            letting_go.let_go(house)
    assert [entry.recording for entry in entries()] == [None]
    assert len(sounds()) == 1
    letting_go.evening_begins(at_home(clock, keep=then))
    assert sounds() == []


def test_a_file_that_does_not_go(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, the evening goes on, and it is tried again."""
    say(at_home(clock, keep="never"), days_ago=3)
    (home().root / "letting-go.json").write_text('{"keep": "never", "night": "2026-11-01"}')

    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    with monkeypatch.context() as broken:
        broken.setattr("pathlib.Path.unlink", refused)
        told = between("type", stdin=b"It was a long day.")
    assert "still here" in told.err
    assert [entry.state for entry in entries()] == ["words", "words"]
    assert between("type").code == 0
    assert sounds() == []


def test_what_a_person_sees(clock: Clock) -> None:
    """An evening tells it, `doctor` shows how it stands, `show` marks it, and `play` says where the words are."""
    say(at_home(clock, keep="never"), days_ago=3)
    assert "made; 1 recording once an evening has told you" in _sound_of_doctor()
    first, second = between("type"), between("type")
    assert "1 recording that you have now" in first.err
    assert "next night" not in second.err
    assert len(with_sound()) == 1
    (home().root / "letting-go.json").write_text('{"keep": "never", "night": "2026-11-01"}')
    between("retag")
    assert with_sound() == set()
    assert "none is due" in _sound_of_doctor()
    assert "1 s, the sound let go" in between("show", "1").out
    played = between("play", "1")
    assert played.code == 1
    assert "was let go" in played.err
    assert "between show 1" in played.err
    assert rows("SELECT count(*) FROM recordings WHERE let_go_utc IS NOT NULL AND size_bytes > 0") == ((1,),)


def _sound_of_doctor() -> str:
    return letting_go.how_it_stands(house())


def test_added_when_no_sound_is_kept(spoken: Path, model: Path) -> None:
    """The words of an added file are made and read, and then its sound goes; the person's own file is theirs."""
    knobs.set_value(knobs.settings_file(), section="recordings", key="keep", value="never")
    (home().root / "letting-go.json").write_text('{"keep": "never", "night": "2026-11-01"}')
    assert between("add", spoken / "walk.wav").code == 0
    (entry,) = entries()
    assert entry.state == "words"
    assert with_sound() == set()
    assert (spoken / "walk.wav").exists()
    assert "is here already" in between("add", spoken / "walk.wav").err


def test_a_slip_in_the_settings() -> None:
    """One sentence with the forms that there are."""
    knobs.set_value(knobs.settings_file(), section="recordings", key="keep", value="a while")
    told = between("show")
    assert told.code == 2
    assert '`recordings.keep` is "for ever", "never", or a time such as "90 days"' in told.err
