"""A backup is one file, whole or not there, and says of itself whether it is what it was."""

import random
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import duckdb
import pytest
import store_nouns as some
from store_processes import OPENS_AND_WAITS

from assistant.adapters.backups import elsewhere, reading, writing
from assistant.adapters.backups.writing import Made
from assistant.adapters.store import DuckDBJournal, snapshot
from assistant.errors import AssistantError, JournalBusy, NoSpace, UsageError
from assistant.ports import Home, Selection


def silent(_done: int, _total: int) -> None:
    pass


def back_up(journal: DuckDBJournal, target: Path, **settings: Path) -> Made:
    named = {f"{name}.toml": path for name, path in settings.items()}
    return writing.make(target, access=journal.access, settings=named, at=silent)


@pytest.fixture
def filled(journal: DuckDBJournal, home: Home) -> DuckDBJournal:
    """Two entries, and two files that stand for their sound."""
    for number in range(2):
        journal.keep(some.an_entry())
        home.recordings.mkdir(exist_ok=True)
        (home.recordings / f"{number:032x}.opus").write_bytes(bytes([number]) * 3_000_000)
    return journal


def test_all_that_makes_a_journal(filled: DuckDBJournal, home: Home, tmp_path: Path) -> None:
    """The database, each recording and the settings lie in it unpacked, for their owner alone, with their checksums."""
    (home.root / "settings.toml").write_text("[evening]\nquestions = 2\n")
    (home.recordings / ".half.part").write_bytes(b"half")
    seen: list[tuple[int, int]] = []
    made = writing.make(
        tmp_path / "a.zip",
        access=filled.access,
        settings={"settings.toml": home.root / "settings.toml"},
        at=lambda done, total: seen.append((done, total)),
    )
    names = ["journal.duckdb", "settings/settings.toml", f"recordings/{0:032x}.opus", f"recordings/{1:032x}.opus"]
    assert [part.name for part in made.manifest.parts] == names
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.size_bytes == made.path.stat().st_size
    with zipfile.ZipFile(made.path) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == [*names, "manifest.json"]
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}
        packed.extract("journal.duckdb", tmp_path)
    with duckdb.connect(str(tmp_path / "journal.duckdb"), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM entries").fetchall() == [(2,)]
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] == sum(part.size_bytes for part in made.manifest.parts)
    with reading.opened(made.path) as backup:
        assert (backup.manifest, backup.damaged(at=silent)) == (made.manifest, ())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "home", "journal.duckdb"]


def test_into_a_folder(filled: DuckDBJournal, tmp_path: Path) -> None:
    """There it gets a name with its date, and a second one of the same second another name."""
    names = [back_up(filled, tmp_path).path.name for _ in range(2)]
    assert names == ["between-2026-03-01-223000.zip", "between-2026-03-01-223000-2.zip"]
    assert [path.name for path in elsewhere.known(filled.access.home)] == names


@pytest.mark.parametrize("links", [True, False], ids=["a disk", "a stick without links"])
def test_a_name_that_was_taken_meanwhile(
    filled: DuckDBJournal, tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that came while the backup was written stays as it is."""
    mine = tmp_path / "a.zip"

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(AssistantError, match="none was made"):
        writing.make(mine, access=filled.access, settings={}, at=lambda *_: mine.write_text("mine") and None)
    assert mine.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "home"]
    mine.unlink()
    assert back_up(filled, mine).path.stat().st_nlink == 1


def test_many_of_one_second(filled: DuckDBJournal, tmp_path: Path) -> None:
    """The hundredth is not the first again."""
    taken = [tmp_path / f"between-2026-03-01-223000{n}.zip" for n in ("", *(f"-{n}" for n in range(2, 100)))]
    for path in taken:
        path.touch()
    assert back_up(filled, tmp_path).path.name == "between-2026-03-01-223000-100.zip"


@pytest.mark.parametrize("damage", ["", "{", '{"a": 1}', "[1]"])
def test_a_list_of_backups_that_can_not_be_read(filled: DuckDBJournal, home: Home, tmp_path: Path, damage: str) -> None:
    """It is no list of nothing: it is told of, and the next backup sets it aside instead of writing over it."""
    where = home.backups / "elsewhere.json"
    home.backups.mkdir()
    where.write_text(damage)
    assert elsewhere.lists_set_aside(home) == (where,)
    made = back_up(filled, tmp_path / "a.zip")
    assert elsewhere.known(home) == (made.path,)
    (aside,) = elsewhere.lists_set_aside(home)
    assert aside.read_text() == damage


def test_nothing_is_written_over(filled: DuckDBJournal, tmp_path: Path) -> None:
    """A file that is there already stays, as does a folder that is not."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="already"):
        back_up(filled, tmp_path / "mine.txt")
    with pytest.raises(UsageError, match="no folder"):
        back_up(filled, tmp_path / "nowhere" / "a.zip")
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert elsewhere.known(filled.access.home) == ()


def test_nothing_to_back_up(journal: DuckDBJournal, tmp_path: Path) -> None:
    """Without a journal there is no backup."""
    with pytest.raises(AssistantError, match="Nothing is kept yet"):
        back_up(journal, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_recordings_come_and_go_meanwhile(
    filled: DuckDBJournal, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is let go while it is being copied is left out, and the entry kept in that time finds the journal free."""
    first, second = sorted(home.recordings.iterdir())

    def at(done: int, _total: int) -> None:
        if done > 1_500_000 and second.exists():
            second.unlink()
            kept = threading.Thread(target=lambda: DuckDBJournal(home, now=some.fixed_now).keep(some.an_entry()))
            kept.start()
            kept.join(5)
            assert not kept.is_alive()

    made = writing.make(tmp_path / "a.zip", access=filled.access, settings={}, at=at)
    assert list(made.manifest.recordings) == [first.name]
    with reading.opened(made.path) as backup:
        assert backup.damaged(at=silent) == ()
    assert len(filled.numbers(Selection())) == 3


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk(filled: DuckDBJournal, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and nothing half."""
    monkeypatch.setattr(writing.zipfile.ZipFile, "writestr", full)
    with pytest.raises(NoSpace, match="none was made"):
        back_up(filled, tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert elsewhere.known(home) == ()


def test_a_full_disk_at_home(filled: DuckDBJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no room left needs a backup elsewhere most: it is made all the same."""
    pours = iter([full, snapshot.pour])

    def pour(*files: IO[bytes]) -> None:
        next(pours)(*files)

    monkeypatch.setattr(snapshot, "pour", pour)
    assert back_up(filled, tmp_path / "a.zip").path.exists()


def test_what_a_killed_one_left(filled: DuckDBJournal, tmp_path: Path) -> None:
    """The next backup to that folder removes it."""
    (tmp_path / ".between-backup-0123").write_bytes(b"half")
    back_up(filled, tmp_path / "a.zip")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "home"]


def test_a_foreign_program_has_the_file_open(
    filled: DuckDBJournal, home: Home, tmp_path: Path, other_process: Callable[..., object]
) -> None:
    """It could be writing: no copy is made of that, and one sentence says so."""
    other_process(OPENS_AND_WAITS, home.database)
    impatient = DuckDBJournal(home, now=some.fixed_now, patience_s=0.1)
    with pytest.raises(JournalBusy, match="has the journal's file open"):
        back_up(impatient, tmp_path / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_any_byte_of_a_part(filled: DuckDBJournal, tmp_path: Path) -> None:
    """Whatever is changed in what it holds is noticed, and cut off anywhere it is no backup."""
    made = back_up(filled, tmp_path / "a.zip")
    whole, changed = made.path.read_bytes(), tmp_path / "changed.zip"
    chance = random.Random(1)
    with zipfile.ZipFile(made.path) as packed:
        starts = [info.header_offset + 100 for info in packed.infolist()[:-1]]
    for place in [chance.randrange(start, start + 100_000) for start in starts for _ in range(3)]:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with reading.opened(changed) as backup:
            assert len(backup.damaged(at=silent)) == 1
    told = whole.index(b'"made_utc": "2026')
    changed.write_bytes(whole[: told + 14] + b"7" + whole[told + 15 :])
    with pytest.raises(AssistantError, match="damaged or changed"), reading.opened(changed):
        pass
    for cut in (0, 1, 30, len(whole) // 2, len(whole) - 200, len(whole) - 1):
        changed.write_bytes(whole[:cut])
        with pytest.raises(AssistantError, match="no backup"), reading.opened(changed):
            pass


def test_a_zip_that_is_none_of_ours(filled: DuckDBJournal, tmp_path: Path) -> None:
    """A part that leads out of the folder, one more than is listed, one that is packed, a newer one: none is opened."""
    made = back_up(filled, tmp_path / "a.zip")
    with zipfile.ZipFile(made.path) as packed:
        manifest, comment = packed.read("manifest.json"), packed.comment
        parts = {info.filename: packed.read(info) for info in packed.infolist()}

    def fails(parts: dict[str, bytes], comment: bytes, *, packing: int = zipfile.ZIP_STORED) -> str:
        with zipfile.ZipFile(tmp_path / "b.zip", "w", packing) as other:
            for name, data in parts.items():
                other.writestr(name, data)
            other.comment = comment
        with pytest.raises(AssistantError) as told, reading.opened(tmp_path / "b.zip"):
            pass
        return told.value.message

    climbing = manifest.replace(b"recordings/0000", b"../../../x/0000")
    assert "damaged or changed" in fails({**parts, "manifest.json": climbing}, writing.form.seal(climbing))
    assert "damaged or changed" in fails({**parts, "more.txt": b""}, comment)
    assert "damaged or changed" in fails(parts, comment, packing=zipfile.ZIP_DEFLATED)
    assert "damaged or changed" in fails({k: v for k, v in parts.items() if k != "journal.duckdb"}, comment)
    assert "no backup" in fails(parts, b"")
    assert "newer" in fails(parts, comment.replace(b"backup 1", b"backup 2"))
    later = manifest.replace(f'"tables": {made.manifest.tables}'.encode(), b'"tables": 9999')
    assert "newer" in fails({**parts, "manifest.json": later}, writing.form.seal(later))
    with pytest.raises(UsageError, match="no file"), reading.opened(tmp_path / "nowhere.zip"):
        pass
