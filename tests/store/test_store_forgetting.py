"""What the person wants gone is hidden at once, comes back on a word, and is gone for good when the evening closes."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import store_nouns as some
from store_processes import ENVIRONMENT, KEY, ROOT
from test_strike import SAID, Killed, die, holding, reading, shown, words

from assistant.adapters.store import leftovers, moving, rewriting
from assistant.audio import SAMPLE_RATE, Samples
from assistant.cli import evening
from assistant.errors import AssistantError, NoSpace
from assistant.journal import Asked, Correction, Entry, Evidence, Moment, Reading, Tag, Transcript
from assistant.ports import Home, Key, Selection
from assistant.practice import GuideAnswer, Span
from assistant.settings import Settings
from assistant.wiring import House, forgetting

MARKS = ("xylophoned", "Wilhelmine")
LEFT = words(SAID[0], SAID[2])
WITHOUT = Transcript((LEFT.utterances[0], replace(LEFT.utterances[1], start_s=6.0, end_s=8.5)), LEFT.engine, LEFT.model)
SPAN = Span(2.9, 5.6)
ANSWER = GuideAnswer("ab" * 16, "thought", "thought", SAID[1], None, some.MOMENT, entry="")


@dataclass
class Still:
    def now(self) -> Moment:
        return some.MOMENT

    def monotonic(self) -> float:
        return 0.0


def house_in(home: Home, *, key: bytes = b"") -> House:
    """`key`: as of a locked journal."""
    house = House(home, Settings(), home.root / "settings.toml", clock=Still())
    house.__dict__["key"] = key or None
    return house


@pytest.fixture(params=[b"", KEY], ids=["plain", "locked"])
def house(request: pytest.FixtureRequest, home: Home) -> House:
    return house_in(home, key=request.param)


@pytest.fixture
def plain(home: Home) -> House:
    return house_in(home)


def sound(seconds: float = 9.0) -> Samples:
    """Loud all through, so that a silence in it is one that was made."""
    return np.sin(np.arange(round(seconds * SAMPLE_RATE)) * 0.2).astype(np.float32)


def told(house: House) -> Entry:
    """Three sentences, read and corrected, with a question that followed, an answer that a guide kept, and sound."""
    kept = house.journal.keep(replace(some.an_entry(), transcript=words(*SAID), recording=None))
    house.journal.add_recording(kept.uid, house.sound_files.keep([sound()]))
    house.journal.add_reading(kept, reading(safety=1))
    about = (("emotion", "anger", "xylophoned", 1), ("emotion", "calm", "calm", 0), ("person", "Wilhelmine", "", 1))
    said = [Correction(k, n, "", "right", shown(i, t or n), "rules 1") for k, n, t, i in about]  # type: ignore[arg-type]
    house.journal.add_corrections(kept, said)
    text = "What did you need from Wilhelmine?"
    house.journal.add_asked(Asked("ef" * 16, "people.need", text, some.MOMENT, kept.night, after=kept.uid))
    later = replace(some.MOMENT, utc=some.MOMENT.utc + timedelta(minutes=1))
    for answer in (ANSWER, replace(ANSWER, name="calm", text="was calm", moment=later)):
        house.practices.keep_answer(replace(answer, entry=kept.uid))
    return now(house, kept)


def now(house: House, entry: Entry) -> Entry:
    (found,) = [e for e in house.journal.entries(Selection()) if e.uid == entry.uid]
    return found


def seen(house: House) -> list[object]:
    """Everything that a view, a search or a part of Between gives out."""
    with house.journal.access.open() as db:
        views = db.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
        rows = [sorted(map(repr, db.execute(f"FROM {name}").fetchall())) for (name,) in views]
    found = house.search.find(MARKS).hits
    entries = [
        replace(e, transcript=e.transcript and replace(e.transcript, version=0))
        for e in house.journal.entries(Selection())
    ]
    corrections = [house.journal.corrections(e.uid) for e in entries]
    asked = house.journal.asked_since(some.MOMENT.utc.date())
    return [
        *rows,
        found,
        entries,
        asked,
        corrections,
        house.practices.answers(),
        house.journal.people(),
        house.journal.marks(),
    ]


def none_seen(house: House) -> bool:
    return not any(mark in repr(seen(house)) for mark in MARKS)


def hide(house: House, entry: Entry) -> Entry:
    """The second sentence."""
    return house.forgetting.hide(entry, words=WITHOUT, spans=[SPAN])


def heard(house: House, entry: Entry) -> Samples:
    assert entry.recording is not None
    return house.sound_files.load(entry.recording).samples


def test_hidden_at_once(plain: House) -> None:
    """No view, search, question, correction or answer has the words any more; the rest of the entry stays."""
    entry = told(plain)
    plain.search.refresh()
    assert all(mark in repr(seen(plain)) for mark in MARKS)
    left = hide(plain, entry)
    assert left == now(plain, entry)
    assert left.transcript == WITHOUT
    assert left.recording is None
    assert none_seen(plain)
    assert plain.journal.entries(Selection(unread=True)) == (left,)
    assert [(c.label, c.evidence and c.evidence.text) for c in plain.journal.corrections(entry.uid)] == [
        ("calm", "calm")
    ]
    assert [a.text for a in plain.practices.answers()] == ["was calm"]
    assert plain.forgetting.pending()
    plain.journal.add_reading(left, Reading((), "none", None, "", "rules 1"))
    assert none_seen(plain)


def test_keep_it(plain: House) -> None:
    """All of it is back as it was, as the newest words, with its sound."""
    entry = told(plain)
    before = seen(plain)
    hide(plain, entry)
    back = plain.forgetting.show_again()
    assert back == now(plain, entry) == replace(entry, transcript=back.transcript if back else None)
    assert back is not None
    assert back.transcript == entry.transcript
    plain.journal.add_reading(back, reading(safety=1))
    assert seen(plain) == before
    assert not plain.forgetting.pending()
    assert plain.forgetting.show_again() is None
    plain.forgetting.for_good()
    assert seen(plain) == before


def test_the_newest_first(plain: House) -> None:
    """Of several hidings the newest comes back first, whichever entry it is of; the others stay hidden."""
    first, second = told(plain), plain.journal.keep(some.an_entry("Something else.", sentences=2))
    hidden = hide(plain, first)
    shorter = replace(WITHOUT, utterances=WITHOUT.utterances[:1])
    plain.forgetting.hide(hidden, words=shorter, spans=[Span(6.0, 9.0)])
    plain.forgetting.hide(second, words=some.a_transcript("Something else."), spans=[])
    texts = []
    while (back := plain.forgetting.show_again()) is not None:
        assert back.transcript is not None
        texts.append([u.text for u in back.transcript.utterances])
    assert texts == [["Something else."] * 2, [SAID[0], SAID[2]], list(SAID)]
    assert now(plain, first).recording == first.recording


def test_beside_one_that_a_backup_brought(plain: House) -> None:
    """Two of another entry and of the same place in the row: only the one that comes back is hidden no longer."""
    first, second = told(plain), told(plain)
    for entry in (first, second):
        hide(plain, entry)
    with plain.journal.access.writing("test") as db:
        db.execute("UPDATE hidden SET position = 0")
    back = plain.forgetting.show_again()
    other = plain.forgetting.show_again()
    assert {one and one.uid for one in (back, other)} == {first.uid, second.uid}
    assert not plain.forgetting.pending()


def test_all_of_an_entry(plain: House) -> None:
    """With no words left nothing of it is shown, and afterwards nothing of it is there but that it is not to return."""
    entry, other = told(plain), plain.journal.keep(some.an_entry("Something else."))
    left = plain.forgetting.hide(entry, words=replace(WITHOUT, utterances=()), spans=[Span(0.0, 9.0)])
    assert (left.state, left.recording) == ("wordless", None)
    assert none_seen(plain)
    assert plain.practices.answers() == ()
    plain.forgetting.for_good()
    assert plain.journal.entries(Selection()) == (other,)
    assert plain.journal.query("SELECT uid FROM struck").rows == ((entry.uid,),)
    assert plain.journal.query("SELECT count(*) FROM hidden").rows == ((0,),)
    assert list(plain.home.recordings.iterdir()) == []


def test_before_its_words_are_made(plain: House) -> None:
    """What waits for a speech model can be hidden and brought back too."""
    entry = plain.journal.keep(replace(some.an_entry(), state="pending", transcript=None, recording=None))
    plain.forgetting.hide(entry, words=replace(WITHOUT, utterances=()), spans=[])
    assert plain.journal.entries(Selection(state="pending")) == ()
    assert plain.forgetting.show_again() == entry == now(plain, entry)


def test_changed_since_it_was_given_out(plain: House) -> None:
    """Words that were made again a moment ago are not what was meant: nothing is hidden."""
    entry = told(plain)
    plain.journal.add_transcript(entry.uid, words("All is another now."))
    with pytest.raises(AssistantError, match="nothing was hidden"):
        hide(plain, entry)
    assert not plain.forgetting.pending()


def silent_tenths(samples: Samples) -> list[float]:
    """Seconds at which a tenth of a second without sound begins."""
    tenth = SAMPLE_RATE // 10
    parts = samples[: len(samples) // tenth * tenth].reshape(-1, tenth)
    return [i / 10 for i in np.flatnonzero(np.abs(parts).mean(axis=1) < 0.05)]


def words_seen(house: House) -> list[object]:
    return [house.journal.query(f"FROM {view} ORDER BY ALL").rows for view in ("heard", "sentences", "questions")]


def test_gone_for_good(house: House) -> None:
    """No byte of the home has the words; its sound is silent there alone, and the entry is as it was left."""
    other = house.journal.keep(some.an_entry("Something else."))
    entry = told(house)
    left = hide(house, entry)
    house.journal.add_reading(left, replace(reading(), tags=reading().tags[:1], measures=()))
    shown_then = words_seen(house)
    (house.home.root / "sql_history").write_text("SELECT 'xylophoned'")
    house.forgetting.for_good()
    assert holding(house.home, *MARKS) == []
    assert not house.forgetting.pending()
    after = now(house, entry)
    assert after == replace(left, recording=after.recording)
    assert words_seen(house) == shown_then
    assert silent_tenths(heard(house, after)) == [i / 10 for i in range(29, 56)]
    assert [path.name for path in house.home.recordings.iterdir()] == [after.recording and after.recording.file_name]
    assert now(house, other) == other
    rows = "SELECT count(DISTINCT version), max(version) FROM {} WHERE entry = 2"
    assert [house.journal.query(rows.format(t)).rows for t in ("transcripts", "readings")] == [((1, 2),), ((1, 2),)]


def test_a_private_name(plain: House) -> None:
    """In the place of hers stands another from now on, the same in every entry; what a guide kept follows."""
    entry = told(plain)
    plain.practices.keep_answer(replace(ANSWER, name="all", text=" ".join(SAID), entry=entry.uid))
    private = plain.forgetting.keep_private("Wilhelmine")
    renamed = words(SAID[0], SAID[1].replace("Wilhelmine", private), SAID[2])
    left = plain.forgetting.hide(entry, words=renamed, spans=[Span(3.0, 3.5)])
    tag = Tag("person", private, "", 0.9, Evidence(1, 5, 5 + len(private), private), "rule:name")
    plain.journal.add_reading(left, Reading((tag,), "none", None, "", "rules 1"))
    assert plain.journal.people() == (private,)
    assert "Wilhelmine" not in repr(seen(plain))
    assert {a.name: a.text for a in plain.practices.answers()} == {"calm": "was calm", "all": renamed.text}
    plain.forgetting.for_good()
    assert holding(plain.home, "Wilhelmine") == []
    assert plain.forgetting.keep_private(" WILHELMINE ") == private
    assert dict(plain.forgetting.private_names(["wilhelmine", "Dana"])) == {"wilhelmine": private}


def test_only_the_sound(plain: House) -> None:
    """A name that was replaced before the entry was kept: its words stay as they are, and its sound falls silent.

    The sound may come into the journal afterwards, and is not in use until it is silent there.
    """
    entry = plain.journal.keep(replace(some.an_entry(), transcript=WITHOUT, recording=None))
    left = plain.forgetting.hide(entry, words=WITHOUT, spans=[SPAN])
    assert left == entry
    assert plain.journal.query("SELECT count(*) FROM transcripts").rows == ((1,),)
    plain.journal.add_recording(entry.uid, plain.sound_files.keep([sound()]))
    assert now(plain, entry).recording is None
    plain.forgetting.for_good()
    after = now(plain, entry)
    assert after.transcript == WITHOUT
    assert np.abs(heard(plain, after)[4 * SAMPLE_RATE : 5 * SAMPLE_RATE]).max() < 0.01


def spooled(house: House, entry: Entry) -> None:
    with_sound = house.spool.begin(entry.uid, moment=entry.moment, answers="")
    with_sound.write(sound())
    with_sound.close()


@pytest.mark.parametrize("spans", [[SPAN], []], ids=["with sound", "words alone"])
def test_sound_that_a_crash_left(house: House, spans: list[Span]) -> None:
    """It lies in the spool still: it gets its file with silence in it. Where words alone were hidden it waits there."""
    entry = house.journal.keep(replace(some.an_entry(), transcript=words(*SAID), recording=None))
    spooled(house, entry)
    house.forgetting.hide(entry, words=WITHOUT, spans=spans)
    house.forgetting.for_good()
    after = now(house, entry)
    if spans:
        assert np.abs(heard(house, after)[4 * SAMPLE_RATE : 5 * SAMPLE_RATE]).max() < 0.01
        assert len(heard(house, after)) == len(sound())
    assert bool(list(house.home.spool.glob(f"{entry.uid}.*"))) != bool(spans)


def test_sound_that_can_not_be_read(plain: House) -> None:
    """Nobody can silence it, and whoever mends it would hear what was to go: it goes as a whole, and the words stay."""
    entry = told(plain)
    assert entry.recording is not None
    (plain.home.recordings / entry.recording.file_name).write_bytes(b"OggS")
    hide(plain, entry)
    plain.forgetting.for_good()
    after = now(plain, entry)
    assert (after.transcript, after.recording) == (WITHOUT, None)
    assert list(plain.home.recordings.iterdir()) == []


def test_killed_while_it_goes(plain: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ended at each step all of it is hidden still, or all is gone; the next start ends it either way."""
    entry, other = told(plain), told(plain)
    for one in (entry, other):
        hide(plain, one)
    spooled(plain, other)
    steps = ((rewriting.copies, "copy"), (rewriting, "_write_fresh"), (rewriting.os, "fsync"), (leftovers, "finish"))
    for module, name in steps:
        with monkeypatch.context() as dying:
            dying.setattr(leftovers, "call_off", lambda *_, **__: None)  # a killed process tidies nothing up
            dying.setattr(forgetting, "_discard_unused", lambda *_, **__: None)
            dying.setattr(module, name, die)
            with pytest.raises(Killed):
                house_in(plain.home).forgetting.for_good()
        after = house_in(plain.home)
        assert after.forgetting.pending() == (name != "finish"), name
        assert none_seen(after)
        assert (after.home.spool / f"{other.uid}.pcm").exists() == (name != "finish")
    assert len(heard(after, now(after, entry))) == len(sound())
    assert holding(plain.home, *MARKS) == []
    assert len(list(plain.home.recordings.iterdir())) == 2
    assert not leftovers.are_there(plain.home)


def test_no_room(plain: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stays hidden, a sentence says so, and no sound is lost."""
    entry = told(plain)
    hide(plain, entry)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(rewriting.copies.os, "fsync", full)
        with pytest.raises(NoSpace):
            plain.forgetting.for_good()
    assert plain.forgetting.pending()
    assert none_seen(plain)
    assert plain.forgetting.show_again() is not None
    assert now(plain, entry).recording == entry.recording
    assert len(list(plain.home.recordings.iterdir())) == 1


FORGETS = """
import sys
from pathlib import Path
import test_store_forgetting as test
from assistant.ports import Home
house = test.house_in(Home(Path(sys.argv[1])))
entry = test.told(house)
test.hide(house, entry)
print("ready", flush=True)
house.forgetting.for_good()
print("gone", flush=True)
"""


def test_kill_9(home: Home) -> None:
    """Whenever it comes: the wish is not lost, and the next start fulfils it."""
    process = subprocess.Popen(
        [sys.executable, "-c", FORGETS, str(home.root)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=ENVIRONMENT
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.uniform(0.0, 0.2))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    house = house_in(home)
    assert none_seen(house)
    house.forgetting.for_good()
    assert holding(home, *MARKS) == []
    (left,) = house.journal.entries(Selection())
    assert left.transcript == WITHOUT
    assert len(heard(house, left)) == len(sound())


def test_nothing_to_forget(plain: House) -> None:
    """Without a journal, and with one in which nothing is hidden, no file is touched."""
    assert not plain.forgetting.pending()
    assert dict(plain.forgetting.private_names(["Dana"])) == {}
    plain.forgetting.for_good()
    assert not plain.home.database.exists()
    told(plain)
    before = plain.home.database.read_bytes()
    plain.forgetting.for_good()
    assert plain.home.database.read_bytes() == before


def test_names_of_their_own(plain: House) -> None:
    """Nobody shares a private name with another, or with somebody whom the journal knows, however many there are."""
    taken = Tag("person", "Alex", "", 0.9, Evidence(0, 0, 4, "Alex"), "rule:name")
    kept = plain.journal.keep(some.an_entry("Alex came."))
    plain.journal.add_reading(kept, Reading((taken,), "none", None, "", "rules 1"))
    with plain.journal.in_one_go():
        private = [plain.forgetting.keep_private(f"Somebody{n}") for n in range(35)]
    assert len({name.lower() for name in private} | {"alex"}) == 36
    assert plain.forgetting.keep_private(private[3].upper()) == private[3]
    assert plain.forgetting.keep_private("Somebody5") == private[5]


def test_before_it_goes_out(plain: House) -> None:
    """While an evening goes on it may be wished back, so nothing goes out of the house; afterwards it is gone first."""
    hide(plain, told(plain))
    with plain.alone(), pytest.raises(AssistantError, match="evening") as told_so:
        forgetting.settle(plain, what="Export")
    assert told_so.value.hint == "Export once the evening is over."
    forgetting.settle(plain, what="Export")
    assert not plain.forgetting.pending()
    assert holding(plain.home, *MARKS) == []


def test_a_question_of_another_night(plain: House) -> None:
    """It followed the entry, and named who is hidden: her name is hidden there, and comes back."""
    entry = told(plain)
    later, text = entry.night + timedelta(days=1), "How is Wilhelmine now?"
    plain.journal.add_asked(Asked("01" * 16, "people.now", text, some.MOMENT, later, after=entry.uid))
    hide(plain, entry)
    assert none_seen(plain)
    plain.forgetting.show_again()
    assert (text,) in plain.journal.query("SELECT text FROM asked").rows


def test_somebody_who_is_named_twice(plain: House) -> None:
    """Where another sentence names her too, questions may go on naming her."""
    said = (SAID[0], SAID[1], "Wilhelmine called later.")
    entry = plain.journal.keep(replace(some.an_entry(), transcript=words(*said), recording=None))
    plain.journal.add_reading(entry, reading())
    plain.journal.add_asked(Asked("01" * 16, "people.now", "How is Wilhelmine now?", some.MOMENT, entry.night))
    plain.forgetting.hide(entry, words=words(said[0], said[2]), spans=[])
    assert plain.journal.query("SELECT text FROM asked").rows == (("How is Wilhelmine now?",),)


def test_hidden_in_another_journal(plain: House, tmp_path: Path) -> None:
    """An entry that is restored where it has another number is hidden there too, and comes back whole."""
    entry, other = told(plain), house_in(Home(tmp_path / "other"))
    first = other.journal.keep(some.an_entry("Something else."))
    before = plain.journal.corrections(entry.uid)
    hide(plain, entry)
    moving.put_in(other.journal.access, list(moving.take_out(plain.journal.access)))
    assert other.forgetting.pending()
    assert not any(mark in repr(other.journal.entries(Selection())) for mark in MARKS)
    back = other.forgetting.show_again()
    assert back is not None
    assert (back.number, back.transcript) == (2, entry.transcript)
    assert other.journal.corrections(entry.uid) == before
    assert other.journal.corrections(first.uid) == ()


class NoKeys:
    def pressed(self) -> Key | None:
        return None


def test_the_next_evening(plain: House) -> None:
    """What a crash left hidden is gone before the next evening begins."""
    hide(plain, told(plain))
    evening._Before(plain, NoKeys()).catch_up()
    assert not plain.forgetting.pending()
    assert holding(plain.home, *MARKS) == []
