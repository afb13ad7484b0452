"""Each outside part absent, broken, slow or full in the middle of an evening: it is told, and no word is lost."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest
from evenings import NoKeys, evening, silence, spoken

from assistant.adapters.staged import PlayedMicrophone, SilentLoudspeaker
from assistant.errors import AssistantError, JournalBusy
from assistant.journal import Entry, Reading
from assistant.ports import Back, Home, Lost, Selection
from assistant.session.evening import Evening
from assistant.session.events import (
    Kept,
    Listening,
    Notice,
    Questioned,
    Read,
    Said,
    TurnEnded,
    VoiceHeard,
    VoicePaused,
)
from assistant.session.keeping import Keeper
from assistant.session.parts import Talking
from assistant.session.typed import typed_evening
from assistant.wiring import House, data_folder

PHONE = "I put the phone down and made some tea first."
CALM = "After that I felt calm."


def of(kind, events):
    return [e for e in events if isinstance(e, kind)]


def told(events):
    return " ".join(n.text for n in of(Notice, events))


def test_the_engine_of_the_voice_hangs(house: House) -> None:
    """A stopped engine costs its sentence: the question is shown, and the next one is spoken by a fresh engine."""
    house.voice.speak("Hello.")
    engine = house.voice._worker.pid
    os.kill(engine, signal.SIGSTOP)
    events = evening(house, [spoken(PHONE), spoken(CALM)])
    assert told(events).count(house.says().phrases.voice_hung[0]) == 1
    assert len(of(Questioned, events)) == 2
    assert len(house.journal.entries(Selection())) == 2
    assert not psutil.pid_exists(engine)
    assert house.voice.speak("Hello.").seconds > 0.3


def test_no_engine_for_the_voice(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without espeak-ng the questions are shown."""
    monkeypatch.setattr("assistant.adapters.voice.process.WORKER", Path("/nowhere/worker.py"))
    events = evening(house, [spoken(PHONE)])
    assert len(of(Questioned, events)) == 1
    assert len(of(Said, events)) >= 2


def test_nothing_is_thrown_away_where_nothing_was_spoken(house: House) -> None:
    """With the voice off, who goes on talking while the question is chosen loses no word of it."""

    class GoesOn(PlayedMicrophone):
        def flush(self) -> None:
            raise AssertionError("what was heard was thrown away")

    microphone = GoesOn([])
    microphone._rest = np.concatenate([spoken(PHONE), silence(12), spoken(CALM), silence(12)])
    talking = Talking(microphone, SilentLoudspeaker(), None, NoKeys())
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run()
    kept = (e.entry for e in running if isinstance(e, Kept))
    first, second = next(kept), next(kept)
    running.close()
    assert "phone" in first.transcript.text.lower()
    assert "calm" in second.transcript.text.lower()


def test_another_process_has_the_journal(house: House) -> None:
    """A journal that is held for long costs no words: the turn waits in the spool and is added at the next start."""
    house.journal.people()  # the file is there
    held = replace(house)
    held.__dict__["journal"] = type(house.journal)(house.home, now=house.clock.now, command="test", patience_s=0.2)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(house.home.lock)], stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    assert holder.stdout.readline() == b"held\n"
    events = list(_evening_that_survives(held, [spoken(PHONE)]))
    holder.communicate(b"\n", timeout=10)
    assert "safe" in told(events)
    evening(house, [])
    entry = house.journal.entries(Selection())[0]
    assert (entry.state, entry.recording is not None) == ("pending", True)


HOLD = """
import fcntl, sys
lock = open(sys.argv[1], "r+")
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read(1)
"""


def _evening_that_survives(house, turns):
    talking = Talking(PlayedMicrophone(turns), SilentLoudspeaker(), house.voice, NoKeys())
    try:
        yield from Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run()
    finally:
        house.close()


def test_the_tagger_is_broken(house: House, tmp_path: Path) -> None:
    """The words are kept, it is told once, and a general question is asked."""
    from assistant.adapters.tagger import Tagger

    broken = tmp_path / "tagger"
    shutil.copytree(data_folder("models") / "tagger", broken)
    next(iter(sorted(broken.glob("*.toml")))).write_text("not toml at all [")
    keeping = replace(house.keeping(), tagger=lambda: Tagger(broken))
    talking = Talking(PlayedMicrophone([spoken(PHONE), spoken(CALM)]), SilentLoudspeaker(), house.voice, NoKeys())
    events = list(Evening(keeping, talking=talking, says=house.says(), manners=house.manners()).run())
    assert told(events).count(house.says().phrases.reading_failed[0]) == 1
    assert [e.state for e in house.journal.entries(Selection())] == ["words", "words"]
    assert all(q.why.startswith("general") for q in of(Questioned, events))


@pytest.mark.parametrize("file", ["weights.npz", "steps.json"])
def test_danger_is_heard_without_what_was_trained(house: House, tmp_path: Path, file: str) -> None:
    """By the rules alone: care is said, the fault is told once, and the entry waits to be read."""
    from assistant.adapters.tagger import SafetyRules, Tagger

    broken = tmp_path / "tagger"
    shutil.copytree(data_folder("models") / "tagger", broken)
    (broken / file).unlink()
    keeping = replace(house.keeping(), tagger=lambda: Tagger(broken), danger=lambda: SafetyRules(broken))
    typed = iter([("The bus was late, so I walked.", True), ("I want to kill myself.", True), ("", False)])
    events = list(
        typed_evening(keeping, says=house.says(), manners=house.manners(), ask=lambda uid: next(typed, ("", False)))
    )
    assert [s.kind for s in of(Said, events)][:2] == ["question", "safety"]
    assert sum("cannot be read" in n.text for n in of(Notice, events)) == 1
    assert [house.journal.reading(e.uid) for e in house.journal.entries(Selection())] == [None, None]


def test_a_model_with_a_file_missing(house: House) -> None:
    """It is named, and the evening goes on with pending entries."""
    mine = house.home.models / "mine"
    shutil.copytree(data_folder("models") / "whisper-nano", mine)
    (mine / "vocabulary.json").unlink()
    person = replace(house, synthetic=False)
    assert "mine cannot be used: vocabulary.json is missing" in person.model_choice.reason
    evening(person, [spoken(PHONE)])
    assert [e.state for e in house.journal.entries(Selection())] == ["pending"]


def test_a_model_that_breaks_while_it_listens(house: House) -> None:
    """The sound is kept as pending, with one word about it, however long somebody talks."""

    class Breaks:
        engine, model = "faster-whisper", "broken"

        def transcribe(self, samples, *, hotwords, offset_s=0.0):
            raise AssistantError("The speech model failed while it listened.", "Try between doctor.")

    keeping = replace(house.keeping(), transcriber=Breaks)
    two_stretches = np.concatenate([spoken(PHONE), silence(3), spoken(CALM)])
    talking = Talking(PlayedMicrophone([two_stretches]), SilentLoudspeaker(), house.voice, NoKeys())
    events = list(Evening(keeping, talking=talking, says=house.says(), manners=house.manners()).run())
    assert told(events).count("The sound is kept") == 1
    assert [e.state for e in house.journal.entries(Selection())] == ["pending"]


def test_the_microphone_goes_and_comes_back(house: House) -> None:
    """One turn holds what was said before and after, and both are told."""

    class Flickering(PlayedMicrophone):
        def __init__(self):
            super().__init__([np.concatenate([spoken(PHONE), silence(1)])])
            self.after = spoken(CALM)
            self.state = "there"

        def read(self, timeout_s):
            if self.state == "there" and len(self._rest) == 0 and self.after is not None and not self._turns:
                self.state = "gone"
                return Lost("I lost the microphone.")
            if self.state == "gone":
                self.state = "back"
                self._rest, self.after = self.after, None
                return Back("the other one")
            return super().read(timeout_s)

    talking = Talking(Flickering(), SilentLoudspeaker(), house.voice, NoKeys())
    events = list(Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run())
    entry = house.journal.entries(Selection())[0]
    text = entry.transcript.text.lower()
    assert "tea" in text
    assert "after" in text
    assert "I lost the microphone." in told(events)
    back = next(n for n, event in enumerate(events) if isinstance(event, Notice) and "hear you again" in event.text)
    assert isinstance(events[back + 1], VoiceHeard | VoicePaused), "it is not said that it listens again"


MOUNT = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB; needs root."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run([*MOUNT, str(place)], capture_output=True, check=False).returncode:
        pytest.skip("mount is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_the_disk_fills_while_somebody_speaks(house: House, small_disk: Path) -> None:
    """What was said until then is kept and can be added when there is room; the person is told, and it ends well."""
    home = replace(house, home=Home(small_disk / "home"), settings_file=small_disk / "home" / "settings.toml").open()
    home.__dict__.pop("journal", None)
    big = Home(house.home.root)
    mixed = replace(home)
    mixed.__dict__["journal"] = house.journal  # its own disk: this test fills the spool's
    assert big.root != small_disk
    long_talk = np.concatenate([spoken(PHONE), spoken(CALM)] * 12)  # 2 MB
    events = evening(mixed, [long_talk])
    assert of(TurnEnded, events)[0].why == "full"
    assert "disk is full" in told(events)
    entry = house.journal.entries(Selection())[0]
    assert "phone" in entry.transcript.text.lower()


@pytest.mark.parametrize("said", ["um", "um, uh"])
def test_only_um(house: House, said: str) -> None:
    """It is kept, whatever came of it, and nothing breaks."""
    events = evening(house, [spoken(said)])
    assert of(Said, events)[-1].kind == "closing"
    kept = of(Kept, events)
    assert [e.uid for e in house.journal.entries(Selection())] == [k.entry.uid for k in kept]
    assert of(TurnEnded, events)[0].why == ("done" if kept else "gone")


def test_danger_in_words_that_were_made_later(house: House) -> None:
    """A recording without words is answered when its words are there: care comes first, and it stays."""
    person = replace(house, synthetic=False)
    evening(person, [spoken("I want to kill myself tonight.")])
    late = [e for e in Keeper(house.keeping(), house.manners()).catch_up(skip=lambda: False) if isinstance(e, Read)]
    assert [r.reading.safety for r in late] == ["crisis"]
    talking = Talking(PlayedMicrophone([]), SilentLoudspeaker(), house.voice, NoKeys())
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners(), late=late).run()
    events = []
    for event in running:
        events.append(event)
        if isinstance(event, TurnEnded):
            break
    running.close()
    assert house.says().phrases.heard_only_now[0] in told(events)
    assert {s.kind for s in of(Said, events)[1:]} == {"safety"}


def test_danger_while_the_journal_is_busy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found in the words is answered, though nothing about it can be stored just now."""

    def busy(*_: object) -> None:
        raise JournalBusy("Another Between is at work on the journal.", "Wait a moment.")

    for what in ("entries", "reading", "add_reading", "add_asked"):
        monkeypatch.setattr(house.journal, what, busy)
    talking = Talking(
        PlayedMicrophone([spoken("I want to kill myself tonight.")]), SilentLoudspeaker(), house.voice, NoKeys()
    )
    events = []
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run()
    for event in running:
        events.append(event)
        if len(of(Listening, events)) == 2:
            break
    running.close()
    said = " ".join(s.text for s in of(Said, events) if s.kind == "safety")
    assert "no crisis service" in said
    assert of(Questioned, events) == []


def test_killed_between_kept_and_read(house: House) -> None:
    """Words that were kept and not read any more have their tags after the next start."""
    talking = Talking(PlayedMicrophone([spoken(PHONE)]), SilentLoudspeaker(), house.voice, NoKeys())
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run()
    kept = next(e for e in running if isinstance(e, Kept)).entry
    running.close()
    assert house.journal.reading(kept.uid) is None
    evening(house, [])
    assert "paused" in house.journal.reading(kept.uid).labels("behaviour")


def test_danger_read_before_a_fault_is_answered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several entries that were left unread the first is in danger and the second can't be read: care is said."""
    with monkeypatch.context() as patch:
        patch.setattr(Keeper, "tags", lambda self, entry: None)  # as if each evening had been killed in between
        for said in ("I want to kill myself tonight.", PHONE):
            evening(house, [spoken(said)])
    real, seen = house.journal.add_reading, list[Entry]()

    def only_once(entry: Entry, reading: Reading) -> None:
        if seen:
            raise JournalBusy("Another Between is at work on the journal.", "Wait a moment.")
        seen.append(entry)
        real(entry, reading)

    monkeypatch.setattr(house.journal, "add_reading", only_once)
    talking = Talking(PlayedMicrophone([]), SilentLoudspeaker(), house.voice, NoKeys())
    running = Evening(house.keeping(), talking=talking, says=house.says(), manners=house.manners()).run()
    events = []
    for event in running:
        events.append(event)
        if isinstance(event, Listening):
            break
    running.close()
    assert "no crisis service" in " ".join(s.text for s in of(Said, events))


def test_a_damaged_recording_keeps_no_other_waiting(house: House) -> None:
    """The words of later nights are made all the same, and the damaged one is named."""
    person = replace(house, synthetic=False)
    for words in (PHONE, CALM):
        evening(person, [spoken(words)])
    first, second = person.journal.entries(Selection())
    (house.home.recordings / first.recording.file_name).write_bytes(b"not what was kept")
    events = list(Keeper(house.keeping(), house.manners()).catch_up(skip=lambda: False))
    assert [e.state for e in house.journal.entries(Selection())] == ["pending", "words"]
    assert f"Entry {first.number} " in told(events)
    assert [k.entry.uid for k in of(Kept, events)] == [second.uid]


def test_killed_between_the_words_and_the_sound(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry whose sound was not encoded yet gets it at the next start, and is not kept twice."""
    with monkeypatch.context() as patch:
        patch.setattr(Keeper, "keep_sound", lambda self, uid: None)  # as if the process had died just before
        evening(house, [spoken(PHONE)])
    assert house.journal.entries(Selection())[0].recording is None
    events = evening(house, [])
    entries = house.journal.entries(Selection())
    assert len(entries) == 1
    assert entries[0].recording.seconds > 2
    assert of(Kept, events) == []
