"""Exports that want to do harm, and paths that are none: one sentence, and nothing is written."""

import os
import stat
import zipfile
from pathlib import Path

import pytest
from foreign import day_one_entry, day_one_json, day_one_zip, read, write

from assistant.adapters.transfer import files as outside
from assistant.errors import AssistantError


@pytest.mark.parametrize("name", ["../out.json", "a/../../out.json", "/etc/out.json", "C:\\out.json", "..\\out.json"])
def test_a_zip_that_climbs_out(tmp_path: Path, name: str) -> None:
    """No name leads out of its own folder, however it is written."""
    with pytest.raises(AssistantError, match="lead out of its own folder"):
        read(day_one_zip(tmp_path, day_one_entry("x"), files={name: b"x"}))
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["Journal.zip"]


def test_a_zip_with_a_link(tmp_path: Path) -> None:
    """A link could lead anywhere."""
    path = day_one_zip(tmp_path, day_one_entry("x"))
    link = zipfile.ZipInfo("audios/a.m4a")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(AssistantError, match="lead out of its own folder"):
        read(path)


def test_a_zip_that_blows_up(tmp_path: Path) -> None:
    """A journal packs to a tenth, not to a thousandth."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Journal.json", b" " * 20_000_000)
    with pytest.raises(AssistantError, match="far more than a journal"):
        read(path)


def test_a_zip_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its list alone is looked at."""
    monkeypatch.setattr(outside, "MOST_FILES", 3)
    with pytest.raises(AssistantError, match="far more than a journal"):
        read(day_one_zip(tmp_path, day_one_entry("x"), files={f"{n}.txt": b"" for n in range(3)}))


def test_a_text_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr(outside, "MOST_TEXT", 2**20)
    monkeypatch.setattr(outside.whole, "__kwdefaults__", {"most": 2**20})
    with pytest.raises(AssistantError, match="larger than 1 MB"):
        read(write(tmp_path / "a.json", b"{" + b" " * 2**20))


def test_a_zip_in_a_zip(tmp_path: Path) -> None:
    """It is not opened."""
    inner = day_one_zip(tmp_path, day_one_entry("x"), name="inner.zip").read_bytes()
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as packed:
        packed.writestr("inner.zip", inner)
        packed.writestr("inner2.zip", inner)
    with pytest.raises(AssistantError, match="no journal in there"):
        read(outer)


@pytest.mark.parametrize("cut", [4, 30, 200, -1])
def test_a_zip_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    """One sentence, wherever it ends."""
    path = day_one_zip(tmp_path, day_one_entry("x"))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(AssistantError, match="damaged or cut off"):
        read(path)


def test_a_zip_whose_bytes_were_changed(tmp_path: Path) -> None:
    """Its checksum says so."""
    path = day_one_zip(tmp_path, *[day_one_entry(f"{n} " * 99, uuid=str(n)) for n in range(50)])
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(AssistantError, match=r"can't be read|damaged"):
        read(path)


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    """It is said, and how to go on."""
    path = day_one_zip(tmp_path, day_one_entry("x"))
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(AssistantError, match="password"):
        read(path)


def test_paths_that_are_none(tmp_path: Path) -> None:
    """Nothing there, nothing in it, a pipe, a folder without a journal."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    write(tmp_path / "empty", "")
    for name, sentence in (
        ("nothing", "There is no “nothing”"),
        ("nothing\udcff", "There is no “nothing"),
        ("empty", "is empty"),
        ("pipe", "neither a file nor a folder"),
        ("folder", "no journal in there"),
    ):
        with pytest.raises(AssistantError, match=sentence):
            read(tmp_path / name)


def test_the_wrong_format_by_name(tmp_path: Path) -> None:
    """What is named and is not there is said, and not guessed."""
    path = write(tmp_path / "Journal.json", day_one_json(day_one_entry("x")))
    with pytest.raises(AssistantError, match="no export of Between's own"):
        read(path, form="between")
    with pytest.raises(AssistantError, match="no Day One journal"):
        read(write(tmp_path / "a.md", "I said no."), form="dayone")


def test_files_that_lie_on_each_other(tmp_path: Path) -> None:
    """A small ZIP can name the same bytes a thousand times."""
    path = day_one_zip(tmp_path, day_one_entry("x " * 500), files={"audios/a.m4a": os.urandom(500)})
    data = path.read_bytes()
    begins, ends = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[begins : data.index(b"PK\x01\x02", begins + 1)]
    many = entry * 20
    end = bytearray(data[ends:])
    end[8:10] = end[10:12] = (20).to_bytes(2, "little")
    end[12:16] = len(many).to_bytes(4, "little")
    path.write_bytes(data[:begins] + many + end)
    with pytest.raises(AssistantError, match="far more than a journal"):
        read(path)


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """Neither bytes of another encoding nor commands to a terminal get out of a name."""
    folder = os.fsencode(tmp_path)
    for name in (b"caf\xe9 2026-11-20.md", b"\x1b[31m2026-11-20.md", b"\x1b]0;\xff.png"):
        Path(os.fsdecode(folder + b"/" + name)).write_text("x")
    parcel = read(tmp_path)
    places = [f.place for f in parcel.found] + [left.what for left in parcel.left_out]
    assert sorted(places) == ["?[31m2026-11-20.md", "?]0;\ufffd.png", "caf\ufffd 2026-11-20.md"]
