"""A locked backup that comes back whole, into a home where something may lie already."""

import gc
from pathlib import Path

import pytest
from lock_keys import lock

from assistant.adapters.backups import restoring
from assistant.adapters.syncing import sync_folder
from assistant.journal import Entry, Transcript, Utterance
from assistant.ports import Home
from assistant.settings import Settings
from assistant.wiring import House, backups, locking


def a_house(folder: Path) -> House:
    return House(Home(folder), Settings(), folder / "settings.toml").open()


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    house = a_house(tmp_path / "locked")
    said = Transcript((Utterance("I told the ferryman about the marzipan."),), "keyboard", "")
    house.journal.keep(Entry("0" * 32, house.clock.now(), house.tonight(), "type", "words", said))
    del house
    gc.collect()
    lock(a_house(tmp_path / "locked"))
    return backups.back_up(a_house(tmp_path / "locked"), tmp_path / "backup.zip", at=lambda *_: None).path


def restore(backup: Path, house: House) -> None:
    with backups.opened(backup) as opened, backups.restoring(house, opened, damaged=()) as found:
        found.run(struck_too=False, at=lambda *_: None)


def test_the_key_before_what_it_opens(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is on the disk before the database has its name: power that fails in between costs nothing."""
    house, seen = a_house(tmp_path / "here"), list[tuple[bool, bool]]()

    def synced(folder: Path) -> None:
        if folder == house.home.root:
            seen.append((house.home.keys.exists(), house.home.database.exists()))
        sync_folder(folder)

    monkeypatch.setattr(restoring, "sync_folder", synced)
    restore(backup, house)
    assert seen == [(True, False), (True, True)]


def test_beside_what_lay_there_plain(backup: Path, tmp_path: Path) -> None:
    """Sound of a journal that was here before is not taken for locked: from then on it is told."""
    house = a_house(tmp_path / "here")
    house.home.recordings.mkdir()
    (house.home.recordings / "old.opus").write_bytes(b"OggS")
    restore(backup, house)
    assert [path.name for path in locking.left_plain(house)] == ["old.opus"]
    keys = locking.state(house)
    assert keys is not None
    assert keys.state == "locking"


def test_where_nothing_lay(backup: Path, tmp_path: Path) -> None:
    house = a_house(tmp_path / "here")
    restore(backup, house)
    keys = locking.state(house)
    assert keys is not None
    assert keys.state == "locked"
