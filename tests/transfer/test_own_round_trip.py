"""Out as JSON and in again: nothing is lost, nothing comes twice, and half an export changes nothing."""

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import own_journals as own
import pytest
import store_nouns as some
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from own_journals import export, journal, recordings, take_in
from store_rows import everything

from assistant.adapters.store import DuckDBJournal
from assistant.adapters.store.hiding import DuckDBHiding
from assistant.adapters.store.moving import EntryRows
from assistant.adapters.store.practices import DuckDBPractices
from assistant.errors import AssistantError
from assistant.journal import Nights, Recording
from assistant.ports import Selection
from assistant.practice import GuideAnswer

SOUND = b"OggS" + bytes(range(256)) * 40


@pytest.fixture
def one(tmp_path: Path) -> DuckDBJournal:
    return journal(tmp_path / "one")


@pytest.fixture
def other(tmp_path: Path) -> DuckDBJournal:
    return journal(tmp_path / "other")


def kept(into: DuckDBJournal, text: str = "I said no to mother.", *, sound: bytes = SOUND) -> Recording:
    """An entry with its recording in the folder."""
    recording = Recording(f"{uuid.uuid4().hex}.opus", 2.5, hashlib.sha256(sound).hexdigest(), len(sound))
    recordings(into).take_in(recording, io.BytesIO(sound))
    into.add_reading(into.keep(replace(some.an_entry(text), recording=recording)), some.a_reading())
    return recording


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(
    made=st.lists(own.entries, min_size=3, max_size=8),
    asked=st.lists(own.askeds, max_size=3),
    practices=own.practices,
)
def test_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    made: list[EntryRows],
    asked: list[dict[str, object]],
    practices: dict[str, list[dict[str, object]]],
) -> None:
    """Every field of every table is the same afterwards, whatever stood in it; and once more adds nothing."""
    folder = tmp_path_factory.mktemp("trip")
    one, other = journal(folder / "one"), journal(folder / "other")
    own.fill(one, made=made, asked=asked, practices=practices)
    export(one, folder / "out.json")
    assert take_in(other, folder / "out.json") == len(made)
    assert everything(other) == everything(one)
    assert take_in(other, folder / "out.json") == 0
    assert everything(other) == everything(one)


def test_with_the_recordings(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """In a ZIP each sound goes along, and lies in the other folder as it lay in the first."""
    several = [kept(one), kept(one, sound=SOUND[::-1])]
    assert export(one, tmp_path / "out.zip", with_sound=True).missing == ()
    assert take_in(other, tmp_path / "out.zip") == 2
    assert everything(other) == everything(one)
    assert all(recordings(other).has(recording) for recording in several)


def test_a_recording_that_is_gone(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """It is told at the export and at the import; its words come in all the same, and the other sound."""
    gone, there = kept(one), kept(one, sound=SOUND[::-1])
    recordings(one).discard(gone)
    assert export(one, tmp_path / "out.zip", with_sound=True).missing == ("entry 1",)
    with own.readers.parcel(tmp_path / "out.zip", form=None, here=own.here()) as parcel:
        assert [left.what for left in parcel.left_out] == ["the sound of entry 1"]
    assert take_in(other, tmp_path / "out.zip") == 2
    assert everything(other) == everything(one)
    assert (recordings(other).has(gone), recordings(other).has(there)) == (False, True)


def test_the_recordings_later(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """Words first and the ZIP afterwards: the sounds go where they belong, but for one that was let go of here."""
    several = [kept(one), kept(one, sound=SOUND[::-1])]
    export(one, tmp_path / "out.json")
    export(one, tmp_path / "out.zip", with_sound=True)
    assert take_in(other, tmp_path / "out.json") == 2
    with other.access.writing("test") as db:
        db.execute("UPDATE recordings SET let_go_utc = kept_utc WHERE file_name = ?", [several[1].file_name])
    assert take_in(other, tmp_path / "out.zip") == 0
    assert [recordings(other).has(recording) for recording in several] == [True, False]


def test_what_a_plan_says_of_sound_and_questions(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """Of entries that are here: recordings that are missing and whole in the export, and questions that are new."""
    several = [kept(one), kept(one, sound=SOUND[::-1])]
    export(one, tmp_path / "out.json")
    take_in(other, tmp_path / "out.json")
    one.add_asked(some.an_asked())
    export(one, tmp_path / "out.zip", with_sound=True)
    assert planned(other, tmp_path / "out.zip") == (0, 2, 1)
    recordings(one).discard(several[0])
    export(one, tmp_path / "less.zip", with_sound=True)
    assert planned(other, tmp_path / "less.zip") == (0, 1, 1)
    take_in(other, tmp_path / "less.zip")
    assert planned(other, tmp_path / "less.zip") == (0, 0, 0)


def test_an_export_of_version_1(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """It knew of no homework, and of no reason why a question was asked: what it has comes in."""
    kept(one)
    one.add_asked(some.an_asked())
    export(one, tmp_path / "out.json")
    old = json.loads((tmp_path / "out.json").read_text("utf-8")) | {"version": 1}
    for table in own.moving_practices.BESIDE_ENTRIES:
        del old[table]
    for row in old["asked"]:
        del row["why"]
    for entry in old["entries"]:
        del entry["hidden"]
    (tmp_path / "old.json").write_text(json.dumps(old), "utf-8")
    assert take_in(other, tmp_path / "old.json") == 1
    assert other.asked_since(some.MOMENT.utc.date()) == one.asked_since(some.MOMENT.utc.date())


def test_what_is_hidden(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """It comes in hidden, and can be brought back there with what was taken out of other tables."""
    entry = one.keep(replace(some.an_entry("I said no to mother."), recording=None))
    said = GuideAnswer("ab" * 16, "thought", "thought", "I said no to mother.", None, some.MOMENT, entry.uid)
    DuckDBPractices(one.access).keep_answer(said)
    DuckDBHiding(one.access).hide(entry, words=replace(some.a_transcript(""), utterances=()), spans=())
    export(one, tmp_path / "out.json")
    assert take_in(other, tmp_path / "out.json") == 1
    assert everything(other) == everything(one)
    assert DuckDBPractices(other.access).answers() == ()
    assert DuckDBHiding(other.access).show_again() is not None
    assert DuckDBPractices(other.access).answers() == (said,)


def planned(into: DuckDBJournal, path: Path) -> tuple[int, int, int]:
    with own.readers.parcel(path, form=None, here=own.here()) as parcel:
        plan = own.taking_in.plan(parcel, access=into.access, sound_files=recordings(into))
    return len(plan.new), plan.sounds_again, plan.asked_new


def test_a_recording_that_was_changed(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """A sound that is not the one that was kept stays outside, and its words come in."""
    recording = kept(one)
    export(one, tmp_path / "out.zip", with_sound=True)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        archive.extractall(unpacked)
    (unpacked / "recordings" / recording.file_name).write_bytes(SOUND[:-1] + b"!")
    assert take_in(other, unpacked) == 1
    assert not recordings(other).has(recording)


@pytest.mark.parametrize("name", ["out.json", "out.zip"])
def test_half_an_export(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path, name: str) -> None:
    """Cut off anywhere it is answered with a sentence, and the journal is as it was."""
    kept(one)
    one.add_asked(some.an_asked())
    own.moving_practices.put_in(one.access, {"safety_plan": [{"position": 0, "section": "warning", "text": "I rush."}]})
    mine = other.keep(some.an_entry("Mine."))
    before = everything(other)
    export(one, tmp_path / name, with_sound=name.endswith("zip"))
    whole = (tmp_path / name).read_bytes().rstrip(b"\n")
    cut = tmp_path / f"cut-{name}"
    for length in sorted({1, 2, 3, 4, 30, len(whole) - 1, *range(0, len(whole), len(whole) // 60)}):
        cut.write_bytes(whole[:length])
        with pytest.raises(AssistantError) as told:
            take_in(other, cut)
        assert told.value.hint
    assert everything(other) == before
    assert [e.uid for e in other.entries(Selection())] == [mine.uid]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("exported")
    of = journal(folder / "home")
    kept(of)
    export(of, folder / "out.json")
    return (folder / "out.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it.update(version=3), "newer Between"),
        (lambda it: it.update(version="new"), "version is none"),
        (lambda it: it.pop("version"), "does not say"),
        (lambda it: it["entries"][0]["entries"].update(uid="../../etc"), "uid is none"),
        (lambda it: it["entries"][0]["recordings"][0].update(file_name="../../.bashrc"), "file_name is none"),
        (lambda it: it["entries"][0]["entries"].pop("night"), "night is missing"),
        (lambda it: it["entries"][0]["entries"].update(utc="2026-03-01T21:30:00Z"), "utc is not of its kind"),
        (lambda it: it["entries"][0]["entries"].update(offset_minutes=10**30), "offset_minutes is not"),
        (lambda it: it["entries"][0]["entries"].update(transcript_version=7), "do not fit together"),
        (lambda it: it["entries"][0]["utterances"][0].update(words=[{"text": "no"}]), "words is not of its kind"),
        (lambda it: it["entries"][0]["utterances"][0].update(mood="new"), "newer Between"),
        (lambda it: it["entries"].append("nothing"), "something else"),
    ],
)
def test_an_export_that_was_changed(
    exported: str, tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    """What no journal could have given out is answered with what is wrong, before anything comes in."""
    whole = json.loads(exported)
    change(whole)
    (tmp_path / "out.json").write_text(json.dumps(whole, indent=1), "utf-8")
    with (
        pytest.raises(AssistantError, match=said),
        own.readers.parcel(tmp_path / "out.json", form=None, here=own.here()),
    ):
        pass


def test_written_anew_by_another_program(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """Other blanks, other order and an editor's mark at the beginning are the same JSON."""
    kept(one, "Ünïcode, “quoted” 🜁.")
    export(one, tmp_path / "out.json")
    whole = json.loads((tmp_path / "out.json").read_text("utf-8"))
    turned = dict(reversed(whole.items()))
    (tmp_path / "new.json").write_text("\ufeff" + json.dumps(turned, indent=3), "utf-8")
    assert take_in(other, tmp_path / "new.json") == 1
    assert everything(other) == everything(one)


def test_a_pause_without_an_end(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """JSON has no infinity; a pause of "at least two days" has it, and keeps it."""
    entry = one.keep(some.an_entry())
    pause = some.Measure("pause", "", 172_800.0, float("inf"), some.Evidence(0, 0, 4, "I sa"), "rule:pause")
    one.add_reading(entry, replace(some.a_reading(), measures=(pause,)))
    export(one, tmp_path / "out.json")
    json.loads((tmp_path / "out.json").read_text(), parse_constant=pytest.fail)
    take_in(other, tmp_path / "out.json")
    reading = other.reading(entry.uid)
    assert reading is not None
    assert reading.measures == (pause,)


def test_a_part_of_it(one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path) -> None:
    """A selection takes its entries alone, and the file says that it is not whole."""
    nights = [replace(some.an_entry(), night=some.MOMENT.utc.date().replace(day=day)) for day in (1, 2)]
    for entry in nights:
        one.keep(entry)
    plan = {"safety_plan": [{"position": 0, "section": "warning", "text": "I rush."}]}
    own.moving_practices.put_in(one.access, plan)
    second = Selection(nights=Nights(nights[1].night, nights[1].night))
    export(one, tmp_path / "out.json", selection=second)
    assert "safety_plan" not in (tmp_path / "out.json").read_text()
    assert json.loads((tmp_path / "out.json").read_text())["whole"] is False
    assert take_in(other, tmp_path / "out.json") == 1
    assert [e.uid for e in other.entries(Selection())] == [nights[1].uid]


def test_stopped_in_the_middle(
    one: DuckDBJournal, other: DuckDBJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came in until then is whole; the same again brings the rest, and nothing twice."""
    monkeypatch.setattr(own.taking_in.moving, "BATCH", 2)
    for _ in range(5):
        one.keep(some.an_entry())
    one.add_asked(some.an_asked())
    export(one, tmp_path / "out.json")
    with own.readers.parcel(tmp_path / "out.json", form=None, here=own.here()) as parcel:
        plan = own.taking_in.plan(parcel, access=other.access, sound_files=recordings(other))
        next(own.taking_in.take_in(plan, access=other.access, journal=other, sound_files=recordings(other)))
    assert len(other.entries(Selection())) == 2
    assert take_in(other, tmp_path / "out.json") == 3
    assert everything(other) == everything(one)
