"""Nothing is written among the journal's own files, whoever asks for it, and no device is replaced."""

import os
from pathlib import Path

import pytest
from command_line import between, entries, home

WRITES = {
    "export json": ["export", "--format", "json", "--force"],
    "export markdown": ["export"],
    "backup": ["backup"],
    "parquet": ["sql", "FROM nights", "--parquet"],
}


@pytest.mark.parametrize("command", WRITES.values(), ids=list(WRITES))
@pytest.mark.parametrize("place", ["journal.duckdb", "keys.json", "recordings", "tmp/new", ""])
def test_into_the_journals_own_folder(command: list[str], place: str) -> None:
    """Refused with a sentence; every file of it is as it was."""
    between("type", stdin=b"I said no to Dana.")
    before = {path: path.stat().st_mtime_ns for path in home().root.rglob("*.duckdb")}
    answer = between(*command, home().root / place)
    assert answer.code == 2
    assert "own folder" in answer.err
    assert {path: path.stat().st_mtime_ns for path in home().root.rglob("*.duckdb")} == before
    assert len(entries()) == 1


def test_by_a_link(tmp_path: Path) -> None:
    """A link to it is the same folder."""
    between("type", stdin=b"I said no to Dana.")
    (tmp_path / "link").symlink_to(home().root)
    assert between("export", "--format", "json", "--force", tmp_path / "link" / "journal.duckdb").code == 2
    assert len(entries()) == 1


def test_onto_what_is_no_file(tmp_path: Path) -> None:
    """A pipe or a device is not replaced by a file of its name."""
    between("type", stdin=b"I said no to Dana.")
    os.mkfifo(tmp_path / "pipe")
    answer = between("export", "--format", "json", "--force", tmp_path / "pipe")
    assert answer.code == 2
    assert (tmp_path / "pipe").is_fifo()
