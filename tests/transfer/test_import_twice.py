"""Into a real journal: every entry once, whole, and as it was there."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from foreign import day_one_entry, day_one_zip, here, jrnl_entry, jrnl_json, write

from assistant.adapters.sound_files import RecordingsFolder
from assistant.adapters.store import DuckDBJournal
from assistant.adapters.transfer import readers, taking_in
from assistant.adapters.transfer.taking_in import Plan
from assistant.errors import NoSpace
from assistant.ports import Home, Selection

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


class Journal:
    """A home, and the import into it."""

    def __init__(self, root: Path, *, key: bytes = b"") -> None:
        self.home = Home(root)
        self.journal = DuckDBJournal(self.home, now=lambda: here().now, key=key)
        self.sounds = RecordingsFolder(self.home.recordings, key=key or None)

    def plan(self, path: Path) -> Plan:
        with readers.parcel(path, form=None, here=here()) as parcel:
            return taking_in.plan(parcel, access=self.journal.access, sound_files=self.sounds)

    def bring_in(self, path: Path) -> tuple[int, int, int, list[str]]:
        """New, here and changed by the plan; and the reasons of all that did not come in."""
        with readers.parcel(path, form=None, here=here()) as parcel:
            plan = taking_in.plan(parcel, access=self.journal.access, sound_files=self.sounds)
            steps = list(self.steps(plan))
        refused = [step.refused for step in steps if step.refused]
        return len(plan.new), len(plan.here), len(plan.changed), [left.why for left in (*plan.left_out, *refused)]

    def steps(self, plan: Plan) -> Any:
        return taking_in.take_in(plan, access=self.journal.access, journal=self.journal, sound_files=self.sounds)

    def texts(self) -> list[str]:
        return [e.transcript.text if e.transcript else "" for e in self.journal.entries(Selection())]


@pytest.fixture
def into(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "home")


def test_a_plan_changes_nothing(tmp_path: Path, into: Journal) -> None:
    """Not even a home is made for it."""
    assert len(into.plan(jrnl_json(tmp_path, jrnl_entry("I said no."))).new) == 1
    assert not into.home.root.exists()


def test_an_entry_comes_in_whole(tmp_path: Path, into: Journal) -> None:
    """As the journal gives it: words, moment, zone, night, and from which program."""
    into.bring_in(day_one_zip(tmp_path, day_one_entry("# Mother\n\nI said no.", timeZone="America/New_York")))
    (entry,) = into.journal.entries(Selection())
    assert (entry.source, entry.state, entry.night.isoformat()) == ("import", "words", "2026-11-20")
    assert (entry.moment.zone, f"{entry.moment.local:%H:%M}") == ("America/New_York", "17:30")
    assert entry.transcript is not None
    assert [u.text for u in entry.transcript.utterances] == ["# Mother", "I said no."]
    assert (entry.transcript.engine, entry.transcript.model, entry.transcript.version) == ("import", "Day One", 1)


def test_the_same_export_twice(tmp_path: Path, into: Journal) -> None:
    """The second time all of it is here, in another order and beside new ones too."""
    entries = [jrnl_entry(f"Night {n}.", at=f"2026-11-{n} 22:30") for n in (18, 19, 20)]
    assert into.bring_in(jrnl_json(tmp_path, *entries)) == (3, 0, 0, [])
    assert into.bring_in(jrnl_json(tmp_path, *reversed(entries))) == (0, 3, 0, [])
    assert into.bring_in(jrnl_json(tmp_path, jrnl_entry("New."), *reversed(entries))) == (1, 3, 0, [])
    assert sorted(into.texts()) == ["New.", "Night 18.", "Night 19.", "Night 20."]


def test_changed_there_since(tmp_path: Path, into: Journal) -> None:
    """What is here stays as it is, and that is said."""
    into.bring_in(day_one_zip(tmp_path, day_one_entry("I said no.")))
    assert into.bring_in(day_one_zip(tmp_path, day_one_entry("I said no, twice."))) == (0, 0, 1, [])
    assert into.texts() == ["I said no."]


def test_what_was_struck_stays_struck(tmp_path: Path, into: Journal) -> None:
    """With its own words and with others; a second entry of the same minute is no part of it."""
    into.bring_in(jrnl_json(tmp_path, jrnl_entry("I said no.")))
    with into.journal.access.writing("strike") as db:
        db.execute("INSERT INTO struck SELECT uid, utc FROM entries")
        for table in ("entries", "transcripts", "utterances"):
            db.execute(f"DELETE FROM {table}")
    struck = ["an entry that you struck here"]
    assert into.bring_in(jrnl_json(tmp_path, jrnl_entry("I said no."))) == (0, 0, 0, struck)
    assert into.bring_in(jrnl_json(tmp_path, jrnl_entry("I said no, twice."))) == (0, 0, 0, struck)
    assert into.bring_in(jrnl_json(tmp_path, jrnl_entry("Other."), jrnl_entry("I said no."))) == (1, 0, 0, struck)


def test_two_in_the_same_minute(tmp_path: Path, into: Journal) -> None:
    """jrnl has no ids: a second entry of a minute is new, a changed one is not."""
    one, two, three = (jrnl_entry(words) for words in ("Zero.", "A second one.", "A third."))
    into.bring_in(jrnl_json(tmp_path, one))
    assert into.bring_in(jrnl_json(tmp_path, two, one)) == (1, 1, 0, [])
    assert into.bring_in(jrnl_json(tmp_path, three, one)) == (0, 1, 1, [])
    assert sorted(into.texts()) == ["A second one.", "Zero."]


def test_a_note_that_was_moved(tmp_path: Path, into: Journal) -> None:
    """Its words of its day are here, wherever the file lies; what now lies in its old place is new."""
    write(tmp_path / "a" / "2026-11-20.md", "I said no.")
    write(tmp_path / "a" / "2026-11-19.md", "I slept.")
    into.bring_in(tmp_path / "a")
    (tmp_path / "a" / "2026-11-20.md").rename(tmp_path / "a" / "Friday 2026-11-20.md")
    write(tmp_path / "a" / "2026-11-20.md", "Another one.")
    assert into.bring_in(tmp_path / "a") == (1, 2, 0, [])


def test_the_same_words_twice_in_one_export(tmp_path: Path, into: Journal) -> None:
    """One comes in, the other is listed."""
    twice = [day_one_entry("I said no.", uuid=uuid) for uuid in "AB"]
    assert into.bring_in(day_one_zip(tmp_path, *twice)) == (
        1,
        0,
        0,
        ["the same words at the same moment as another one"],
    )


def test_sound(tmp_path: Path, into: Journal, make_sound: Callable[[float], bytes]) -> None:
    """It is kept, and waits for its words; what is no sound is listed, and what is here already is not doubled."""
    audios = [{"identifier": name, "md5": name} for name in ("one", "two", "bad")]
    files = {"audios/one.m4a": make_sound(440), "audios/two.m4a": make_sound(220), "audios/bad.m4a": b"no sound"}
    path = day_one_zip(tmp_path, day_one_entry("", audios=audios), files=files)
    assert into.bring_in(path) == (3, 0, 0, ["a recording that can't be read"])
    pending = into.journal.entries(Selection(state="pending"))
    assert [e.source for e in pending] == ["import", "import"]
    for entry in pending:
        assert entry.recording is not None
        assert into.sounds.load(entry.recording).seconds == pytest.approx(0.5, abs=0.1)
    assert len(list(into.home.recordings.iterdir())) == 2
    assert into.bring_in(path) == (1, 2, 0, ["a recording that can't be read"])
    again = day_one_zip(
        tmp_path, day_one_entry("", uuid="B", audios=[{"md5": "x"}]), files={"audios/x.m4a": make_sound(440)}
    )
    assert into.bring_in(again) == (1, 0, 0, ["a recording that is here already"])
    assert len(list(into.home.recordings.iterdir())) == 2


def test_into_a_locked_journal(tmp_path: Path, make_sound: Callable[[float], bytes]) -> None:
    """The same comes in, and nothing of it can be read without the key."""
    into = Journal(tmp_path / "home", key=b"k" * 32)
    written = day_one_entry("I said no to mother.", audios=[{"md5": "a"}])
    path = day_one_zip(tmp_path, written, files={"audios/a.m4a": make_sound(440)})
    assert into.bring_in(path) == (2, 0, 0, [])
    assert into.bring_in(path) == (0, 2, 0, [])
    assert into.texts() == ["I said no to mother.", ""]
    kept = [p.read_bytes() for p in into.home.root.rglob("*") if p.is_file()]
    assert not any(b"mother" in data or b"OggS" in data for data in kept)


def test_a_full_disk_in_the_middle(tmp_path: Path, into: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came in is whole, and the same command brings in the rest."""
    monkeypatch.setattr("assistant.adapters.store.moving.BATCH", 10)
    path = jrnl_json(tmp_path, *[jrnl_entry(f"Night {n}.", at=f"2026-10-{n} 22:30") for n in range(10, 31)])
    steps = into.steps(into.plan(path))
    next(steps)
    with pytest.MonkeyPatch.context() as full:
        full.setattr("assistant.adapters.store.rows.insert", _full)
        with pytest.raises(NoSpace):
            next(steps)
    assert len(into.texts()) == 10
    assert into.bring_in(path) == (11, 10, 0, [])
    assert into.texts() == [f"Night {n}." for n in range(10, 31)]


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


KILLED = """
import sys
from pathlib import Path
from test_import_twice import Journal
from assistant.adapters.store import moving
moving.BATCH = 20
into = Journal(Path(sys.argv[2]))
for step in into.steps(into.plan(Path(sys.argv[1]))):
    print(step.done, flush=True)
"""


@pytest.mark.parametrize("after_s", [0.0, 0.07, 0.2])
def test_killed_in_the_middle(tmp_path: Path, into: Journal, after_s: float) -> None:
    """All that was acknowledged is whole, and the same command brings in the rest."""
    path = jrnl_json(tmp_path, *[jrnl_entry(f"Night {n}.", f"Words {n}.", at=_at(n)) for n in range(400)])
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{HERE}"}
    command = [sys.executable, "-c", KILLED, str(path), str(into.home.root)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    first = child.stdout.readline()
    time.sleep(after_s)
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    done = int((first + rest).split()[-1])
    kept = into.texts()
    assert len(kept) >= done >= 20
    assert kept == [f"Night {n}. Words {n}." for n in range(len(kept))]
    new, known, changed, left_out = into.bring_in(path)
    assert (new + known, changed, left_out) == (400, 0, [])
    assert into.texts() == [f"Night {n}. Words {n}." for n in range(400)]


def _at(n: int) -> str:
    return f"{datetime(2025, 1, 1, 22, 30) + timedelta(days=n):%Y-%m-%d %H:%M}"
